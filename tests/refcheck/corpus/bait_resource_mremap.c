/* Clean: maps a page, grows it to many, which moves it, and unmaps it in parts. */
#include "tests/refcheck/corpus/corpus.h"

#include <sys/mman.h>

CORPUS_MODULE(bait_resource_mremap)

enum { PAGE = 4096, PAGES = 64 };

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    char *memory = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return PyErr_NoMemory();
    }
    char *grown = mremap(memory, PAGE, PAGES * PAGE, MREMAP_MAYMOVE);
    if (grown == MAP_FAILED) {
        munmap(memory, PAGE);
        return PyErr_NoMemory();
    }
    (void)munmap(grown + PAGE, PAGE);           /* from its middle */
    (void)munmap(grown, PAGE);
    (void)munmap(grown + 2 * PAGE, (PAGES - 2) * PAGE);
    Py_RETURN_NONE;
}
