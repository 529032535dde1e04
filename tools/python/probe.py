"""Says, as JSON, what python.bzl must know of the interpreter that runs this.

`facts` asks the interpreter, `problem` judges what it said. They are apart so
that a test can judge interpreters this machine does not have. The file must
also run on Pythons that are too old, to say that they are.
"""
import json
import os
import sys
import sysconfig


def facts():
    """What the interpreter says of itself. Paths that do not exist are None."""
    variable = sysconfig.get_config_var
    include = first(os.path.join(folder, "Python.h") for folder in include_dirs())
    library = first(os.path.join(folder, name)
                    for folder in library_dirs() for name in library_names())
    found = {
        "interpreter": sys.executable,
        "implementation": getattr(getattr(sys, "implementation", None), "name", "cpython"),
        "version": "%d.%d.%d" % sys.version_info[:3],
        "hexversion": sys.hexversion,
        "debug": bool(variable("Py_DEBUG")),
        "free_threaded": bool(variable("Py_GIL_DISABLED")),
        "shared": bool(variable("Py_ENABLE_SHARED")),
        "debian": sys.prefix == "/usr" and os.path.exists("/etc/debian_version"),
        "prefix": sys.prefix,
        "ext_suffix": variable("EXT_SUFFIX"),
        "include": include and os.path.dirname(include),
        "library": library,
        "numpy": "",
        "numpy_include": "",
    }
    try:
        import numpy
        if os.path.exists(os.path.join(numpy.get_include(), "numpy", "arrayobject.h")):
            found["numpy"] = numpy.__version__
            found["numpy_include"] = numpy.get_include()
    except Exception:   # a NumPy that cannot be imported is as good as none
        pass
    return found


def first(paths):
    for path in paths:
        if os.path.isfile(path):
            return path
    return None


def include_dirs():
    paths = sysconfig.get_paths()
    variables = [sysconfig.get_config_var(name) for name in ("INCLUDEPY", "CONFINCLUDEPY")]
    return [folder for folder in [paths.get("include"), paths.get("platinclude")] + variables if folder]


def library_dirs():
    folders = [sysconfig.get_config_var(name) for name in ("LIBDIR", "LIBPL")]
    folders.append(os.path.join(getattr(sys, "base_prefix", sys.prefix), "lib"))
    return [folder for folder in folders if folder]


def library_names():
    """The name with the version first: it is there without a -dev package."""
    names = [sysconfig.get_config_var(name) for name in ("INSTSONAME", "LDLIBRARY")]
    return [name for name in names if name and ".so" in name]


def problem(found):
    """Why the book cannot be run on this interpreter, in a sentence, or None."""
    who = found["interpreter"]
    short = found["version"].rpartition(".")[0]
    package = "python%s-dev" % (short if not found["debian"] else "3")
    if found["debug"]:
        package = package.replace("-dev", "-dbg")
    if found["implementation"] != "cpython":
        return "%s is %s, not CPython; name a CPython from 3.9 on in PYTHON." % (who, found["implementation"])
    if found["hexversion"] < 0x03090000:
        return "%s is Python %s; the book is for CPython from 3.9 on: name one in PYTHON." % (who, found["version"])
    if found["free_threaded"]:
        return ("%s is a free-threaded Python, whose reference counts the checker cannot read; "
                "name one with the GIL in PYTHON." % who)
    if not found["include"]:
        return "%s has no headers (Python.h is missing); install the package %s." % (who, package)
    if not found["library"] and found["shared"]:
        return "%s has no libpython%s.so to embed; install the package %s." % (who, short, package)
    if not found["library"]:
        return ("%s is a static-only Python (it has no libpython%s.so to embed); "
                "build it with --enable-shared, or install python3-dev and use /usr/bin/python3." % (who, short))
    return None


if __name__ == "__main__":
    answer = facts()
    answer["problem"] = problem(answer)
    print(json.dumps(answer))
