// No false alarm: calls into NumPy, an extension that caches, that counts its
// references by hand, and that has objects of its own in all arrays of objects.
#include "tests/refcheck/library_calls.h"
#include "tools/refcheck/gtest.h"

namespace {

using refcheck::Calls;
using refcheck::Check;
using refcheck::Given;
using refcheck::IsClean;
using refcheck::Module;
using refcheck::Outcome;
using refcheck::Row;

std::vector<Calls>
NumpyCalls()
{
    return {
    {"array", "import numpy as np\na = np.arange(12.0).reshape(3, 4)", {
        {"np.array([[1, 2], [3, 4]]) + 1.5"},
        {"np.zeros((50, 50)).tolist()"},
        {"a.T.copy().ravel()[::2].sum()"},
        {"np.concatenate([a, a]), np.stack([a, a]), np.split(a, 2, axis=1)"},
        {"np.array([1, 'x', None], dtype=object)"},
        {"np.array([[1], [2, 3]])", "ValueError"},
        {"np.frombuffer(b'abcdefgh', 'i4'), memoryview(a)[1, 2]"},
        {"np.asarray(bytearray(8)).resize(100)", "ValueError"},
        {"a.reshape(5, 5)", "ValueError"},
        {"np.array(a, dtype='f4').astype('c8').view('f4')"},
        {"np.fromiter((i * 2 for i in range(30)), int)"},
        {"np.broadcast_to(a[0], (9, 4)), np.broadcast(a, [1]), np.meshgrid([1], [2])"},
        {"repr(a), str(a[0]), format(a[1, 1], '.3f')"},
        {"b = np.empty(3, object)\nb[:] = [a, [1000], 'x']\nb[1].append(b.size)"},
        {"class A:\n    def __array__(self, *args, **kw): return a\nnp.array(A()) + 1"},
        {"class A:\n    def __array__(self, *args, **kw): 1 / 0\nnp.array(A())",
         "ZeroDivisionError"},
        {"class A(np.ndarray):\n    def __array_finalize__(self, o): self.x = [o]\n"
         "a.view(A)[1:] * 2"},
    }},
    {"indexing", "import numpy as np\na = np.arange(300)", {
        {"a[[1, 2, 3]], a[a > 250], a[..., None], a[np.array([True] * 300)]"},
        {"a[1000]", "IndexError"},
        {"a['x']", "IndexError"},
        {"b = a.copy()\nb[::3] = 7\nb[[1, 2]] += 1\nb[b < 5] = b[:1]"},
        {"np.take(a, [5, 6]), np.where(a > 7, a, -a), np.nonzero(a)"},
        {"a[:3] = 'x'", "ValueError"},
        {"for x in np.nditer([a, None], op_flags=[['readonly'], "
         "['writeonly', 'allocate']]): x[1][...] = x[0]"},
        {"list(np.ndenumerate(a[:5])), a.flat[3:9], list(np.ndindex(2, 2))"},
        {"a[:10].item(3), a.searchsorted([5, 7]), a.put([1], [1])"},
    }},
    {"types", "import numpy as np, pickle\n"
              "pair = np.dtype([('x', 'i4'), ('y', 'U5')])\n"
              "s = np.zeros(5, pair)", {
        {"np.dtype({'names': ['a', 'b'], 'formats': ['f8', 'O']})"},
        {"s['y'] = 'abc'\ns[1]['x'], s[['x', 'y']].tolist()"},
        {"np.dtype('no such type')", "TypeError"},
        {"s['z']", "ValueError"},
        {"np.array(['a', 'bcd']).astype('S'), np.char.add(['a'], ['b'])"},
        {"np.datetime64('2026-01-31') + np.timedelta64(5, 'D')"},
        {"np.datetime64('x')", "ValueError"},
        {"np.array(['2026-01', 'NaT'], 'M8[D]').astype('M8[s]').astype(str)"},
        {"np.promote_types('i4', 'f4'), np.can_cast('i8', 'i4'), np.finfo('f4')"},
        {"pickle.loads(pickle.dumps(s))"},
        {"np.float32(1.5) * np.int64(3), np.bool_(1), np.complex64(1j).conj()"},
        {"np.array([(1, [2])], [('a', 'i4'), ('b', 'O')])['b'][0].append(3)"},
        {"np.core.records.fromarrays([[1, 2], ['a', 'b']], names='x,y')[0].x"},
        {"np.int8(300 - 200) + np.int8(100)"},
    }},
    {"functions", "import numpy as np\n"
                  "a = np.linspace(0, 1, 64)\nm = np.eye(4) + .5\n"
                  "f = np.frompyfunc(lambda x, y: [x, y], 2, 1)", {
        {"np.sin(a) ** 2 + np.cos(a) ** 2"},
        {"np.add.reduce(a), np.add.outer(a, a), np.add.accumulate(a)"},
        {"np.multiply.at(a.copy(), [1, 2], 3), np.add.reduceat(a, [0, 5])"},
        {"np.add(a, a, out=np.empty(64), where=a > .5)"},
        {"np.add(a, [1, 2, 3])", "ValueError"},
        {"np.sin('x')", "TypeError"},
        {"f([1, 2], 3)"},
        {"np.frompyfunc(lambda x: 1 / 0, 1, 1)([1])", "ZeroDivisionError"},
        {"np.vectorize(str)(a[:3]), np.apply_along_axis(sum, 0, m)"},
        {"with np.errstate(divide='raise'): a / 0", "FloatingPointError"},
        {"np.linalg.inv(m), np.linalg.eigvals(m), np.linalg.svd(m), m @ m"},
        {"np.linalg.inv(np.zeros((2, 2)))", "LinAlgError"},
        {"np.fft.ifft(np.fft.fft(a)), np.convolve(a, [1, 2]), np.interp(.3, a, a)"},
        {"np.einsum('ij,jk->ik', m, m), np.tensordot(m, m), np.kron(m, m)"},
        {"np.einsum('ij,jk', m)", "ValueError"},
        {"np.sort(a[::-1]), np.argsort(a), np.unique([3, 1, 3]), np.lexsort([a, a])"},
        {"np.sort(np.array([2, 'a', None], dtype=object))", "TypeError"},
        {"np.histogram(a, 5), np.percentile(a, 30), np.median(a), np.bincount([1, 3])"},
        {"np.random.RandomState(7).normal(size=9), np.random.default_rng(7).random(9)"},
        {"np.random.default_rng(7).choice([1, 2], p=[.1, .1])", "ValueError"},
        {"np.array(['b', 'a'], dtype=object).argsort(), np.array([{}, []], object) == 1"},
        {"np.ma.masked_array([1, 2, 3], [0, 1, 0]).mean()"},
        {"np.polyfit([0, 1, 2], [1, 3, 5], 1), np.poly1d([1, 2])(3)"},
        {"class A:\n    def __array_ufunc__(self, *args, **kw): return NotImplemented\n"
         "np.add(a, A())", "TypeError"},
        {"class A:\n    def __array_function__(self, f, t, a, k): return [f]\n"
         "np.mean(A())"},
    }},
    {"files", "import numpy as np, io, ctypes\na = np.arange(300.0)", {
        {"b = io.BytesIO()\nnp.save(b, a)\nb.seek(0)\nnp.load(b)"},
        {"b = io.BytesIO()\nnp.savez(b, x=a)\nb.seek(0)\nnp.load(b)['x']"},
        {"np.load(io.BytesIO(b'junk'))", "ValueError"},
        {"np.loadtxt(io.StringIO('1 2\\n3 4')), np.fromstring('1,2', sep=',')"},
        {"np.loadtxt(io.StringIO('1 2\\n3 x'))", "ValueError"},
        {"np.genfromtxt(io.StringIO('a,b\\n1,2'), delimiter=',', names=True)"},
        {"np.frombuffer(a.tobytes(), 'f8', 3, 8), a.ctypes.data_as(ctypes.c_void_p)"},
        {"np.array2string(a, threshold=5, formatter={'float': str})"},
        {"with open('/dev/zero', 'rb') as f: np.fromfile(f, 'i4', 9)"},
        {"np.from_dlpack(a)"},
        {"np.asarray(type('A', (), {'__array_interface__': {'shape': 3}})())",
         "ValueError"},
    }},
    };
}

class Numpy : public testing::TestWithParam<Row> {};

TEST_P(Numpy, LosesNothing)
{
    ExpectClean(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Calls, Numpy,
                         testing::ValuesIn(refcheck::Rows({NumpyCalls()})),
                         refcheck::RowName);

// https://github.com/numpy/numpy/issues/6581: the collector cannot look into an
// array, so that a cycle through one stays.
TEST(KnownBugs, AnArrayInACycleIsNeverCollected)
{
    const Module none = {"none", ""};
    Outcome outcome = Check(none, "b = np.empty(1, object)\nb[0] = b",
                            Given("import numpy as np"));
    if (!outcome.measured()) {
        GTEST_SKIP() << outcome.report().error;
    }
    EXPECT_THAT(outcome, testing::Not(IsClean()));
}

}  // namespace
