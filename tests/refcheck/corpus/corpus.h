/* The boilerplate of the corpus: a module with one function, run(argument), or
   with one type.

   Each case is compiled twice: LEAKY is 1 in the variant with the bug and 0 in
   its clean twin. A bait looks suspicious and is clean, so it has no leaky
   variant and does not ask for LEAKY. */
#ifndef REFCHECK_CORPUS_H
#define REFCHECK_CORPUS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

#include <string.h>

#define CORPUS_DEFINITION(name, member, value)                              \
    static struct PyModuleDef definition = {                                \
        PyModuleDef_HEAD_INIT,                                              \
        .m_name = #name,                                                    \
        .member = value,                                                    \
    };                                                                      \
    PyMODINIT_FUNC                                                          \
    PyInit_##name(void)                                                     \
    {                                                                       \
        return PyModuleDef_Init(&definition);                               \
    }

#define CORPUS_MODULE(name)                                                 \
    static PyObject *run(PyObject *, PyObject *);                           \
    static PyMethodDef methods[] = {                                        \
        {"run", run, METH_O, NULL},                                         \
        {NULL, NULL, 0, NULL},                                              \
    };                                                                      \
    CORPUS_DEFINITION(name, m_methods, methods)

/* The module is filled by exec(), which may be called more than once. */
#define CORPUS_EXEC(name)                                                   \
    static int exec(PyObject *);                                            \
    static PyModuleDef_Slot slots[] = {{Py_mod_exec, exec}, {0, NULL}};     \
    CORPUS_DEFINITION(name, m_slots, slots)

/* Stands last: the type's name in the module is what its spec's name ends in. */
#define CORPUS_TYPE(name, spec)                                             \
    CORPUS_EXEC(name)                                                       \
    static int                                                              \
    exec(PyObject *module)                                                  \
    {                                                                       \
        return corpus_add_type(module, &spec);                              \
    }

static inline int
corpus_add_type(PyObject *module, PyType_Spec *spec)
{
    PyObject *type = PyType_FromSpec(spec);
    int failed = type == NULL
                 || PyObject_SetAttrString(module, strrchr(spec->name, '.') + 1,
                                           type) < 0;
    Py_XDECREF(type);
    return failed ? -1 : 0;
}

#endif /* REFCHECK_CORPUS_H */
