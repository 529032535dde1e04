/* Imports what is under test, and runs the setup. */
#include "tools/refcheck/process/interpreter.h"

#include <pthread.h>
#include <unistd.h>

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
