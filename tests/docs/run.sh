#!/bin/bash
# run.sh INTERPRETER REASON TEST: runs a test of the site. Where there is no
# interpreter with Sphinx it is skipped, and the reason is printed and counted.
set -euo pipefail
if [ -n "$1" ]; then
    exec "$1" -B "$3"
fi
echo "skipped: $2"
reason=${2//&/&amp;}
reason=${reason//</&lt;}
reason=${reason//\"/&quot;}
cat >"$XML_OUTPUT_FILE" <<XML
<testsuites><testsuite name="$3"><testcase name="$3"><skipped message="$reason"/></testcase></testsuite></testsuites>
XML
