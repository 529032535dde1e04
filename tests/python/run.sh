#!/bin/bash
# Runs a file of Python with the interpreter that the book is run on.
exec "$1" -B "${@:2}"
