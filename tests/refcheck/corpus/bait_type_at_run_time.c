/* Clean: makes a type, an instance of it, and lets both go. */
#include "tests/refcheck/corpus/corpus.h"

CORPUS_MODULE(bait_type_at_run_time)

static PyType_Slot slots_of_type[] = {
    {Py_tp_doc, "made at run time"},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Temporary",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = slots_of_type,
};

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    PyObject *type = PyType_FromSpec(&spec);
    if (type == NULL) {
        return NULL;
    }
    PyObject *instance = PyObject_CallObject(type, NULL);
    Py_DECREF(type);
    return instance;
}
