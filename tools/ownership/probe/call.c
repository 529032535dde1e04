#include "tools/ownership/probe/probe.h"

PyObject *prelude;
int asking;

PyObject *
fresh(const char *expression)
{
    PyObject *object = PyRun_String(expression, Py_eval_input, prelude, prelude);
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
