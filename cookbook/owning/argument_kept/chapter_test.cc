// The caller holds an argument during the call: it needs no reference of ours.
#include "tools/book/chapter.h"

// $%&'()*
static const Given one_sentence("sentence = bytes(range(36, 43))");

TEST(ArgumentKept, LeakyTakesAReferenceThatNobodyGivesBack)
{
    EXPECT_THAT(Check(leaky, "m.checksum(sentence)", one_sentence),
                Leaks("bytes", PerCall(1), TakenOn("Py_INCREF(sentence)")));
}

TEST(ArgumentKept, LeakyKeepsEverySentenceAlive)
{
    EXPECT_THAT(Check(leaky, "m.checksum(bytes(range(36, 43)))"),
                Leaks("bytes", PerCall(1)));
}

TEST(ArgumentKept, LeakyKeepsASentenceThatIsNone)
{
    EXPECT_THAT(Check(leaky, "m.checksum(sentence)", Given("sentence = bytes(range(65, 91))"),
                      Raises("ValueError")),
                Leaks("bytes", PerCall(1), TakenOn("Py_INCREF(sentence)")));
}

// It is often said that a function must count every object that it uses.
TEST(ArgumentKept, FixedNeedsNoReferenceToUseAnArgument)
{
    EXPECT_THAT(Check(fixed, "m.checksum(sentence)", one_sentence), IsClean());
    EXPECT_THAT(Check(fixed, "m.checksum(bytes(range(36, 43)))",
                      Given("assert m.checksum(b'$GPGLL,5300.97914,N,00259.98174,E,125926,A*28') == 0x28")),
                IsClean());
}

TEST(ArgumentKept, FixedIsCleanWhenTheSentenceIsNone)
{
    EXPECT_THAT(Check(fixed, "m.checksum(bytes(range(65, 91)))", Raises("ValueError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.checksum(bytes(range(36, 42)))", Raises("ValueError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.checksum(bytes(range(37, 43)))", Raises("ValueError")),
                IsClean());
    EXPECT_THAT(Check(fixed, "m.checksum(10**20)", Raises("TypeError")), IsClean());
}
