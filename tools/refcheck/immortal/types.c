/* The types that a module makes, with relays in the place of their slots. */
#include "tools/refcheck/immortal/relay.h"

#include <stddef.h>
#include <string.h>

#include "tools/refcheck/shim/hooks.h"

/* Before 3.12, shim.h does nothing, and nobody calls. */
#if PY_VERSION_HEX >= 0x030C0000

enum { MAX_SLOTS = 128 };

static relay_kind
kind_of_slot(int slot)
{
    switch (slot) {
    case Py_tp_base: case Py_tp_bases: case Py_tp_doc: case Py_tp_methods:
    case Py_tp_members: case Py_tp_getset:
        return RELAY_NONE;          /* no function */
    case Py_tp_traverse: case Py_tp_alloc: case Py_tp_free: case Py_tp_is_gc:
        return RELAY_NONE;          /* no reference changes hands */
    case Py_bf_getbuffer: case Py_bf_releasebuffer: case Py_mp_ass_subscript:
    case Py_mp_length: case Py_nb_bool: case Py_sq_ass_item:
    case Py_sq_contains: case Py_sq_length: case Py_tp_clear:
    case Py_tp_dealloc: case Py_tp_del: case Py_tp_descr_set: case Py_tp_hash:
    case Py_tp_init: case Py_tp_setattr: case Py_tp_setattro:
    case Py_tp_finalize:
        return RELAY_PLAIN;
    case Py_am_send:
        return RELAY_SENDS;
    default:
        return slot <= Py_am_send ? RELAY_RETURNS : RELAY_NONE;
    }
}

static void *
with_slot(const relay_module *module, int slot, void *function)
{
    relay_kind kind = kind_of_slot(slot);
    return function == NULL || kind == RELAY_NONE
        ? function : relay_for(module, function, kind);
}

static void **
find_slot(PyType_Slot *slots, int slot)
{
    for (; slots->slot != 0; slots++) {
        if (slots->slot == slot) {
            return &slots->pfunc;
        }
    }
    return NULL;
}

/* Where both are known, what Python may write is seen; else nothing is sure. */
static void
with_all_fields(const relay_module *module, PyType_Slot *slots, int n)
{
    void **members = find_slot(slots, Py_tp_members);
    void **getset = find_slot(slots, Py_tp_getset);
    if (members == NULL && getset == NULL) {
        return;
    }
    PyMemberDef *m = members != NULL ? *members : NULL;
    PyGetSetDef *g = getset != NULL ? *getset : NULL;
    if (table_has_written(m) && find_slot(slots, Py_tp_dealloc) == NULL) {
        immortal_unsure();      /* Python's own dealloc releases them */
        return;
    }
    with_fields(module, &m, &g);
    if (members != NULL) {
        *members = m;
    }
    if (getset == NULL) {
        slots[n].slot = Py_tp_getset;
        getset = &slots[n].pfunc;
    }
    *getset = g;
}

static PyType_Spec *
with_spec(const relay_module *module, PyType_Spec *spec)
{
    PyType_Slot slots[MAX_SLOTS + 2];       /* one to add, and the end */
    memset(slots, 0, sizeof(slots));
    int n = 0;
    for (; spec->slots[n].slot != 0 && n < MAX_SLOTS; n++) {
        slots[n].slot = spec->slots[n].slot;
        slots[n].pfunc = with_slot(module, slots[n].slot, spec->slots[n].pfunc);
    }
    if (n == MAX_SLOTS || (spec->flags & Py_TPFLAGS_HAVE_VECTORCALL)) {
        immortal_unsure();
    }
    if (n == MAX_SLOTS) {
        return spec;
    }
    void **methods = find_slot(slots, Py_tp_methods);
    if (methods != NULL && *methods != NULL) {
        *methods = with_methods(module, *methods);
    }
    with_all_fields(module, slots, n);
    PyType_Spec copy;
    memcpy(&copy, spec, sizeof(copy));
    copy.slots = table_copy(slots, (size_t)(n + 2) * sizeof(*slots));
    void *kept = copy.slots == NULL ? NULL : table_copy(&copy, sizeof(copy));
    return kept != NULL ? kept : spec;
}

/* --- Types that are written out ------------------------------------------------------ */

#define IN_TYPE(name) {Py_##name, offsetof(PyTypeObject, name)}
static const struct {
    int slot;
    size_t offset;
} type_slots[] = {
    IN_TYPE(tp_dealloc), IN_TYPE(tp_getattr), IN_TYPE(tp_setattr),
    IN_TYPE(tp_repr), IN_TYPE(tp_hash), IN_TYPE(tp_call), IN_TYPE(tp_str),
    IN_TYPE(tp_getattro), IN_TYPE(tp_setattro), IN_TYPE(tp_clear),
    IN_TYPE(tp_richcompare), IN_TYPE(tp_iter), IN_TYPE(tp_iternext),
    IN_TYPE(tp_descr_get), IN_TYPE(tp_descr_set), IN_TYPE(tp_init),
    IN_TYPE(tp_new), IN_TYPE(tp_del), IN_TYPE(tp_finalize),
};

/* A table of slots that all return objects, but for those at `plain`. */
static void *
with_table(const relay_module *module, void *table, size_t size,
           const size_t *plain, size_t nplain)
{
    void *functions[64];
    if (table == NULL) {
        return NULL;
    }
    memcpy(functions, table, size);
    for (size_t i = 0; i < size / sizeof(*functions); i++) {
        relay_kind kind = RELAY_RETURNS;
        for (size_t k = 0; k < nplain; k++) {
            kind = plain[k] == i * sizeof(*functions) ? RELAY_PLAIN : kind;
        }
        functions[i] = relay_for(module, functions[i], kind);
    }
    void *kept = table_copy(functions, size);
    return kept != NULL ? kept : table;
}

static void
with_tables(const relay_module *module, PyTypeObject *type)
{
    static const size_t number[] = {offsetof(PyNumberMethods, nb_bool)};
    static const size_t sequence[] = {
        offsetof(PySequenceMethods, sq_length),
        offsetof(PySequenceMethods, sq_ass_item),
        offsetof(PySequenceMethods, sq_contains),
    };
    static const size_t mapping[] = {
        offsetof(PyMappingMethods, mp_length),
        offsetof(PyMappingMethods, mp_ass_subscript),
    };
    static const size_t buffer[] = {
        offsetof(PyBufferProcs, bf_getbuffer),
        offsetof(PyBufferProcs, bf_releasebuffer),
    };
    type->tp_as_number = with_table(module, type->tp_as_number,
                                    sizeof(PyNumberMethods), number, 1);
    type->tp_as_sequence = with_table(module, type->tp_as_sequence,
                                      sizeof(PySequenceMethods), sequence, 3);
    type->tp_as_mapping = with_table(module, type->tp_as_mapping,
                                     sizeof(PyMappingMethods), mapping, 2);
    type->tp_as_buffer = with_table(module, type->tp_as_buffer,
                                    sizeof(PyBufferProcs), buffer, 2);
    if (type->tp_as_async != NULL) {
        PyAsyncMethods copy = *type->tp_as_async;
        copy.am_await = with_slot(module, Py_am_await, (void *)copy.am_await);
        copy.am_aiter = with_slot(module, Py_am_aiter, (void *)copy.am_aiter);
        copy.am_anext = with_slot(module, Py_am_anext, (void *)copy.am_anext);
        copy.am_send = (sendfunc)with_slot(module, Py_am_send,
                                           (void *)copy.am_send);
        void *kept = table_copy(&copy, sizeof(copy));
        type->tp_as_async = kept != NULL ? kept : type->tp_as_async;
    }
}

/* Before it is ready: what it inherits later has its relays already. */
static void
change_type(const relay_module *module, PyTypeObject *type)
{
    for (; type != NULL && !(type->tp_flags & Py_TPFLAGS_READY);
         type = type->tp_base) {
        for (size_t i = 0; i < sizeof(type_slots) / sizeof(*type_slots); i++) {
            void **slot = (void **)((char *)type + type_slots[i].offset);
            *slot = with_slot(module, type_slots[i].slot, *slot);
        }
        with_tables(module, type);
        if (type->tp_methods != NULL) {
            type->tp_methods = with_methods(module, type->tp_methods);
        }
        if (type->tp_members != NULL || type->tp_getset != NULL) {
            with_fields(module, &type->tp_members, &type->tp_getset);
        }
        if (type->tp_flags & Py_TPFLAGS_HAVE_VECTORCALL) {
            immortal_unsure();
        }
    }
}

/* --- What the module calls --------------------------------------------------------- */

void *
refcheck_shim_wrap(refcheck_shim_kind kind, void *table)
{
    const uintptr_t caller = (uintptr_t)__builtin_return_address(0);
    const relay_module module = relay_module_at(caller);
    PyModuleDef *definition = table;
    immortal_shimmed();
    switch (kind) {
    case REFCHECK_SHIM_MODULE:
        if (definition->m_methods != NULL) {
            definition->m_methods = with_methods(&module,
                                                 definition->m_methods);
        }
        return table;
    case REFCHECK_SHIM_SPEC:
        return with_spec(&module, table);
    case REFCHECK_SHIM_TYPE:
        change_type(&module, table);
        return table;
    case REFCHECK_SHIM_METHOD:
        return with_method(&module, table);
    case REFCHECK_SHIM_METHODS:
        return with_methods(&module, table);
    case REFCHECK_SHIM_GETSET:
        return with_getset(&module, table);
    case REFCHECK_SHIM_CAPSULE:
        if (!relay_same_library(table, caller)) {
            immortal_unsure();  /* another module's functions: they may steal */
        }
        return table;
    }
    return table;
}

#endif /* CPython 3.12 */
