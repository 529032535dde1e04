// File descriptors, threads and mappings that are never given back.
#include "tests/refcheck/corpus_cases.h"

namespace corpus {

using refcheck::Leaks;
using refcheck::LeaksMemory;
using refcheck::MadeOn;
using refcheck::PerCall;

std::vector<Case>
ResourceCases()
{
    return {
        {"resource_open", "", "m.run(0)",
         Leaks("file descriptor", PerCall(1), MadeOn("file = open("))},
        {"resource_socket", "", "m.run(0)",
         Leaks("file descriptor", PerCall(1), MadeOn("end = socket("))},
        {"resource_dup", "", "m.run(0)",
         Leaks("file descriptor", PerCall(1), MadeOn("copy = dup("))},
        // What libc allocates for the FILE is lost with it.
        {"resource_fopen", "", "m.run(0)",
         Leaks("file descriptor", PerCall(1), MadeOn("file = fopen("))},
        {"resource_of_unknown_maker", "", "m.run(0)",
         Leaks("file descriptor", PerCall(1))},
        {"resource_thread", "", "m.run(0)",
         Leaks("thread", PerCall(1), MadeOn("pthread_create("))},
        {"resource_unjoined_thread", "", "m.run(0)",
         Leaks("thread", PerCall(1), MadeOn("pthread_create("))},
        {"resource_mmap", "", "m.run(0)",
         LeaksMemory("memory mapping", PerCall(1), MadeOn("pages = mmap("))},
        {"resource_in_object", "", "m.run(0)",
         Leaks("PyCapsule", PerCall(1), MadeOn("PyCapsule_New"))},
    };
}

}  // namespace corpus
