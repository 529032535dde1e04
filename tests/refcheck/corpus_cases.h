// The rows of the corpus: what is expected of each file of corpus/.
//
// corpus_baits.cc, corpus_leaks.cc, corpus_resources.cc and corpus_uses.cc hold
// them; corpus_test.cc runs them, and fails when a file has no row.
#ifndef REFCHECK_CORPUS_CASES_H
#define REFCHECK_CORPUS_CASES_H

#include <Python.h>

#include <ostream>
#include <string>
#include <vector>

#include "tools/refcheck/gtest.h"

namespace corpus {

// A file with a bug where LEAKY is 1, and none where it is 0.
struct Case {
    std::string module;
    std::string setup, statement;
    refcheck::Expectation leaky;
    std::string raises = "";    // by both variants
    std::string name = "";      // where a file has several rows
};

// A file that only looks as if it held a bug.
struct Bait {
    std::string module;
    std::string setup = "", statement = "m.run(0)";
    refcheck::Expectation expected = refcheck::IsClean();
    std::string raises = "";
    std::string name = "";
};

// For GoogleTest, which would write their bytes.
inline void
PrintTo(const Case &c, std::ostream *out)
{
    *out << c.statement;
}

inline void
PrintTo(const Bait &bait, std::ostream *out)
{
    *out << bait.statement;
}

std::vector<Case> LeakCases();  // what is never given back
std::vector<Case> UseCases();   // released too often, used after its end, crashes
std::vector<Case> ResourceCases();  // descriptors, threads, mappings
std::vector<Bait> Baits();

// Setups: a fresh object that is mortal on every version.
const char kFresh[] = "fresh = bytes(range(65, 91))";
const char kNames[] =
    "names = ['Ada ' * 3, b'Grace' * 3, b'Alan' * 3]";
const char kClass[] = "class Plain: pass";
const char kLabel[] = "m.label = bytes(range(65, 91))";

}  // namespace corpus

#endif  // REFCHECK_CORPUS_CASES_H
