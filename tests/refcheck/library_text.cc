// Text and bytes: codecs, parsers, formats, Python's own source.
#include "tests/refcheck/library_calls.h"

namespace refcheck {

std::vector<Calls>
TextCalls()
{
    return {
    {"_ast", "import ast", {
        {"ast.parse('def f(x): return [x, *range(3)]')"},
        {"compile(ast.parse('a = b + 1'), 'f', 'exec')"},
        {"ast.literal_eval('{1: [2.5, None]}')"},
        {"compile(ast.Module([ast.Expr(None)], []), 'f', 'exec')", "TypeError"},
        {"ast.Name(id='x', ctx=ast.Load(), lineno=1000)"},
    }},
    {"_codecs", "import codecs", {
        {"'h\\xe9llo'.encode('latin-1').decode('latin-1')"},
        {"codecs.encode('hello', 'rot13')"},
        {"b'\\xff\\xfe'.decode('utf-8')", "UnicodeDecodeError"},
        {"'\\u20ac'.encode('ascii', 'xmlcharrefreplace')"},
        {"codecs.lookup('no such codec')", "LookupError"},
        {"codecs.getincrementaldecoder('utf-8')().decode(b'\\xe2\\x82')"},
        {"codecs.escape_decode(b'a\\\\n')"},
        {"codecs.charmap_encode('abc', 'strict', {97: 98, 98: b'x', 99: None})", "UnicodeEncodeError"},
        {"codecs.charmap_encode('abc', 'strict', {97: 98, 98: 'y'})", "TypeError"},
    }},
    {"_codecs_cn", "", {
        {"'\\u4e2d\\u6587'.encode('gb18030').decode('gb18030')"},
    }},
    {"_codecs_hk", "", {
        {"'\\u4e2d\\u6587'.encode('big5hkscs')"},
    }},
    {"_codecs_iso2022", "", {
        {"'\\u65e5\\u672c'.encode('iso2022_jp').decode('iso2022_jp')"},
    }},
    {"_codecs_jp", "", {
        {"'\\u65e5\\u672c'.encode('shift_jis').decode('shift_jis')"},
        {"b'\\x81'.decode('euc_jp')", "UnicodeDecodeError"},
    }},
    {"_codecs_kr", "", {
        {"'\\ud55c'.encode('cp949').decode('cp949')"},
    }},
    {"_codecs_tw", "", {
        {"'\\u4e2d'.encode('big5').decode('big5', 'replace')"},
    }},
    {"_csv", "import csv, io", {
        {"list(csv.reader(['a,b,c', '1,\"2,2\",3']))"},
        {"csv.writer(io.StringIO()).writerows([['a', 1.5], [None, 'b c']])"},
        {"list(csv.DictReader(['a,b', '1,2', '3']))"},
        {"csv.reader(['a'], 'no such dialect')", "Error"},
        {"list(csv.reader(['\"a'], strict=True))", "Error"},
        {"csv.register_dialect('d', delimiter=';')\ncsv.unregister_dialect('d')"},
    }},
    {"_elementtree", "import xml.etree.ElementTree as E\n"
                     "tree = E.fromstring('<a><b x=\"1\">t</b><b/></a>')", {
        {"E.fromstring('<a b=\"c\"><d>text</d></a>')"},
        {"E.fromstring('<a><b></a>')", "ParseError"},
        {"E.tostring(tree)"},
        {"tree.findall('.//b[@x]'), tree.find('c'), list(tree.iter('b'))"},
        {"e = E.Element('e', k='v')\ne.append(E.Element('f'))\ne[0:1] = []"},
        {"list(E.XMLPullParser(['end']).read_events())"},
        {"tree.insert('x', None)", "TypeError"},
    }},
    {"_json", "import json", {
        {"json.loads(json.dumps({'a': [1, 2.5, None, 'x']}))"},
        {"json.dumps({'b': 1, 'a': [[]]}, indent=1, sort_keys=True)"},
        {"json.loads('[1, 2')", "JSONDecodeError"},
        {"json.dumps({1, 2})", "TypeError"},
        {"json.dumps([{1, 2}], default=sorted)"},
        {"a = []\na.append(a)\njson.dumps(a)", "ValueError"},
        {"json.loads('{\"x\": 1e3, \"y\": 77777}', object_hook=lambda d: d['y'])"},
        {"json.loads('\"\\\\u00e9\\\\ud83d\\\\ude00\"')"},
    }},
    {"_locale", "import locale", {
        {"locale.localeconv()"},
        {"locale.setlocale(locale.LC_ALL, 'C')"},
        {"locale.setlocale(locale.LC_ALL, 'no such')", "Error"},
        {"locale.strxfrm('abc'), locale.strcoll('a', 'b')"},
    }},
    {"_multibytecodec", "import codecs, io", {
        {"codecs.getreader('gbk')(io.BytesIO('\\u4e2d\\n'.encode('gbk'))).read()"},
        {"codecs.getincrementalencoder('euc_kr')().encode('\\ud55c')"},
        {"d = codecs.getincrementaldecoder('big5')()\nd.decode(b'\\xa4')\n"
         "d.setstate(d.getstate())"},
        {"'\\u20ac'.encode('gb2312')", "UnicodeEncodeError"},
        {"codecs.getincrementalencoder('big5')(errors='ignore').encode('\\xff')"},
    }},
    {"_pickle", "import pickle, io, datetime", {
        {"pickle.loads(pickle.dumps({'a': [1.5, (2, 'x')]}))"},
        {"pickle.dumps([b'x' * 300, {1.5}, frozenset('a')], protocol=0)"},
        {"pickle.loads(b'junk')", "UnpicklingError"},
        {"pickle.dumps(lambda: 0)", "PicklingError"},
        {"pickle.loads(pickle.dumps(datetime.date(2026, 1, 31)))"},
        {"class P(pickle.Pickler):\n    def persistent_id(self, o): return None\n"
         "P(io.BytesIO()).dump([1000, 'a'])"},
        {"pickle.dumps(pickle.PickleBuffer(b'abc'), 5, buffer_callback=print)"},
        {"pickle.Unpickler(io.BytesIO(b'')).load()", "EOFError"},
        {"a = []\na.append(a)\npickle.loads(pickle.dumps(a))"},
    }},
    {"_sre", "import re\nword = re.compile(r'(?P<first>\\w)(\\w*)')", {
        {"re.sub(r'(\\w+) (\\w+)', r'\\2 \\1', 'hello world')"},
        {"word.findall('some words in a line')"},
        {"word.match('hello').groupdict()"},
        {"word.sub(lambda m: m[1].upper(), 'ab cd')"},
        {"word.sub(lambda m: 1 / 0, 'ab cd')", "ZeroDivisionError"},
        {"try: re.compile('(')\nexcept re.error: pass"},
        {"[m.span() for m in word.finditer('ab cd')]"},
        {"re.split('(,)', 'a,b,c', maxsplit=1)"},
        {"word.fullmatch(b'bytes')", "TypeError"},
        {"copy = word.scanner('abc').search()\ncopy.expand(r'\\2\\g<first>')"},
    }},
    {"_string", "import string", {
        {"'{:>10} {!r} {:%}'.format('abc', [1.5], .25)"},
        {"string.Formatter().format('{0.real:x} {a[0]}', 300, a=['b'])"},
        {"'{a'.format(a=1)", "ValueError"},
        {"string.Template('$a ${b}').substitute(a=1, b=2)"},
    }},
    {"_struct", "import struct\nbuffer = bytearray(16)", {
        {"struct.unpack('<qd', struct.pack('<qd', 70000, .5))"},
        {"struct.pack('4sH?', b'abcd', 1000, True)"},
        {"struct.pack('b', 1000)", "error"},
        {"struct.unpack('i', b'')", "error"},
        {"struct.pack_into('ii', buffer, 4, 1000, -1000)"},
        {"list(struct.iter_unpack('<h', b'abcd'))"},
        {"struct.Struct('=hP')", "error"},
        {"struct.Struct('3h').unpack_from(buffer, 2)"},
    }},
    {"_symtable", "import symtable", {
        {"symtable.symtable('def f(x):\\n  return x', 'f', 'exec').get_children()"},
        {"symtable.symtable('def', 'f', 'exec')", "SyntaxError"},
    }},
    {"_tokenize", "import tokenize, io", {
        {"list(tokenize.tokenize(io.BytesIO(b'a = 1 # b\\n').readline))"},
        {"list(tokenize.generate_tokens(io.StringIO('(\\n').readline))",
         "TokenError"},
    }},
    {"_opcode", "import opcode, dis", {
        {"opcode.stack_effect(opcode.opmap['POP_TOP'])"},
        {"opcode.stack_effect(opcode.opmap['LOAD_CONST'], 10)"},
        {"opcode.stack_effect(3000)", "ValueError"},
        {"list(dis.get_instructions('a + b'))"},
    }},
    {"binascii", "import base64, binascii", {
        {"base64.b64decode(base64.b64encode(bytes(300)))"},
        {"binascii.unhexlify(binascii.hexlify(b'abc', '-', 2).replace(b'-', b''))"},
        {"binascii.a2b_base64(b'a')", "Error"},
        {"binascii.b2a_qp(b'a=\\xff'), binascii.crc32(b'abc', 70000)"},
        {"binascii.a2b_uu(binascii.b2a_uu(b'abc'))"},
    }},
    {"marshal", "import marshal\ncode = compile('def f(a, b=1): pass', 'f', 'exec')", {
        {"marshal.loads(marshal.dumps([1000, 'a', 2.5, {b'x': (None,)}]))"},
        {"marshal.loads(marshal.dumps(code))"},
        {"marshal.dumps(object())", "ValueError"},
        {"marshal.loads(b'[\\xff')", "EOFError"},
    }},
    {"parser", "import warnings\nwarnings.simplefilter('ignore')\nimport parser", {
        {"parser.expr('a + [1]').compile(), parser.suite('a = 1').totuple()"},
        {"parser.suite('(')", "SyntaxError"},
    }},
    {"pyexpat", "from xml.parsers import expat\nfrom xml.dom import minidom", {
        {"expat.ParserCreate().Parse('<a b=\"c\">d</a>', True)"},
        {"p = expat.ParserCreate()\np.StartElementHandler = lambda n, a: None\n"
         "p.CharacterDataHandler = print\np.Parse('<a b=\"c\">d</a>')"},
        {"p = expat.ParserCreate()\np.StartElementHandler = lambda n: None\n"
         "p.Parse('<a/>')", "TypeError"},
        {"expat.ParserCreate().Parse('<a>&b;</a>')", "ExpatError"},
        {"minidom.parseString('<a><b c=\"d\"/></a>').unlink()"},
        {"expat.ParserCreate(namespace_separator='!').ExternalEntityParserCreate("
         "None)"},
        {"p = expat.ParserCreate(intern={})\np.buffer_text = True\np.Parse('<a>b')"},
    }},
    {"unicodedata", "import unicodedata", {
        {"unicodedata.normalize('NFKD', '\\xe9\\ufb01')"},
        {"unicodedata.name('\\u20ac'), unicodedata.lookup('EURO SIGN')"},
        {"unicodedata.lookup('no such name')", "KeyError"},
        {"unicodedata.ucd_3_2_0.decomposition('\\xe9')"},
        {"unicodedata.numeric('a')", "ValueError"},
    }},
    };
}

}  // namespace refcheck
