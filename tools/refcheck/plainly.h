// What a user sees: the same statement in an interpreter of its own, which no
// checker watches.
//
//   EXPECT_THAT(Plainly(leaky, "m.drop()", Environment("PYTHONMALLOC=debug")),
//               Says("Fatal Python error"));
//
// Only for what comes out alike in every run: a use after free may show
// anything, and then Check() is what proves it.
#ifndef REFCHECK_PLAINLY_H
#define REFCHECK_PLAINLY_H

#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "tools/refcheck/gtest.h"

namespace refcheck {

// One variable of the interpreter's environment, "NAME=value".
struct Environment {
    explicit Environment(std::string v) : variable(std::move(v)) {}
    std::string variable;
};

// One run and how it ended.
struct PlainRun {
    PlainRun(const Module &module, std::string s)
        : module(module.name), path(module.path), statement(std::move(s)) {}

    void Apply(const Given &given) { setup = given.source; }
    void Apply(const Environment &e) { environment = e.variable; }
    void Start();

    std::string module, path, setup, statement, environment;
    std::string output;         // of stdout and stderr, the first 64 KiB
    int signal = 0;             // that ended it, or 0
    int status = -1;            // its exit status where no signal did; -1: it
                                // could not be run or took longer than a minute
    mutable std::string said;   // the text that Says() looked for and found
};

std::ostream &operator<<(std::ostream &out, const PlainRun &run);

std::shared_ptr<const PlainRun> RecordRun(PlainRun run);

// Runs `statement` once with the module bound to `m`; Given and Environment may
// come behind it.
template <typename... Settings>
const PlainRun &
Plainly(const Module &module, const std::string &statement,
        const Settings &...settings)
{
    PlainRun run(module, statement);
    (run.Apply(settings), ...);
    run.Start();
    return *RecordRun(std::move(run));
}

// The text stands in what it printed, on stdout or stderr: a message of Python's,
// which the report keeps.
class Says {
  public:
    using is_gtest_matcher = void;

    explicit Says(std::string text, bool keep = true)
        : text_(std::move(text)), keep_(keep) {}
    bool MatchAndExplain(const PlainRun &run, testing::MatchResultListener *) const;
    void DescribeTo(std::ostream *out) const;
    void DescribeNegationTo(std::ostream *out) const;

  private:
    std::string text_;
    bool keep_;
};

// The same of what the statement itself prints: no message that anybody looks for.
inline Says
Prints(std::string text)
{
    return Says(std::move(text), false);
}

// The process ends by the signal.
class DiesOf {
  public:
    using is_gtest_matcher = void;

    explicit DiesOf(int signal) : signal_(signal) {}
    bool MatchAndExplain(const PlainRun &run, testing::MatchResultListener *) const;
    void DescribeTo(std::ostream *out) const;
    void DescribeNegationTo(std::ostream *out) const;

  private:
    int signal_;
};

// For the report: all runs so far.  False: there is no memory.
bool AddRunsTo(refcheck_json *json);

}  // namespace refcheck

#endif  // REFCHECK_PLAINLY_H
