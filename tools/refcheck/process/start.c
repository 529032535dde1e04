/* Starts the interpreter: isolated, with our allocators, and so that no free list
   hides a birth or a death. */
#include "tools/refcheck/process/interpreter.h"

#ifndef REFCHECK_PYTHON
#error "define REFCHECK_PYTHON as the interpreter whose libraries are embedded"
#endif

/* Exact lists, tuples, dicts and floats are kept in free lists when they die:
   no allocator sees it, and the next one made there looks like the last.  So
   they die as a copy of their type, which no free list takes. */
enum { FREE_LISTED = 4 };

static PyTypeObject *listed[FREE_LISTED];
static PyTypeObject copies[FREE_LISTED];

static void
dealloc_as_copy(PyObject *object)
{
    for (int i = 0; i < FREE_LISTED; i++) {
        if (object->ob_type == listed[i]) {
            object->ob_type = &copies[i];
            copies[i].tp_dealloc(object);
            return;
        }
    }
    /* A subclass, which inherited or calls this slot. */
    for (int i = 0; i < FREE_LISTED; i++) {
        if (PyType_IsSubtype(Py_TYPE(object), listed[i])) {
            copies[i].tp_dealloc(object);
            return;
        }
    }
}

static void
defeat_free_lists(void)
{
    PyTypeObject *const types[FREE_LISTED] = {
        &PyList_Type, &PyTuple_Type, &PyDict_Type, &PyFloat_Type,
    };
    for (int i = 0; i < FREE_LISTED; i++) {
        copies[i] = *types[i];
        listed[i] = types[i];
        types[i]->tp_dealloc = dealloc_as_copy;
    }
}

void
interpreter_start(bool watched)
{
    PyPreConfig preconfig;
    PyPreConfig_InitIsolatedConfig(&preconfig);
    preconfig.utf8_mode = 1;
    PyStatus status = Py_PreInitialize(&preconfig);
    if (PyStatus_Exception(status)) {
        rc_fail("Python did not start: %s", status.err_msg);
    }
    if (watched && hooks_install() < 0) {
        rc_fail("there is no gigabyte of address space to reserve: raise the "
                "limit (ulimit -v)");
    }
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.install_signal_handlers = 0;
    config.buffered_stdio = 0;  /* what is printed does not pile up there */
    config.use_hash_seed = 1;   /* the same verdict every time */
    config.hash_seed = 0;
    config.site_import = 0;     /* a third of the start; see find_site */
    status = PyConfig_SetBytesString(&config, &config.program_name,
                                     REFCHECK_PYTHON);
    if (!PyStatus_Exception(status)) {
        status = Py_InitializeFromConfig(&config);
    }
    if (PyStatus_Exception(status)) {
        rc_fail("Python did not start: %s", status.err_msg);
    }
    PyConfig_Clear(&config);
    if (watched) {
        defeat_free_lists();
    }
}
