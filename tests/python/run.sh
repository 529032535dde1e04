#!/bin/bash
# Runs a test with the interpreter that the book is run on.
exec "$1" -B "$2"
