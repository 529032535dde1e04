"""What headers.py finds in headers: functions and macros that touch an object."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CLANG = sys.argv.pop()
HEADER = """
typedef struct { long count; } PyObject;
typedef struct { PyObject base; } PyTypeObject;
PyObject *PyMake_New(int);
int PyTake_It(PyObject *it, long n);
int PyTake_Type(PyTypeObject *);
int PyNumber_Only(int n);
int _PyPrivate_Take(PyObject *);
PyObject *PyInit_module(void);
#ifndef Py_LIMITED_API
int PyTake_Unlimited(PyObject *);
#define PyTake_UNLIMITED(it) PyTake_Unlimited(it)
#endif
#define PyTake_IT(it) PyTake_It(it, 1)
#define PyTake_It(it, n) PyTake_It((it), (n))
#define Py_ABS(n) (n)
#define Py_VERSION 3
"""


class Headers(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            for name in ("datetime", "marshal", "structmember", "frameobject"):
                (folder / f"{name}.h").touch()
            (folder / "Python.h").write_text(HEADER)
            (folder / "no_objects.txt").write_text("# Of numbers.\nPy_A* PyOther\n")
            subprocess.run([sys.executable, "-B", "tools/ownership/headers.py", CLANG, scratch,
                            "3.11.2", folder / "no_objects.txt", folder / "out.json"], check=True)
            cls.found = json.loads((folder / "out.json").read_text())

    def test_what_touches_an_object_is_found_and_nothing_else(self) -> None:
        self.assertEqual(list(self.found), ["PyMake_New", "PyTake_IT", "PyTake_It", "PyTake_Type",
                                            "PyTake_UNLIMITED", "PyTake_Unlimited"])

    def test_a_function_has_its_type_and_a_macro_none(self) -> None:
        self.assertEqual(self.found["PyTake_It"]["type"], "int (PyObject *, long)")
        self.assertEqual(self.found["PyTake_It"]["parameters"],
                         [["it", "PyObject *"], ["n", "long"]])
        self.assertIsNone(self.found["PyTake_IT"]["type"])

    def test_what_the_limited_api_has_not_is_not_limited(self) -> None:
        self.assertEqual([name for name, one in self.found.items() if not one["limited"]],
                         ["PyTake_UNLIMITED", "PyTake_Unlimited"])

    def test_headers_without_a_function_are_refused(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            ran = subprocess.run([sys.executable, "-B", "tools/ownership/headers.py", CLANG,
                                  scratch, "3.11.2", "/dev/null", f"{scratch}/out.json"],
                                 capture_output=True, text=True, check=False)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("is Python.h there?", ran.stderr)


if __name__ == "__main__":
    unittest.main()
