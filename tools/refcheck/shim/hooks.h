/* What a module that is compiled with shim.h calls in refcheck. */
#ifndef REFCHECK_SHIM_HOOKS_H
#define REFCHECK_SHIM_HOOKS_H

/* In the module they are weak: NULL where no refcheck is. */
#ifndef REFCHECK_SHIM_WEAK
#define REFCHECK_SHIM_WEAK
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* A reference was taken (1) or given away (-1).  A change of 0: references may
   go where the shim does not look, and nothing is to be said of any. */
__attribute__((visibility("default"))) REFCHECK_SHIM_WEAK
void refcheck_shim_event(PyObject *object, int change, const char *api,
                         const char *function, const char *file, int line);

typedef enum {
    REFCHECK_SHIM_MODULE,       /* PyModuleDef */
    REFCHECK_SHIM_SPEC,         /* PyType_Spec */
    REFCHECK_SHIM_TYPE,         /* PyTypeObject */
    REFCHECK_SHIM_METHOD,       /* one PyMethodDef */
    REFCHECK_SHIM_METHODS,      /* a table of them */
    REFCHECK_SHIM_GETSET,       /* one PyGetSetDef */
    REFCHECK_SHIM_CAPSULE,      /* what a capsule held; comes back as it is */
} refcheck_shim_kind;

/* Returns what the module is about to hand to Python, in a form that refcheck
   sees return. */
__attribute__((visibility("default"))) REFCHECK_SHIM_WEAK
void *refcheck_shim_wrap(refcheck_shim_kind kind, void *table);

#ifdef __cplusplus
}
#endif
#endif /* REFCHECK_SHIM_HOOKS_H */
