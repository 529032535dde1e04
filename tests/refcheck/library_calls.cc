#include "tests/refcheck/library_calls.h"

#include <set>

#include "tools/refcheck/gtest.h"

namespace refcheck {
namespace {

// What some builds of CPython leave out, for want of a library or because it
// is of another version.  That another module is missing is a mistake here.
const std::set<std::string> kOptional = {
    "_bz2", "_crypt", "_ctypes", "_dbm", "_hashlib", "_interpreters", "_lzma",
    "_posixshmem", "_sha2", "_sha256", "_sha512", "_sqlite3", "_ssl", "audioop",
    "numpy", "parser", "readline", "zlib",
};

// "setup raised ModuleNotFoundError: No module named '_lzma'" -> "_lzma"
std::string
MissingModule(const std::string &error)
{
    const std::string text = "No module named '";
    size_t start = error.find(text);
    if (start == std::string::npos) {
        return "";
    }
    start += text.size();
    return error.substr(start, error.find('\'', start) - start);
}

}  // namespace

std::vector<Row>
Rows(const std::vector<std::vector<Calls>> &tables)
{
    std::vector<Row> rows;
    for (const std::vector<Calls> &table : tables) {
        for (const Calls &calls : table) {
            int nth = 0;
            for (const Call &call : calls.calls) {
                rows.push_back({calls.module, calls.setup, call, ++nth});
            }
        }
    }
    return rows;
}

void
PrintTo(const Row &row, std::ostream *out)
{
    *out << row.call.statement;
}

std::string
RowName(const testing::TestParamInfo<Row> &info)
{
    const std::string &module = info.param.module;
    return module.substr(module.find_first_not_of('_')) + "_"
           + std::to_string(info.param.nth);
}

void
ExpectClean(const Row &row)
{
    const Module none = {"none", ""};
    const Given given(row.setup);
    const std::string &statement = row.call.statement;
    Outcome outcome = row.call.raises.empty()
        ? Check(none, statement, given)
        : Check(none, statement, given, Raises(row.call.raises));
    const refcheck_report &report = outcome.report();
    if (kOptional.count(MissingModule(report.error)) != 0) {
        GTEST_SKIP() << "This Python has no " << MissingModule(report.error);
    }
    int minor = std::atoi(report.python + sizeof("3.") - 1);
    if (minor < row.call.since) {
        GTEST_SKIP() << "New in CPython 3." << row.call.since;
    }
    EXPECT_THAT(outcome, IsClean());
}

}  // namespace refcheck
