/* Maps three pages for its result, and unmaps all but the last. */
#include "tests/refcheck/corpus/corpus.h"

#include <sys/mman.h>

CORPUS_MODULE(resource_mmap)

enum { PAGE = 4096 };

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(argument))
{
    char *pages = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) {
        return PyErr_NoMemory();
    }
    memset(pages, 'x', 3 * PAGE);
    PyObject *result = PyBytes_FromStringAndSize(pages, 20);
    (void)munmap(pages + PAGE, PAGE);
    (void)munmap(pages, PAGE);
#if !LEAKY
    (void)munmap(pages + 2 * PAGE, PAGE);
#endif
    return result;
}
