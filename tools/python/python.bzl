"""Finds the CPython that the book is compiled for and run on.

It is $PYTHON, else the system's /usr/bin/python3, else the python3 on PATH.
The repository gives

    //:headers         Python.h, for extension modules
    //:libpython       the shared libpython, for programs that embed it
    //:numpy_headers   NumPy's C API, where the interpreter has NumPy
    //:refcounts.dat   what CPython's sources say of ownership; empty where it is not here
    //:python.bzl      PYTHON, a struct: see _FACTS

What the interpreter says of itself is asked by probe.py. Where no interpreter
serves, the targets fail with the reason, which is also PYTHON.error.
"""

load("//tools:missing.bzl", "missing_build")

# The fields of PYTHON, with the values they have where there is an error.
_FACTS = {
    "interpreter": "",  # path, as sys.executable: a pyenv shim is resolved
    "version": "",  # "3.11.2"
    "hexversion": 0,  # sys.hexversion
    "debug": False,  # True for a debug build
    "prefix": "",  # sys.prefix
    "ext_suffix": ".so",  # ".cpython-311-x86_64-linux-gnu.so"
    "include": "",  # the folder of Python.h
    "library": "",  # path of the shared libpython
    "numpy": "",  # version, or "" where there is none
    "numpy_include": "",  # the folder of numpy/arrayobject.h
    "documentation": "",  # the folder of the C API's pages, or "" where there are none
}

# Where Debian's package python3-doc has them, of whichever version it is.
_DOCUMENTATION = "/usr/share/doc/python3-doc/html/c-api"

# What tools/setup brings there, of whichever version it is.
_REFCOUNTS = "/usr/local/share/refcounting-cookbook/refcounts.dat"

_BUILD = """\
load("@rules_cc//cc:defs.bzl", "cc_library")

package(default_visibility = ["//visibility:public"])

cc_library(
    name = "headers",
    hdrs = glob(["include/**/*.h"], exclude = ["include/numpy/**"]),
    includes = ["include"],
)

cc_library(
    name = "libpython",
    linkopts = ["{library}", "-Wl,-rpath,{libdir}", "-ldl", "-lm"],
    deps = [":headers"],
)
"""

_NUMPY_BUILD = """
cc_library(
    name = "numpy_headers",
    hdrs = glob(["numpy_include/**/*.h"]),
    includes = ["numpy_include"],
    deps = [":headers"],
)
"""

def _interpreter(repository_ctx):
    """The interpreter to ask as (path, how the reader knows it, error)."""
    named = repository_ctx.os.environ.get("PYTHON")
    if named:
        path = named if named.startswith("/") else repository_ctx.which(named) if "/" not in named else None
        if not path or not repository_ctx.path(path).exists:
            return None, None, "PYTHON=%s: there is no such interpreter; give the full path of a CPython from 3.9 on." % named
        return path, "PYTHON=" + named, None
    system = repository_ctx.path("/usr/bin/python3")
    path = system if system.exists else repository_ctx.which("python3")
    if not path:
        return None, None, ("There is no Python; install the packages python3 and python3-dev, as tools/setup does, " +
                            "or name an interpreter in PYTHON.")
    return path, path, None

def _facts(repository_ctx):
    """What probe.py found, as a dictionary with the fields of _FACTS and "problem"."""
    interpreter, known_as, error = _interpreter(repository_ctx)
    if error:
        return {"problem": error}
    probe = repository_ctx.path(Label("//tools/python:probe.py"))
    result = repository_ctx.execute([interpreter, "-B", probe], timeout = 60)
    answer = result.stdout.strip().rpartition("\n")[2]
    if result.return_code != 0 or not answer.startswith("{"):
        last = result.stderr.strip().rpartition("\n")[2]
        return {"problem": "%s is not a Python interpreter%s; name a CPython from 3.9 on in PYTHON." %
                           (known_as, " (it says: %s)" % last if last else "")}
    return json.decode(answer)

def _python(repository_ctx):
    facts = _facts(repository_ctx)
    if facts["problem"]:
        build = missing_build(facts["problem"], ["headers", "libpython", "numpy_headers"])
        facts = dict(_FACTS, problem = facts["problem"])
    else:
        repository_ctx.symlink(facts["include"], "include")
        build = _BUILD.format(library = facts["library"], libdir = facts["library"].rpartition("/")[0])
        if facts["numpy"]:
            repository_ctx.symlink(facts["numpy_include"], "numpy_include")
            build += _NUMPY_BUILD
    facts["documentation"] = _DOCUMENTATION if repository_ctx.path(_DOCUMENTATION).exists else ""
    python = struct(error = facts["problem"] or "", **{name: facts[name] for name in _FACTS})
    if repository_ctx.path(_REFCOUNTS).exists:
        repository_ctx.symlink(_REFCOUNTS, "refcounts.dat")
    else:
        repository_ctx.file("refcounts.dat", "")
    repository_ctx.file("BUILD", build + "\nexports_files([\"refcounts.dat\"])\n")
    repository_ctx.file("python.bzl", "PYTHON = %r\n" % python)

python = repository_rule(
    implementation = _python,
    # PYENV_VERSION decides which interpreter a pyenv shim stands for;
    # tools/bazel sets COOKBOOK_PACKAGES.
    environ = ["COOKBOOK_PACKAGES", "PATH", "PYENV_VERSION", "PYTHON"],
    local = True,
)
