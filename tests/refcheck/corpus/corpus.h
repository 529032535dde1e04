/* The boilerplate of the corpus: a module with one function, run(argument).

   Each case is compiled twice: LEAKY is 1 in the variant with the bug and 0 in
   its clean twin. A bait looks suspicious and is clean, so it has no leaky
   variant and does not ask for LEAKY. */
#ifndef REFCHECK_CORPUS_H
#define REFCHECK_CORPUS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define CORPUS_MODULE(name)                                                 \
    static PyObject *run(PyObject *, PyObject *);                           \
    static PyMethodDef methods[] = {                                        \
        {"run", run, METH_O, NULL},                                         \
        {NULL, NULL, 0, NULL},                                              \
    };                                                                      \
    static struct PyModuleDef definition = {                                \
        PyModuleDef_HEAD_INIT,                                              \
        .m_name = #name,                                                    \
        .m_methods = methods,                                               \
    };                                                                      \
    PyMODINIT_FUNC                                                          \
    PyInit_##name(void)                                                     \
    {                                                                       \
        return PyModuleDef_Init(&definition);                               \
    }

#endif /* REFCHECK_CORPUS_H */
