/* What every file of refcheck starts from. */
#ifndef REFCHECK_BASE_H
#define REFCHECK_BASE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tools/refcheck/refcheck.h"

#ifdef Py_GIL_DISABLED
#error "refcheck does not support free-threaded builds of CPython yet"
#endif

#endif /* REFCHECK_BASE_H */
