/* The module `ownership`: observe, exhaust and obey a recipe. */
#include "tools/ownership/probe/probe.h"

/* prelude.py, with the recipes. */
extern const char prelude_source[];

PyModuleDef heap_module = {PyModuleDef_HEAD_INIT, .m_name = "heap_module", .m_size = 8};

/* heap_type() -> a type with a module of its own, which nothing else holds. */
static PyObject *
heap_type(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args))
{
    static PyType_Slot none[] = {{0, NULL}};
    static PyType_Spec spec = {
        "heap_module.Heap", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, none};
    PyObject *module = PyModule_Create(&heap_module);
    PyObject *type = module != NULL ? PyType_FromModuleAndSpec(module, &spec, NULL) : NULL;
    Py_XDECREF(module);
    return type;
}

/* capsule() -> a capsule with a name. */
static PyObject *
capsule(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args))
{
    static int pointed_at;
    return PyCapsule_New(&pointed_at, "probe.capsule", NULL);
}

static PyMethodDef methods[] = {
    {"observe", observe, METH_O, PyDoc_STR("observe(index) -> dict")},
    {"exhaust", exhaust, METH_O, PyDoc_STR("exhaust(index) -> list of dict")},
    {"obey", obey, METH_VARARGS, PyDoc_STR("obey(index, contract[, without])")},
    {"heap_type", heap_type, METH_NOARGS, PyDoc_STR("heap_type() -> type")},
    {"capsule", capsule, METH_NOARGS, PyDoc_STR("capsule() -> capsule")},
    {NULL, NULL, 0, NULL},
};

/* For the prelude: a type whose objects the collector does not know; those that
   Python makes all are its. */
static PyObject *
plain_type(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args))
{
    static PyType_Slot slots[] = {{0, NULL}};
    static PyType_Spec spec = {
        "probe.Plain", sizeof(PyVarObject), 1, Py_TPFLAGS_DEFAULT, slots};
    return PyType_FromSpec(&spec);
}

static PyMethodDef plain_type_def = {"plain_type", plain_type, METH_NOARGS, NULL};

/* The names by index, and the namespace of all recipes. */
static int
execute(PyObject *module)
{
    PyObject *names = PyList_New(0);
    if (names == NULL || PyModule_AddObject(module, "names", names) < 0) {
        Py_XDECREF(names);
        return -1;
    }
    for (int i = 0; i < recipe_count; i++) {
        PyObject *name = PyUnicode_FromString(all_recipes[i]->name);
        if (name == NULL || PyList_Append(names, name) < 0) {
            Py_XDECREF(name);
            return -1;
        }
        Py_DECREF(name);
    }
    prelude = PyDict_New();
    if (prelude == NULL
        || PyDict_SetItemString(prelude, "__builtins__", PyEval_GetBuiltins()) < 0
        || PyDict_SetItemString(prelude, "ownership", module) < 0) {
        return -1;
    }
    PyObject *maker = PyCFunction_New(&plain_type_def, NULL);
    if (maker == NULL || PyDict_SetItemString(prelude, "plain_type", maker) < 0) {
        Py_XDECREF(maker);
        return -1;
    }
    Py_DECREF(maker);
    PyObject *ran = PyRun_String(prelude_source, Py_file_input, prelude, prelude);
    Py_XDECREF(ran);
    return ran != NULL ? prepare_recipes() : -1;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, execute},
    {0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "ownership",
    .m_doc = PyDoc_STR("What a function of the C API does with references."),
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_ownership(void)
{
    return PyModuleDef_Init(&module);
}
