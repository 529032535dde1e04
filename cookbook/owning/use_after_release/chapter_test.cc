// After our last reference is released the object must not be read again.
#include "tools/book/chapter.h"

TEST(UseAfterRelease, LeakyPrintsTheFreedObject)
{
    EXPECT_THAT(Check(leaky, "m.hello()"),
                UsesAfterFree("bytes", MadeOn("PyBytes_FromString"),
                              FreedOn("Py_DECREF(text)"),
                              UsedOn("failed || PyObject_Print")));
}

TEST(UseAfterRelease, FixedPrintsBeforeTheRelease)
{
    EXPECT_THAT(Check(fixed, "m.hello()"), IsClean());
}
