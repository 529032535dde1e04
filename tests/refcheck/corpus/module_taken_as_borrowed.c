/* Takes the module of PyImport_GetModule() for a borrowed reference, as that of
   PyImport_AddModule() is. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(module_taken_as_borrowed)

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *module = PyImport_GetModule(argument);
    if (module == NULL) {
        return PyErr_Occurred() ? NULL : PyBool_FromLong(0);
    }
    int named = PyObject_HasAttrString(module, "__spec__");
#if !LEAKY
    Py_DECREF(module);
#endif
    return PyBool_FromLong(named);
}
