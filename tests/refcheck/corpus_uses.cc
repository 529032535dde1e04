// What is released too often or used after its end, and what brings the process
// down.
#include "tests/refcheck/corpus_cases.h"

namespace corpus {
namespace {

using refcheck::FreedOn;
using refcheck::FreesByWrongAllocator;
using refcheck::GoesOutOfBounds;
using refcheck::MadeOn;
using refcheck::OverReleases;
using refcheck::PerCall;
using refcheck::ReleasedOn;
using refcheck::UsedOn;
using refcheck::UsesAfterFree;

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
        {"one_past_the_end", "", "m.run(0)",
         GoesOutOfBounds("PyMem block", PerCall(1), MadeOn("PyMem_Malloc"))},
        {"released_constant", kLabel, "m.run(0)",
         OverReleases("bytes", PerCall(1), ReleasedOn("Py_DECREF"))},
    };
}

}  // namespace corpus
