/* The interpreter in the child: start, import, call, settle. */
#include "tools/refcheck/internal.h"

#include <string.h>

#ifndef REFCHECK_PYTHON
#error "define REFCHECK_PYTHON as the interpreter whose libraries are embedded"
#endif

static struct {
    PyObject *namespace;        /* where setup and statement run */
    PyObject *code;             /* of the statement */
    PyObject *collect;          /* gc.collect */
    const char *raises;
} python;

/* --- Errors ---------------------------------------------------------------- */

/* Ends the child with the exception that is set: "setup raised NameError: ..." */
static void __attribute__((noreturn))
fail_with_exception(const char *what)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *text = value == NULL ? NULL : PyObject_Str(value);
    const char *message = text == NULL ? NULL : PyUnicode_AsUTF8(text);
    rc_fail("%s raised %s%s%s", what,
            type == NULL ? "nothing" : ((PyTypeObject *)type)->tp_name,
            message != NULL && *message ? ": " : "",
            message != NULL ? message : "");
}

static PyObject *
checked(PyObject *object, const char *what)
{
    if (object == NULL) {
        fail_with_exception(what);
    }
    return object;
}

/* --- Start ----------------------------------------------------------------- */

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
    config.use_hash_seed = 1;   /* the same verdict every time */
    config.hash_seed = 0;
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

/* --- Load ------------------------------------------------------------------ */

/* Imports the module from its file.  importlib.util would do it in two calls,
   and its own import would cost a third of what Python's whole start does. */
static const char import_module[] =
    "def load(path):\n"
    "    import importlib.machinery, os, sys\n"
    "    name = os.path.basename(path).partition('.')[0]\n"
    "    loader = importlib.machinery.ExtensionFileLoader(name, path)\n"
    "    spec = importlib.machinery.ModuleSpec(name, loader, origin=path)\n"
    "    module = loader.create_module(spec)\n"
    "    module.__spec__ = spec\n"
    "    module.__loader__ = loader\n"
    "    module.__file__ = path\n"
    "    sys.modules[name] = module\n"
    "    loader.exec_module(module)\n"
    "    return module\n"
    "m = load(path)\n"
    "del load, path\n";

static void
run(const char *source, const char *what)
{
    Py_DECREF(checked(PyRun_String(source, Py_file_input, python.namespace,
                                   python.namespace), what));
}

static void
set(const char *name, PyObject *value)
{
    if (PyDict_SetItemString(python.namespace, name, checked(value, name)) < 0) {
        fail_with_exception(name);
    }
    Py_DECREF(value);
}

/* Lines are wanted from the extension that is bound to `m`, whoever did it. */
static void
watch_module(void)
{
    PyObject *m = PyDict_GetItemString(python.namespace, "m");  /* borrowed */
    PyObject *file = m != NULL && PyModule_Check(m)
        ? PyModule_GetFilenameObject(m) : NULL;
    PyObject *bytes = file == NULL ? NULL : PyUnicode_EncodeFSDefault(file);
    if (bytes != NULL) {
        rc_set_string(rc_shared->module, sizeof(rc_shared->module),
                      PyBytes_AS_STRING(bytes));
        site_watch_module(rc_shared->module);
    }
    PyErr_Clear();
    Py_XDECREF(bytes);
    Py_XDECREF(file);
}

void
interpreter_load(const refcheck_options *options)
{
    PyObject *gc = checked(PyImport_ImportModule("gc"), "importing gc");
    python.collect = checked(PyObject_GetAttrString(gc, "collect"), "gc");
    Py_DECREF(checked(PyObject_CallMethod(gc, "disable", NULL), "gc"));
    Py_DECREF(gc);

    python.raises = options->raises;
    python.namespace = checked(PyDict_New(), "setup");
    set("__builtins__", PyImport_ImportModule("builtins"));
    set("__name__", PyUnicode_FromString("refcheck"));
    if (options->module != NULL) {
        rc_set_string(rc_shared->phase, sizeof(rc_shared->phase), "import");
        set("path", PyUnicode_DecodeFSDefault(options->module));
        run(import_module, "importing the module");
    }
    if (options->setup != NULL) {
        rc_set_string(rc_shared->phase, sizeof(rc_shared->phase), "setup");
        run(options->setup, "setup");
    }
    watch_module();
    python.code = checked(Py_CompileString(options->statement, "<statement>",
                                           Py_file_input),
                          "compiling the statement");
}

/* --- Call ------------------------------------------------------------------ */

static bool
is_expected(PyObject *type)
{
    const char *name = ((PyTypeObject *)type)->tp_name;
    const char *dot = strrchr(name, '.');
    return strcmp(name, python.raises) == 0
           || (dot != NULL && strcmp(dot + 1, python.raises) == 0);
}

/* From 3.11 on the interpreter's own arithmetic puts floats into the free list
   past their type's dealloc.  A call must find that list empty, or what it
   makes would stand in a block that another place made. */
static void
empty_float_free_list(void)
{
    PyObject *floats[128];      /* the list holds 100 */
    int n = 0;
    for (bool fresh = false; !fresh && n < 128; ) {
        uint64_t before = arena_serial();
        floats[n++] = checked(PyFloat_FromDouble(0.5), "making a float");
        fresh = arena_serial() != before;
    }
    while (n > 0) {
        Py_DECREF(floats[--n]);
    }
}

void
interpreter_call(void)
{
    if (arena_serial() != 0) {
        empty_float_free_list();
    }
    window_open();
    PyObject *result = PyEval_EvalCode(python.code, python.namespace,
                                       python.namespace);
    if (result == NULL && python.raises != NULL
        && is_expected(PyErr_Occurred())) {
        PyErr_Clear();
    }
    else if (result == NULL) {
        window_close();
        fail_with_exception("the statement");
    }
    else if (python.raises != NULL) {
        window_close();
        rc_fail("the statement should have raised %s, and raised nothing",
                python.raises);
    }
    Py_XDECREF(result);
    window_close();
    rc_shared->report.calls++;
}

/* What Python keeps for later goes: cycles, free lists, and the cache of
   attribute look-ups, which holds on to names. */
void
interpreter_settle(void)
{
    Py_DECREF(checked(PyObject_CallObject(python.collect, NULL), "gc.collect"));
    PyType_ClearCache();
}

long
interpreter_allocated_blocks(void)
{
    PyObject *get = PySys_GetObject("getallocatedblocks");  /* borrowed */
    PyObject *n = checked(PyObject_CallObject(get, NULL), "counting blocks");
    long blocks = PyLong_AsLong(n);
    Py_DECREF(n);
    return blocks;
}
