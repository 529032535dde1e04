// What looks like a bug and is none.
#include "tests/refcheck/corpus_cases.h"

namespace corpus {

std::vector<Bait>
Baits()
{
    return {
        {"bait_late_cache"},
        {"bait_free_lists"},
        {"bait_cycle"},
        {"bait_python_code"},
        {"bait_ring_of_eight"},
        {"bait_resource_kept"},
        {"bait_resource_mremap"},
        {"bait_resource_ring"},
        {"bait_resource_threads"},
    };
}

}  // namespace corpus
