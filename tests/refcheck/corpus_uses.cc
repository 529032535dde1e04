// What is released too often or used after its end, and what brings the process
// down.
#include <csignal>

#include "tests/refcheck/corpus_cases.h"

namespace corpus {
namespace {

using refcheck::Aborts;
using refcheck::BreaksTheExceptionContract;
using refcheck::Crashes;
using refcheck::Expectation;
using refcheck::FreedOn;
using refcheck::FreesByWrongAllocator;
using refcheck::FreesTwice;
using refcheck::GoesOutOfBounds;
using refcheck::IsClean;
using refcheck::MadeOn;
using refcheck::OverReleases;
using refcheck::PerCall;
using refcheck::ReleasedOn;
using refcheck::UsedOn;
using refcheck::UsesAfterFree;

// An object whose methods throw away what their caller holds on to.
const char kClearing[] =
    "class Clears:\n"
    "    def __eq__(self, other):\n"
    "        import gc\n"
    "        for holder in gc.get_referrers(self):\n"
    "            if type(holder) is list: holder.clear()\n"
    "        return False\n"
    "    def __index__(self):\n"
    "        self.list.clear()\n"
    "        return 2\n"
    "    @classmethod\n"
    "    def last_owner(cls):\n"
    "        self = cls()\n"
    "        self.list = [bytes(range(65, 91))]\n"
    "        return self, self.list";

// Another thread clears the list when it is asked, and answers.
const char kOtherThread[] =
    "import socket, threading\n"
    "ours, theirs = socket.socketpair()\n"
    "def clear(items):\n"
    "    theirs.recv(1)\n"
    "    items.clear()\n"
    "    theirs.send(b'k')\n"
    "def run():\n"
    "    items = [bytes(range(65, 91))]\n"
    "    thread = threading.Thread(target=clear, args=(items,))\n"
    "    thread.start()\n"
    "    result = m.run((items, ours.fileno()))\n"
    "    thread.join()\n"
    "    return result";

// None is immortal from 3.12 on.
Expectation
OverReleasesNone()
{
    return PY_VERSION_HEX >= 0x030C0000 ? IsClean()
                                        : OverReleases("NoneType", PerCall(1));
}

// A debug build's collector looks at what it meets.
Expectation
DiesInTheCollector()
{
#ifdef Py_DEBUG
    return Aborts("Assertion \"");
#else
    return UsesAfterFree("corpus.Box", FreedOn("tp_free"), UsedOn("tp_free"));
#endif
}

Expectation
FollowsWhatWasNeverSet(const char *line)
{
    return Expect(Expectation(REFCHECK_CRASH, "unset"), UsedOn(line));
}

// A debug build's collector knows the sign of memory that nobody has written to.
Expectation
CollectsWhatWasNeverSet(const char *line)
{
#ifdef Py_DEBUG
    return Aborts("_PyObject_AssertFailed", UsedOn(line));
#else
    return FollowsWhatWasNeverSet(line);
#endif
}

// Where the last frame did not fit depends on the compiler.
Expectation
OverflowsTheStack()
{
    return Expectation(REFCHECK_CRASH, "stack");
}

}  // namespace

std::vector<Case>
UseCases()
{
    return {
        {"released_argument", kFresh, "m.run(fresh)",
         OverReleases("bytes", PerCall(1), ReleasedOn("Py_DECREF"))},
        {"read_after_release", "", "m.run(0)",
         UsesAfterFree("bytes", MadeOn("PyBytes_FromString"),
                       FreedOn("Py_DECREF"), UsedOn("letter = text[7]"))},
        {"released_twice", "", "m.run(0)",
         OverReleases("bytes", PerCall(1), MadeOn("PyBytes_FromString"),
                      FreedOn("Py_DECREF"), UsedOn("Py_DECREF"))},
        {"used_after_removal", kFresh, "m.run(fresh)",
         UsesAfterFree("str", MadeOn("PyUnicode_FromFormat"),
                       FreedOn("PyList_SetSlice"), UsedOn("PyObject_Hash"))},
        // Seen after the call, by what the freed block holds then; the line of
        // the write comes from one more call behind fences.
        {"write_after_free", "", "m.run(0)",
         UsesAfterFree("PyMem block", PerCall(1), MadeOn("PyMem_Malloc"),
                       FreedOn("PyMem_Free"), UsedOn("text[40]"))},
        {"freed_float_read", "", "m.run(0)",
         UsesAfterFree("float", MadeOn("PyFloat_FromDouble"),
                       FreedOn("Py_DECREF"), UsedOn("copy = *value"))},
        {"wrong_family", "", "m.run(0)",
         FreesByWrongAllocator("PyMem block", PerCall(1), MadeOn("PyMem_Malloc"),
                               FreedOn("PyMem_RawFree"))},
        // The bytes are lost as well, and that is no second thing to mend.
        {"stored_past_the_end", "", "m.run(0)",
         GoesOutOfBounds("tuple", PerCall(1), MadeOn("PyTuple_New"),
                         UsedOn("ob_item[last] = label"))},
        {"one_past_the_end", "", "m.run(0)",
         GoesOutOfBounds("PyMem block", PerCall(1), MadeOn("PyMem_Malloc"))},
        {"released_constant", kLabel, "m.run(0)",
         OverReleases("bytes", PerCall(1), ReleasedOn("Py_DECREF"))},
        {"list_cleared_in_a_loop", kClearing, "m.run([Clears(), 1, 2])",
         Crashes(SIGSEGV, UsedOn("PyList_GET_ITEM"))},
        {"dict_value_across_a_callback", "empty = dict.clear", "m.run(empty)",
         UsesAfterFree("str", MadeOn("PyUnicode_FromFormat"),
                       FreedOn("PyObject_CallFunctionObjArgs"),
                       UsedOn("PyObject_Size"))},
        {"item_across_an_index", kClearing, "m.run(Clears.last_owner())",
         UsesAfterFree("bytes", FreedOn("PyNumber_AsSsize_t"),
                       UsedOn("PySequence_Repeat"))},
        {"item_while_others_run", kOtherThread, "run()",
         UsesAfterFree("bytes", UsedOn("PySequence_Repeat"))},
        {"used_without_init", "", "m.Table.__new__(m.Table).size()",
         Crashes(SIGSEGV, UsedOn("PyList_GET_SIZE"))},
        {"released_by_helper_and_caller", "", "m.run([])",
         OverReleases("list", PerCall(1), MadeOn("PyList_New"),
                      FreedOn("Py_DECREF(row)"), UsedOn("Py_DECREF(row)")),
         "TypeError"},
        {"named_after_release", kFresh, "m.run(fresh)",
         UsesAfterFree("str", MadeOn("PyObject_Repr"), FreedOn("Py_DECREF"),
                       UsedOn("PyErr_Format")),
         "TypeError"},
        // Who gives it back is Python: the caller.
        {"borrowed_value_returned", "values = {'value': b'A' * 20}",
         "m.run(values)", OverReleases("bytes", PerCall(1))},
        {"none_returned_without_a_count", "", "m.run(0)", OverReleasesNone()},
        {"none_released", "", "m.run({})", OverReleasesNone()},
        {"borrowed_item_released", "row = (b'A' * 20,)", "m.run(row)",
         OverReleases("bytes", PerCall(1), ReleasedOn("Py_DECREF"))},
        {"child_outlives_its_parent", kFresh, "m.View(fresh[:9]).first()",
         UsesAfterFree("bytes", UsedOn("text[0]"))},
        {"released_after_a_failed_steal", kFresh, "m.run(fresh)",
         OverReleases("str", PerCall(1), MadeOn("PyObject_Repr"),
                      FreedOn("PyList_SetItem"), UsedOn("Py_DECREF(item)")),
         "IndexError"},
        {"array_moved_by_a_callback", "def longer(a): a.extend(bytes(1000))",
         "m.run(longer)",
         UsesAfterFree(PY_VERSION_HEX >= 0x030D0000 ? "PyMem block"
                                                    : "PyObject block",
                       MadeOn("PyByteArray_From"),
                       FreedOn("PyObject_CallFunctionObjArgs"),
                       UsedOn("first = body[0]"))},
        {"passed_on_unchecked", kFresh, "m.run(fresh)",
         Crashes(SIGSEGV, UsedOn("PyList_Check")), "AttributeError"},
        {"text_outlives_its_str", kFresh, "m.run(fresh)",
         UsesAfterFree("str", MadeOn("PyObject_Repr"), FreedOn("Py_XDECREF"),
                       UsedOn("utf8[5]"))},
        {"borrowed_into_a_tuple", kFresh, "m.run(fresh)",
         OverReleases("bytes", PerCall(1), ReleasedOn("Py_DECREF(pair)"))},
        {"closed_twice", "", "s = m.Stream(); s.close(); s.close()",
         FreesTwice("PyMem block", PerCall(1), MadeOn("PyMem_Malloc"),
                    FreedOn("PyMem_Free"))},
        {"borrowed_stored", kFresh, "m.run(fresh[:9])",
         UsesAfterFree("bytes", UsedOn("PyObject_RichCompareBool"))},
        {"stale_pointer_after_realloc", "", "m.run(0)",
         UsesAfterFree("PyMem block", MadeOn("PyMem_Calloc"),
                       FreedOn("PyMem_Realloc"), UsedOn("*end"))},
        {"null_released", kFresh, "m.run(fresh)",
         Crashes(SIGSEGV, UsedOn("Py_DECREF")), "TypeError"},
        {"definition_freed_in_use", "", "m.run(0)",
         UsesAfterFree("PyMem block", MadeOn("PyMem_Calloc"),
                       FreedOn("PyMem_Free"), UsedOn("PyObject_CallObject"))},
        {"released_after_a_steal", kFresh, "m.run(fresh)",
         OverReleases("str", PerCall(1), MadeOn("PyObject_Repr"),
                      FreedOn("Py_DECREF(item)"), UsedOn("Py_DECREF(list)"))},
        {"optional_argument_missing", kFresh, "m.run((fresh,))",
         Crashes(SIGSEGV, UsedOn("PyUnicode_Check"))},
        // The block may hold zeros or what another call has left there.
        {"slot_never_set", "", "m.run(0)",
         FollowsWhatWasNeverSet("Py_XDECREF(slots[i])")},
        {"number_for_a_text", kFresh, "m.run(fresh)",
         Crashes(SIGSEGV, UsedOn("PyErr_Format")), "ValueError"},
        {"type_released_twice", "", "m.Derived()",
         OverReleases("type", PerCall(1))},
        {"fatal_error", kFresh, "m.run(fresh)",
         Aborts("table is full", UsedOn("Py_FatalError")), "ValueError"},
        {"deep_chain_released", "", "m.Chain()", OverflowsTheStack()},
        {"released_before_cleared",
         "box = m.Box()\n"
         "class Resets:\n"
         "    __slots__ = ()\n"
         "    def __del__(self): box.reset()",
         "box.value = Resets(); box.reset()",
         UsesAfterFree("Resets", FreedOn("Py_XDECREF"), UsedOn("Py_XDECREF"))},
        {"collected_while_it_dies",
         "import gc\n"
         "class Collects:\n"
         "    def __del__(self): gc.collect()",
         "b = m.Box(); b.value = Collects(); del b", DiesInTheCollector()},
        {"tracked_before_filled", "import gc", "m.Box(gc.collect)",
         CollectsWhatWasNeverSet("Py_VISIT(((box *)self)->value)")},
        {"callback_gone_during_its_call",
         "class Once:\n"
         "    def notify(self):\n"
         "        m.run(0)\n"
         "        return False",
         "m.run(Once()); m.run(None)",
         UsesAfterFree("Once", UsedOn("PyObject_Str"))},
        {"collected_object_freed_plainly", "", "m.Point()",
         FreesByWrongAllocator("corpus.Point", PerCall(1), MadeOn("tp_alloc"),
                               FreedOn("PyObject_Free"))},
        {"weak_references_not_cleared", "import weakref",
         "repr(weakref.ref(m.Node()))",
         UsesAfterFree("corpus.Node", MadeOn("tp_alloc"), FreedOn("tp_free"))},
        {"recursion_without_end", "knot = []\nknot.append(knot)", "m.run(knot)",
         OverflowsTheStack(), "RecursionError"},
        // 3.9 says "error" where later versions say "exception".
        {"null_without_an_exception", kFresh, "m.run(fresh)",
         BreaksTheExceptionContract("NULL without setting an e"),
         "ValueError"},
        {"result_with_an_exception", kFresh, "m.run(fresh)",
         BreaksTheExceptionContract("a result with an e"),
         "TypeError"},
    };
}

}  // namespace corpus
