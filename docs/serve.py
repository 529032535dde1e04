"""Serve the rendered book on this machine: serve.py --site DIR [--port N]."""

from __future__ import annotations

import argparse
import errno
import functools
import os
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import NoReturn

HOST = "127.0.0.1"
FIRST_PORT, TRIES = 8000, 100


class Quiet(SimpleHTTPRequestHandler):
    """Pages change with every build: nothing is kept by the browser."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *args) -> None:
        pass


def listen(site: str, port: int | None) -> ThreadingHTTPServer:
    """The port that was asked for, or the first free one from 8000 on."""
    handler = functools.partial(Quiet, directory=site)
    ports = [port] if port is not None else range(FIRST_PORT, FIRST_PORT + TRIES)
    for candidate in ports:
        try:
            return ThreadingHTTPServer((HOST, candidate), handler)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                continue
            sys.exit(f"Port {candidate} of {HOST} cannot be used "
                     f"({os.strerror(error.errno)}); choose another with --port.")
    if port is not None:
        sys.exit(f"Port {port} is taken; choose another with --port, "
                 "or leave --port out and a free one is found.")
    sys.exit(f"No port from {FIRST_PORT} to {FIRST_PORT + TRIES - 1} is free; "
             "choose one with --port.")


class OneSentence(argparse.ArgumentParser):
    """Says what is wrong in a line, without the usage around it."""

    def error(self, message: str) -> NoReturn:
        print(f"{message[0].upper()}{message[1:].rstrip('.')}.", file=sys.stderr)
        sys.exit(2)


def main() -> None:
    options = OneSentence(prog="bazel run //docs:serve --", allow_abbrev=False)
    options.add_argument("--site", required=True, help=argparse.SUPPRESS)
    options.add_argument("--port", metavar="N",
                         help=f"the port on {HOST} (else the first free one from {FIRST_PORT} on)")
    args = options.parse_args()
    if args.port is not None and not (args.port.isdecimal() and int(args.port) <= 65535):
        options.error(f"--port {args.port}: give a number from 0 to 65535")
    port = None if args.port is None else int(args.port)
    with listen(args.site, port) as server:
        print(f"The book is at http://{HOST}:{server.server_port}/ (Ctrl-C ends)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
