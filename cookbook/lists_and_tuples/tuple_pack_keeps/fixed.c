/* priced(article, net, rate) returns a row of a price list: the article and its
   price with tax. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* snippet: priced */
static PyObject *
priced(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *article;
    double net, rate;
    if (!PyArg_ParseTuple(args, "Udd", &article, &net, &rate)) {
        return NULL;
    }
    PyObject *price = PyFloat_FromDouble(net * (1.0 + rate));
    if (price == NULL) {
        return NULL;
    }
    PyObject *row = PyTuple_Pack(2, article, price);
    Py_DECREF(price);   /* the tuple keeps its own, ours goes back */
    return row;
}
/* end: priced */

static PyMethodDef methods[] = {
    {"priced", priced, METH_VARARGS,
     PyDoc_STR("priced(article, net, rate) -> (article, price)")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "tuple_pack_keeps",
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_tuple_pack_keeps(void)
{
    return PyModuleDef_Init(&module);
}
