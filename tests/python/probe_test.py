"""What tools/python/probe.py says of interpreters, most of them made up."""
import json
import os
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, "tools/python")
import probe


def interpreter(**changes):
    """A good one, as `facts` would describe it, but for the changes."""
    facts = {
        "interpreter": "/opt/bin/python",
        "implementation": "cpython",
        "version": "3.12.1",
        "hexversion": 0x030C01F0,
        "debug": False,
        "free_threaded": False,
        "shared": True,
        "debian": False,
        "prefix": "/opt",
        "ext_suffix": ".cpython-312-x86_64-linux-gnu.so",
        "include": "/opt/include/python3.12",
        "library": "/opt/lib/libpython3.12.so.1.0",
        "numpy": "",
        "numpy_include": "",
    }
    assert set(changes) <= set(facts), changes
    return dict(facts, **changes)


class Problem(unittest.TestCase):
    def expect(self, sentence, **changes):
        self.assertEqual(probe.problem(interpreter(**changes)), sentence)

    def test_good_interpreter(self):
        self.expect(None)

    def test_oldest_version(self):
        self.expect(None, version="3.9.0", hexversion=0x030900F0)

    def test_too_old(self):
        self.expect("/opt/bin/python is Python 3.8.18; the book is for CPython from 3.9 on: name one in PYTHON.",
                    version="3.8.18", hexversion=0x030812F0)

    def test_not_cpython(self):
        self.expect("/opt/bin/python is pypy, not CPython; name a CPython from 3.9 on in PYTHON.",
                    implementation="pypy", include=None, library=None)

    def test_free_threaded(self):
        self.expect("/opt/bin/python is a free-threaded Python, whose reference counts the checker cannot read; "
                    "name one with the GIL in PYTHON.", free_threaded=True)

    def test_no_headers(self):
        self.expect("/opt/bin/python has no headers (Python.h is missing); install the package python3.12-dev.",
                    include=None)

    def test_no_headers_of_the_system(self):
        self.expect("/usr/bin/python3 has no headers (Python.h is missing); install the package python3-dev.",
                    interpreter="/usr/bin/python3", debian=True, include=None)

    def test_no_headers_of_the_systems_debug_build(self):
        self.expect("/usr/bin/python3-dbg has no headers (Python.h is missing); install the package python3-dbg.",
                    interpreter="/usr/bin/python3-dbg", debian=True, debug=True, include=None)

    def test_shared_library_not_installed(self):
        self.expect("/usr/bin/python3 has no libpython3.12.so to embed; install the package python3-dev.",
                    interpreter="/usr/bin/python3", debian=True, library=None)

    def test_static_only(self):
        self.expect("/opt/bin/python is a static-only Python (it has no libpython3.12.so to embed); "
                    "build it with --enable-shared, or install python3-dev and use /usr/bin/python3.",
                    shared=False, library=None)


class Facts(unittest.TestCase):
    """Of the interpreter that runs this, and of what it could have said."""

    def test_this_interpreter_serves(self):
        out = subprocess.run([sys.executable, "-B", "tools/python/probe.py"],
                             stdout=subprocess.PIPE, check=True, universal_newlines=True).stdout
        facts = json.loads(out)
        self.assertIsNone(facts["problem"])
        self.assertEqual(facts["interpreter"], sys.executable)
        self.assertEqual(facts["debug"], hasattr(sys, "gettotalrefcount"))
        self.assertTrue(os.path.isfile(os.path.join(facts["include"], "Python.h")))
        self.assertTrue(os.path.isfile(facts["library"]))

    def test_static_library_is_none(self):
        with tempfile.TemporaryDirectory() as folder:
            open(os.path.join(folder, "libpython3.12.a"), "w").close()
            variables = {"LDLIBRARY": "libpython3.12.a", "LIBDIR": folder}
            with mock.patch("sysconfig.get_config_var", variables.get), \
                 mock.patch("sys.base_prefix", "/nonexistent"):
                self.assertIsNone(probe.facts()["library"])

    def test_library_without_the_dev_package(self):
        with tempfile.TemporaryDirectory() as folder:
            library = os.path.join(folder, "libpython3.12.so.1.0")
            open(library, "w").close()
            variables = {"LDLIBRARY": "libpython3.12.so", "INSTSONAME": "libpython3.12.so.1.0", "LIBDIR": folder}
            with mock.patch("sysconfig.get_config_var", variables.get):
                self.assertEqual(probe.facts()["library"], library)

    def test_include_folder_without_python_h(self):
        with tempfile.TemporaryDirectory() as folder, \
             mock.patch("probe.include_dirs", lambda: [folder]):
            self.assertIsNone(probe.facts()["include"])

    def test_numpy_that_cannot_be_imported(self):
        with mock.patch.dict(sys.modules, {"numpy": None}):
            self.assertEqual(probe.facts()["numpy"], "")


if __name__ == "__main__":
    unittest.main()
