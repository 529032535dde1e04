// What is never given back: objects, references, memory, buffers.
#include "tests/refcheck/corpus_cases.h"

namespace corpus {
namespace {

using refcheck::Expectation;
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
         Leaks("bytes", PerCall(1), MadeOn("PyBytes_FromString"))},
        {"leaked_constant", kLabel, "m.run(0)",
         Leaks("bytes", PerCall(1), TakenOn("PyObject_GetAttrString"))},
        // The lost list, not the first one, whose memory it was given.
        {"second_list_leaked", "", "m.run(0)",
         Leaks("list", PerCall(1), MadeOn("lost = PyList_New"))},
    };
}

}  // namespace corpus
