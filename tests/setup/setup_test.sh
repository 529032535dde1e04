#!/bin/bash
# tools/setup against a machine made of fakes: PATH holds a few real tools and
# stand-ins for dpkg-query, apt-get, apt-config, sudo, id and readlink (what python3
# is); those that change anything write down their calls.
set -euo pipefail

setup=$PWD/tools/setup
failures=0

# machine: an empty one, on which every package is known and none is installed; only
# refcounts.dat is there.
machine() {
    root=$(mktemp -d "$TEST_TMPDIR/machine.XXXX")
    mkdir -p "$root"/{bin,data,etc/parts,tmp}
    for tool in bash cat chmod env grep gzip install mkdir mktemp rm sed tar; do
        ln -s "$(type -P "$tool")" "$root/bin/$tool"
    done
    echo 0 >"$root/uid"
    touch "$root/installed" "$root/calls"
    echo "# Doc/data/refcounts.dat of python3.11_3.11.2.orig.tar.gz" >"$root/data/refcounts.dat"
    printf 'deb [arch=amd64] http://mirror/debian bookworm main\ndeb-src http://mirror/old bookworm main\n' \
        >"$root/etc/sources.list"
    printf 'Types: deb deb-src\nURIs: http://mirror/security\nSigned-By: /a/key\n' >"$root/etc/parts/a.sources"
    fake id 'cat "$ROOT/uid"'
    fake dpkg-query '[[ $* == *{db:Status-Status}\ \$\{Package}* ]] && cat "$ROOT/installed"; exit 1'
    fake apt-get '
        echo "apt-get $*" >>"$ROOT/calls"
        if [[ $* == *update* ]]; then rm -f "$ROOT/no-lists"; fi
        if [[ $* == *install* && -e $ROOT/no-lists ]]; then exit 100; fi
        if [[ $* == *install* && $* != *--simulate* && -e $ROOT/stale ]]; then rm "$ROOT/stale"; exit 100; fi
        if [[ -e $ROOT/broken ]]; then echo "E: broken"; exit 100; fi
        if [[ $* =~ SourceParts=([^ ]*)\ .*update ]]; then cat "${BASH_REMATCH[1]}"/* >"$ROOT/asked"; fi
        if [[ $* == *--tar-only* && -e $ROOT/packed ]]; then
            tar --create --gzip --file python3.11_3.11.9.orig.tar.gz --directory "$ROOT/packed" Python
        fi'
    fake apt-config 'echo "list=$ROOT/etc/sources.list parts=$ROOT/etc/parts/"'
    fake readlink 'echo python3.11'
}

# fake NAME SCRIPT
fake() {
    printf '#!/bin/bash\nROOT=%q\n%s\n' "$root" "$2" >"$root/bin/$1"
    chmod +x "$root/bin/$1"
}

# run ARGUMENTS: sets status and output (of both kinds).
run() {
    status=0
    output=$(PATH=$root/bin COOKBOOK_DATA=$root/data TMPDIR=$root/tmp "$root/bin/bash" "$setup" "$@" 2>&1 </dev/null) || status=$?
    calls=$(<"$root/calls")
}

# expect NAME CONDITION...: the condition is a command.
expect() {
    local name=$1
    shift
    if "$@"; then
        echo "ok: $name"
    else
        printf 'FAILED: %s\nstatus: %s\noutput: %s\ncalls: %s\n' "$name" "$status" "$output" "$calls" >&2
        failures=$((failures + 1))
    fi
}

holds() { [[ $1 == *"$2"* ]]; }
lacks() { [[ $1 != *"$2"* ]]; }

everything_installed() {
    run --check
    sed 's/^/installed /' <<<"$output" >"$root/installed"
}

machine
everything_installed
run
expect "nothing missing: exits 0" test $status = 0
expect "nothing missing: says so" holds "$output" "nothing is missing"
expect "nothing missing: calls no apt-get" test -z "$calls"
run --check
expect "--check, nothing missing: exits 0" test $status = 0

sed -i 's/^installed googletest$/config-files googletest/' "$root/installed"
run --check
expect "--check names what is missing, alone" test "$output" = googletest
expect "--check exits 1" test $status = 1
expect "--check installs nothing" test -z "$calls"

run
expect "as root: exits 0" test $status = 0
expect "as root: installs" holds "$calls" "install --no-install-recommends googletest"
expect "installs only what is missing" lacks "$calls" furo
expect "asks no questions" holds "$calls" --yes
expect "no update where the package is known" lacks "$calls" update

: >"$root/calls"
touch "$root/no-lists"
run
expect "package unknown: exits 0" test $status = 0
expect "package unknown: updates first" holds "$calls" "update
"

: >"$root/calls"
touch "$root/stale"
run
expect "install fails: exits 0 after an update" test $status = 0
expect "install fails: updates and tries again" test "$(grep -cv simulate "$root/calls")" = 3

touch "$root/broken"
run
expect "apt-get cannot: exits 1" test $status = 1
expect "apt-get cannot: names the package" holds "$output" "could not install googletest"
expect "apt-get cannot: its message is shown" holds "$output" "E: broken"

rm "$root/broken"
: >"$root/calls"
echo 1000 >"$root/uid"
run
expect "no root, no sudo: exits 1" test $status = 1
expect "no root, no sudo: says what to do" holds "$output" "run it as root, or install sudo; missing: googletest."
expect "no root, no sudo: calls no apt-get" test -z "$calls"
fake sudo 'echo sudo >>"$ROOT/calls"; exec "$@"'
run
expect "with sudo: exits 0" test $status = 0
expect "with sudo: apt-get runs under it" holds "$calls" "sudo
apt-get"

# refcounts.dat, from the source of CPython.

machine
everything_installed
fake readlink 'echo python3.13'
run --check
expect "refcounts.dat of another Python: --check names it" test "$output" = refcounts.dat
fake readlink 'echo python3.11'
rm "$root/data/refcounts.dat"
run --check
expect "no refcounts.dat: --check names it" test "$output" = refcounts.dat
expect "no refcounts.dat: --check exits 1" test $status = 1
expect "no refcounts.dat: --check fetches nothing" test -z "$calls"

echo 1000 >"$root/uid"
run
expect "no refcounts.dat, no root: no failure" test $status = 0
expect "no refcounts.dat, no root: says what to do" holds "$output" "run it as root, or install sudo; missing: refcounts.dat."
expect "no refcounts.dat, no root: calls no apt-get" test -z "$calls"

not_fetched() {
    expect "$1: no failure" test $status = 0
    expect "$1: says so, and why" holds "$output" "only the comparison with it is left out ($2"
    expect "$1: leaves nothing behind" test -z "$(ls "$root/data" "$root/tmp" -A | grep -v :)"
}

fake sudo 'echo sudo >>"$ROOT/calls"; exec "$@"'
touch "$root/broken"
run
not_fetched "mirror out of reach" "E: broken)."
rm "$root/broken"
mkdir -p "$root/packed/Python/Doc/data"
run
not_fetched "not in the source" "tar: "

echo "PyList_New:PyObject*::+1:" >"$root/packed/Python/Doc/data/refcounts.dat"
: >"$root/calls"
run
expect "refcounts.dat: exits 0" test $status = 0
expect "refcounts.dat: says what it does" test "$output" = "tools/setup: fetching refcounts.dat from the source of python3.11"
expect "refcounts.dat: fetches the source alone" holds "$calls" "source --download-only --tar-only python3.11"
expect "refcounts.dat: changes no package" lacks "$calls" install
expect "refcounts.dat: needs no root but to put it there" test "${calls##*tar-only}" = " python3.11
sudo"
expect "refcounts.dat: is what the source has" test "$(<"$root/data/refcounts.dat")" = \
    "# Doc/data/refcounts.dat of python3.11_3.11.9.orig.tar.gz
PyList_New:PyObject*::+1:"
expect "refcounts.dat: asks the system's mirrors for sources" test "$(<"$root/asked")" = \
    "Types: deb-src
URIs: http://mirror/security
Signed-By: /a/key
deb-src [arch=amd64] http://mirror/debian bookworm main"
expect "refcounts.dat: leaves nothing else behind" test -z "$(ls "$root/tmp" -A)"
: >"$root/calls"
run
expect "refcounts.dat is there: nothing is missing" holds "$output" "nothing is missing"
expect "refcounts.dat is there: calls no apt-get" test -z "$calls"

for command in apt-get dpkg-query; do
    machine
    rm "$root/bin/$command"
    run
    expect "no $command: exits 1" test $status = 1
    expect "no $command: says what to install" holds "$output" "no apt-get; install by its own means: Bazel 4.2.3"
done

machine
run --chekc
expect "unknown option: exits 2" test $status = 2
expect "unknown option: one sentence" test "$output" = "tools/setup: unknown option --chekc: it takes --check or --help."
run --check --help
expect "two options: exits 2" test $status = 2
run --help
expect "--help: exits 0" test $status = 0
expect "--help: names --check" holds "$output" --check

exit $((failures > 0))
