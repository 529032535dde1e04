# What recipes make their objects of: each call of these makes fresh, mortal ones.
import collections
import contextvars
import datetime
import encodings
import gc
import importlib.machinery
import io
import linecache
import math
import os
import pickle
import re
import sys
import types
import warnings
import weakref

_count = [0]


def s(start='probe'):
    _count[0] = (_count[0] + 1) % 1000 + 1000
    return start + str(_count[0]) + 'x'


def text(characters):
    """An equal str that nobody else has."""
    return ''.join([characters[:1], characters[1:]])


class Text(str):
    """What is a str, but not exactly one."""


def data(characters):
    return bytes(bytearray(characters))


def big(more=1):
    return int('9' * 25) + more


class P:
    """An object with nothing special."""


class Unhashable:
    __hash__ = None


class Unequal:
    """A key with the hash of another one, which it does not let compare."""

    def __init__(self, other):
        self.other = other

    def __hash__(self):
        return hash(self.other)

    def __eq__(self, other):
        raise E(P())


class H:
    """An object that answers every question with a new object."""

    def __init__(self):
        self.attr = P()
        self.other = P()

    def meth(self, *args):
        return P()

    def same(self, thing):
        return thing

    def __repr__(self):
        return s('repr')

    def __str__(self):
        return s('str')

    def __bytes__(self):
        return data(b'bytes-of-h')

    def __format__(self, spec):
        return s('format')

    def __index__(self):
        return big()

    def __iter__(self):
        return iter([P(), P()])

    def __fspath__(self):
        return s('some/path')

    def __call__(self, *args, **kwargs):
        return P()


class Refuses:
    """An object that answers every question with an exception."""

    def __call__(self, *args, **kwargs):
        raise E(P())

    __bool__ = __len__ = __length_hint__ = __hash__ = __call__
    __index__ = __int__ = __float__ = __complex__ = __call__
    __repr__ = __str__ = __bytes__ = __format__ = __dir__ = __call__
    __eq__ = __lt__ = __contains__ = __getitem__ = __setitem__ = __delitem__ = __call__
    __getattr__ = __instancecheck__ = __subclasscheck__ = __call__


class Answers:
    """An object that compares to a new object."""

    def __eq__(self, other):
        return P()


class Sums:
    """A number: what is computed with it is a new object."""

    def __add__(self, *others):
        return P()

    __sub__ = __mul__ = __matmul__ = __truediv__ = __floordiv__ = __mod__ = __add__
    __divmod__ = __pow__ = __lshift__ = __rshift__ = __and__ = __xor__ = __or__ = __add__
    __neg__ = __pos__ = __abs__ = __invert__ = __add__

    def __int__(self):
        return big()

    def __float__(self):
        return float('1.5')

    __index__ = __int__


class Updates(Sums):
    """What is computed in place is the object itself."""

    def __iadd__(self, *others):
        return self

    __isub__ = __imul__ = __imatmul__ = __itruediv__ = __ifloordiv__ = __imod__ = __iadd__
    __ipow__ = __ilshift__ = __irshift__ = __iand__ = __ixor__ = __ior__ = __iadd__


class Int(int):
    pass


class Float(float):
    pass


class Complex(complex):
    pass


class Narrow:
    """An object that stands for a number that C has."""

    def __index__(self):
        return int('12345')

    def __complex__(self):
        return complex('1+2j')


class Inexact:
    """A number that answers with subclasses of what is asked for, which is deprecated."""

    def __int__(self):
        return Int('12345')

    def __float__(self):
        return Float('1.5')

    def __complex__(self):
        return Complex('1+2j')

    __index__ = __int__


class Wrong:
    """A number that answers with what is none."""

    def __int__(self):
        return P()

    __index__ = __float__ = __complex__ = __int__


class Truncates:
    def __trunc__(self):
        return big()


def answering(thing):
    return thing


def lst():
    return [P(), P(), P()]


def tup():
    return (P(), P(), P())


def dct():
    return {text('k1'): P(), text('k2'): P(), s(): P()}


def odct():
    return collections.OrderedDict(dct())


def st():
    return {P(), P(), P()}


def record():
    """A struct sequence of a type that was made at run time."""
    return os.terminal_size(tup()[:2])


def shared(thing):
    """It has a second owner."""
    shared.owner[0] = thing
    return thing


shared.owner = [None]


class E(Exception):
    pass


def mod():
    module = types.ModuleType(s('mod'))
    module.attr = P()
    module.__file__ = s('file')
    return module


def typ():
    return type(s('T'), (object,), {'attr': P()})


def fn():
    cell = P()

    def function(a=P()) -> P:
        return P(), cell
    function.__defaults__ = (P(),)
    function.__kwdefaults__ = {text('z'): P()}
    function.__annotations__ = {text('a'): P()}
    function.__module__ = s('mod')
    return function


def code():
    return compile('x = 1', s('file'), 'exec')


def frm():
    """A frame that has ended."""
    local = P()
    return sys._getframe()


def inner_frm():
    return frm()


def new_frame(code):
    """A frame that has not run: Python makes none that could be handed on."""
    import ctypes
    api = ctypes.pythonapi
    api.PyThreadState_Get.restype = ctypes.c_void_p
    api.PyFrame_New.restype = ctypes.py_object
    api.PyFrame_New.argtypes = [ctypes.c_void_p] + 3 * [ctypes.py_object]
    return api.PyFrame_New(api.PyThreadState_Get(), code, globals(), globals())


def sleeping_thread():
    """The number of a thread that never runs again."""
    import threading
    lock = threading.Lock()
    lock.acquire()
    thread = threading.Thread(target=lock.acquire, daemon=True)
    thread.start()
    return thread.ident


def gen():
    local = P()

    def generator():
        yield local
    return generator()


def started_gen():
    """A generator that waits for what is sent to it."""
    def generator():
        yield P()
        yield P()
    waiting = generator()
    next(waiting)
    return waiting


def returning_gen():
    return P()
    yield


def failing_gen():
    raise ValueError(s('failing'))
    yield


async def async_generator():
    yield P()


def agen():
    return async_generator()


def same_code():
    return (lambda thing: thing).__code__


def keyword_code():
    return (lambda *, thing: thing).__code__


def cell_code():
    thing = P()
    return (lambda: thing).__code__


def outer_code():
    """Code with a variable for the code inside it."""
    return compile('lambda thing: lambda: thing', s('file'), 'eval').co_consts[0]


def with_attribute(thing, name, value):
    setattr(thing, name, value)
    return thing


def with_new_name(thing):
    """It has an attribute of a name that no other object has had."""
    with_new_name.last = s('name')
    thing.__dict__[with_new_name.last] = P()
    return thing


def with_shown_values(thing):
    """Its dictionary was asked for."""
    vars(thing)
    return thing


class Slotted:
    __slots__ = ('member',)


def slotted(value=P):
    """An object with one slot, which may be empty."""
    thing = Slotted()
    if value:
        thing.member = value()
    return thing


def member():
    """A descriptor that its type does not have any more."""
    name = s('member')
    of = type(s('T'), (), {'__slots__': (name,)})
    descriptor = of.__dict__[name]
    delattr(of, name)
    sys._clear_type_cache()     # it had the name
    return descriptor


def raising():
    return compile('1/0', s('file'), 'exec')


def encode_error():
    return UnicodeEncodeError(text('ascii'), s(), 1, 3, s('reason'))


def codec_search():
    def probe_search(name):
        return None
    return probe_search


# Of the interpreter, which before Python 3.10 gives nothing in it back.
codec_search_path = next(path for path in gc.get_objects()
                         if type(path) is list and encodings.search_function in path[:1])


def listen_to(event, fails):
    """A tool of sys.monitoring for an event of that number."""
    def listener(code, *arguments):
        if fails and code.co_filename.startswith('file'):
            raise E
    tools = sys.monitoring
    tools.use_tool_id(4, 'probe')
    tools.register_callback(4, 1 << event, listener)
    with_call = (tools.events.C_RETURN, tools.events.C_RAISE)
    tools.set_events(4, tools.events.CALL if 1 << event in with_call else 1 << event)


def stop_listening():
    sys.monitoring.set_events(4, 0)
    sys.monitoring.free_tool_id(4)


class Loader:
    """Of the module `reloaded`, whose code does next to nothing."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name == 'reloaded':
            return importlib.machinery.ModuleSpec(name, cls)

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        module.attr = P()


sys.meta_path.insert(0, Loader)
importlib.import_module('reloaded')
sys.modules['halted'] = None    # its import fails


# The type of what PyInstanceMethod_New() makes has no name in Python.
instance_method = next(t for t in object.__subclasses__() if t.__name__ == 'instancemethod')


sys.probe_attr = P()


class Sink:
    """In place of sys.stderr."""

    def write(self, text):
        return len(text)

    def flush(self):
        pass


def exc_type(base=Exception):
    """A class of its own, by the name that recipes expect."""
    return type('E', (base,), {})


def os_error_type():
    return exc_type(OSError)


def exc():
    exception = E(P())
    exception.__cause__ = E(P())
    exception.__context__ = E(P())
    return exception


def tb():
    try:
        raise E(P())
    except E as exception:
        return exception.__traceback__


class Ignored(Warning):
    pass


class Shown(Warning):
    pass


class Raised(Warning):
    pass


for action, category in (
        ('ignore', Ignored), ('default', Shown), ('error', Raised), ('ignore', ResourceWarning),
        ('ignore', DeprecationWarning)):
    warnings.simplefilter(action, category)


def ignored():
    return type('Ignored', (Ignored,), {})


def shown():
    return type('Shown', (Shown,), {})


def raised():
    return type('Raised', (Raised,), {})


def group():
    """Of 3.11 and later."""
    return ExceptionGroup(s('group'), [E(P()), E(P())])


def decode_error():
    return UnicodeDecodeError(s('codec'), data(b'bytes'), 0, 1, s('reason'))


def encode_error():
    return UnicodeEncodeError(s('codec'), s('text'), 0, 1, s('reason'))


def translate_error():
    return UnicodeTranslateError(s('text'), 0, 1, s('reason'))


def unnamed():
    """A module without a name."""
    module = types.ModuleType(s('mod'))
    del module.__name__
    return module


def weak(thing):
    """A weak reference to what weak.referent holds."""
    weak.referent = thing
    return weakref.ref(thing)


def proxy(thing):
    weak.referent = thing
    return weakref.proxy(thing)


def take_referent():
    """Nothing but what this returns holds it any more."""
    thing, weak.referent = weak.referent, None
    return thing


def var():
    var.last = contextvars.ContextVar(s('var'))
    return var.last


def token():
    """Of the last var()."""
    return var.last.set(P())


def used_token():
    used = token()
    var.last.reset(used)
    return used


def released(buffer):
    buffer.release()
    return buffer


def zone():
    return datetime.timezone(datetime.timedelta(seconds=4000 + _count[0]), s('zone'))
