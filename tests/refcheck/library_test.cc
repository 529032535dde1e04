// No false alarm: calls into Python's own library, which caches, interns, runs
// regular expressions, raises and grows tables, and which loses nothing.
#include <string>
#include <vector>

#include "tools/refcheck/gtest.h"

namespace {

using refcheck::Check;
using refcheck::Given;
using refcheck::IsClean;
using refcheck::Module;

struct Call {
    std::string name, setup, statement;
};

void
PrintTo(const Call &call, std::ostream *out)
{
    *out << call.statement;
}

const std::vector<Call> kCalls = {
    {"ast", "import ast", "ast.parse('def f(x): return [x, *range(3)]')"},
    {"base64", "import base64", "base64.b64encode(bytes(300))"},
    {"bisect", "import bisect", "bisect.insort([1.5, 2.5, 4.5], 3.5)"},
    {"bytesio", "import io", "io.BytesIO(bytes(100)).read()"},
    {"classes", "", "class A: pass\nclass B(A): pass\nB().x = A()"},
    {"comprehension", "", "{str(i): [i] * i for i in range(300, 340)}"},
    {"contextlib", "import contextlib, io",
     "with contextlib.closing(io.StringIO('x')) as f: f.read()"},
    {"copy", "import copy\nd = {'a': [1000, {'b': (2.5,)}]}", "copy.deepcopy(d)"},
    {"csv", "import csv", "list(csv.reader(['a,b,c', '1,2,3']))"},
    {"cycle", "", "a = []\nb = [a]\na.append(b)"},
    {"datetime", "import datetime",
     "datetime.datetime(2026, 1, 31).isoformat()"},
    {"decimal", "import decimal", "decimal.Decimal('1.10') / 3"},
    {"deque", "import collections", "collections.deque(range(300), 10)"},
    {"exceptions", "",
     "try:\n    raise KeyError('a', 'b')\nexcept KeyError as e:\n    str(e)"},
    {"format", "", "'{:>10} {!r} {:%}'.format('abc', [1.5], .25)"},
    {"fractions", "import fractions", "fractions.Fraction(355, 113) + 1"},
    {"generators", "", "list(x * 1000 for x in range(20))"},
    {"getattr", "class A: x = 1\na = A()", "hasattr(a, 'name%d' % id([]))"},
    {"hashlib", "import hashlib", "hashlib.sha256(bytes(100)).hexdigest()"},
    {"heapq", "import heapq", "heapq.nsmallest(3, [9.5, 1.5, 8.5, 2.5])"},
    {"inspect", "import inspect", "inspect.signature(inspect.getmodule)"},
    {"itertools", "import itertools",
     "list(itertools.permutations('abcd', 3))"},
    {"json", "import json",
     "json.loads(json.dumps({'a': [1, 2.5, None, 'x']}))"},
    {"lru_cache",
     "import functools\nf = functools.lru_cache(100)(str)\nn = 0",
     "n += 1\nf(n)"},
    {"pathlib", "import pathlib", "pathlib.Path('/a/b', 'c.txt').with_suffix('.c')"},
    {"pickle", "import pickle",
     "pickle.loads(pickle.dumps({'a': [1.5, (2, 'x')]}))"},
    {"random", "import random", "random.sample(range(1000), 10)"},
    {"re", "import re", "re.sub(r'(\\w+) (\\w+)', r'\\2 \\1', 'hello world')"},
    {"ring", "ring = [None] * 8\nn = 0",
     "ring[n % 8] = bytes(range(65, 91))\nn += 1"},
    {"sets", "", "frozenset(range(300, 400)) & set(range(350, 450))"},
    {"sort", "", "sorted([[3.5], [1.5], [2.5]], key=lambda x: x[0])"},
    {"stringio", "import io", "io.StringIO().write('x' * 1000)"},
    {"struct", "import struct", "struct.unpack('<qd', struct.pack('<qd', 70000, .5))"},
    {"textwrap", "import textwrap", "textwrap.fill('lorem ipsum ' * 20, 30)"},
    {"threads", "import threading",
     "t = threading.Thread(target=list, args=(range(300),))\nt.start()\nt.join()"},
    {"urllib", "import urllib.parse",
     "urllib.parse.urlparse('https://a.example/b?c=d#e')"},
    {"weakref", "import weakref\nclass A: pass", "weakref.ref(A())"},
    {"xml", "import xml.etree.ElementTree as E",
     "E.fromstring('<a b=\"c\"><d>text</d></a>')"},
    {"zlib", "import zlib", "zlib.decompress(zlib.compress(bytes(5000)))"},
};

class Library : public testing::TestWithParam<Call> {};

TEST_P(Library, LosesNothing)
{
    const Module none = {"none", ""};
    EXPECT_THAT(Check(none, GetParam().statement, Given(GetParam().setup)),
                IsClean());
}

INSTANTIATE_TEST_SUITE_P(Calls, Library, testing::ValuesIn(kCalls),
                         [](const auto &info) { return info.param.name; });

}  // namespace
