/* What does a call in the module's code call?  The source names a function that may
   jump on to another and leave no frame on the stack, as PyObject_GetBuffer()
   does: the instruction still knows it. */
#include "tools/refcheck/internal.h"

#include <string.h>

#if defined(__x86_64__)

/* An address as instructions give it, by the distance from their end. */
static uintptr_t
relative(const unsigned char *p)
{
    int32_t distance;
    memcpy(&distance, p, sizeof(distance));
    return (uintptr_t)p + sizeof(distance) + (uintptr_t)(intptr_t)distance;
}

/* Where a stub of the procedure linkage table jumps to, or 0. */
static uintptr_t
behind_stub(uintptr_t stub)
{
    static const unsigned char landing[] = {0xF3, 0x0F, 0x1E, 0xFA};
    const unsigned char *p = (const unsigned char *)stub;
    p += memcmp(p, landing, sizeof(landing)) == 0 ? sizeof(landing) : 0;
    p += *p == 0xF2;
    return p[0] == 0xFF && p[1] == 0x25 ? site_slot(relative(p + 2)) : 0;
}

/* Bytes that only look like a call do no harm: what they lead to is checked. */
uintptr_t
call_target(uintptr_t return_address)
{
    const unsigned char *p = (const unsigned char *)return_address;
    uintptr_t target = 0;
    if (site_module(return_address - 6) == 0) {
        return 0;
    }
    if (p[-6] == 0xFF && p[-5] == 0x15) {       /* call *slot(%rip) */
        target = site_slot(relative(p - 4));
    }
    else if (p[-5] == 0xE8) {                   /* call function */
        target = relative(p - 4);
        target = site_module(target) != 0 ? behind_stub(target) : target;
    }
    return site_module(target) != 0 ? 0 : target;
}

#else

uintptr_t
call_target(uintptr_t Py_UNUSED(return_address))
{
    return 0;
}

#endif
