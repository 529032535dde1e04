// What is never given back: objects, references, memory, buffers.
#include "tests/refcheck/corpus_cases.h"

namespace corpus {
namespace {

using namespace std::string_literals;

using refcheck::Expectation;
using refcheck::ExportsABuffer;
using refcheck::IsClean;
using refcheck::Leaks;
using refcheck::LeaksMemory;
using refcheck::MadeOn;
using refcheck::PerCall;
using refcheck::TakenOn;

// None is immortal from 3.12 on: its count does not move, so that taking
// another reference does nothing, and there is nothing to see.
Expectation
LeaksNone()
{
    return PY_VERSION_HEX >= 0x030C0000 ? IsClean()
                                        : Leaks("NoneType", PerCall(1));
}

// Up to 3.11 Py_CLEAR() evaluated its argument twice.
Expectation
LeaksWhatClearMisses()
{
    return PY_VERSION_HEX >= 0x030C0000
        ? IsClean()
        : Leaks("str", PerCall(2), MadeOn("PyUnicode_FromFormat"));
}

// 3.12 made all that is interned immortal; 3.13 went back on it.
Expectation
LeaksInterned()
{
    return PY_VERSION_HEX >= 0x030C0000 && PY_VERSION_HEX < 0x030D0000
        ? Leaks("str", PerCall(1), MadeOn("PyUnicode_FromFormat"))
        : IsClean();
}

}  // namespace

std::vector<Case>
LeakCases()
{
    return {
        {"leaked_list", kFresh, "m.run(fresh)",
         Leaks("list", PerCall(1), MadeOn("PyList_New"))},
        {"leaked_argument", kFresh, "m.run(fresh)",
         Leaks("bytes", PerCall(1), TakenOn("Py_INCREF"))},
        {"leaked_none", "", "m.run(0)", LeaksNone()},
        {"leaked_pymem", "", "m.run(0)",
         LeaksMemory("PyMem block", PerCall(1), MadeOn("PyMem_Malloc"))},
        {"leaked_on_error", kFresh, "m.run(fresh)",
         Leaks("dict", PerCall(1), MadeOn("PyDict_New")), "TypeError"},
        {"leaked_str", kFresh, "m.run(fresh)",
         Leaks("str", PerCall(1), MadeOn("PyUnicode_FromFormat"))},
        {"leaked_malloc", "", "m.run(0)",
         LeaksMemory("malloc block", PerCall(1), MadeOn("malloc(40)"))},
        {"kept_buffer", "", "m.run(0)",
         ExportsABuffer("bytes", PerCall(1), MadeOn("PyBytes_FromString"),
                        TakenOn("PyObject_GetBuffer"))},
        {"leaked_constant", kLabel, "m.run(0)",
         Leaks("bytes", PerCall(1), TakenOn("PyObject_GetAttrString"))},
        // The lost list, not the first one, whose memory it was given.
        {"second_list_leaked", "", "m.run(0)",
         Leaks("list", PerCall(1), MadeOn("lost = PyList_New"))},
        {"goto_past_a_release", kFresh, "m.run(fresh)",
         Leaks("str", PerCall(1), MadeOn("PyUnicode_FromFormat")), "TypeError"},
        {"buffer_lost_on_error", "", "m.run([1, 2, 'three'])",
         LeaksMemory("PyMem block", PerCall(1), MadeOn("PyMem_Malloc")),
         "TypeError"},
        {"failed_module_lost", "", "m.run('five')",
         Leaks("module", PerCall(1), MadeOn("PyModule_Create")), "TypeError"},
        {"new_reference_taken_again", kFresh, "m.run(fresh)",
         Leaks("bytes", PerCall(1), MadeOn("PyUnicode_AsUTF8String"))},
        {"library_string_kept", kFresh, "m.run(fresh)",
         LeaksMemory("malloc block", PerCall(1), MadeOn("fclose"))},
        {"fetched_exception_dropped", kFresh, "m.run(fresh)",
         Leaks("TypeError", PerCall(1))},
        {"traceback_kept", "def fails(): raise ValueError",
         "m.run(fails)", Leaks("traceback", PerCall(1))},
        {"number_text_kept", "", "m.run(6.25)",
         LeaksMemory("PyMem block", PerCall(1),
                     MadeOn("PyOS_double_to_string"))},
        {"dict_value_kept", kFresh, "m.run(fresh)",
         Leaks("str", PerCall(1), MadeOn("PyDict_SetItemString"))},
        {"list_item_kept", "", "m.run(0)",
         Leaks("bytes", PerCall(3), MadeOn("PyList_Append"))},
        {"attribute_value_kept", kClass, "m.run(Plain())",
         Leaks("list", PerCall(1), MadeOn("PyList_New"))},
        {"error_value_kept", kFresh, "m.run(fresh)",
         Leaks("tuple", PerCall(1), MadeOn("PyTuple_Pack")), "KeyError"},
        {"nested_new_reference", kClass, "m.run(Plain())",
         Leaks("type", PerCall(1), TakenOn("PyObject_Type"))},
        {"iterator_item_kept", kNames, "m.run(names)",
         Leaks("str", PerCall(1), TakenOn("PyIter_Next"))},
        {"iterator_kept", kNames, "m.run(names)",
         Leaks("list_iterator", PerCall(1), MadeOn("PyObject_GetIter"))},
        {"build_value_takes_its_own", kNames, "m.run(names)",
         Leaks("list", PerCall(1), MadeOn("PySequence_List"))},
        {"converted_path_kept", "", "m.run('rows.csv')",
         Leaks("bytes", PerCall(1), MadeOn("PyArg_Parse"))},
        {"encoded_argument_kept", "", "m.run('Ada Lovelace')",
         LeaksMemory("PyMem block", PerCall(1), MadeOn("PyArg_Parse"))},
        {"overwritten_in_a_loop", kNames, "m.run(names)",
         Leaks("str", PerCall(2), MadeOn("PyObject_Repr"))},
        {"module_taken_as_borrowed", "import sys", "m.run('sys')",
         Leaks("module", PerCall(1), TakenOn("PyImport_GetModule"))},
        {"clear_evaluates_twice", kFresh, "m.run(fresh)", LeaksWhatClearMisses()},
        {"macro_returns_early", kNames, "m.run(names)",
         Leaks("list", PerCall(1), MadeOn("PySequence_List")), "ValueError"},
        {"fast_sequence_kept", kNames, "m.run(names)",
         Leaks("list", PerCall(1), TakenOn("PySequence_Fast"))},
        {"result_discarded", "", "m.run({'rows': [1, 2, 3]})",
         Leaks("list", PerCall(1))},
        {"call_fails_before_it_takes", kFresh, "m.run(fresh)",
         Leaks("list", PerCall(1), MadeOn("PyList_New")), "AttributeError"},
        {"interned_at_run_time", "", "m.run(0)", LeaksInterned()},
        {"capsule_without_destructor", "", "m.run(0)",
         LeaksMemory("PyMem block", PerCall(1), MadeOn("PyMem_Calloc"))},
        {"callback_kept", "def notify(): pass", "m.run(notify)",
         Leaks("function", PerCall(1), TakenOn("Py_INCREF"))},
        {"registry_without_end", kFresh, "m.run(fresh)",
         Leaks("str", PerCall(1), MadeOn("PyUnicode_FromFormat"))},
        {"added_object_refused", kFresh, "m.run(fresh)",
         Leaks("list", PerCall(1), MadeOn("PyList_New")), "TypeError"},
        {"second_init_strands_the_first", "", "m.Writer().__init__()",
         LeaksMemory("PyMem block", PerCall(1), MadeOn("PyMem_Calloc"))},
        {"member_never_released", "", "m.Table()",
         Leaks("list", PerCall(1), MadeOn("PyList_New"))},
        {"heap_type_never_released", "", "m.Point()",
         Leaks("type", PerCall(1), TakenOn("tp_alloc"))},
        // Of two takes and one give, either take may be the one too many.
        {"type_counted_twice", "", "m.Point()", Leaks("type", PerCall(1))},
        {"setter_overwrites", kClass + "\nb = m.Button()"s, "b.label = Plain()",
         Leaks("str", PerCall(1), MadeOn("PyObject_Str"))},
        {"traverse_forgets_a_member", "def ring(): n = m.Node(); n.next = n",
         "ring()",
         Leaks("corpus.Node", PerCall(1), MadeOn("tp_alloc"))},
        {"traverse_forgets_a_member", "", "n = m.Node(); n.next = n",
         Leaks("corpus.Node", PerCall(1), MadeOn("tp_alloc")), "", "in_a_variable"},
        {"cycles_without_gc", "def ring(): b = m.Box(); b.value = b", "ring()",
         Leaks("corpus.Box", PerCall(1), MadeOn("tp_alloc"))},
        // As often as the collector comes by.
        {"traverse_takes_references", "import gc\n"s + kFresh,
         "b = m.Box(); b.value = fresh; gc.collect()",
         Leaks("bytes", TakenOn("Py_XINCREF"))},
        {"static_lost_on_reimport",
         "def again():\n"
         "    loader, spec = m.__loader__, m.__spec__\n"
         "    module = loader.create_module(spec)\n"
         "    loader.exec_module(module)",
         "again()", Leaks("dict", PerCall(1), MadeOn("PyDict_New"))},
        // The list grows by design; that it is kept once more, does not.
        {"appended_and_lost", "rows = [1]", "m.run(rows)",
         Leaks("str", PerCall(1), MadeOn("PyUnicode_FromFormat"))},
        {"lost_beside_a_cache", kFresh, "m.run(fresh)",
         Leaks("list", PerCall(1), MadeOn("PyList_New"))},
        {"buffer_view_lost_on_error", "data = bytearray(12)", "m.run(data)",
         ExportsABuffer("bytearray", PerCall(1), TakenOn("PyArg_Parse")),
         "ValueError"},
        {"thread_state_kept", "", "m.run(0)",
         LeaksMemory("PyMem_Raw block", PerCall(1), MadeOn("PyThreadState_New"))},
    };
}

}  // namespace corpus
