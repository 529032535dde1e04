#include "tools/ownership/probe/probe.h"

PyObject *prelude;
int asking;

/* The code of an expression: compiled once, and again where the object is one of its
   constants, which the code would share. */
static PyObject *
evaluate(const char *expression)
{
    static PyObject *compiled;
    if (compiled == NULL) {
        compiled = PyDict_New();
    }
    PyObject *code = PyDict_GetItemString(compiled, expression);
    if (code == NULL) {
        code = Py_CompileString(expression, "<recipe>", Py_eval_input);
        if (code == NULL || PyDict_SetItemString(compiled, expression, code) < 0) {
            return NULL;
        }
        Py_DECREF(code);
    }
    PyObject *object = PyEval_EvalCode(code, prelude, prelude);
    PyObject *constants = PyObject_GetAttrString(code, "co_consts");
    for (Py_ssize_t i = 0; object != NULL && i < PyTuple_GET_SIZE(constants); i++) {
        if (PyTuple_GET_ITEM(constants, i) == object) {
            Py_DECREF(object);
            object = PyRun_String(expression, Py_eval_input, prelude, prelude);
            break;
        }
    }
    Py_DECREF(constants);
    return object;
}

PyObject *
fresh(const char *expression)
{
    const int was_asking = asking;
    asking = 0;
    PyObject *object = evaluate(expression);
    asking = was_asking;
    if (object == NULL) {
        fprintf(stderr, "recipe: %s\n", expression);
        PyErr_Print();
        Py_FatalError("a recipe's argument cannot be made");
    }
    return object;
}

void
call_prepare(call *c, const recipe *r, int guards)
{
    memset(c, 0, sizeof(*c));
    for (int i = 0; i < r->nargs; i++) {
        PyObject *object = fresh(r->arg[i].expression);
        c->arg[i] = c->io[i] = object;
        for (int guard = 0; guard < guards && !r->arg[i].alone; guard++) {
            Py_INCREF(object);
        }
    }
}

PyObject *
take_exception(void)
{
#if PY_VERSION_HEX >= 0x030C0000
    return PyErr_GetRaisedException();
#else
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (type == NULL) {
        return NULL;
    }
    PyErr_NormalizeException(&type, &value, &traceback);
    if (traceback != NULL) {
        PyException_SetTraceback(value, traceback);
    }
    Py_DECREF(type);
    Py_XDECREF(traceback);
    return value;
#endif
}

const recipe *
recipe_at(Py_ssize_t index)
{
    if (index < 0 || index >= recipe_count) {
        PyErr_SetString(PyExc_IndexError, "there is no such recipe");
        return NULL;
    }
    return all_recipes[index];
}
