/* Lets refcheck see references to None, True, small ints and interned strings.

   From CPython 3.12 on these objects are immortal: their counts never move, so
   that a leaked reference to one leaves no trace in memory.  It still is a
   leak on 3.11, and the same line leaks memory as soon as it meets another
   object.  Compiled with

       cc -include tools/refcheck/shim.h ...

   an extension tells refcheck of each reference that it takes and gives away.
   The calls do what they did before, and in any other program nobody listens.
   Before 3.12 this header does nothing: there the counts say it all.

   Compile all files of the module with it: a reference that is taken in one and
   given back in another that keeps silent looks like a leak.  For the same
   reason each function that steals a reference must stand here; one that
   returns a new reference and is missing only makes refcheck see less. */
#ifndef REFCHECK_SHIM_H
#define REFCHECK_SHIM_H

#include <patchlevel.h>
#if PY_VERSION_HEX >= 0x030C0000

/* Included before all else, it decides nothing for the source that follows. */
#ifndef Py_PYTHON_H
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#undef PY_SSIZE_T_CLEAN
#undef _GNU_SOURCE
#endif

#include <stdarg.h>
#include <string.h>

#define REFCHECK_SHIM_WEAK __attribute__((weak))
#include "shim/hooks.h"

#ifdef __cplusplus
extern "C" {
#endif

#define REFCHECK_SHIM_FROM \
    const char *api, const char *function, const char *file, int line
#define REFCHECK_SHIM_PASS api, function, file, line
#define REFCHECK_SHIM_HERE(api) #api, __func__, __FILE__, __LINE__

static inline void
refcheck_shim_tell(PyObject *object, int change, REFCHECK_SHIM_FROM)
{
    if (refcheck_shim_event != NULL && (object != NULL || change == 0)) {
        refcheck_shim_event(object, change, REFCHECK_SHIM_PASS);
    }
}

static inline void *
refcheck_shim_wrapped(refcheck_shim_kind kind, void *table)
{
    return refcheck_shim_wrap != NULL && table != NULL
        ? refcheck_shim_wrap(kind, table) : table;
}

/* --- What the macros below call: written before them, it is not their prey --- */

static inline PyObject *
refcheck_shim_new(PyObject *object, REFCHECK_SHIM_FROM)
{
    refcheck_shim_tell(object, 1, REFCHECK_SHIM_PASS);
    return object;
}

static inline void
refcheck_shim_incref(PyObject *object, REFCHECK_SHIM_FROM)
{
    Py_INCREF(object);
    refcheck_shim_tell(object, 1, REFCHECK_SHIM_PASS);
}

static inline void
refcheck_shim_xincref(PyObject *object, REFCHECK_SHIM_FROM)
{
    Py_XINCREF(object);
    refcheck_shim_tell(object, 1, REFCHECK_SHIM_PASS);
}

static inline PyObject *
refcheck_shim_newref(PyObject *object, REFCHECK_SHIM_FROM)
{
    refcheck_shim_incref(object, REFCHECK_SHIM_PASS);
    return object;
}

static inline PyObject *
refcheck_shim_xnewref(PyObject *object, REFCHECK_SHIM_FROM)
{
    refcheck_shim_xincref(object, REFCHECK_SHIM_PASS);
    return object;
}

/* What is given away is told first: afterwards it may be gone. */
static inline void
refcheck_shim_decref(PyObject *object, REFCHECK_SHIM_FROM)
{
    refcheck_shim_tell(object, -1, REFCHECK_SHIM_PASS);
    Py_DECREF(object);
}

static inline void
refcheck_shim_xdecref(PyObject *object, REFCHECK_SHIM_FROM)
{
    refcheck_shim_tell(object, -1, REFCHECK_SHIM_PASS);
    Py_XDECREF(object);
}

/* Steals the last argument, whatever comes of it. */
#define REFCHECK_SHIM_STEALS(type, name, first, second, ...)                \
    static inline type                                                      \
    refcheck_shim_##name(REFCHECK_SHIM_FROM, first a, second b,             \
                         PyObject *stolen)                                  \
    {                                                                       \
        refcheck_shim_tell(stolen, -1, REFCHECK_SHIM_PASS);                 \
        __VA_ARGS__ name(a, b, stolen);                                     \
    }

REFCHECK_SHIM_STEALS(int, PyTuple_SetItem, PyObject *, Py_ssize_t, return)
REFCHECK_SHIM_STEALS(int, PyList_SetItem, PyObject *, Py_ssize_t, return)
REFCHECK_SHIM_STEALS(void, PyStructSequence_SetItem, PyObject *, Py_ssize_t,)
#ifndef Py_LIMITED_API
REFCHECK_SHIM_STEALS(void, PyTuple_SET_ITEM, PyObject *, Py_ssize_t,)
REFCHECK_SHIM_STEALS(void, PyList_SET_ITEM, PyObject *, Py_ssize_t,)
#endif
#if PY_VERSION_HEX >= 0x030D0000
REFCHECK_SHIM_STEALS(int, PyModule_Add, PyObject *, const char *, return)
#endif

static inline int
refcheck_shim_PyModule_AddObject(REFCHECK_SHIM_FROM, PyObject *module,
                                 const char *name, PyObject *value)
{
    int failed = PyModule_AddObject(module, name, value);
    refcheck_shim_tell(failed ? NULL : value, -1, REFCHECK_SHIM_PASS);
    return failed;
}

/* An exception in three parts, stolen or handed out. */
#define REFCHECK_SHIM_STEALS_THREE(name)                                    \
    static inline void                                                      \
    refcheck_shim_##name(REFCHECK_SHIM_FROM, PyObject *type,                \
                         PyObject *value, PyObject *traceback)              \
    {                                                                       \
        refcheck_shim_tell(type, -1, REFCHECK_SHIM_PASS);                   \
        refcheck_shim_tell(value, -1, REFCHECK_SHIM_PASS);                  \
        refcheck_shim_tell(traceback, -1, REFCHECK_SHIM_PASS);              \
        name(type, value, traceback);                                       \
    }
#define REFCHECK_SHIM_GIVES_THREE(name)                                     \
    static inline void                                                      \
    refcheck_shim_##name(REFCHECK_SHIM_FROM, PyObject **type,               \
                         PyObject **value, PyObject **traceback)            \
    {                                                                       \
        name(type, value, traceback);                                       \
        refcheck_shim_tell(*type, 1, REFCHECK_SHIM_PASS);                   \
        refcheck_shim_tell(*value, 1, REFCHECK_SHIM_PASS);                  \
        refcheck_shim_tell(*traceback, 1, REFCHECK_SHIM_PASS);              \
    }

REFCHECK_SHIM_STEALS_THREE(PyErr_Restore)
REFCHECK_SHIM_STEALS_THREE(PyErr_SetExcInfo)
REFCHECK_SHIM_GIVES_THREE(PyErr_Fetch)
REFCHECK_SHIM_GIVES_THREE(PyErr_GetExcInfo)

/* Steals the second of two. */
#define REFCHECK_SHIM_STEALS_SECOND(name)                                   \
    static inline void                                                      \
    refcheck_shim_##name(REFCHECK_SHIM_FROM, PyObject *a, PyObject *stolen) \
    {                                                                       \
        refcheck_shim_tell(stolen, -1, REFCHECK_SHIM_PASS);                 \
        name(a, stolen);                                                    \
    }

REFCHECK_SHIM_STEALS_SECOND(PyException_SetCause)
REFCHECK_SHIM_STEALS_SECOND(PyException_SetContext)
#ifndef Py_LIMITED_API
REFCHECK_SHIM_STEALS_SECOND(PyCell_SET)
#endif

/* Puts another object in the place of *object; `AndDel` steals the second. */
#define REFCHECK_SHIM_REPLACES(name, second)                                \
    static inline void                                                      \
    refcheck_shim_##name(REFCHECK_SHIM_FROM, PyObject **object, PyObject *b) \
    {                                                                       \
        refcheck_shim_tell(*object, -1, REFCHECK_SHIM_PASS);                \
        refcheck_shim_tell(second, -1, REFCHECK_SHIM_PASS);                 \
        name(object, b);                                                    \
        refcheck_shim_tell(*object, 1, REFCHECK_SHIM_PASS);                 \
    }

REFCHECK_SHIM_REPLACES(PyUnicode_Append, NULL)
REFCHECK_SHIM_REPLACES(PyUnicode_AppendAndDel, b)
REFCHECK_SHIM_REPLACES(PyBytes_Concat, NULL)
REFCHECK_SHIM_REPLACES(PyBytes_ConcatAndDel, b)

/* A string that was mortal may be immortal afterwards: its reference, too. */
static inline void
refcheck_shim_PyUnicode_InternInPlace(REFCHECK_SHIM_FROM, PyObject **string)
{
    refcheck_shim_tell(*string, -1, REFCHECK_SHIM_PASS);
    PyUnicode_InternInPlace(string);
    refcheck_shim_tell(*string, 1, REFCHECK_SHIM_PASS);
}

#ifndef Py_LIMITED_API
#define REFCHECK_SHIM_RESIZES(name)                                         \
    static inline int                                                       \
    refcheck_shim_##name(REFCHECK_SHIM_FROM, PyObject **object,             \
                         Py_ssize_t size)                                   \
    {                                                                       \
        refcheck_shim_tell(*object, -1, REFCHECK_SHIM_PASS);                \
        int failed = name(object, size);                                    \
        refcheck_shim_tell(*object, 1, REFCHECK_SHIM_PASS);                 \
        return failed;                                                      \
    }

REFCHECK_SHIM_RESIZES(_PyBytes_Resize)
REFCHECK_SHIM_RESIZES(_PyTuple_Resize)

static inline PyObject *
refcheck_shim_PySequence_ITEM(REFCHECK_SHIM_FROM, PyObject *sequence,
                              Py_ssize_t i)
{
    return refcheck_shim_new(PySequence_ITEM(sequence, i), REFCHECK_SHIM_PASS);
}
#endif

/* A new reference by the last argument. */
#define REFCHECK_SHIM_GIVES(type, name, second, third)                      \
    static inline type                                                      \
    refcheck_shim_##name(REFCHECK_SHIM_FROM, PyObject *a, second b,         \
                         third out)                                         \
    {                                                                       \
        type result = name(a, b, out);                                      \
        refcheck_shim_tell(out == NULL ? NULL : *out, 1, REFCHECK_SHIM_PASS); \
        return result;                                                      \
    }

REFCHECK_SHIM_GIVES(PySendResult, PyIter_Send, PyObject *, PyObject **)
#ifndef Py_LIMITED_API
REFCHECK_SHIM_GIVES(int, PyContextVar_Get, PyObject *, PyObject **)
#endif
#if PY_VERSION_HEX >= 0x030D0000
REFCHECK_SHIM_GIVES(int, PyObject_GetOptionalAttr, PyObject *, PyObject **)
REFCHECK_SHIM_GIVES(int, PyObject_GetOptionalAttrString, const char *,
                    PyObject **)
REFCHECK_SHIM_GIVES(int, PyMapping_GetOptionalItem, PyObject *, PyObject **)
REFCHECK_SHIM_GIVES(int, PyMapping_GetOptionalItemString, const char *,
                    PyObject **)
REFCHECK_SHIM_GIVES(int, PyDict_GetItemRef, PyObject *, PyObject **)
REFCHECK_SHIM_GIVES(int, PyDict_GetItemStringRef, const char *, PyObject **)
#ifndef Py_LIMITED_API
REFCHECK_SHIM_GIVES(int, PyDict_Pop, PyObject *, PyObject **)
REFCHECK_SHIM_GIVES(int, PyDict_PopString, const char *, PyObject **)

static inline int
refcheck_shim_PyDict_SetDefaultRef(REFCHECK_SHIM_FROM, PyObject *dict,
                                   PyObject *key, PyObject *value,
                                   PyObject **out)
{
    int found = PyDict_SetDefaultRef(dict, key, value, out);
    refcheck_shim_tell(out == NULL ? NULL : *out, 1, REFCHECK_SHIM_PASS);
    return found;
}
#endif

static inline int
refcheck_shim_PyWeakref_GetRef(REFCHECK_SHIM_FROM, PyObject *reference,
                               PyObject **out)
{
    int alive = PyWeakref_GetRef(reference, out);
    refcheck_shim_tell(*out, 1, REFCHECK_SHIM_PASS);
    return alive;
}
#endif

/* Of the values that a format builds from, "N" takes the caller's reference. */
static inline void
refcheck_shim_tell_format(const char *format, va_list given, REFCHECK_SHIM_FROM)
{
    va_list values;
    va_copy(values, given);
    for (; format != NULL && *format != '\0'; format++) {
        if (strchr("NOSszyUu", *format) != NULL) {
            PyObject *value = va_arg(values, PyObject *);
            if (format[1] == '&') {
                (void)va_arg(values, void *);
            }
            else if (format[1] == '#') {
                (void)va_arg(values, Py_ssize_t);
            }
            else if (*format == 'N') {
                refcheck_shim_tell(value, -1, REFCHECK_SHIM_PASS);
            }
        }
        else if (strchr("bBhHiIcCp", *format) != NULL) {
            (void)va_arg(values, int);
        }
        else if (strchr("lkn", *format) != NULL) {
            (void)va_arg(values, long);
        }
        else if (strchr("LK", *format) != NULL) {
            (void)va_arg(values, long long);
        }
        else if (strchr("df", *format) != NULL) {
            (void)va_arg(values, double);
        }
        else if (*format == 'D') {
            (void)va_arg(values, Py_complex *);
        }
    }
    va_end(values);
}

static inline PyObject *
refcheck_shim_Py_VaBuildValue(REFCHECK_SHIM_FROM, const char *format,
                              va_list values)
{
    refcheck_shim_tell_format(format, values, REFCHECK_SHIM_PASS);
    return refcheck_shim_new(Py_VaBuildValue(format, values),
                             REFCHECK_SHIM_PASS);
}

static inline PyObject *
refcheck_shim_Py_BuildValue(REFCHECK_SHIM_FROM, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    PyObject *result = refcheck_shim_Py_VaBuildValue(REFCHECK_SHIM_PASS, format,
                                                     values);
    va_end(values);
    return result;
}

/* Of a call the values cannot be looked at: an "N", or a format that is not
   known at compile time, ends what can be said. */
static inline PyObject *
refcheck_shim_called(PyObject *result, const char *format, REFCHECK_SHIM_FROM)
{
    if (format != NULL && strchr(format, 'N') != NULL) {
        refcheck_shim_tell(NULL, 0, REFCHECK_SHIM_PASS);
    }
    return refcheck_shim_new(result, REFCHECK_SHIM_PASS);
}

/* Another module's C functions may steal.  datetime's do not. */
static inline void *
refcheck_shim_PyCapsule_Import(const char *name, int no_block)
{
    void *pointer = PyCapsule_Import(name, no_block);
    return strcmp(name, "datetime.datetime_CAPI") == 0
        ? pointer : refcheck_shim_wrapped(REFCHECK_SHIM_CAPSULE, pointer);
}

#ifdef __cplusplus
}
#endif

/* --- The macros ------------------------------------------------------------ */

#define REFCHECK_SHIM_NEW(name, arguments) \
    refcheck_shim_new((PyObject *)name arguments, REFCHECK_SHIM_HERE(name))
#define REFCHECK_SHIM_CALL(name, ...) \
    refcheck_shim_##name(REFCHECK_SHIM_HERE(name), __VA_ARGS__)
#define REFCHECK_SHIM_COUNT(how, name, object) \
    refcheck_shim_##how((PyObject *)object, REFCHECK_SHIM_HERE(name))

#include "shim/new.h"
#include "shim/calls.h"

#endif /* CPython 3.12 */
#endif /* REFCHECK_SHIM_H */
