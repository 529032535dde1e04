/* References to immortal objects that only seem to be lost: they are stored, or
   leave the module by a way that no macro sees. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

/* A leak indeed: beside all that follows, it is seen. */
static PyObject *
lost(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    Py_INCREF(Py_NotImplemented);
    Py_RETURN_NONE;
}

/* --- Stored ------------------------------------------------------------------ */

static PyObject *ring[8];
static unsigned int calls;

static PyObject *
ring_of_eight(PyObject *Py_UNUSED(module), PyObject *argument)
{
    PyObject **slot = &ring[calls % 8];
    calls++;
    Py_INCREF(argument);
    Py_XSETREF(*slot, argument);
    Py_RETURN_NONE;
}

static PyObject *
cached(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    static PyObject *cache;
    if (cache == NULL) {
        cache = PyLong_FromLong(7);
    }
    Py_XINCREF(cache);
    return cache;
}

/* Written past the API into memory of its own, which never shrinks. */
static PyObject *
stacked(PyObject *Py_UNUSED(module), PyObject *argument)
{
    static PyObject *stack[1 << 20];
    static int n;
    Py_INCREF(argument);
    stack[n++] = argument;
    return PyBool_FromLong(stack[n / 2] == argument);
}

/* --- Stolen ------------------------------------------------------------------ */

static PyObject *
tuple_of_none(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *tuple = PyTuple_New(3);
    if (tuple == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < 2; i++) {
        Py_INCREF(Py_None);
        PyTuple_SET_ITEM(tuple, i, Py_None);
    }
    PyTuple_SetItem(tuple, 2, PyBool_FromLong(1));
    return tuple;
}

static PyObject *
list_of_ints(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *list = PyList_New(2);
    if (list == NULL) {
        return NULL;
    }
    PyList_SET_ITEM(list, 0, PyLong_FromLong(1));
    if (PyList_SetItem(list, 1, PyLong_FromLong(2)) < 0) {
        Py_CLEAR(list);
    }
    return list;
}

/* The index is wrong, and the item is taken all the same. */
static PyObject *
stolen_in_vain(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *tuple = PyTuple_New(1);
    if (tuple != NULL) {
        PyTuple_SetItem(tuple, 2, PyLong_FromLong(1));
        Py_DECREF(tuple);
    }
    return NULL;
}

static PyObject *
built(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    return Py_BuildValue("{s#:N,d:(NOi)}", "key", (Py_ssize_t)3,
                         PyLong_FromLong(1), 0.5, PyBool_FromLong(0), Py_None,
                         1000);
}

/* What an "N" of a call takes cannot be seen: nothing is said of the module. */
static PyObject *
called(PyObject *Py_UNUSED(module), PyObject *function)
{
    return PyObject_CallFunction(function, "(N)", PyLong_FromLong(1));
}

static PyObject *
error_saved(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *type, *value, *traceback;
    PyErr_SetString(PyExc_ValueError, "x");
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_Restore(type, value, traceback);
    return NULL;
}

/* --- Returned ---------------------------------------------------------------- */

static PyObject *
true_or_none(PyObject *Py_UNUSED(module), PyObject *argument)
{
    if (argument == Py_None) {
        Py_RETURN_NONE;
    }
    Py_RETURN_TRUE;
}

static PyObject *
fast(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t nargs,
     PyObject *Py_UNUSED(names))
{
    return Py_BuildValue("n", nargs > 0 && args[0] == Py_None ? nargs : 0);
}

static PyObject *
callback(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    Py_RETURN_NONE;
}

static PyMethodDef callback_definition = {
    "callback", callback, METH_NOARGS, NULL,
};

static PyObject *
calls_back(PyObject *module, PyObject *Py_UNUSED(argument))
{
    PyObject *function = PyCFunction_New(&callback_definition, module);
    PyObject *result = function == NULL ? NULL
                                        : PyObject_CallObject(function, NULL);
    Py_XDECREF(function);
    return result;
}

/* --- A heap type --------------------------------------------------------------- */

typedef struct {
    PyObject_HEAD
    PyObject *value;            /* Python may write it */
    PyObject *shown;
    int left;
} Box;

static int
box_init(PyObject *self, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    Box *box = (Box *)self;
    Py_INCREF(Py_None);
    Py_XSETREF(box->value, Py_None);
    Py_INCREF(Py_True);
    Py_XSETREF(box->shown, Py_True);
    box->left = 3;
    return 0;
}

static void
box_dealloc(PyObject *self)
{
    Box *box = (Box *)self;
    PyTypeObject *type = Py_TYPE(self);
    Py_CLEAR(box->value);
    Py_CLEAR(box->shown);
    type->tp_free(self);
    if (type->tp_flags & Py_TPFLAGS_HEAPTYPE) {
        Py_DECREF(type);
    }
}

static PyObject *
box_next(PyObject *self)
{
    Box *box = (Box *)self;
    return box->left-- > 0 ? PyLong_FromLong(box->left) : NULL;
}

static PyObject *
box_compare(PyObject *self, PyObject *other, int operation)
{
    if (operation != Py_EQ && operation != Py_NE) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    if ((self == other) == (operation == Py_EQ)) {
        Py_RETURN_TRUE;
    }
    Py_RETURN_FALSE;
}

static PyObject *
box_item(PyObject *Py_UNUSED(self), PyObject *key)
{
    Py_INCREF(key);
    return key;
}

static PyObject *
box_add(PyObject *Py_UNUSED(a), PyObject *Py_UNUSED(b))
{
    return PyLong_FromLong(5);
}

static PyObject *
box_call(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args),
         PyObject *Py_UNUSED(kwargs))
{
    Py_RETURN_NONE;
}

static PyObject *
box_get(PyObject *self, void *Py_UNUSED(closure))
{
    Py_INCREF(((Box *)self)->shown);
    return ((Box *)self)->shown;
}

static int
box_set(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    Py_XINCREF(value);
    Py_XSETREF(((Box *)self)->shown, value);
    return 0;
}

static PyObject *
box_repeat(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    return PyUnicode_FromString("x");
}

static PyMemberDef box_members[] = {
    {"value", T_OBJECT_EX, offsetof(Box, value), 0, NULL},
    {"left", T_INT, offsetof(Box, left), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyGetSetDef box_getset[] = {
    {"shown", box_get, box_set, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef box_methods[] = {
    {"repeat", box_repeat, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot box_slots[] = {
    {Py_tp_new, PyType_GenericNew},
    {Py_tp_init, box_init},
    {Py_tp_dealloc, box_dealloc},
    {Py_tp_iter, PyObject_SelfIter},
    {Py_tp_iternext, box_next},
    {Py_tp_richcompare, box_compare},
    {Py_tp_call, box_call},
    {Py_tp_members, box_members},
    {Py_tp_getset, box_getset},
    {Py_tp_methods, box_methods},
    {Py_mp_subscript, box_item},
    {Py_nb_add, box_add},
    {0, NULL},
};

static PyType_Spec box_spec = {
    "kept.Box", sizeof(Box), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    box_slots,
};

/* Python's own dealloc releases what stands in its members: nothing is said of a
   module that has one. */
static PyType_Slot bare_slots[] = {
    {Py_tp_new, PyType_GenericNew},
    {Py_tp_init, box_init},
    {Py_tp_members, box_members},
    {0, NULL},
};

static PyType_Spec bare_spec = {
    "kept.Bare", sizeof(Box), 0, Py_TPFLAGS_DEFAULT, bare_slots,
};

static PyObject *
bare_type(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    return PyType_FromSpec(&bare_spec);
}

static PyObject *
makes_type(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    return PyType_FromSpec(&box_spec);
}

/* --- A type that is written out -------------------------------------------------- */

static PyNumberMethods crate_number = {.nb_add = box_add};
static PyMappingMethods crate_mapping = {.mp_subscript = box_item};

static PyTypeObject CrateType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "kept.Crate",
    .tp_basicsize = sizeof(Box),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_init = box_init,
    .tp_dealloc = box_dealloc,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = box_next,
    .tp_richcompare = box_compare,
    .tp_call = box_call,
    .tp_members = box_members,
    .tp_getset = box_getset,
    .tp_methods = box_methods,
    .tp_as_number = &crate_number,
    .tp_as_mapping = &crate_mapping,
};

static PyMethodDef methods[] = {
    {"ring_of_eight", ring_of_eight, METH_O, NULL},
    {"cached", cached, METH_O, NULL},
    {"stacked", stacked, METH_O, NULL},
    {"tuple_of_none", tuple_of_none, METH_O, NULL},
    {"list_of_ints", list_of_ints, METH_O, NULL},
    {"stolen_in_vain", stolen_in_vain, METH_O, NULL},
    {"built", built, METH_O, NULL},
    {"called", called, METH_O, NULL},
    {"error_saved", error_saved, METH_O, NULL},
    {"true_or_none", true_or_none, METH_O, NULL},
    {"fast", (PyCFunction)(void (*)(void))fast, METH_FASTCALL | METH_KEYWORDS,
     NULL},
    {"calls_back", calls_back, METH_O, NULL},
    {"bare_type", bare_type, METH_O, NULL},
    {"lost", lost, METH_O, NULL},
    {"makes_type", makes_type, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static int
add_type(PyObject *module, const char *name, PyObject *type)
{
    int failed = type == NULL ? -1 : PyModule_AddObject(module, name, type);
    if (failed) {
        Py_XDECREF(type);
    }
    return failed;
}

static int
execute(PyObject *module)
{
    if (PyType_Ready(&CrateType) < 0) {
        return -1;
    }
    Py_INCREF(&CrateType);
    if (add_type(module, "Crate", (PyObject *)&CrateType) < 0) {
        return -1;
    }
    return add_type(module, "Box", PyType_FromSpec(&box_spec));
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, execute},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "kept",
    .m_methods = methods,
    .m_slots = module_slots,
};

PyMODINIT_FUNC
PyInit_kept(void)
{
    return PyModuleDef_Init(&definition);
}
