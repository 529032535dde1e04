#include "tools/refcheck/plainly.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <sys/wait.h>

namespace refcheck {
namespace {

constexpr size_t kMostOutput = 64 * 1024;

struct Kept {
    std::string suite, test;
    std::shared_ptr<const PlainRun> run;
};

std::vector<Kept> &
Runs()
{
    static std::vector<Kept> runs;
    return runs;
}

// The statement as a program.  What it needs comes in by the environment: no
// quoting, neither for the shell nor for Python.
constexpr char kProgram[] =
    "import os; e = os.environ; "
    "scope = {}; "
    "exec(e['PLAINLY_IMPORT'], scope); "
    "exec(e['PLAINLY_SETUP'], scope); exec(e['PLAINLY_STATEMENT'], scope)";

// A shell that sets the environment, limits time, and leaves no core behind.
std::string
Command(const std::string &environment)
{
    return "ulimit -c 0; exec env " + environment
           + " timeout -s KILL 60 '" REFCHECK_PYTHON "' -c \"$PLAINLY_PROGRAM\""
             " </dev/null 2>&1";
}

}  // namespace

void
PlainRun::Start()
{
    const std::string file = Resolve(path);
    const std::string name = refcheck_basename(path.c_str());
    const std::string import =
        file.empty() ? ""
                     : "import sys; sys.path.insert(0, r'''"
                           + file.substr(0, file.rfind('/')) + "'''); import "
                           + name.substr(0, name.find('.')) + " as m";
    setenv("PLAINLY_PROGRAM", kProgram, 1);
    setenv("PLAINLY_IMPORT", import.c_str(), 1);
    setenv("PLAINLY_SETUP", setup.c_str(), 1);
    setenv("PLAINLY_STATEMENT", statement.c_str(), 1);
    FILE *pipe = popen(Command(environment).c_str(), "r");
    if (pipe == nullptr) {
        output = std::string("popen: ") + std::strerror(errno);
        return;
    }
    char buffer[4096];
    size_t size;
    while ((size = fread(buffer, 1, sizeof(buffer), pipe)) > 0) {
        output.append(buffer, std::min(size, kMostOutput - output.size()));
    }
    const int ended = pclose(pipe);
    // Where timeout cannot die of its child's signal, it says it as a shell does.
    if (WIFSIGNALED(ended)) {
        signal = WTERMSIG(ended);
    }
    else if (WEXITSTATUS(ended) > 128) {
        signal = WEXITSTATUS(ended) - 128;
    }
    else {
        status = WEXITSTATUS(ended);
    }
}

std::ostream &
operator<<(std::ostream &out, const PlainRun &run)
{
    if (run.signal != 0) {
        out << "ended by " << strsignal(run.signal);
    }
    else {
        out << "ended with status " << run.status;
    }
    return out << " [" << run.module << ", " REFCHECK_PYTHON "], and said:\n"
               << run.output;
}

std::shared_ptr<const PlainRun>
RecordRun(PlainRun run)
{
    const testing::TestInfo *info =
        testing::UnitTest::GetInstance()->current_test_info();
    Runs().push_back({info == nullptr ? "" : info->test_suite_name(),
                      info == nullptr ? "" : info->name(),
                      std::make_shared<const PlainRun>(std::move(run))});
    return Runs().back().run;
}

bool
AddRunsTo(refcheck_json *json)
{
    for (const Kept &kept : Runs()) {
        const PlainRun &run = *kept.run;
        const char *signal =
            run.signal == 0 ? "" : sigabbrev_np(run.signal);
        const std::string name = *signal ? std::string("SIG") + signal : "";
        const refcheck_label labels[] = {
            {"suite", kept.suite.c_str()},
            {"test", kept.test.c_str()},
            {"module", run.module.c_str()},
            {"setup", run.setup.c_str()},
            {"statement", run.statement.c_str()},
            {"environment", run.environment.c_str()},
            {"said", run.said.c_str()},
            {"signal", name.c_str()},
        };
        if (refcheck_json_add_run(json, labels, 8) < 0) {
            return false;
        }
    }
    return true;
}

// --- Matchers ----------------------------------------------------------------

bool
Says::MatchAndExplain(const PlainRun &run, testing::MatchResultListener *) const
{
    if (run.output.find(text_) == std::string::npos) {
        return false;
    }
    if (keep_) {
        run.said = text_;
    }
    return true;
}

void
Says::DescribeTo(std::ostream *out) const
{
    *out << "says `" << text_ << "`";
}

void
Says::DescribeNegationTo(std::ostream *out) const
{
    *out << "does not say `" << text_ << "`";
}

bool
DiesOf::MatchAndExplain(const PlainRun &run, testing::MatchResultListener *) const
{
    return run.signal == signal_;
}

void
DiesOf::DescribeTo(std::ostream *out) const
{
    *out << "dies of " << strsignal(signal_);
}

void
DiesOf::DescribeNegationTo(std::ostream *out) const
{
    *out << "does not die of " << strsignal(signal_);
}

}  // namespace refcheck
