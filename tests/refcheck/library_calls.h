// Calls into other people's C modules that lose nothing, as tables; what they
// expect is in library_calls.cc.
#ifndef TESTS_REFCHECK_LIBRARY_CALLS_H
#define TESTS_REFCHECK_LIBRARY_CALLS_H

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace refcheck {

struct Call {
    std::string statement;
    std::string raises = "";    // the exception that it must raise
    int since = 9;              // the first CPython 3 that knows it
};

// The calls of one C module, by its name, on what one setup has made.
struct Calls {
    std::string module, setup;
    std::vector<Call> calls;
};

// One of them, as a parameter of a test.
struct Row {
    std::string module, setup;
    Call call;
    int nth;                    // of its module, from 1
};

std::vector<Row> Rows(const std::vector<std::vector<Calls>> &tables);

void PrintTo(const Row &row, std::ostream *out);

// "json_3"
std::string RowName(const testing::TestParamInfo<Row> &info);

// The row's call is clean.  Skips the test, and says why, where this Python
// has no such module or no such call.
void ExpectClean(const Row &row);

std::vector<Calls> TextCalls();     // codecs, parsers, formats
std::vector<Calls> DataCalls();     // containers, numbers, dates
std::vector<Calls> SystemCalls();   // files, processes, libraries

}  // namespace refcheck

#endif  // TESTS_REFCHECK_LIBRARY_CALLS_H
