#include "tools/refcheck/gtest.h"
#include "tools/refcheck/plainly.h"

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include <unistd.h>

namespace refcheck {

std::string
Resolve(const std::string &path)
{
    const char *root = std::getenv("TEST_SRCDIR");
    const char *workspace = std::getenv("TEST_WORKSPACE");
    if (root != nullptr && workspace != nullptr && !path.empty()
        && path[0] != '/') {
        std::string there = std::string(root) + "/" + workspace + "/" + path;
        if (access(there.c_str(), R_OK) == 0) {
            return there;
        }
    }
    return path;
}

namespace {

// --- Words -------------------------------------------------------------------

std::string
Sentence(const refcheck_finding &finding)
{
    char text[1024];
    refcheck_describe(&finding, text, sizeof(text));
    return text;
}

// --- The JSON report ---------------------------------------------------------

struct Recorded {
    std::string suite, test;
    bool passed;
    Outcome outcome;
    std::string said;       // the message that a matcher looked for and found
};

std::vector<Recorded> &
Records()
{
    static std::vector<Recorded> records;
    return records;
}

std::string &
SkipReason()
{
    static std::string reason;
    return reason;
}

void
WriteReport(const char *path)
{
    refcheck_json *json = refcheck_json_new(
        SkipReason().empty() ? nullptr : SkipReason().c_str());
    bool complete = json != nullptr;
    for (const Recorded &record : Records()) {
        complete = complete
                   && record.outcome.AddTo(json, record.suite, record.test,
                                           record.said, record.passed);
    }
    complete = complete && AddRunsTo(json);
    if (!complete) {
        GTEST_FAIL() << "There is no memory for the report.";
    }
    if (refcheck_json_write(json, path) < 0) {
        GTEST_FAIL() << "The report cannot be written to " << path << ": "
                     << std::strerror(errno)
                     << ". Name a file in REFCHECK_REPORT that can be.";
    }
}

// A test has passed or not only when it is over.
class Reporter : public testing::EmptyTestEventListener {
    void
    OnTestEnd(const testing::TestInfo &info) override
    {
        for (Recorded &record : Records()) {
            if (record.suite == info.test_suite_name()
                && record.test == info.name()) {
                record.passed = info.result()->Passed();
            }
        }
    }

    void
    OnTestProgramEnd(const testing::UnitTest &) override
    {
        const char *path = std::getenv("REFCHECK_REPORT");
        if (path != nullptr && *path != '\0') {
            WriteReport(path);
        }
    }
};

const bool reporting = [] {
    testing::UnitTest::GetInstance()->listeners().Append(new Reporter);
    return true;
}();

// The interpreter of the last check serves the next one, too, where module and
// setup are the same: each check runs in a fork of it.
class Interpreter {
  public:
    ~Interpreter() { refcheck_close(session_); }

    // NULL: *report says why there is none.
    refcheck_session *
    For(const refcheck_options &options, refcheck_report *report)
    {
        std::string module = options.module ? options.module : "";
        std::string setup = options.setup ? options.setup : "";
        if (session_ == nullptr || module != module_ || setup != setup_) {
            refcheck_close(session_);
            session_ = refcheck_open(&options, report);
            module_ = std::move(module);
            setup_ = std::move(setup);
        }
        return session_;
    }

  private:
    std::string module_, setup_;
    refcheck_session *session_ = nullptr;
};

class Skipper : public testing::Environment {
    void SetUp() override { GTEST_SKIP() << SkipReason(); }
};

}  // namespace

// --- Outcome -----------------------------------------------------------------

refcheck_options
Outcome::Options(const std::string &path) const
{
    refcheck_options options = {};
    options.module = path.empty() ? nullptr : path.c_str();
    options.setup = setup_.empty() ? nullptr : setup_.c_str();
    options.statement = statement_.c_str();
    options.raises = raises_.empty() ? nullptr : raises_.c_str();
    options.allocations = allocations_;
    options.plain = 1;
    return options;
}

// What the same statement did to an object in another build of the module: a
// chapter's fixed half shows what becomes of the object that its leaky half loses.
const refcheck_finding *
Outcome::ToFollow() const
{
    for (const Recorded &record : Records()) {
        const Outcome &other = record.outcome;
        const std::string &path = other.module_.path;
        if (other.statement_ != statement_ || path == module_.path
            || std::strcmp(refcheck_basename(path.c_str()),
                           refcheck_basename(module_.path.c_str())) != 0) {
            continue;
        }
        const refcheck_report &report = other.report();
        for (int i = 0; i < report.found; i++) {
            if (report.finding[i].steps > 0) {
                return &report.finding[i];
            }
        }
    }
    return nullptr;
}

void
Outcome::Run()
{
    const std::string path = Resolve(module_.path);
    refcheck_options options = Options(path);
    options.follow = ToFollow();
    static Interpreter interpreter;
    refcheck_session *session = interpreter.For(options, &report_);
    // An error is in the report, and no expectation matches it.
    if (session != nullptr) {
        (void)refcheck_check(session, &options, &report_);
    }
}

Outcome
Outcome::Sweep()
{
    Outcome again = *this;
    again.Apply(AllocationsFail());
    again.Run();
    report_.sweep = again.report_.sweep;
    return again;
}

std::string
Outcome::SourceLine(const refcheck_place &place) const
{
    std::ifstream file(Resolve(place.file));
    std::string line;
    for (int i = 0; i < place.line && std::getline(file, line); i++) {
    }
    return file ? line : "";
}

bool
Outcome::AddTo(refcheck_json *json, const std::string &suite,
               const std::string &test, const std::string &said,
               bool passed) const
{
    const refcheck_label labels[] = {
        {"suite", suite.c_str()},
        {"test", test.c_str()},
        {"module", module_.name.c_str()},
        {"said", said.c_str()},
    };
    const refcheck_options options = Options(module_.path);
    return refcheck_json_add(json, &options, &report_, labels, 4, passed) == 0;
}

std::ostream &
operator<<(std::ostream &out, const Outcome &outcome)
{
    const refcheck_report &report = outcome.report();
    if (!outcome.measured()) {
        return out << "could not measure: " << report.error;
    }
    if (report.found == 0) {
        out << "clean";
    }
    for (int i = 0; i < report.found; i++) {
        out << (i > 0 ? "\n          and " : "")
            << Sentence(report.finding[i]);
    }
    return out << " [" << outcome.module().name << ", " << report.calls
               << (report.raised[0] != '\0' ? " calls that raise " : " calls")
              << report.raised << ", CPython " << report.python
               << (report.python_debug ? " debug" : "")
               << (report.note[0] != '\0' ? "; " : "") << report.note << "]";
}

void
Record(const Outcome &outcome)
{
    const testing::TestInfo *info =
        testing::UnitTest::GetInstance()->current_test_info();
    Records().push_back({info == nullptr ? "" : info->test_suite_name(),
                         info == nullptr ? "" : info->name(), false, outcome, ""});
}

std::vector<Outcome>
SweepRecorded(const std::string &module)
{
    std::vector<Outcome> swept;
    for (Recorded &record : Records()) {
        Outcome &outcome = record.outcome;
        if (outcome.module().name == module && outcome.measured()
            && outcome.report().verdict == REFCHECK_CLEAN) {
            swept.push_back(outcome.Sweep());
        }
    }
    return swept;
}

bool
SkipAll(const std::string &reason)
{
    SkipReason() = reason;
    testing::AddGlobalTestEnvironment(new Skipper);
    return true;
}

// --- Expectation -------------------------------------------------------------

namespace {

// For the report: this message is not only there, it was looked for.
void
RecordMessage(const Outcome &outcome, const std::string &message)
{
    for (Recorded &record : Records()) {
        if (!message.empty()
            && record.outcome.module().name == outcome.module().name
            && record.outcome.statement() == outcome.statement()) {
            record.said = message;
        }
    }
}

// The sentences name each allocation at which something was lost.
bool
Survived(const refcheck_report &report, testing::MatchResultListener *why)
{
    const refcheck_sweep &sweep = report.sweep;
    if (!sweep.ran) {
        *why << "which was not asked: pass AllocationsFail() to Check()";
        return false;
    }
    if (sweep.survived < sweep.tried) {
        *why << "which survives " << sweep.survived << " of " << sweep.tried
             << " failing allocations";
        return false;
    }
    return true;
}

}  // namespace

bool
Expectation::MatchAndExplain(const Outcome &outcome,
                             testing::MatchResultListener *why) const
{
    const refcheck_report &report = outcome.report();
    if (!outcome.measured()) {
        return false;
    }
    if (!outcome.expects_an_exception() && report.raised[0] != '\0') {
        *why << "which raised what no Raises() announces: " << report.raised;
        return false;
    }
    if (survives_ && !(report.found > 0 && !report.sweep.ran)) {
        return Survived(report, why) && report.found == 0;
    }
    int causes = 0;
    for (int i = 0; i < report.found; i++) {
        causes += report.finding[i].kept_by[0] == '\0';
    }
    if (kind_ == REFCHECK_CLEAN || causes != 1) {
        if (causes > 1) {
            *why << "which is " << causes << " things, not one";
        }
        return kind_ == REFCHECK_CLEAN && report.found == 0;
    }
    const refcheck_finding &cause = report.finding[0];     // causes come first
    if (cause.kind != kind_) {
        *why << "which is another kind: " << refcheck_verdict_name(cause.kind);
        return false;
    }
    if (!type_.empty() && type_ != cause.type) {
        *why << "which is another type: " << cause.type;
        return false;
    }
    if (per_call_ != 0 && std::fabs(per_call_ - cause.per_call) > 0.005) {
        *why << "which is " << cause.per_call << " a call";
        return false;
    }
    if (signal_ != 0 && signal_ != cause.signal) {
        *why << "which is signal " << cause.signal;
        return false;
    }
    if (std::strstr(cause.message, message_.c_str()) == nullptr) {
        *why << "which says: " << cause.message;
        return false;
    }
    for (const OnLine &line : lines_) {
        const std::string seen =
            outcome.SourceLine(cause.*line.place);
        if (seen.find(line.text) == std::string::npos) {
            *why << "which was " << line.verb << " on the line `"
                 << seen << "`";
            return false;
        }
    }
    RecordMessage(outcome, message_);
    return true;
}

void
Expectation::DescribeTo(std::ostream *out) const
{
    if (kind_ == REFCHECK_CLEAN) {
        *out << "is clean"
             << (survives_ ? ", whichever of its allocations fails" : "");
        return;
    }
    *out << "is one finding, " << refcheck_verdict_name(kind_);
    if (!type_.empty()) {
        *out << " of " << type_;
    }
    if (per_call_ != 0) {
        *out << ", " << per_call_ << " a call";
    }
    if (signal_ != 0) {
        *out << " by " << strsignal(signal_);
    }
    if (!message_.empty()) {
        *out << ", with a message that holds `" << message_ << "`";
    }
    for (const OnLine &line : lines_) {
        *out << ", " << line.verb << " on a line that holds `"
             << line.text << "`";
    }
}

void
Expectation::DescribeNegationTo(std::ostream *out) const
{
    *out << "is anything but: ";
    DescribeTo(out);
}

}  // namespace refcheck
