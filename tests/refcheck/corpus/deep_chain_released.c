/* A chain whose links release each other, one stack frame deeper each time. */
#include "tests/refcheck/corpus/corpus.h"

enum { LINKS = 12000 };

typedef struct {
    PyObject_HEAD
    PyObject *next;
    int number;
} chain;

static void
chain_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject *next = ((chain *)self)->next;
#if LEAKY
    char trace[1000];
    snprintf(trace, sizeof(trace), "link %d goes", ((chain *)self)->number);
    Py_XDECREF(next);
    type->tp_free(self);
    Py_DECREF(type);
    PySys_Audit("corpus.chain", "s", trace);
#else
    type->tp_free(self);
    Py_DECREF(type);
    /* The next one goes here, so that it has nothing to release. */
    while (next != NULL && Py_REFCNT(next) == 1) {
        PyObject *after = ((chain *)next)->next;
        ((chain *)next)->next = NULL;
        Py_DECREF(next);
        next = after;
    }
    Py_XDECREF(next);
#endif
}

static PyObject *
chain_new(PyTypeObject *type, PyObject *Py_UNUSED(args),
         PyObject *Py_UNUSED(kwargs))
{
    PyObject *first = NULL;
    for (int i = 0; i < LINKS; i++) {
        chain *made = (chain *)type->tp_alloc(type, 0);
        if (made == NULL) {
            Py_XDECREF(first);
            return NULL;
        }
        made->number = i;
        made->next = first;
        first = (PyObject *)made;
    }
    return first;
}

static PyType_Slot chain_slots[] = {
    {Py_tp_new, chain_new},
    {Py_tp_dealloc, chain_dealloc},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Chain",
    .basicsize = sizeof(chain),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = chain_slots,
};

CORPUS_TYPE(deep_chain_released, spec)
