/* What relay.c, tables.c, types.c and immortal.c share. */
#ifndef REFCHECK_RELAY_H
#define REFCHECK_RELAY_H

#include "tools/refcheck/internal.h"

#include <structmember.h>       /* PyMemberDef, before 3.12 */

typedef enum {
    RELAY_NONE,                 /* left as it is */
    RELAY_PLAIN,                /* returns no object */
    RELAY_RETURNS,              /* returns a new reference, or NULL */
    RELAY_SENDS,                /* gives one by its third argument */
} relay_kind;

/* Where the code of a module is. */
typedef struct {
    uintptr_t low, high;
} relay_module;

relay_module relay_module_at(uintptr_t address);
/* What is to be called in place of `target`. */
void *relay_for(const relay_module *module, void *target, relay_kind kind);
/* Does this thread run a function that was called by a relay? */
bool relay_is_under_way(void);
/* Is `a` not in another library than the code at `b`? */
bool relay_same_library(const void *a, uintptr_t b);

/* --- tables.c: in all of these, relays take the place of the functions ---------- */

/* A copy that lasts; NULL where there is no room, and nothing is sure then. */
void *table_copy(const void *table, size_t size);
PyMethodDef *with_method(const relay_module *module, PyMethodDef *method);
PyMethodDef *with_methods(const relay_module *module, PyMethodDef *table);
PyGetSetDef *with_getset(const relay_module *module, PyGetSetDef *one);
/* Both tables may be NULL. */
void with_fields(const relay_module *module, PyMemberDef **members,
                 PyGetSetDef **getset);
/* Are there members that hold objects and that Python may write? */
bool table_has_written(const PyMemberDef *members);

/* --- immortal.c --------------------------------------------------------------- */

/* A function of the module returned this. */
void immortal_returned(PyObject *object, uintptr_t function);
/* Python, not the module, wrote a field of one of its objects. */
void immortal_field(PyObject *object, int change);
/* References may go where nobody looks: nothing is said of any. */
void immortal_unsure(void);
/* A module was compiled with shim.h. */
void immortal_shimmed(void);

#endif /* REFCHECK_RELAY_H */
