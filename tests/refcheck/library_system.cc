// The system and the libraries that Python wraps: no network, no display.
#include "tests/refcheck/library_calls.h"

namespace refcheck {

std::vector<Calls>
SystemCalls()
{
    return {
    {"_asyncio", "import asyncio\n"
                 "loop = asyncio.new_event_loop()\n"
                 "async def double(x): return x * 2\n"
                 "async def fail(): raise KeyError([1])\n"
                 "async def many():\n"
                 "    return await asyncio.gather(double([1]), double('a'), fail(),\n"
                 "                                return_exceptions=True)\n", {
        {"loop.run_until_complete(double(1000))"},
        {"loop.run_until_complete(fail())", "KeyError"},
        {"loop.run_until_complete(many())"},
        {"f = loop.create_future()\nf.add_done_callback(print)\nf.set_result([1])\n"
         "loop.run_until_complete(f)"},
        {"f = loop.create_future()\nf.set_result([1])\nf.set_result(2)",
         "InvalidStateError"},
        {"f = loop.create_future()\nf.cancel('why')\nf.result()", "CancelledError"},
        {"t = loop.create_task(double([]), name='t')\nt.cancel()\n"
         "loop.run_until_complete(t)", "CancelledError"},
        {"asyncio.get_running_loop()", "RuntimeError"},
    }},
    {"_blake2", "import hashlib", {
        {"hashlib.blake2b(b'a', key=b'k', person=b'p').copy().hexdigest()"},
        {"hashlib.blake2s(digest_size=100)", "ValueError"},
    }},
    {"_bz2", "import bz2", {
        {"bz2.decompress(bz2.compress(b'abc' * 3000))"},
        {"bz2.decompress(b'junk')", "OSError"},
        {"bz2.BZ2Decompressor().decompress(bz2.compress(bytes(3000)), max_length=9)"},
        {"c = bz2.BZ2Compressor(1)\nc.flush()\nc.compress(b'a')", "ValueError"},
    }},
    {"_crypt", "import _crypt", {
        {"_crypt.crypt('secret', '$5$salt$')"},
    }},
    {"_ctypes", "import ctypes as c\n"
                "class P(c.Structure): _fields_ = [('x', c.c_int), ('p', c.py_object)]\n"
                "libc = c.CDLL(None)\n"
                "compare = c.CFUNCTYPE(c.c_int, c.POINTER(c.c_int), c.POINTER(c.c_int))\n"
                "libc.strtol.errcheck = lambda r, f, a: [r]\n"
                "c.pythonapi.PyBytes_FromString.restype = c.py_object\n", {
        {"P(1000, [2]).p.append(3)"},
        {"(c.c_int * 5)(*range(5))[1:4]"},
        {"a = (c.c_int * 3)(3, 1, 2)\n"
         "libc.qsort(a, 3, 4, compare(lambda x, y: x[0] - y[0]))"},
        {"libc.strtol(b'77777', None, 10)"},
        {"c.string_at(c.create_string_buffer(b'abc'), 2), c.byref(c.c_long(1000))"},
        {"c.pythonapi.PyBytes_FromString(c.c_char_p(b'abc'))"},
        {"class Q(c.Union): _fields_ = [('a', P), ('b', c.c_double)]\nQ(b=1.5).a"},
        {"P('x')", "TypeError"},
        {"libc.no_such_function", "AttributeError"},
        {"c.POINTER(c.c_int)().contents", "ValueError"},
        {"c.cast(c.pointer(P(1)), c.c_void_p).value, c.sizeof(P), c.alignment(P)"},
        {"c.c_char.from_buffer(bytearray(b'abc'), 1).value"},
        {"c.py_object([1]).value, c.c_wchar_p('abc').value"},
        {"compare(lambda x, y: 1 / 0)(None, None)"},
        {"libc.abs(1.5)", "ArgumentError"},
        {"c.c_int.from_buffer_copy(b'')", "ValueError"},
    }},
    {"_dbm", "import dbm.ndbm as dbm, tempfile", {
        {"with tempfile.TemporaryDirectory() as d, dbm.open(d + '/a', 'n') as db:\n"
         "    db[b'k'] = b'v'\n    db.get(b'x'), db.keys(), len(db)"},
        {"dbm.open(1000)", "TypeError"},
    }},
    {"_hashlib", "import hashlib, hmac", {
        {"hashlib.new('sha256', bytes(100)).copy().hexdigest()"},
        {"hashlib.pbkdf2_hmac('sha1', b'secret', b'salt', 3)"},
        {"hashlib.new('no such hash')", "ValueError"},
        {"hmac.new(b'key', b'msg', 'sha256').digest()"},
        {"hashlib.md5('text')", "TypeError"},
        {"hashlib.scrypt(b'a', salt=b'b', n=4, r=8, p=1)"},
        {"hmac.compare_digest('a', b'a')", "TypeError"},
    }},
    {"_imp", "import _imp", {
        {"_imp.is_builtin('sys'), _imp.extension_suffixes()"},
        {"_imp.get_frozen_object('no such')", "ImportError"},
        {"_imp.acquire_lock()\n_imp.release_lock()"},
    }},
    {"_interpreters", "import _interpreters as i", {
        {"i.run_string(10 ** 6, '')", "InterpreterNotFoundError", 13},
    }},
    {"_io", "import io\nclass Raw(io.RawIOBase):\n"
            "    def readable(self): return True\n"
            "    def readinto(self, b): b[:] = bytes(len(b)); return len(b)\n", {
        {"io.BytesIO(bytes(100)).read()"},
        {"io.StringIO().write('x' * 1000)"},
        {"list(io.TextIOWrapper(io.BytesIO(b'a\\r\\nb\\n'), encoding='utf-8'))"},
        {"io.BufferedReader(Raw(), 16).peek(20)"},
        {"open('/dev/zero', 'rb').read(10)"},
        {"open('/nowhere/at/all')", "FileNotFoundError"},
        {"b = io.BytesIO(b'abc')\nv = b.getbuffer()\nb.write(b'abcdef')", "BufferError"},
        {"io.TextIOWrapper(io.BytesIO(b'\\xff'), encoding='ascii').read()",
         "UnicodeDecodeError"},
        {"f = io.BytesIO()\nf.close()\nf.read()", "ValueError"},
        {"io.BytesIO().readinto('a')", "TypeError"},
        {"with open('/dev/null', 'w') as f: print('abc', 1000, file=f)"},
        {"io.StringIO('a\\r\\nb', newline=None).readlines()"},
        {"io.BufferedRandom(io.BytesIO(b'abc')).seek(-9)", "ValueError"},
        {"io.IncrementalNewlineDecoder(None, True).decode('a\\r\\nb\\r')"},
    }},
    {"_lsprof", "import cProfile", {
        {"cProfile.Profile().runcall(sorted, [2, 1], key=lambda x: [x])"},
        {"p = cProfile.Profile(builtins=False)\np.enable()\np.disable()\np.getstats()"},
    }},
    {"_lzma", "import lzma", {
        {"lzma.decompress(lzma.compress(b'abc' * 3000, preset=0))"},
        {"lzma.decompress(b'junk')", "LZMAError"},
        {"lzma.LZMACompressor(filters=[{'id': 'x'}])", "TypeError"},
    }},
    {"_md5", "import _md5", {
        {"h = _md5.md5(b'abc')\nh.update(bytes(300))\nh.copy().hexdigest()"},
    }},
    {"_multiprocessing", "import multiprocessing.synchronize as s, multiprocessing", {
        {"multiprocessing.get_context('fork').Semaphore(1).acquire(False)"},
        {"multiprocessing.get_context('fork').Lock().release()", "ValueError"},
    }},
    {"_posixshmem", "import _posixshmem, os", {
        {"os.close(_posixshmem.shm_open('/refcheck', os.O_CREAT | os.O_RDWR, 0o600))\n"
         "_posixshmem.shm_unlink('/refcheck')"},
        {"_posixshmem.shm_unlink('/no such')", "FileNotFoundError"},
    }},
    {"_posixsubprocess", "import subprocess", {
        {"subprocess.run(['/bin/true'], check=True)"},
        {"subprocess.run('echo a; exit 3', shell=True, stdout=-1).stdout"},
        {"subprocess.run(['/no/such'], env={'A': 'b'})", "FileNotFoundError"},
        {"subprocess.Popen(['/bin/true'], preexec_fn=list).wait()"},
    }},
    {"_queue", "import queue", {
        {"q = queue.SimpleQueue()\nq.put([1])\nq.put(q)\nq.get()"},
        {"queue.SimpleQueue().get_nowait()", "Empty"},
        {"queue.SimpleQueue().get(timeout=-1)", "ValueError"},
    }},
    {"_sha1", "import _sha1", {
        {"_sha1.sha1(b'abc').hexdigest()"},
    }},
    {"_sha2", "import _sha2", {
        {"_sha2.sha256(b'abc').copy().digest(), _sha2.sha384().hexdigest()"},
    }},
    {"_sha256", "import _sha256", {
        {"_sha256.sha256(b'abc').copy().digest(), _sha256.sha224().hexdigest()"},
    }},
    {"_sha3", "import _sha3", {
        {"_sha3.sha3_512(b'abc').hexdigest(), _sha3.shake_128(b'a').digest(300)"},
        {"_sha3.shake_128(b'a').digest(-1)", "ValueError"},
    }},
    {"_sha512", "import _sha512", {
        {"_sha512.sha512(b'abc').copy().digest(), _sha512.sha384().hexdigest()"},
    }},
    {"_signal", "import signal", {
        {"signal.signal(signal.SIGUSR1, signal.signal(signal.SIGUSR1, print))"},
        {"signal.signal(signal.SIGUSR1, lambda s, f: [s])\n"
         "signal.raise_signal(signal.SIGUSR1)"},
        {"signal.signal(1000, print)", "ValueError"},
        {"signal.pthread_sigmask(signal.SIG_BLOCK, []), signal.valid_signals()"},
        {"signal.sigtimedwait([signal.SIGUSR2], 0)"},
    }},
    {"_socket", "import socket", {
        {"a, b = socket.socketpair()\na.sendall(b'abc')\nb.recv(10)\n"
         "a.close()\nb.close()"},
        {"socket.inet_pton(socket.AF_INET6, '::1'), socket.htons(80)"},
        {"socket.inet_aton('1.2.3.400')", "OSError"},
        {"s = socket.socket(socket.AF_UNIX)\ntry: s.connect('/no/such')\n"
         "finally: s.close()", "FileNotFoundError"},
        {"a, b = socket.socketpair()\nwith a, b:\n"
         "    a.sendmsg([b'ab', bytearray(b'c')])\n    b.recv_into(bytearray(2))"},
        {"with socket.socket(socket.AF_UNIX) as s: s.bind(7)", "TypeError"},
        {"socket.getaddrinfo('127.0.0.1', 80, type=socket.SOCK_STREAM)"},
    }},
    {"_sqlite3", "import sqlite3\n"
                 "db = sqlite3.connect(':memory:', isolation_level=None)\n"
                 "db.execute('create table t(a, b)')\n"
                 "db.execute('insert into t values(1000, \"x\")')\n", {
        {"db.execute('select a, b from t where a > ?', (500,)).fetchall()"},
        {"sqlite3.connect(':memory:').execute('select 1.5').fetchone()"},
        {"db.execute('no such statement')", "OperationalError"},
        {"db.execute('select ?', [])", "ProgrammingError"},
        {"db.create_function('f', 1, lambda x: x * 2)\n"
         "db.execute('select f(a) from t').fetchall()"},
        {"db.create_function('f', 1, lambda x: 1 / 0)\n"
         "db.execute('select f(a) from t').fetchall()", "OperationalError"},
        {"class A:\n    def __init__(self): self.n = []\n"
         "    def step(self, x): self.n.append(x)\n"
         "    def finalize(self): return len(self.n)\n"
         "db.create_aggregate('g', 1, A)\ndb.execute('select g(a) from t').fetchall()"},
        {"c = db.cursor()\nc.row_factory = sqlite3.Row\n"
         "dict(c.execute('select * from t').fetchone())"},
        {"list(db.iterdump())"},
        {"db.executemany('delete from t where a = :a', [{'a': 1}, {'b': 2}])",
         "ProgrammingError"},
        {"db.set_trace_callback(print)\ndb.execute('select 1')\n"
         "db.set_trace_callback(None)"},
        {"db.create_collation('c', lambda a, b: (a > b) - (a < b))\n"
         "db.execute('select b from t order by b collate c').fetchall()"},
        {"with db: db.execute('select zeroblob(9)').fetchone()"},
        {"sqlite3.connect('/no/such')", "OperationalError"},
    }},
    {"_ssl", "import ssl", {
        {"ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)"},
        {"c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)\n"
         "o = c.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname='a')\n"
         "o.do_handshake()", "SSLWantReadError"},
        {"ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain('/no/such')",
         "FileNotFoundError"},
        {"b = ssl.MemoryBIO()\nb.write(b'abc')\nb.read(2)"},
        {"ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).set_ciphers('none')", "SSLError"},
        {"ssl.RAND_bytes(16), ssl.get_default_verify_paths(), ssl.OPENSSL_VERSION"},
        {"ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).get_ciphers()"},
    }},
    {"_stat", "import stat, os", {
        {"stat.filemode(os.stat('/').st_mode), stat.S_ISDIR(16877)"},
        {"stat.S_IMODE('a')", "TypeError"},
    }},
    {"_thread", "import threading, _thread", {
        {"t = threading.Thread(target=list, args=(range(300),))\nt.start()\nt.join()"},
        {"with threading.RLock() as l, threading.Lock(): pass"},
        {"threading.Lock().release()", "RuntimeError"},
        {"local = threading.local()\nlocal.x = [1]\n"
         "t = threading.Thread(target=setattr, args=(local, 'x', 2))\n"
         "t.start()\nt.join()"},
        {"_thread.start_new_thread(1, ())", "TypeError"},
        {"threading.RLock().release()", "RuntimeError"},
    }},
    {"_tracemalloc", "import tracemalloc", {
        {"tracemalloc.get_traced_memory(), tracemalloc.is_tracing()"},
        {"tracemalloc.start(-1)", "ValueError"},
    }},
    {"_warnings", "import warnings", {
        {"with warnings.catch_warnings(record=True) as w:\n"
         "    warnings.simplefilter('always')\n    warnings.warn('careful')"},
        {"with warnings.catch_warnings():\n    warnings.simplefilter('error')\n"
         "    warnings.warn('careful', DeprecationWarning)", "DeprecationWarning"},
    }},
    {"atexit", "import atexit", {
        {"atexit.register(print, 1, end='')\natexit.unregister(print)"},
        {"atexit.register(1)", "TypeError"},
    }},
    {"audioop", "import warnings\nwarnings.simplefilter('ignore')\nimport audioop", {
        {"audioop.ratecv(bytes(100), 2, 1, 8000, 11025, None)"},
        {"audioop.lin2adpcm(bytes(100), 2, None), audioop.tomono(bytes(8), 2, 1, 1)"},
        {"audioop.add(b'a', b'bc', 1)", "error"},
    }},
    {"errno", "import errno", {
        {"errno.errorcode[errno.ENOENT]"},
    }},
    {"faulthandler", "import faulthandler", {
        {"faulthandler.dump_traceback(1)"},
        {"faulthandler.dump_traceback_later(1000)\n"
         "faulthandler.cancel_dump_traceback_later()"},
        {"faulthandler.dump_traceback('x')", "AttributeError"},
    }},
    {"fcntl", "import fcntl, os\nf = os.open('/dev/null', os.O_RDONLY)", {
        {"fcntl.fcntl(f, fcntl.F_GETFD), fcntl.fcntl(f, fcntl.F_GETLK, bytes(32))"},
        {"fcntl.ioctl(f, 0, bytearray(8))", "OSError"},
        {"fcntl.flock(f, fcntl.LOCK_UN)"},
    }},
    {"gc", "import gc", {
        {"gc.get_referrers([]), gc.get_referents([1000]), gc.get_stats()"},
        {"class A:\n    def __del__(self): self.x\na = A()\na.a = a\ndel a\n"
         "gc.collect()"},
        {"gc.callbacks.append(lambda *a: None)\ngc.collect()\ngc.callbacks.pop()"},
        {"len(gc.get_objects()), gc.is_tracked([]), gc.get_threshold()"},
    }},
    {"grp", "import grp", {
        {"grp.getgrgid(0), grp.getgrnam('root')"},
        {"grp.getgrnam('no such')", "KeyError"},
    }},
    {"mmap", "import mmap, os", {
        {"m = mmap.mmap(-1, 5000)\nm[:3] = b'abc'\nm.find(b'c')\nm.resize(9000)"},
        {"mmap.mmap(-1, 0)", "OSError"},
        {"m = mmap.mmap(-1, 10)\nv = memoryview(m)\nm.close()", "BufferError"},
        {"mmap.mmap(-1, 10)[100]", "IndexError"},
        {"with mmap.mmap(-1, 10) as m: m.write(b'ab\\n'); m.seek(0); m.readline()"},
    }},
    {"posix", "import os", {
        {"os.listdir('/'), os.stat('/'), os.getcwd(), os.uname(), os.times()"},
        {"[e.is_dir() for e in os.scandir('/dev')]"},
        {"os.open('/no/such', os.O_RDONLY)", "FileNotFoundError"},
        {"r, w = os.pipe()\nos.write(w, b'abc')\nos.readv(r, [bytearray(2)])\n"
         "os.close(r)\nos.close(w)"},
        {"os.waitpid(os.posix_spawn('/bin/true', ['true'], os.environ), 0)"},
        {"pid = os.fork()\nif not pid: os._exit(3)\nos.waitpid(pid, 0)"},
        {"os.environ['A'] = 'b' * 100\ndel os.environ['A']"},
        {"os.fspath(1000)", "TypeError"},
        {"os.execv('/no/such', ['a', 'b'])", "FileNotFoundError"},
        {"os.putenv(b'a=b', b'c')", "ValueError"},
        {"os.sched_getaffinity(0), os.get_terminal_size(0)", "OSError"},
    }},
    {"pwd", "import pwd", {
        {"pwd.getpwuid(0), pwd.getpwnam('root')"},
        {"pwd.getpwnam('no such')", "KeyError"},
    }},
    {"readline", "import readline", {
        {"readline.set_completer(lambda t, n: [t])\nreadline.set_completer(None)"},
        {"readline.add_history('a')\nreadline.get_history_item(1)\n"
         "readline.clear_history()"},
        {"readline.read_history_file('/no/such')", "FileNotFoundError"},
    }},
    {"resource", "import resource", {
        {"resource.getrusage(resource.RUSAGE_SELF)"},
        {"resource.setrlimit(0, resource.getrlimit(0))"},
        {"resource.getrlimit(1000)", "ValueError"},
    }},
    {"select", "import select, selectors, os\nr, w = os.pipe()", {
        {"select.select([r], [w], [], 0)"},
        {"p = select.poll()\np.register(w)\np.poll(0)\np.unregister(w)"},
        {"with select.epoll() as e: e.register(w); e.poll(0)"},
        {"select.select([object()], [], [])", "TypeError"},
        {"with selectors.DefaultSelector() as s: s.register(r, 1, []); s.select(0)"},
        {"select.poll().modify(77, 1)", "FileNotFoundError"},
    }},
    {"sys", "import sys", {
        {"sys.getsizeof([1000]), sys._getframe().f_locals, sys.exc_info()"},
        {"sys.settrace(lambda f, e, a: None)\nlen(str(1000))\nsys.settrace(None)"},
        {"sys.intern('a%d' % 1000), sys.getrefcount(None)"},
        {"sys.setrecursionlimit(1)\nsys.setrecursionlimit('x')", "RecursionError"},
        {"sys.unraisablehook(1)", "TypeError"},
        {"sys.exit([1])", "SystemExit"},
    }},
    {"syslog", "import syslog", {
        {"syslog.setlogmask(syslog.LOG_UPTO(syslog.LOG_ERR))"},
        {"syslog.openlog('a', 'b')", "TypeError"},
    }},
    {"termios", "import termios, os, pty, tty\nmain, terminal = os.openpty()", {
        {"termios.tcsetattr(terminal, termios.TCSANOW, termios.tcgetattr(terminal))"},
        {"termios.tcgetattr(1000)", "error"},
        {"termios.tcsetattr(terminal, 0, [1, 2])", "TypeError"},
    }},
    {"zlib", "import zlib, gzip", {
        {"zlib.decompress(zlib.compress(bytes(5000)))"},
        {"zlib.decompress(b'junk')", "error"},
        {"d = zlib.decompressobj(zdict=b'abc')\n"
         "d.copy().decompress(zlib.compress(b'x' * 900), 10)"},
        {"c = zlib.compressobj(9, zdict=b'abc')\nc.compress(b'abcabc')\n"
         "c.copy().flush()"},
        {"gzip.decompress(gzip.compress(bytes(3000)))"},
        {"zlib.compressobj(100)", "ValueError"},
        {"zlib.crc32('a')", "TypeError"},
    }},
    };
}

}  // namespace refcheck
