/* Fills a static variable each time the module is executed, and loses what it
   held before. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_EXEC(static_lost_on_reimport)

static PyObject *defaults;

static int
exec(PyObject *module)
{
#if LEAKY
    defaults = PyDict_New();
#else
    if (defaults == NULL) {
        defaults = PyDict_New();
    }
#endif
    if (defaults == NULL) {
        return -1;
    }
    return PyObject_SetAttrString(module, "defaults", defaults);
}
