"""Finds the CPython that the book is compiled for and run on.

It is $PYTHON, else the system's /usr/bin/python3, else the python3 on PATH.
The repository gives

    //:headers         Python.h, for extension modules
    //:libpython       the shared libpython, for programs that embed it
    //:numpy_headers   NumPy's C API, where the interpreter has NumPy
    //:python.bzl      PYTHON, a struct: see _FACTS

What the interpreter says of itself is asked by probe.py.
"""

_FACTS = [
    "interpreter",  # path, as sys.executable: a pyenv shim is resolved
    "version",  # "3.11.2"
    "hexversion",  # sys.hexversion
    "debug",  # True for a debug build
    "prefix",  # sys.prefix
    "ext_suffix",  # ".cpython-311-x86_64-linux-gnu.so"
    "include",  # the folder of Python.h
    "library",  # path of the shared libpython
    "numpy",  # version, or "" where there is none
    "numpy_include",  # the folder of numpy/arrayobject.h, or None
]

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
    """The path to ask, and how the reader came to it."""
    named = repository_ctx.os.environ.get("PYTHON")
    if named:
        path = named if named.startswith("/") else repository_ctx.which(named) if "/" not in named else None
        if not path or not repository_ctx.path(path).exists:
            fail("PYTHON=%s: there is no such interpreter; give the full path of a CPython from 3.9 on." % named)
        return str(path), "PYTHON=" + named
    system = repository_ctx.path("/usr/bin/python3")
    path = system if system.exists else repository_ctx.which("python3")
    if not path:
        fail("There is no Python: install the packages python3 and python3-dev, as tools/setup does, " +
             "or name an interpreter in PYTHON.")
    return str(path), str(path)

def _python(repository_ctx):
    interpreter, origin = _interpreter(repository_ctx)
    probe = repository_ctx.path(Label("//tools/python:probe.py"))
    result = repository_ctx.execute([interpreter, "-B", probe], timeout = 60)
    answer = result.stdout.strip().rpartition("\n")[2]
    if result.return_code != 0 or not answer.startswith("{"):
        last = result.stderr.strip().rpartition("\n")[2]
        fail("%s is not a Python interpreter%s; name a CPython from 3.9 on in PYTHON." %
             (origin, " (it says: %s)" % last if last else ""))
    facts = json.decode(answer)
    if facts["problem"]:
        fail(facts["problem"])

    repository_ctx.symlink(facts["include"], "include")
    build = _BUILD.format(library = facts["library"], libdir = facts["library"].rpartition("/")[0])
    if facts["numpy"]:
        repository_ctx.symlink(facts["numpy_include"], "numpy_include")
        build += _NUMPY_BUILD
    repository_ctx.file("BUILD", build)
    repository_ctx.file("python.bzl", "PYTHON = %r\n" % struct(**{name: facts[name] for name in _FACTS}))

python = repository_rule(
    implementation = _python,
    # PYENV_VERSION decides which interpreter a pyenv shim stands for.
    environ = ["PATH", "PYENV_VERSION", "PYTHON"],
    local = True,
)
