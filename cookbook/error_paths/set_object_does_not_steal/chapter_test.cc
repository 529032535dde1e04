// PyErr_SetObject() keeps what it needs; the value remains the caller's.
#include "tools/book/chapter.h"

TEST(SetObjectDoesNotSteal, LeakyLosesTheDetails)
{
    EXPECT_THAT(Check(leaky, "m.check_upload('pier.png', 6000, 5000)",
                      Raises("OSError")),
                Leaks("tuple", PerCall(1), MadeOn("Py_BuildValue")));
}

TEST(SetObjectDoesNotSteal, LeakyIsCleanAsLongAsTheFileIsSmallEnough)
{
    EXPECT_THAT(Check(leaky, "m.check_upload('pier.png', 4000, 5000)"), IsClean());
}

TEST(SetObjectDoesNotSteal, FixedIsCleanWhenTheFileIsSmallEnough)
{
    EXPECT_THAT(Check(fixed, "m.check_upload('pier.png', 5000, 5000)",
                      Given("assert m.check_upload('pier.png', 5000, 5000) is None")),
                IsClean());
}

TEST(SetObjectDoesNotSteal, FixedGivesTheDetailsToTheException)
{
    EXPECT_THAT(Check(fixed, "m.check_upload('pier.png', 6000, 5000)",
                      Given("import errno\n"
                            "try: m.check_upload('pier.png', 6000, 5000)\n"
                            "except OSError as error:\n"
                            "    assert error.errno == errno.EFBIG\n"
                            "    assert error.filename == 'pier.png'"),
                      Raises("OSError")),
                IsClean());
}
