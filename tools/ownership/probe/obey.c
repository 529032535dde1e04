/* Follows a contract: calls the function and gives back what is ours by it, and
   nothing else.  refcheck calls this again and again and sees whether anything is
   lost or given back too often; and whether something is lost once a release is
   left out. */
#include "tools/ownership/probe/probe.h"

/* obey(index, contract, without): the contract is text, a letter for the result,
   for each out and for each argument, "n" new, "s" stolen, "r" replaced, "-"
   nothing to do: "n|nn|-s".  `without`: the place in that text whose release is
   left out, or -1. */
static int
is_at(const char *contract, const char *place, int without)
{
    return without >= 0 && place - contract == without;
}

PyObject *
obey(PyObject *Py_UNUSED(module), PyObject *args)
{
    Py_ssize_t index;
    const char *contract;
    int without = -1;
    if (!PyArg_ParseTuple(args, "ns|i", &index, &contract, &without)) {
        return NULL;
    }
    const recipe *r = recipe_at(index);
    if (r == NULL) {
        return NULL;
    }
    if (strlen(contract) != (size_t)(3 + r->nouts + r->nargs)) {
        PyErr_Format(PyExc_ValueError, "%s: the contract %s has another length", r->name,
                     contract);
        return NULL;
    }
    call c;
    call_prepare(&c, r, 0);
    r->run(&c);
    Py_CLEAR(c.exception);
    if (r->undo != NULL) {
        r->undo(&c);
    }
    const char *place = contract;
    if (*place == 'n' && !is_at(contract, place, without)) {
        Py_XDECREF(c.result);
    }
    place += 2;
    for (int i = 0; i < r->nouts; i++, place++) {
        if (*place == 'n' && !is_at(contract, place, without)) {
            Py_XDECREF(c.out[i]);
        }
    }
    place++;
    for (int i = 0; i < r->nargs; i++, place++) {
        if (*place != 's' && !is_at(contract, place, without)) {
            Py_XDECREF(*place == 'r' ? c.io[i] : c.arg[i]);
        }
    }
    Py_RETURN_NONE;
}
