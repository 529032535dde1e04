// refcheck in GoogleTest: a test reads as a specification.
//
//   EXPECT_THAT(Check(leaky, "m.greet()"), Leaks("bytes", PerCall(1)));
//   EXPECT_THAT(Check(fixed, "m.greet()"), IsClean());
//
// Each check runs in a child process of its own; see refcheck.h for what it
// sees and does not see.  With REFCHECK_REPORT=FILE in the environment, every
// check of the run is written there as JSON.
#ifndef REFCHECK_GTEST_H
#define REFCHECK_GTEST_H

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/refcheck/refcheck.h"

namespace refcheck {

// An extension module to check: its name in the report, and its file (in a
// Bazel test, relative to the runfiles).  Without a file, no module is loaded.
struct Module {
    std::string name;
    std::string path;
};

// Python source that is run once, before the calls.
struct Given {
    explicit Given(std::string s) : source(std::move(s)) {}
    std::string source;
};

// The exception that the statement must raise, by name.  Without it, no
// expectation matches a statement that raises.
struct Raises {
    explicit Raises(std::string n) : name(std::move(n)) {}
    std::string name;
};

// Each allocation that the module makes in one call fails, too, in turn.
struct AllocationsFail {};

// One check and what it said.
class Outcome {
  public:
    Outcome(Module module, std::string statement)
        : module_(std::move(module)), statement_(std::move(statement)) {}

    void Apply(const Given &given) { setup_ = given.source; }
    void Apply(const Raises &raises) { raises_ = raises.name; }
    void Apply(AllocationsFail) { allocations_ = true; }
    void Run();
    // The same check with failing allocations; this one keeps the sweep.
    Outcome Sweep();

    const Module &module() const { return module_; }
    const refcheck_report &report() const { return report_; }
    const std::string &statement() const { return statement_; }
    bool measured() const { return report_.error[0] == '\0'; }
    bool expects_an_exception() const { return !raises_.empty(); }

    // The text of the source line that a place names, or "".
    std::string SourceLine(const refcheck_place &place) const;

    // Adds the check to a report; false: there is no memory.
    bool AddTo(refcheck_json *json, const std::string &suite,
               const std::string &test, const std::string &said,
               bool passed) const;

  private:
    refcheck_options Options(const std::string &path) const;
    const refcheck_finding *ToFollow() const;

    Module module_;
    std::string setup_, statement_, raises_;
    bool allocations_ = false;
    refcheck_report report_ = {};
};

// A path relative to the runfiles of a Bazel test; others as they are.
std::string Resolve(const std::string &path);

// For GoogleTest's failure messages: what was seen, in sentences.
std::ostream &operator<<(std::ostream &out, const Outcome &outcome);

// Keeps an outcome for the JSON report.
void Record(const Outcome &outcome);

// Each check of this module that was recorded so far and came out clean, once
// more, with failing allocations.
std::vector<Outcome> SweepRecorded(const std::string &module);

// Runs `statement`, with the module bound to `m`, as `python -m timeit` runs
// one; Given, Raises and AllocationsFail may follow.
template <typename... Settings>
Outcome
Check(const Module &module, const std::string &statement,
      const Settings &...settings)
{
    Outcome outcome(module, statement);
    (outcome.Apply(settings), ...);
    outcome.Run();
    Record(outcome);
    return outcome;
}

// --- What to expect --------------------------------------------------------

// Objects, blocks or references a call.
struct PerCall {
    explicit PerCall(double n) : count(n) {}
    double count;
};

// The line of C that the checker names holds this text: where the object or
// the block was made, freed, or used after its end; where the process died; and
// where a reference to an older object was taken, or released too often.
struct OnLine {
    const refcheck_place refcheck_finding::*place;
    const char *verb;
    std::string text;
};

inline OnLine
MadeOn(const std::string &text)
{
    return {&refcheck_finding::made, "made", text};
}

inline OnLine
FreedOn(const std::string &text)
{
    return {&refcheck_finding::freed, "freed", text};
}

inline OnLine
UsedOn(const std::string &text)
{
    return {&refcheck_finding::used, "used", text};
}

inline OnLine
TakenOn(const std::string &text)
{
    return {&refcheck_finding::used, "taken", text};
}

inline OnLine
ReleasedOn(const std::string &text)
{
    return {&refcheck_finding::used, "released", text};
}

// A matcher for an Outcome: exactly one cause, of this kind.  What a cause
// drags along (the items of a leaked list) is left out of account.
class Expectation {
  public:
    using is_gtest_matcher = void;

    explicit Expectation(refcheck_verdict kind, std::string type = "")
        : kind_(kind), type_(std::move(type)) {}

    void Apply(const PerCall &n) { per_call_ = n.count; }
    void Apply(const OnLine &line) { lines_.push_back(line); }
    void Apply(AllocationsFail) { survives_ = true; }
    void Signal(int number) { signal_ = number; }
    void Message(std::string text) { message_ = std::move(text); }

    bool MatchAndExplain(const Outcome &outcome,
                         testing::MatchResultListener *why) const;
    void DescribeTo(std::ostream *out) const;
    void DescribeNegationTo(std::ostream *out) const;

  private:
    refcheck_verdict kind_;
    std::string type_;          // "": any
    bool survives_ = false;     // failing allocations, too
    double per_call_ = 0;       // 0: any
    int signal_ = 0;            // 0: any
    std::string message_;       // part of it
    std::vector<OnLine> lines_;
};

template <typename... Details>
Expectation
Expect(Expectation expectation, const Details &...details)
{
    (expectation.Apply(details), ...);
    return expectation;
}

// Nothing was lost, released too often, or used after its end.
inline Expectation
IsClean()
{
    return Expectation(REFCHECK_CLEAN);
}

// Clean, also when each of its allocations fails, in turn: nothing is lost, an
// exception is set.  Of a check with AllocationsFail().
inline Expectation
SurvivesFailingAllocations()
{
    Expectation expectation(REFCHECK_CLEAN);
    expectation.Apply(AllocationsFail());
    return expectation;
}

// An object or references; `what` is its type ("bytes"), or "file descriptor" or
// "thread".
template <typename... Details>
Expectation
Leaks(const std::string &what, const Details &...details)
{
    return Expect(Expectation(REFCHECK_LEAK, what), details...);
}

// Memory that is no object, by what gave it: "malloc block", "PyMem block",
// "PyMem_Raw block", "PyObject block", "memory mapping".
template <typename... Details>
Expectation
LeaksMemory(const std::string &what, const Details &...details)
{
    return Expect(Expectation(REFCHECK_MEMORY_LEAK, what), details...);
}

// A Py_buffer that is not released keeps an object of this type.
template <typename... Details>
Expectation
ExportsABuffer(const std::string &type, const Details &...details)
{
    return Expect(Expectation(REFCHECK_BUFFER_EXPORTED, type), details...);
}

// The statement's own objects grow, by design or not: no bug of the module.
template <typename... Details>
Expectation
Grows(const std::string &type, const Details &...details)
{
    return Expect(Expectation(REFCHECK_GROWS, type), details...);
}

// NULL without an exception, or a result with one; `text` is part of what
// Python says of it.
template <typename... Details>
Expectation
BreaksTheExceptionContract(const std::string &text, const Details &...details)
{
    Expectation expectation(REFCHECK_EXCEPTION_CONTRACT);
    expectation.Message(text);
    return Expect(expectation, details...);
}

// The process gives up; `text` is part of its last message.
template <typename... Details>
Expectation
Aborts(const std::string &text, const Details &...details)
{
    Expectation expectation(REFCHECK_ABORT);
    expectation.Message(text);
    return Expect(expectation, details...);
}

template <typename... Details>
Expectation
OverReleases(const std::string &type, const Details &...details)
{
    return Expect(Expectation(REFCHECK_OVER_RELEASE, type), details...);
}

template <typename... Details>
Expectation
UsesAfterFree(const std::string &what, const Details &...details)
{
    return Expect(Expectation(REFCHECK_USE_AFTER_FREE, what), details...);
}

template <typename... Details>
Expectation
FreesTwice(const std::string &what, const Details &...details)
{
    return Expect(Expectation(REFCHECK_DOUBLE_FREE, what), details...);
}

template <typename... Details>
Expectation
FreesByWrongAllocator(const std::string &what, const Details &...details)
{
    return Expect(Expectation(REFCHECK_WRONG_ALLOCATOR, what), details...);
}

template <typename... Details>
Expectation
GoesOutOfBounds(const std::string &what, const Details &...details)
{
    return Expect(Expectation(REFCHECK_OUT_OF_BOUNDS, what), details...);
}

template <typename... Details>
Expectation
Crashes(int signal, const Details &...details)
{
    Expectation expectation(REFCHECK_CRASH);
    expectation.Signal(signal);
    return Expect(expectation, details...);
}

// Skips every test of the program, and says so in the report.  For a static
// initializer; returns true.
bool SkipAll(const std::string &reason);

}  // namespace refcheck

#endif  // REFCHECK_GTEST_H
