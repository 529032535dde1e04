// What looks like a bug and is none.
#include "tests/refcheck/corpus_cases.h"

namespace corpus {
namespace {

using refcheck::Grows;
using refcheck::IsClean;

const char kPlain[] = "class Plain: rows = []\nplain = Plain()";

std::vector<Bait>
CachesAndState()
{
    return {
        {"bait_late_cache"},
        {"bait_free_lists"},
        {"bait_ring_of_eight"},
        {"bait_lru_cache", kFresh, "m.run(fresh)"},
        {"bait_interned_names", kFresh, "m.run(fresh)"},
        {"bait_module_state", "", "m.run('Ada')"},
        {"bait_own_free_list", "", "m.Token(), m.Token()"},
        {"bait_own_free_list", "", "[m.Token() for i in range(20)]",
         IsClean(), "", "overflows"},
        {"bait_last_argument", kFresh, "m.run(fresh)"},
        {"bait_last_argument", "", "m.run([1.5])", IsClean(), "", "that_is_new"},
        {"bait_every_other_call", kFresh, "m.run(fresh)"},
        {"bait_attribute_names", kPlain, "m.run(plain)"},
        {"bait_memory_reused"},
        {"bait_thread_storage"},
        {"bait_big_numbers"},
        {"bait_containers_resize"},
        {"bait_resource_kept"},
        {"bait_resource_mremap"},
        {"bait_resource_ring"},
        {"bait_resource_threads"},
    };
}

std::vector<Bait>
LivesAndDeaths()
{
    return {
        {"bait_cycle"},
        {"bait_c_cycle", "", "m.Pair()"},
        {"bait_weak_callback", "dead = 0\ndef count(ref): global dead; dead += 1",
         "m.run(count)"},
        {"bait_resurrected", "", "m.Phoenix()"},
        {"bait_type_at_run_time"},
        {"bait_static_type", "", "m.Point() + m.Point()"},
        {"bait_subclassed",
         "import weakref\nclass Derived(m.Base): pass\nkept = Derived()",
         "d = Derived(kept); d.me = d; w = weakref.ref(d); d.__init__(3.5)"},
        {"bait_subclassed", "",
         "class Local(m.Base): pass\nLocal([]).other = Local()",
         IsClean(), "", "in_the_statement"},
        {"bait_capsule", kFresh, "m.run(fresh)"},
        {"bait_buffers", "data = bytearray(100)",
         "m.run(data); data.append(1); data.pop()"},
        {"bait_iterator", kNames, "m.run(names)"},
        {"bait_steals", kFresh, "m.run(fresh)"},
        {"bait_borrows", kFresh, "m.run(fresh)"},
        {"bait_parsed_arguments", kFresh,
         "m.run({'name': 'Ada', 'path': '/tmp', 'data': fresh})"},
    };
}

std::vector<Bait>
PythonCode()
{
    return {
        {"bait_python_code"},
        {"bait_import", "", "m.run([1.5, 'text', None])"},
        {"bait_chained_errors", "def fails(): raise KeyError([1, 2])",
         "m.run(fails)", IsClean(), "RuntimeError"},
        {"bait_calls_back",
         "def again(depth): return depth if depth > 4 else m.run(again)",
         "m.run(again)", IsClean(), "", "again"},
        {"bait_calls_back", "def suspend(depth): yield depth; yield [depth]",
         "g = m.run(suspend); next(g)", IsClean(), "", "generator"},
        {"bait_calls_back",
         "import contextvars\n"
         "variable = contextvars.ContextVar('variable')\n"
         "def use(depth): contextvars.copy_context().run(variable.set, [depth])",
         "m.run(use)", IsClean(), "", "context"},
        {"bait_calls_back",
         "def use(depth):\n"
         "    things = {depth + 0.5, 'x' * depth}, [1, 2][slice(0, depth)]\n"
         "    return things[0].add, lambda: things, compile('depth', 'x', 'eval')",
         "m.run(use)", IsClean(), "", "many_types"},
        {"bait_calls_back",
         "class Counter:\n"
         "    def __call__(self, depth): self.calls = getattr(self, 'calls', 0) + 1\n"
         "counter = Counter()",
         "m.run(counter)", IsClean(), "", "counter"},
    };
}

// What is the caller's own grows by design.
std::vector<Bait>
Growing()
{
    return {
        {"bait_appends", "rows = []", "m.run(rows)", Grows("str"), "", "list"},
        {"bait_appends", "rows = {}", "m.run(rows)", Grows("str"), "", "dict"},
        {"bait_appends", kPlain, "m.run(plain)", Grows("str"), "", "attribute"},
        {"bait_appends", "", "rows = []; m.run(rows); m.run(rows)", IsClean(), "",
         "new_list"},
        {"bait_appends_the_same", "rows = []", "m.run(rows)", Grows("str")},
    };
}

}  // namespace

std::vector<Bait>
Baits()
{
    std::vector<Bait> all;
    for (const std::vector<Bait> &some :
         {CachesAndState(), LivesAndDeaths(), PythonCode(), Growing()}) {
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

}  // namespace corpus
