#!/bin/bash
# What README.md shows of code and output is what the files hold and the
# checker says.
set -u

readme=$1 refcheck=$2 module=$3 leaky=$4 fixed=$5
unset BUILD_WORKING_DIRECTORY
failures=0

complain() {
    echo "README.md $1"
    failures=$((failures + 1))
}

code=$(sed -n '/^```c$/,/^```$/{/^```/d;p}' "$readme")
[ -n "$code" ] || complain 'shows no code: the test has nothing to compare'
while IFS= read -r line; do
    grep -qxF -- "$line" "$leaky" "$fixed" ||
        complain "shows a line that is in neither half: $line"
done <<<"$code"

# All but the last line, which tells the version of CPython.
shown=$(sed -n '/^leak: /,/^```$/{/^```/d;p}' "$readme")
seen=$("$refcheck" --path "${module%/*}" -s 'import append_does_not_steal as m' 'm.guests()' | sed '$d')
[ "$shown" = "$seen" ] || complain "shows \"$shown\", and the checker says \"$seen\""

exit $((failures > 0))
