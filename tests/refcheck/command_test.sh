#!/bin/bash
# The command: its answers, and its exit status, which scripts live by.
set -u

refcheck=$1 leaky=$2 clean=$3 python=$4
unset BUILD_WORKING_DIRECTORY
failures=0
out=$(mktemp) && trap 'rm -f "$out"' EXIT

# expect STATUS TEXT ARGUMENT...: the command ends so and says so.
expect() {
    local status=$1 text=$2
    shift 2
    "$refcheck" "$@" >"$out" 2>&1
    local seen=$?
    if [ "$seen" != "$status" ]; then
        echo "refcheck $*: ended with $seen, not $status"
        failures=$((failures + 1))
    fi
    if ! grep -qF -- "$text" "$out"; then
        echo "refcheck $*: did not say \"$text\", but:"
        cat "$out"
        failures=$((failures + 1))
    fi
}

given='fresh = bytes(range(65, 91))'

expect 0 'clean' --setup "$given" "$clean" 'm.run(fresh)'
expect 1 'leak: leaks 1 list object a call' -s "$given" "$leaky" 'm.run(fresh)'
expect 1 'leaked_list.c:' -s "$given" "$leaky" 'm.run(fresh)'
expect 1 'also: leaks 1 reference a call to a bytes object' \
    -s "$given" "$leaky" 'm.run(fresh)'
expect 1 'leaked_list.c:' \
    -s "$given; import sys; sys.path.insert(0, '${leaky%/*}'); import leaked_list as m" \
    - 'm.run(fresh)'
expect 0 'clean' -r ZeroDivisionError - '1 / 0'
expect 0 '27 calls' -w 2 -n 8 - 'pass'
expect 0 'usage:' --help
expect 2 'MODULE and STATEMENT are wanted' "$clean"
expect 2 'a number of calls' -n none "$clean" 'pass'
expect 2 'a time in seconds' -t soon "$clean" 'pass'
expect 2 'cannot write the report to' -j /nowhere/report.json - 'pass'
expect 2 'unrecognized option' --nonsense - 'pass'
expect 3 'could not measure: absent.so cannot be read' absent.so 'pass'
expect 3 'could not measure: compiling the statement raised SyntaxError' - '1 +'

"$refcheck" -j - -s "$given" "$leaky" 'm.run(fresh)' | "$python" -c '
import json, sys
report = json.load(sys.stdin)
check, = report["checks"]
cause, consequence = [f for f in check["findings"] if f["what"] != "memory"]
assert check["verdict"] == "leak", check
assert cause["type"] == "list" and cause["per_call"] == 1, cause
assert cause["made"]["file"] == "leaked_list.c", cause
assert cause["made"]["api"] == "PyList_New", cause
assert consequence["kept_by"] == "list", consequence
assert check["plain"]["signal"] is None, check
' || { echo "the JSON report is not as it should be"; failures=$((failures + 1)); }

exit $((failures > 0))
