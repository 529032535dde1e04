/* What recipes use that is C: definitions, types and converters. */
#ifndef OWNERSHIP_SUPPORT_H
#define OWNERSHIP_SUPPORT_H

#include <datetime.h>
#include <errno.h>
#include <fcntl.h>
#include <frameobject.h>
#include <marshal.h>
#include <pthread.h>
#include <structmember.h>
#if PY_VERSION_HEX < 0x030A0000
#include <node.h>
#include <symtable.h>
#endif

#include "tools/ownership/probe/probe.h"

#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-variable"

int
prepare_recipes(void)
{
    PyDateTime_IMPORT;
    return PyDateTimeAPI != NULL ? 0 : -1;
}

static PyMethodDef method_def = {
    "probe_function", (PyCFunction)(void *)PyObject_Repr, METH_O, NULL};

static PyMethodDef class_method_def = {
    "probe_method", (PyCFunction)(void *)PyObject_Repr,
    METH_METHOD | METH_FASTCALL | METH_KEYWORDS, NULL};

static PyStructSequence_Field record_fields[] = {{"a", ""}, {"b", ""}, {NULL, NULL}};
static PyStructSequence_Desc record_desc = {"probe.Record", "doc", record_fields, 2};

static PyTypeObject *
record_type(void)
{
    static PyTypeObject *type;
    if (type == NULL) {
        type = PyStructSequence_NewType(&record_desc);
    }
    return type;
}

static PyType_Slot type_slots[] = {{0, NULL}};
static PyType_Spec type_spec = {
    "probe.Heap", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, type_slots};

#if PY_VERSION_HEX >= 0x030E0000
static PyLongExport long_export;
static PyUnicodeWriter *text_writer;

/* A type that is found again by the address of this. */
static PyType_Slot token_slots[] = {{Py_tp_token, Py_TP_USE_SPEC}, {0, NULL}};
static PyType_Spec token_spec = {
    "probe.Token", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, token_slots};
#endif

/* What an extension's PyInit_...() does. */
static PyObject *
init_probe(void)
{
    static PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = "probe_new"};
    return PyModuleDef_Init(&def);
}

/* What stands behind the head of an object of that type. */
static void
zero(PyObject *type, PyObject *object, Py_ssize_t items)
{
    const PyTypeObject *t = (PyTypeObject *)type;
    memset((char *)object + sizeof(PyVarObject), 0,
           t->tp_basicsize - sizeof(PyVarObject) + items * t->tp_itemsize);
}

static int
visit_nothing(PyObject *Py_UNUSED(object), void *Py_UNUSED(arg))
{
    return 0;
}

/* What each Py_RETURN_... returns: it ends the function that it stands in. */
static PyObject *returned_none(void) { Py_RETURN_NONE; }
static PyObject *returned_true(void) { Py_RETURN_TRUE; }
static PyObject *returned_false(void) { Py_RETURN_FALSE; }
static PyObject *returned_not_implemented(void) { Py_RETURN_NOTIMPLEMENTED; }
static PyObject *returned_nan(void) { Py_RETURN_NAN; }
static PyObject *returned_infinity(double sign) { Py_RETURN_INF(sign); }
static PyObject *
returned_comparison(int a, int b, int op)
{
    Py_RETURN_RICHCOMPARE(a, b, op);
}

/* Py_VISIT() stands in a traverse function, whose arguments it uses. */
static int
traverse_one(PyObject *object)
{
    visitproc visit = visit_nothing;
    void *arg = NULL;
    Py_VISIT(object);
    return 0;
}

/* Of prelude.py's Slotted. */
#define SLOT_OFFSET ((Py_ssize_t)sizeof(PyObject))
static PyMemberDef member_def = {"member", T_OBJECT_EX, SLOT_OFFSET, 0, NULL};
static PyMemberDef optional_member_def = {"member", T_OBJECT, SLOT_OFFSET, 0, NULL};
static PyMemberDef readonly_member_def = {"member", T_OBJECT_EX, SLOT_OFFSET, READONLY, NULL};
static PyMemberDef wrong_member_def = {"member", 99, SLOT_OFFSET, 0, NULL};

static PyGetSetDef getset_def = {"probe_attribute", NULL, NULL, NULL, NULL};

static struct wrapperbase wrapper_def = {"__repr__", 0, NULL, NULL, "", 0, NULL};

/* For one buffer at a time, until the recipe's undo. */
static Py_buffer view;

static Py_buffer *
empty_view(void)
{
    memset(&view, 0, sizeof(view));
    return &view;
}

/* What recipes leave behind in sys. */
static void
forget(const char *statement)
{
    PyObject *done = PyRun_String(statement, Py_file_input, prelude, prelude);
    Py_XDECREF(done);
}

static void
forget_module(PyObject *name)
{
    if (PyDict_DelItem(PyImport_GetModuleDict(), name) < 0) {
        PyErr_Clear();
    }
}

static void
forget_module_named(const char *name)
{
    PyObject *object = PyUnicode_FromString(name);
    forget_module(object);
    Py_DECREF(object);
}

static void
forget_importers(void)
{
    forget("sys.path_importer_cache.clear()");
}

#if PY_VERSION_HEX >= 0x030C0000
static int
nothing_happens(PyObject *Py_UNUSED(type))
{
    return 0;
}

static int
type_watcher(void)
{
    static int watcher = -1;
    if (watcher < 0) {
        watcher = PyType_AddWatcher(nothing_happens);
    }
    return watcher;
}
#endif

#if PY_VERSION_HEX >= 0x030C0000
static int
no_event(PyDict_WatchEvent Py_UNUSED(event), PyObject *Py_UNUSED(dict),
         PyObject *Py_UNUSED(key), PyObject *Py_UNUSED(value))
{
    return 0;
}

static int
dict_watcher(void)
{
    static int watcher = -1;
    if (watcher < 0) {
        watcher = PyDict_AddWatcher(no_event);
    }
    return watcher;
}
#endif

#if PY_VERSION_HEX >= 0x030C0000
/* Of what code objects carry for us. */
static Py_ssize_t
extra_index(void)
{
    static Py_ssize_t index = -1;
    if (index < 0) {
        index = PyUnstable_Eval_RequestCodeExtraIndex(NULL);
    }
    return index;
}
#endif

/* A file of C's with these characters in it. */
static FILE *
file_of(const char *characters, size_t size)
{
    FILE *file = tmpfile();
    if (file == NULL || fwrite(characters, 1, size, file) != size) {
        Py_FatalError("a temporary file cannot be written");
    }
    rewind(file);
    return file;
}

static int
hear_audit(const char *event, PyObject *Py_UNUSED(args), void *Py_UNUSED(data))
{
    if (strcmp(event, "probe.refused") == 0) {
        PyErr_SetString(PyExc_RuntimeError, event);
        return -1;
    }
    return 0;
}

/* From now on: a hook stays. */
static void
listen_to_audits(void)
{
    static int listens;
    if (!listens) {
        listens = 1;
        PySys_AddAuditHook(hear_audit, NULL);
    }
}

static int
trace_nothing(PyObject *Py_UNUSED(argument), PyFrameObject *Py_UNUSED(frame),
              int Py_UNUSED(event), PyObject *Py_UNUSED(value))
{
    return 0;
}

/* A thread state that runs nothing. */
static PyThreadState *
frameless_thread(void)
{
    static PyThreadState *state;
    if (state == NULL) {
        state = PyThreadState_New(PyInterpreterState_Get());
    }
    return state;
}

static unsigned long
sleeping_thread(void)
{
    static unsigned long number;
    if (number == 0) {
        PyObject *object = fresh("sleeping_thread()");
        number = PyLong_AsUnsignedLong(object);
        Py_DECREF(object);
    }
    return number;
}

typedef struct {
    PyObject *(*function)(void);
    PyObject *result, *exception;
} frameless_call;

static void *
call_frameless(void *data)
{
    frameless_call *call = data;
    PyGILState_STATE state = PyGILState_Ensure();
    asking = 1;
    call->result = call->function();
    asking = 0;
    call->exception = take_exception();
    PyGILState_Release(state);
    return NULL;
}

/* Calls where no function of Python runs: in another thread. */
static PyObject *
without_frame(PyObject *(*function)(void))
{
    frameless_call call = {function, NULL, NULL};
    pthread_t thread;
    asking = 0;
    Py_BEGIN_ALLOW_THREADS
    pthread_create(&thread, NULL, call_frameless, &call);
    pthread_join(thread, NULL);
    Py_END_ALLOW_THREADS
    asking = 1;
    if (call.exception != NULL) {
        PyErr_SetObject((PyObject *)Py_TYPE(call.exception), call.exception);
        Py_DECREF(call.exception);
    }
    return call.result;
}

/* A converter for O& in Py_BuildValue(): a new object. */
static PyObject *
new_object(void *Py_UNUSED(arg))
{
    return fresh("P()");
}

/* Sets an exception of a class that the prelude has. */
static void
raise_new(const char *type)
{
    PyObject *exception = fresh(type);
    PyErr_SetString(exception, "as asked");
    Py_DECREF(exception);
}

static PyObject *
err_format_v(PyObject *exception, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    PyObject *result = PyErr_FormatV(exception, format, arguments);
    va_end(arguments);
    return result;
}

static PyObject *
bytes_format_v(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    PyObject *result = PyBytes_FromFormatV(format, arguments);
    va_end(arguments);
    return result;
}

static PyObject *
unicode_format_v(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    PyObject *result = PyUnicode_FromFormatV(format, arguments);
    va_end(arguments);
    return result;
}

/* What is printed until unhush() is gone. */
static void
hush(void)
{
    PyObject *sink = fresh("Sink()");
    PySys_SetObject("stdout", sink);
    PySys_SetObject("stderr", sink);
    Py_DECREF(sink);
}

static void
unhush(void)
{
    PySys_SetObject("stdout", PySys_GetObject("__stdout__"));
    PySys_SetObject("stderr", PySys_GetObject("__stderr__"));
}

static int
va_parse(PyObject *args, const char *format, ...)
{
    va_list places;
    va_start(places, format);
    int result = PyArg_VaParse(args, format, places);
    va_end(places);
    return result;
}

static int
va_parse_keywords(PyObject *args, PyObject *kw, const char *format, char **keywords, ...)
{
    va_list places;
    va_start(places, keywords);
    int result = PyArg_VaParseTupleAndKeywords(args, kw, format, keywords, places);
    va_end(places);
    return result;
}

static PyObject *
va_build(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    PyObject *result = Py_VaBuildValue(format, arguments);
    va_end(arguments);
    return result;
}

static PyMethodDef module_methods[] = {
    {"probe_function", (PyCFunction)(void *)PyObject_Repr, METH_O, NULL}, {0}};
static PyModuleDef module_def = {
    PyModuleDef_HEAD_INIT, .m_name = "probe_module", .m_methods = module_methods};
static PyModuleDef_Slot module_slots[] = {{0}};
static PyModuleDef multi_phase_def = {
    PyModuleDef_HEAD_INIT, .m_name = "probe_module", .m_slots = module_slots};

/* A definition whose module the interpreter knows. */
static PyModuleDef *
known_def(void)
{
    static PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = "known_module"};
    if (PyState_FindModule(&def) == NULL) {
        PyObject *module = PyModule_Create(&def);
        if (module == NULL || PyState_AddModule(module, &def) < 0) {
            Py_FatalError("no module");
        }
        Py_DECREF(module);
    }
    return &def;
}

#if PY_VERSION_HEX >= 0x030D0000
/* A tool listens to an event, until unlisten(). */
static void
listen(PyMonitoringState *state, uint8_t event, int fails)
{
    PyObject *listen_to = fresh("listen_to");
    PyObject *done = PyObject_CallFunction(listen_to, "ii", event, fails);
    uint64_t version = 0;
    state->active = 0;
    PyMonitoring_EnterScope(state, &version, &event, 1);
    if (event >= PY_MONITORING_EVENT_C_RETURN) {
        state->active = 1 << 4;     /* no scope says so; a call brings them */
    }
    Py_XDECREF(done);
    Py_DECREF(listen_to);
}

static void
unlisten(void)
{
    PyMonitoring_ExitScope();
    forget("stop_listening()");
}

/* Fires with an exception set, which goes if that succeeds. */
#define firing(call) ({                 \
    raise_new("KeyError");              \
    int status = (call);                \
    if (status == 0) {                  \
        PyErr_Clear();                  \
    }                                   \
    status;                             \
})
#endif

#endif
