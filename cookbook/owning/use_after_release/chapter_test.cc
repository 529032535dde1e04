// After our last reference is released the object must not be read again.
#include "tools/book/chapter.h"

TEST(UseAfterRelease, LeakyPrintsTheFreedObject)
{
    EXPECT_THAT(Check(leaky, "m.hello()"),
                UsesAfterFree("bytes", MadeOn("PyBytes_FromString"),
                              FreedOn("Py_DECREF(text)"),
                              UsedOn("failed || PyObject_Print")));
}

// Freed memory is filled with the byte 0xDD: eight of them are this count. From
// CPython 3.14 on a count has 32 bits, and no sign.
#if PY_VERSION_HEX < 0x030E0000
TEST(UseAfterRelease, LeakyPrintsTheCountThatTheFillerMakes)
{
    EXPECT_THAT(Plainly(leaky, "m.hello()", Environment("PYTHONMALLOC=debug")),
                Says("<refcnt -2459565876494606883 at 0x"));
}
#else
TEST(UseAfterRelease, LeakyCrashesWhereFreedMemoryIsFilled)
{
    EXPECT_THAT(Plainly(leaky, "m.hello()", Environment("PYTHONMALLOC=debug")),
                DiesOf(SIGSEGV));
}
#endif

TEST(UseAfterRelease, FixedPrintsBeforeTheRelease)
{
    EXPECT_THAT(Check(fixed, "m.hello()"), IsClean());
}
