/* Makes a submodule as an old PyInit_ function does, and does not release it
   when what is to be put into it cannot be made. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(failed_module_lost)

static struct PyModuleDef inner = {
    PyModuleDef_HEAD_INIT,
    .m_name = "failed_module_lost.inner",
    .m_size = -1,
};

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject *module = PyModule_Create(&inner);
    if (module == NULL) {
        return NULL;
    }
    long limit = PyLong_AsLong(argument);
    if ((limit == -1 && PyErr_Occurred())
        || PyModule_AddIntConstant(module, "limit", limit) < 0) {
#if !LEAKY
        Py_DECREF(module);
#endif
        return NULL;
    }
    return module;
}
