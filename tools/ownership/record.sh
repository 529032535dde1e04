#!/bin/bash
# record.sh INTERPRETER VERSION: writes what was proven into the source tree.
set -euo pipefail
exec "$1" -B tools/ownership/record.py "$2" "$BUILD_WORKSPACE_DIRECTORY" \
    tools/ownership/table/*.txt tools/ownership/*.json
