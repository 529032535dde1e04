#!/bin/bash
# The command: its answers, and its exit status, which scripts live by.
set -u

refcheck=$PWD/$1 leaky=$PWD/$2 clean=$PWD/$3 python=$4 paths=$PWD/$5
unset BUILD_WORKING_DIRECTORY
failures=0
here=$PWD
work=$(mktemp -d "$TEST_TMPDIR/command.XXXX")
fresh='fresh = bytes(range(65, 91))'
setup="import leaked_list as m; $fresh"

fail() {
    echo "FAILED: $*"
    [ ! -s "$work/out" ] || sed 's/^/  stdout: /;20q' "$work/out"
    [ ! -s "$work/err" ] || sed 's/^/  stderr: /;20q' "$work/err"
    failures=$((failures + 1))
}

# run STATUS ARGUMENT...: the command ends so; what it says is in $work.
run() {
    local status=$1
    shift
    "$refcheck" "$@" >"$work/out" 2>"$work/err" </dev/null
    local seen=$?
    ran="refcheck $*"
    [ "$seen" = "$status" ] || fail "$ran: ended with $seen, not $status"
}

# says TEXT: as a whole line of stdout; starts, holds: as part of one.
says() { grep -qxF -- "$1" "$work/out" || fail "$ran: no line \"$1\""; }
holds() { grep -qF -- "$1" "$work/out" || fail "$ran: did not say \"$1\""; }
lacks() { ! grep -qF -- "$1" "$work/out" || fail "$ran: said \"$1\""; }
complains() { grep -qF -- "$1" "$work/err" || fail "$ran: did not complain \"$1\""; }
silent() { [ ! -s "$work/err" ] || fail "$ran: complained"; }

# json CODE: of the document in FILE ($work/out), in Python, with `report`.
json() {
    "$python" -I -c "
import json, sys
with open(sys.argv[1], encoding='utf-8') as file:
    report = json.load(file)
$1" "${2-$work/out}" || fail "$ran: the JSON report is not as it should be"
}

echo "--- one statement"
run 0 -p "$clean" -s "$setup" 'm.run(fresh)'
says clean
silent
run 1 --path "$leaky" --setup "$setup" 'm.run(fresh)'
holds 'leak: leaks 1 list object a call ('
holds ', made at leaked_list.c:9 by PyList_New'
holds 'PyObject *list = PyList_New(0);'
holds '  also: leaks 1 reference a call to '
holds ", CPython $("$python" -I -c 'import platform; print(platform.python_version())')"
silent

echo "--- of a long path, the end is kept"
run 1 -p "$paths" -s 'import long_path as m' 'm.run()'
holds 'made at long_path.c:7 by PyList_New'

echo "--- several are lines of one; folders are searched in order; the current one is the last"
run 0 -s 'n = [0]' -s 'def f():' -s '    n[0] += 1' 'for i in range(3):' '    f()'
says clean
run 1 -p "$work" -p "$leaky" -p "$clean" -s "$setup" 'm.run(fresh)'
run 0 -p "$clean" -p "$leaky" -s "$setup" 'm.run(fresh)'
cd "$leaky" || exit 1
run 1 -s "$setup" 'm.run(fresh)'
run 0 -p ../clean -s "$setup" 'm.run(fresh)'
cd "$here" || exit 1
BUILD_WORKING_DIRECTORY=$leaky run 1 -s "$setup" 'm.run(fresh)'
run 0 -s 'import sys' 'assert sys.path[0] == "" and sys.path.count("") == 1'

echo "--- what the setup made may grow"
run 0 -s 'kept = []' 'kept.append(1.5 * len(kept))'
holds 'grows: keeps 1 float object a call ('
holds 'still reachable from `kept`'

echo "--- exceptions"
run 0 'int("abc")'
says "clean (each call raises ValueError: invalid literal for int() with base 10: 'abc')"
run 0 --raises ValueError 'int("abc")'
run 0 'raise ValueError("one\ntwo")'
says 'clean (each call raises ValueError: one)'
run 2 --raises TypeError 'int("abc")'
complains 'refcheck: could not measure: the statement raised ValueError'
run 2 -r TypeError 'pass'
complains 'should have raised TypeError'

echo "--- other options"
run 0 -w 2 -n 8 'pass'
says "27 calls, CPython $("$python" -I -c 'import platform; print(platform.python_version())')$("$python" -I -c 'import sys; print(" debug" * hasattr(sys, "gettotalrefcount"))')"
run 0 --output 'print("loud", flush=True)'
holds loud
run 0 'print("loud", flush=True)'
lacks loud
run 2 --timeout 0.3 'while True: pass'
complains 'did not come to its end within 0.3 s'
run 0 --allocations -p "$clean" -s "$setup" 'm.run(fresh)'
holds ' failing allocations survived, '
run 0 -p "$clean" -s "$setup" 'm.run(fresh)'
lacks ' failing allocations survived, '
run 1 --quick -p "$leaky" -s "$setup" 'm.run(fresh)'
holds 'leak: leaks 1 list object a call ('
holds 'a first look'
lacks 'made at'
run 0 -q -p "$clean" -s "$setup" 'm.run(fresh)'
says clean
lacks 'a first look'
run 1 -p "$leaky" -s "$setup" 'm.run(fresh)'
lacks 'a first look'
run 0 --help
holds 'usage: refcheck'
[ "$(wc -L <"$work/out")" -le 80 ] || fail "$ran: has lines of more than 80 characters"
while read -r word; do
    holds "$word"
done < <(sed -n 's/^        {"\([a-z]*\)", .*/--\1/p' "$here/tools/refcheck/command/options.c")
grep -qF -- --allocations "$here/tools/refcheck/command/options.c" || fail "the test does not find the options"
run 0 --version
holds "refcheck, CPython $("$python" -I -c 'import platform; print(platform.python_version())')"
holds libpython

echo "--- what is wrong is said in a sentence"
run 2
complains 'refcheck: there is no statement to run; see refcheck --help'
run 2 -n none pass
complains 'a number of calls from 1 to 1000000 is wanted, not none'
run 2 --warmup 0 pass
complains 'a number of calls'
run 2 -t soon pass
complains 'refcheck: a time in seconds is wanted, not soon'
run 2 -t inf pass
complains 'a time in seconds'
run 2 -p /nowhere pass
complains 'refcheck: cannot import from /nowhere: No such file or directory'
mkdir "$work/a:b"
run 2 -p "$work/a:b" pass
complains 'there is a colon in its name'
run 2 --nonsense pass
complains "unrecognized option '--nonsense'"
run 2 -s
complains 'requires an argument'
run 2 --json --output pass
complains 'would be mixed on stdout'
run 2 --json=/nowhere/report.json pass
complains 'refcheck: cannot write the report to /nowhere/report.json: No such file or directory'
run 2 -s 'import absent' pass
complains 'refcheck: could not measure: setup raised ModuleNotFoundError'
run 2 '1 +'
complains 'compiling the statement raised SyntaxError'
BUILD_WORKING_DIRECTORY=/nowhere run 2 pass
complains 'cannot go to /nowhere'
"$refcheck" pass >/dev/full 2>"$work/err"
[ $? = 2 ] || fail 'a full disk is no error'
complains 'cannot write to stdout: No space left on device'

echo "--- a file of statements"
cat >"$work/checks.txt" <<'END'
# what is checked

pass
  # indented
  int("abc")
m.run(fresh)
kept.append(3.5 * len(kept))
while True: pass
1 +
list(range(300))  # a comment of Python's
END
run 2 -p "$leaky" -s "$setup" -t 1 --file "$work/checks.txt"
says '3: clean  pass'
says "5: clean (each call raises ValueError: invalid literal for int() with base 10: 'abc')  int(\"abc\")"
says '6: leak  m.run(fresh)'
holds '    leak: leaks 1 list object a call ('
holds '      also: leaks 1 '
says '8: not measured  while True: pass'
holds '    the statement did not come to its end within 1 s'
says '9: not measured  1 +'
says '10: clean  list(range(300))  # a comment of Python'"'"'s'
holds '7 statements: '
holds ' 2 not measured; CPython '
silent
grep -q '^[124]:' "$work/out" && fail "$ran: checked a comment"
sed -n '3p' "$work/checks.txt" >"$work/one.txt"
run 0 -f "$work/one.txt"
holds '1 statement: 1 clean; CPython '
printf 'pass\r\nm.run(fresh)' >"$work/dos.txt"
run 1 -p "$leaky" -s "$setup" -f "$work/dos.txt"
says '1: clean  pass'
says '2: leak  m.run(fresh)'
printf 'int([])\nint("x")\n' >"$work/raising.txt"
run 2 -f "$work/raising.txt" --raises TypeError
holds '1: clean (each call raises TypeError: '
says '2: not measured  int("x")'
"$refcheck" -f - <<<'pass' >"$work/out" 2>"$work/err"
says '1: clean  pass'

echo "--- a file that is none"
run 2 -f "$work/checks.txt" pass
complains 'a statement or --file is wanted, not both'
run 2 -f /nowhere/checks.txt
complains 'refcheck: cannot read /nowhere/checks.txt: No such file or directory'
run 2 -f "$work"
complains "cannot read $work: Is a directory"
echo '# nothing' >"$work/empty.txt"
run 2 -f "$work/empty.txt"
complains "there is no statement in $work/empty.txt: write one a line"
printf 'pass\npa\0ss\n' >"$work/binary"
run 2 -f "$work/binary"
complains 'line 2 of '
run 2 -s 'import absent' -f "$work/checks.txt"
[ "$(wc -l <"$work/err")" = 1 ] || fail "$ran: said it more than once"
complains 'setup raised ModuleNotFoundError'

echo "--- JSON: alone, or to a file as well"
run 1 --json -p "$leaky" -s "$setup" 'm.run(fresh)'
silent
json '
assert report["refcheck"] == 2
assert report["python"]["version"] == sys.version.split()[0]
assert report["python"]["debug"] == hasattr(sys, "gettotalrefcount")
assert report["verdict"] == "leak"
check, = report["checks"]
assert list(check) == ["passed", "setup", "statement", "raises", "raised", "verdict",
    "summary", "error", "note", "calls", "findings", "left_out", "followed", "sweep",
    "plain"], list(check)
assert check["passed"] is False and check["verdict"] == "leak"
assert check["setup"].startswith("import leaked_list as m;")
assert check["statement"] == "m.run(fresh)"
assert check["summary"] == check["findings"][0]["sentence"]
assert check["raises"] is check["raised"] is check["error"] is None
cause = check["findings"][0]
assert (cause["kind"], cause["what"], cause["type"]) == ("leak", "object", "list"), cause
assert cause["per_call"] == 1 and cause["bytes_per_call"] >= 40
place = dict(cause["made"])
assert place.pop("library").startswith("leaked_list."), place
assert place == {"file": "leaked_list.c", "line": 9, "function": "run", "api": "PyList_New",
    "source": "    PyObject *list = PyList_New(0);"}, place
assert all(f["kept_by"] == "list" for f in check["findings"][1:]), check
assert any(f["what"] == "reference" for f in check["findings"])

def verify(value, kinds):
    assert isinstance(value, kinds) and not (isinstance(value, bool) and kinds is int), (value, kinds)

null, real = type(None), (int, float)
finding = {"kind": str, "what": str, "type": str, "repr": (str, null), "name": (str, null),
    "per_call": real, "bytes_per_call": real, "nth": (int, null), "signal": (str, null),
    "message": (str, null), "made": (dict, null), "freed": (dict, null), "used": (dict, null),
    "kept_by": (str, null), "failing": (int, null), "failed": (dict, null), "sentence": str, "ledger": list}
step = {"what": str, "change": int, "count": int, "place": (dict, null)}
for f in check["findings"]:
    assert list(f) == list(finding), f
    for key in f:
        verify(f[key], finding[key])
    for s in f["ledger"]:
        assert list(s) == list(step), s
        for key in s:
            verify(s[key], step[key])
'
run 0 --json=- --raises ValueError 'int("abc")'
json '
check, = report["checks"]
assert check["passed"] is True and check["verdict"] == report["verdict"] == "clean"
assert check["summary"] == "clean" and check["findings"] == [] and check["setup"] == ""
assert check["raises"] == "ValueError"
assert check["raised"].startswith("ValueError: invalid literal"), check
'
run 2 --json=- -s 'import absent' pass
complains 'setup raised ModuleNotFoundError'
json '
check, = report["checks"]
assert check["verdict"] == report["verdict"] == "unmeasurable" and not check["passed"]
assert check["error"].startswith("setup raised ModuleNotFoundError"), check
assert check["summary"] == "could not measure: " + check["error"]
'
run 2 --json="$work/report.json" -t 1 -p "$leaky" -s "$setup" -f "$work/checks.txt"
says '6: leak  m.run(fresh)'
json '
assert [c["line"] for c in report["checks"]] == ["3", "5", "6", "7", "8", "9", "10"]
assert [c["verdict"] == "unmeasurable" for c in report["checks"]].count(True) == 2
assert report["verdict"] == "unmeasurable"
' "$work/report.json"
run 0 --json -f "$work/one.txt"
json 'assert report["checks"][0]["statement"] == "pass"'
# Some versions of Python take it, some do not.
"$refcheck" --json $'pass  # caf\xe9' >"$work/out" 2>"$work/err"
json 'assert report["checks"][0]["statement"] == "pass  # caf\ufffd"'

echo "--- without debug information: function and offset, and what to do about it"
mkdir "$work/stripped"
for module in "$leaky"/leaked_list.*; do
    case $module in
        *.params) ;;
        *) strip -g -o "$work/stripped/${module##*/}" "$module" ;;
    esac
done
run 1 -p "$work/stripped" -s "$setup" 'm.run(fresh)'
grep -q ', made at leaked_list\.[^ ]*+0x[0-9a-f]* (run) by PyList_New' "$work/out" ||
    fail "$ran: does not say where"
holds 'build the extension with -g, and its lines are named'

echo "--- on a terminal, progress is shown on one line, and gone at the end"
"$python" -I -c '
import os, pty, sys
with open(sys.argv[1], "wb") as out:
    def read(fd):
        data = os.read(fd, 4096)
        out.write(data)
        return data
    sys.exit(pty.spawn(sys.argv[2:], read) >> 8)
' "$work/out" "$refcheck" -f "$work/one.txt" >/dev/null </dev/null || fail "a terminal changes the exit status"
ran='refcheck on a terminal'
holds $'\r\e[K1 of 1: pass\r\e[K1: clean  pass'
run 0 -f "$work/one.txt"
silent

echo "--- installed elsewhere, without an environment"
install "$refcheck" "$work/installed"
cd "$work/stripped" || exit 1
env -i "$work/installed" -s "$setup" 'm.run(fresh)' >"$work/out" 2>"$work/err"
[ $? = 1 ] || fail "an installed copy does not run"
ran='the installed copy'
holds 'leak: leaks 1 list object a call ('

exit $((failures > 0))
