/* The tables by which a module hands its functions to Python, with relays in
   place of the functions.

   They are copied, for the module's own may be constant.  Equal copies are one:
   a module that makes a type in each call must not seem to grow. */
#include "tools/refcheck/immortal/relay.h"

#include <dlfcn.h>
#include <string.h>

/* Before 3.12, shim.h does nothing, and nobody calls. */
#if PY_VERSION_HEX >= 0x030C0000

enum { MAX_FIELDS = 256 };

/* --- Copies ---------------------------------------------------------------------- */

static struct {
    _Alignas(16) char bytes[1 << 18];
    size_t used;
} copies;

/* A copy of a table, or the table itself where there is no room. */
void *
table_copy(const void *table, size_t size)
{
    size_t at = 0;
    while (at < copies.used) {
        size_t length;
        memcpy(&length, copies.bytes + at, sizeof(length));
        char *copy = copies.bytes + at + 16;
        if (length == size && memcmp(copy, table, size) == 0) {
            return copy;
        }
        at += 16 + (length + 15) / 16 * 16;
    }
    if (sizeof(copies.bytes) - at < size + 32) {
        immortal_unsure();
        return NULL;
    }
    memcpy(copies.bytes + at, &size, sizeof(size));
    memcpy(copies.bytes + at + 16, table, size);
    copies.used = at + 16 + (size + 15) / 16 * 16;
    return copies.bytes + at + 16;
}

/* --- Methods and fields ----------------------------------------------------------- */

/* A table that the module has allocated is changed where it stands: a copy would
   hide that the module frees what is still in use. */
static bool
is_allocated(const void *table)
{
    Dl_info info;
    return dladdr(table, &info) == 0;
}

static void *
changed(void *table, const void *copy, size_t size)
{
    if (is_allocated(table)) {
        memcpy(table, copy, size);
        return table;
    }
    void *kept = table_copy(copy, size);
    return kept != NULL ? kept : table;
}

PyMethodDef *
with_method(const relay_module *module, PyMethodDef *method)
{
    PyMethodDef copy;
    memcpy(&copy, method, sizeof(copy));
    copy.ml_meth = (PyCFunction)relay_for(module, (void *)method->ml_meth,
                                          RELAY_RETURNS);
    return changed(method, &copy, sizeof(copy));
}

PyMethodDef *
with_methods(const relay_module *module, PyMethodDef *table)
{
    size_t n = 0;
    while (table[n].ml_name != NULL) {
        n++;
    }
    PyMethodDef copy[n + 1];
    memcpy(copy, table, sizeof(copy));
    for (size_t i = 0; i < n; i++) {
        copy[i].ml_meth = (PyCFunction)relay_for(
            module, (void *)table[i].ml_meth, RELAY_RETURNS);
    }
    return changed(table, copy, sizeof(copy));
}

PyGetSetDef *
with_getset(const relay_module *module, PyGetSetDef *one)
{
    PyGetSetDef copy;
    memcpy(&copy, one, sizeof(copy));
    copy.get = (getter)relay_for(module, (void *)one->get, RELAY_RETURNS);
    copy.set = (setter)relay_for(module, (void *)one->set, RELAY_PLAIN);
    return changed(one, &copy, sizeof(copy));
}

static PyObject *
get_member(PyObject *self, void *member)
{
    return PyMember_GetOne((const char *)self, member);
}

/* What Python writes into a field of the module's, the module gives away. */
static int
set_member(PyObject *self, PyObject *value, void *closure)
{
    PyMemberDef *member = closure;
    PyObject *old = *(PyObject **)((char *)self + member->offset);
    bool immortal = old != NULL && object_count(old) < 0;
    if (PyMember_SetOne((char *)self, member, value) < 0) {
        return -1;
    }
    immortal_field(value, 1);
    immortal_field(immortal ? old : NULL, -1);
    return 0;
}

static bool
is_written(const PyMemberDef *member)
{
    return (member->type == Py_T_OBJECT_EX || member->type == _Py_T_OBJECT)
           && !(member->flags & Py_READONLY);
}

bool
table_has_written(const PyMemberDef *members)
{
    for (; members != NULL && members->name != NULL; members++) {
        if (is_written(members)) {
            return true;
        }
    }
    return false;
}

typedef struct {
    PyGetSetDef getset[MAX_FIELDS];
    PyMemberDef members[MAX_FIELDS];
    size_t ngetset, nmembers;
} fields;

/* -1: there are too many, or some that cannot be told. */
static int
split(const relay_module *module, const PyMemberDef *members,
      const PyGetSetDef *getset, fields *to)
{
    for (; getset != NULL && getset->name != NULL; getset++) {
        if (to->ngetset == MAX_FIELDS - 1) {
            return -1;
        }
        to->getset[to->ngetset++] = (PyGetSetDef){
            getset->name,
            (getter)relay_for(module, (void *)getset->get, RELAY_RETURNS),
            (setter)relay_for(module, (void *)getset->set, RELAY_PLAIN),
            getset->doc,
            getset->closure,
        };
    }
    for (; members != NULL && members->name != NULL; members++) {
        if (to->nmembers == MAX_FIELDS - 1 || to->ngetset == MAX_FIELDS - 1) {
            return -1;
        }
        if (!is_written(members)) {
            to->members[to->nmembers++] = *members;
            continue;
        }
        void *closure = table_copy(members, sizeof(*members));
        if (closure == NULL || (members->flags & Py_RELATIVE_OFFSET)) {
            return -1;
        }
        to->getset[to->ngetset++] = (PyGetSetDef){
            members->name, get_member, set_member, members->doc, closure,
        };
    }
    return 0;
}

/* Members that Python may write become getters and setters, which see it. */
void
with_fields(const relay_module *module, PyMemberDef **members,
            PyGetSetDef **getset)
{
    static fields now;
    memset(&now, 0, sizeof(now));
    bool allocated = (*members != NULL && is_allocated(*members))
                     || (*getset != NULL && is_allocated(*getset));
    if (allocated || split(module, *members, *getset, &now) < 0) {
        immortal_unsure();
        return;
    }
    void *kept_getset = table_copy(
        now.getset, (now.ngetset + 1) * sizeof(*now.getset));
    void *kept_members = table_copy(
        now.members, (now.nmembers + 1) * sizeof(*now.members));
    if (kept_getset != NULL && kept_members != NULL) {
        *getset = kept_getset;
        *members = kept_members;
    }
}

#endif /* CPython 3.12 */
