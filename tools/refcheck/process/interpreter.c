/* The interpreter in the child: start, import, call, settle. */
#include "tools/refcheck/internal.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>

#ifndef REFCHECK_PYTHON
#error "define REFCHECK_PYTHON as the interpreter whose libraries are embedded"
#endif

static struct {
    PyObject *namespace;        /* where setup and statement run */
    PyObject *code;             /* of the statement */
    PyObject *collect;          /* gc.collect */
    const char *raises;
    volatile sig_atomic_t forked;   /* this is a child of the statement's */
    bool expects;               /* a plain run: the checked one raised */
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

/* --- Load ------------------------------------------------------------------ */

/* The site module costs a third of Python's start, and few modules need it: what
   is found nowhere else is looked for in the site's folders. */
static const char find_site[] =
    "def install():\n"
    "    import sys\n"
    "    class SiteFinder:\n"
    "        def find_spec(self, name, path=None, target=None):\n"
    "            if path is not None or name == 'site':\n"
    "                return None\n"
    "            sys.meta_path.remove(self)\n"
    "            known = set(sys.path)\n"
    "            import site\n"
    "            site.main()\n"
    "            if known.issuperset(sys.path):\n"
    "                return None\n"
    "            from importlib.machinery import PathFinder\n"
    "            return PathFinder.find_spec(name)\n"
    "    sys.meta_path.append(SiteFinder())\n"
    "install()\n"
    "del install\n";

/* Imports the module from its file. */
static const char import_module[] =
    "def load(path):\n"
    "    import sys\n"
    "    from _frozen_importlib import ModuleSpec\n"
    "    from _frozen_importlib_external import ExtensionFileLoader\n"
    "    name = path.rpartition('/')[2].partition('.')[0]\n"
    "    loader = ExtensionFileLoader(name, path)\n"
    "    spec = ModuleSpec(name, loader, origin=path)\n"
    "    module = loader.create_module(spec)\n"
    "    module.__spec__ = spec\n"
    "    module.__loader__ = loader\n"
    "    module.__file__ = path\n"
    "    sys.modules[name] = module\n"
    "    loader.exec_module(module)\n"
    "    return module\n"
    "m = load(path)\n"
    "del load, path\n";

static const char import_from[] =
    "import sys\n"
    "sys.path[:0] = path.split(':')\n"
    "del path, sys\n";

/* The files of the extensions under test: those that the setup has bound, alone
   or in a package, and all from the folders that were named. */
static const char under_test[] =
    "def find(bound, path):\n"
    "    import sys\n"
    "    from _imp import extension_suffixes\n"
    "    tops = set()\n"
    "    for value in bound:\n"
    "        try:\n"
    "            name = (value.__name__ if type(value) is type(sys)\n"
    "                    else value.__module__)\n"
    "            tops.add(name.partition('.')[0])\n"
    "        except Exception:\n"
    "            pass\n"
    "    named = tuple(filter(None, (path or '').split(':')))\n"
    "    files = []\n"
    "    for name, module in list(sys.modules.items()):\n"
    "        file = getattr(module, '__file__', None)\n"
    "        if (isinstance(file, str)\n"
    "                and file.endswith(tuple(extension_suffixes()))\n"
    "                and (name.partition('.')[0] in tops\n"
    "                     or file.startswith(named))):\n"
    "            files.append(file)\n"
    "    return files\n";

static void
run_in(const char *source, const char *what, PyObject *namespace)
{
    Py_DECREF(checked(PyRun_String(source, Py_file_input, namespace,
                                   namespace), what));
}

static void
run(const char *source, const char *what)
{
    run_in(source, what, python.namespace);
}

static void
set(const char *name, PyObject *value)
{
    if (PyDict_SetItemString(python.namespace, name, checked(value, name)) < 0) {
        fail_with_exception(name);
    }
    Py_DECREF(value);
}

/* Lines are wanted from the extensions under test. */
static void
watch_modules(const char *path)
{
    PyObject *own = checked(PyDict_New(), "setup");
    run_in(under_test, "looking for extensions", own);
    PyObject *bound = PyDict_Values(python.namespace);
    PyObject *files = PyObject_CallFunction(
        PyDict_GetItemString(own, "find"), "Nz", bound, path);
    Py_ssize_t n = PyList_Size(checked(files, "looking for extensions"));
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *file = PyUnicode_EncodeFSDefault(PyList_GET_ITEM(files, i));
        site_watch_module(PyBytes_AsString(checked(file, "a module's path")));
        Py_DECREF(file);
    }
    Py_DECREF(files);
    Py_DECREF(own);
}

/* What is there when the calls begin is none of their garbage: each collection
   then costs as much as a call has made, not as much as there is. */
static void
prepare_collector(void)
{
    PyObject *gc = checked(PyImport_ImportModule("gc"), "importing gc");
    python.collect = checked(PyObject_GetAttrString(gc, "collect"), "gc");
    Py_DECREF(checked(PyObject_CallMethod(gc, "disable", NULL), "gc"));
    Py_DECREF(checked(PyObject_CallMethod(gc, "freeze", NULL), "gc"));
    Py_DECREF(gc);
}

/* A child that the statement forks must not come back to us.  To be told costs
   less than to ask for the process's number in each call. */
static void
note_fork(void)
{
    python.forked = 1;
}

void
interpreter_load(const refcheck_options *options)
{
    pthread_atfork(NULL, NULL, note_fork);
    python.namespace = checked(PyDict_New(), "setup");
    set("__builtins__", PyImport_ImportModule("builtins"));
    set("__name__", PyUnicode_FromString("refcheck"));
    run(find_site, "looking for site-packages");
    if (options->path != NULL) {
        set("path", PyUnicode_DecodeFSDefault(options->path));
        run(import_from, "the path");
    }
    if (options->module != NULL) {
        rc_phase("import");
        set("path", PyUnicode_DecodeFSDefault(options->module));
        run(import_module, "importing the module");
    }
    if (options->setup != NULL) {
        rc_phase("setup");
        run(options->setup, "setup");
    }
    if (!rc_is_own_process()) {
        _exit(0);               /* the setup forked, and this is its child */
    }
    watch_modules(options->path);
    prepare_collector();
}

/* For one check: what is called, and what it may raise. */
void
interpreter_prepare(const refcheck_options *options)
{
    python.raises = options->raises;
    python.expects = rc_shared->raises;
    python.code = checked(Py_CompileString(options->statement, "<statement>",
                                           Py_file_input),
                          "compiling the statement");
}

/* --- Names ------------------------------------------------------------------ */

/* The object that an expression names, or NULL: borrowed from what holds it. */
PyObject *
interpreter_object(const char *name)
{
    PyObject *object = PyRun_String(name, Py_eval_input, python.namespace,
                                    python.namespace);
    if (object == NULL) {
        PyErr_Clear();
        return NULL;
    }
    Py_DECREF(object);
    return object;
}

PyObject *
interpreter_namespace(void)
{
    return python.namespace;
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

/* The first call's exception, in words: they are made of Python code. */
static void
note_raised(void)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *text = value == NULL ? NULL : PyObject_Str(value);
    const char *message = text == NULL ? NULL : PyUnicode_AsUTF8(text);
    snprintf(rc_shared->report.raised, sizeof(rc_shared->report.raised),
             "%s%s%s", ((PyTypeObject *)type)->tp_name,
             message != NULL && *message ? ": " : "",
             message != NULL ? message : "");
    Py_XDECREF(text);
    PyErr_Clear();
    PyErr_Restore(type, value, traceback);
}

/* Python's words, where it checks; of its fatal errors and assertions too. */
bool
contract_is_broken(const char *text)
{
    static const char *const words[] = {
        "without setting an e", "without exception set",
        "with an exception set", "with an error set",
        "(res != NULL) ^ (_PyErr_Occurred(tstate) != NULL)",
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (strstr(text, words[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static bool
breaks_contract(void)
{
    PyObject *type, *value, *traceback;
    if (!PyErr_ExceptionMatches(PyExc_SystemError)) {
        return false;
    }
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *text = PyObject_Str(value);
    const char *message = text == NULL ? NULL : PyUnicode_AsUTF8(text);
    bool broken = message != NULL && contract_is_broken(message);
    if (broken) {
        rc_broken_contract(message);
    }
    Py_XDECREF(text);
    PyErr_Clear();
    PyErr_Restore(type, value, traceback);
    return broken;
}

static void
handle_exception(void)
{
    bool plain = arena_serial() == 0;
    /* Python's complaint stands in place of the exception that was announced. */
    bool broken = !plain && breaks_contract();
    if (python.raises != NULL && !broken && !is_expected(PyErr_Occurred())) {
        fail_with_exception("the statement");
    }
    if (plain && !python.expects && python.raises == NULL) {
        fail_with_exception("the statement");
    }
    if (!plain && rc_shared->report.calls == 0) {
        note_raised();
    }
}

/* Ends the exception that is set, and takes down what it says of a broken
   contract. */
static void
take_exception(char *broken, size_t size)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *text = type == PyExc_SystemError ? PyObject_Str(value) : NULL;
    const char *message = text == NULL ? NULL : PyUnicode_AsUTF8(text);
    if (message != NULL && strstr(message, "error return without") != NULL) {
        message = "a function returned NULL without setting an exception";
    }
    if (message != NULL && contract_is_broken(message)) {
        rc_set_string(broken, size, message);
    }
    PyErr_Clear();
    Py_XDECREF(text);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
}

/* Python's words, which does not check a call that was specialized. */
static const char unchecked_result[] =
    "a function returned a result with an exception set";

bool
interpreter_try(char *broken, size_t size)
{
    empty_float_free_list();
    broken[0] = '\0';
    pid_t process = getpid();
    record_new_call();
    failing_new_call();
    window_open();
    PyObject *result = PyEval_EvalCode(python.code, python.namespace,
                                       python.namespace);
    bool raised = result == NULL;
    Py_XDECREF(result);
    if (raised && !PyErr_ExceptionMatches(PyExc_SystemError)) {
        PyErr_Clear();
    }
    window_close();
    if (getpid() != process) {
        _exit(0);               /* as in interpreter_call() */
    }
    if (!raised && PyErr_Occurred()) {
        rc_set_string(broken, size, unchecked_result);
        PyErr_Clear();
    }
    else if (raised && PyErr_Occurred()) {
        take_exception(broken, size);
    }
    rc_shared->report.calls++;
    return raised;
}

void
interpreter_call(void)
{
    if (failing_repeated()) {
        char broken[1];
        (void)interpreter_try(broken, sizeof(broken));
        return;
    }
    if (arena_serial() != 0) {
        empty_float_free_list();
    }
    record_new_call();
    python.forked = 0;
    window_open();
    PyObject *result = PyEval_EvalCode(python.code, python.namespace,
                                       python.namespace);
    if (python.forked) {
        _exit(0);               /* the child that the statement made ends here */
    }
    if (result == NULL) {
        window_close();
        handle_exception();
        window_open();
        PyErr_Clear();
    }
    else if (PyErr_Occurred() && arena_serial() != 0) {
        rc_broken_contract(unchecked_result);
        PyErr_Clear();
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
