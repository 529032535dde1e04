#!/bin/bash
# What holds for the two sources of every chapter: both are C11 that gcc and
# clang take without a warning, both are the same module, they differ in the
# cure only, and their marks are there for the page to pull. What the cure needs
# on other versions of Python, a snippet before_3_N or since_3_N, may stand in
# fixed.c alone.
#
# usage: sources_test.sh FOLDER NAME SKIP GCC CLANG INCLUDE...
# SKIP is the reason why the sources cannot be compiled, or empty.
set -euo pipefail

readonly MOST_CHANGED_LINES=16

folder=$1 name=$2 skip=$3 gcc=$4 clang=$5
shift 5
includes=("${@/#/-isystem}")
leaky=$folder/leaky.c
fixed=$folder/fixed.c
failures=0

fail() {
    echo "$1" >&2
    failures=$((failures + 1))
}

# compile PACKAGE COMPILER SOURCE [OPTION]
compile() {
    if [[ -z $2 ]]; then
        fail "$3: there is no $1 on PATH to compile it with; install the package $1, as tools/setup does."
    elif ! "$2" -std=c11 -O2 ${4:-} -Wall -Wextra -Werror "${includes[@]}" -c -o /dev/null "$3"; then
        fail "$3: $1 does not compile it as C11 without warnings."
    fi
}

# marks SOURCE: prints the names of its snippets, and a line that says "error:"
# for every mark that has no partner.
marks() {
    awk '
        match($0, /^ *\/\* snippet: [a-z0-9_]+ \*\/$/) {
            if (open != "") print "error: snippet " open " has no end"
            open = $3
            print open
            next
        }
        match($0, /^ *\/\* end: [a-z0-9_]+ \*\/$/) {
            if (open != $3) print "error: end " $3 " ends no snippet"
            open = ""
            next
        }
        /snippet:|end: [a-z0-9_]+ \*\// { print "error: line " NR " is no mark: write /* snippet: NAME */ or /* end: NAME */ alone on a line" }
        END { if (open != "") print "error: snippet " open " has no end" }
    ' "$1"
}

# by_version: the marks, read from stdin, of what is for other versions only.
by_version() {
    grep -E '^(before|since)_3_[0-9]+$' || true
}

# shared SOURCE: its lines without what only fixed.c has for other versions.
shared() {
    local only
    only=$(comm -13 <(marks "$leaky" | sort) <(marks "$fixed" | by_version | sort) | tr '\n' ' ')
    awk -v only="$only" '
        BEGIN { split(only, names); for (i in names) left_out[names[i]] = 1 }
        /^ *\/\* snippet: / && ($3 in left_out) { skipping = 1 }
        skipping { if (/^ *\/\* end: /) { skipping = 0; after = 1 } ; next }
        after { after = 0; if ($0 == "") next }
        { print }
    ' "$1"
}

for source in "$leaky" "$fixed"; do
    if [[ -z $skip ]]; then
        compile gcc "$gcc" "$source"
        # All warnings of clang come before it makes code of it.
        compile clang "$clang" "$source" -fsyntax-only
    fi
    grep -q "^PyInit_$name(void)$" "$source" ||
        fail "$source: it does not define PyInit_$name(void), alone on its line: both halves are the module $name."
    while read -r error; do
        fail "$source: ${error#error: }."
    done < <(marks "$source" | grep '^error:')
done

[[ -n $(marks "$leaky") ]] ||
    fail "$leaky: it has no snippet: mark what the page shows by /* snippet: NAME */ and /* end: NAME */."
[[ $(marks "$leaky") == "$(shared "$fixed" | marks /dev/stdin)" ]] ||
    fail "$folder: leaky.c and fixed.c have different snippets: a pair is shown side by side."
[[ $(head -n 1 "$leaky") == "/* "* && $(head -n 1 "$leaky") == "$(head -n 1 "$fixed")" ]] ||
    fail "$folder: leaky.c and fixed.c must begin with the same comment, which says what the module does."

changed=$(diff "$leaky" <(shared "$fixed") | grep -c '^[<>]' || true)
if ((changed == 0)); then
    fail "$folder: leaky.c and fixed.c are the same."
elif ((changed > MOST_CHANGED_LINES)); then
    fail "$folder: leaky.c and fixed.c differ in $changed lines; a pair differs in the cure only, $MOST_CHANGED_LINES lines at most."
fi

if ((failures > 0)); then
    exit 1
fi
if [[ -n $skip ]]; then
    echo "skipped the compilers: $skip"
    cat >"${XML_OUTPUT_FILE:-/dev/null}" <<EOF
<?xml version="1.0" encoding="UTF-8"?>
<testsuites><testsuite name="$folder/sources_test" tests="1" skipped="1"><testcase name="$folder/sources_test"><skipped message="$skip"/></testcase></testsuite></testsuites>
EOF
fi
