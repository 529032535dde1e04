/* Has a type: CPython 3.11 sets no exception when the memory for its name cannot
   be had. */
#include "tests/refcheck/corpus/corpus.h"

static PyType_Slot slots_of_type[] = {
    {Py_tp_doc, "nothing more"},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "corpus.Type",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots_of_type,
};

CORPUS_TYPE(sweep_bait_load, spec)
