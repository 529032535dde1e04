/* Which blocks are objects, and how many references each has, on a release
   build: no list of all objects exists there, and the collector knows only
   containers.

   A block of the object domain is an object when the word where its type
   should be is a known type, and that type agrees about the collector's head.
   Types are known by induction: what has a known type for its type, and looks
   ready, is one. */
#include "tools/refcheck/internal.h"

#include <link.h>
#include <string.h>

enum {
    TYPES = 1 << 14,            /* slots, a power of two */
    MAX_TYPES = TYPES / 2,
    SEGMENTS = 512,
    REFUSED = 1 << 12,
    NAME = 72,
};

/* A table by hash: most look-ups find nothing, and touch only the pointers. */
static PyTypeObject *known[TYPES];
static char names[TYPES][NAME];     /* they outlive their types */
static int nknown;
static struct { char *low, *high; bool ours; } segment[SEGMENTS];
static int nsegments;
static unsigned long long loads;    /* libraries that were loaded or unloaded */

/* --- Types ----------------------------------------------------------------- */

static uint32_t
slot_of(const PyTypeObject *type)
{
    uint32_t i = (uint32_t)((uintptr_t)type >> 4) * 2654435761u;
    for (i >>= 18; known[i] != NULL && known[i] != type; ) {
        i = (i + 1) % TYPES;
    }
    return i;
}

static void
add_type(uint32_t slot, PyTypeObject *type, const char *name)
{
    known[slot] = type;
    rc_set_string(names[slot], NAME, name);
    nknown++;
}

static int
add_segments(struct dl_phdr_info *info, size_t Py_UNUSED(size),
             void *Py_UNUSED(arg))
{
    loads = info->dlpi_adds + info->dlpi_subs;
    for (int i = 0; i < info->dlpi_phnum && nsegments < SEGMENTS; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        if (header->p_type == PT_LOAD && (header->p_flags & PF_W)) {
            char *low = (char *)info->dlpi_addr + header->p_vaddr;
            segment[nsegments].low = low;
            segment[nsegments].high = low + header->p_memsz;
            /* The program itself has no name, and no objects but ours. */
            segment[nsegments].ours = info->dlpi_name[0] == '\0';
            nsegments++;
        }
    }
    return 0;
}

void
objects_refresh(void)
{
    nsegments = 0;
    dl_iterate_phdr(add_segments, NULL);
    if (nknown == 0) {
        add_type(slot_of(&PyType_Type), &PyType_Type, "type");
    }
}

static bool
readable(const char *p, size_t size)
{
    if ((uintptr_t)p > UINTPTR_MAX - size) {
        return false;
    }
    if (arena_readable(p, size)) {
        return true;
    }
    for (int i = 0; i < nsegments; i++) {
        if (p >= segment[i].low && p + size <= segment[i].high) {
            return true;
        }
    }
    return false;
}

/* In 3.9 some static types are made ready only when somebody looks at them:
   that of a list's iterator, say. */
static bool
looks_ready(const PyTypeObject *type)
{
    if (type->tp_flags & Py_TPFLAGS_READY) {
        return true;
    }
#if PY_VERSION_HEX < 0x030A0000
    return Py_TYPE(type) == &PyType_Type && !arena_owns(type)
           && (type->tp_flags & Py_TPFLAGS_DEFAULT) == Py_TPFLAGS_DEFAULT;
#else
    return false;
#endif
}

static bool
is_type(PyTypeObject *type, int depth)
{
    if (known[slot_of(type)] != NULL) {
        return true;
    }
    if ((uintptr_t)type % sizeof(void *) != 0 || depth > 3
        || !readable((char *)type, sizeof(PyTypeObject))) {
        return false;
    }
    PyTypeObject *meta = Py_TYPE(type);
    if (meta == NULL || meta == type || !is_type(meta, depth + 1)
        || !(meta->tp_flags & Py_TPFLAGS_TYPE_SUBCLASS)
        || !looks_ready(type)
        || type->tp_basicsize < (Py_ssize_t)sizeof(PyObject)
        || type->tp_basicsize > 1 << 20
        || type->tp_name == NULL || nknown == MAX_TYPES) {
        return false;
    }
    /* Its slot is only known now: the metatype may have taken one. */
    add_type(slot_of(type), type, type->tp_name);
    return true;
}

/* --- Objects --------------------------------------------------------------- */

/* Where in the block its object starts, or NO_OBJECT. */
static uint8_t
offset_of_object(const char *payload, size_t size)
{
    /* Plain; behind the collector's head; behind that and the words for the
       instance's dict and weak references (3.11 and newer). */
    for (size_t offset = 0; offset <= 32; offset += 16) {
        if (size < offset + sizeof(PyObject)) {
            break;
        }
        PyObject *object = (PyObject *)(payload + offset);
        PyTypeObject *type = object->ob_type;
        if ((uintptr_t)type < 4096 || !is_type(type, 0)) {
            continue;
        }
        bool collected = (type->tp_flags & Py_TPFLAGS_HAVE_GC) != 0;
        if (collected == (offset > 0)) {
            return (uint8_t)offset;
        }
    }
    return NO_OBJECT;
}

PyObject *
object_at(block *b, const char *payload)
{
    if (b->family != FAMILY_OBJ) {
        return NULL;
    }
    /* Once an object, a block stays one until it is freed. */
    if (b->offset == NO_OBJECT) {
        uint8_t offset = offset_of_object(payload, b->size);
        if (offset == NO_OBJECT) {
            return NULL;
        }
        b->offset = offset;
        b->type = object_type_name((PyObject *)(payload + b->offset));
    }
    return (PyObject *)(payload + b->offset);
}

PyObject *
object_in(block *b)
{
    return object_at(b, block_payload(b));
}

block *
object_block(const PyObject *object)
{
    for (size_t offset = 0; offset <= 32; offset += 16) {
        block *b = arena_block((char *)object - offset);
        if (b != NULL && b->offset == offset) {
            return b;
        }
    }
    return NULL;
}

const char *
object_type_name(PyObject *object)
{
    const uint32_t slot = slot_of(object->ob_type);
    return known[slot] == NULL ? "object" : names[slot];
}

int64_t
object_count(PyObject *object)
{
#if PY_VERSION_HEX >= 0x030C0000
    if ((int32_t)object->ob_refcnt < 0) {
        return -1;
    }
#endif
    return (int64_t)object->ob_refcnt;
}

void
objects_bias(void)
{
    for (block *b = NULL; (b = arena_next(b)) != NULL; ) {
        if (b->state != BLOCK_LIVE) {
            continue;
        }
        PyObject *object = object_in(b);
        int64_t count = object == NULL ? 0 : object_count(object);
        if (count > 0 && count < OBJECT_BIAS) {
            object->ob_refcnt += OBJECT_BIAS;
        }
    }
}

/* Most words of a library's data are no objects, and the same few pointers say so
   again and again. */
static bool
is_known_type(PyTypeObject *type)
{
    static const PyTypeObject *refused[REFUSED];
    const PyTypeObject **slot = &refused[(uintptr_t)type / 16 % REFUSED];
    if ((uintptr_t)type < 4096 || (uintptr_t)type % sizeof(void *) != 0
        || (*slot == type && known[slot_of(type)] == NULL)) {
        return false;
    }
    bool known = is_type(type, 0);
    *slot = known ? *slot : type;
    return known;
}

bool
objects_are_new(void)
{
    static unsigned long long loads_then;
    static int known_then;
    bool new = loads != loads_then || nknown != known_then;
    loads_then = loads;
    known_then = nknown;
    return new;
}

/* Objects in the data of libraries: static types, None before 3.12.  They may
   stand on pages that cannot be written, so they are never raised. */
void
objects_visit_static(object_visitor visit, void *arg)
{
    for (int i = 0; i < nsegments; i++) {
        if (segment[i].ours) {
            continue;
        }
        char *last = segment[i].high - sizeof(PyObject);
        for (char *p = segment[i].low; p <= last; p += sizeof(void *)) {
            PyObject *object = (PyObject *)p;
            /* Neither nothing nor a pointer: so go most words. */
            uint64_t word = *(uint64_t *)p;
            if (word - 1 < UINT64_C(1) << 32 && object_count(object) > 0
                && is_known_type(object->ob_type)) {
                visit(object, arg);
            }
        }
    }
}

void
objects_visit_segments(void (*visit)(const char *low, const char *high))
{
    for (int i = 0; i < nsegments; i++) {
        if (!segment[i].ours) {
            visit(segment[i].low, segment[i].high);
        }
    }
}
