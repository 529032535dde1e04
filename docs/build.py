"""Render the site: lay out what Sphinx reads, run it, say plainly what is wrong.

usage: build.py --manifest FILE --conf conf.py --out DIR [--include FILE ...]

Sphinx wants one source tree. The chapters lie in their own folders, so a copy
is laid out for it: <part>/<chapter>.rst, and beside it the sources that a
reader can download. A message about the copy is printed with the path of the
file it was made from.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--manifest", type=Path, required=True)
    options.add_argument("--conf", type=Path, required=True,
                         help="conf.py; the pages beside it are rendered too")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--include", type=Path, action="append", default=[],
                         help="a file that pages include, as /include/NAME")
    options.add_argument("--ownership", type=Path, action="append", default=[],
                         help="ownership.json and .csv, and comparison.json, to show and to "
                              "hand on")
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch).resolve() / "tree"
        origin = lay_out(tree, args.conf.parent, json.loads(args.manifest.read_text()))
        for file in args.include:
            (tree / "include").mkdir(exist_ok=True)
            shutil.copyfile(file, tree / "include" / file.name)
        done = run_sphinx(tree, args.conf.parent, args.manifest, args.out,
                          args.ownership)
        problems = plain_messages(done.stderr, tree, origin)
    if done.returncode or problems:
        print("\n".join(problems) or done.stderr, file=sys.stderr)
        return 1
    (args.out / ".buildinfo").unlink(missing_ok=True)
    take_in_imports(args.out / "_static")
    for file in args.ownership:
        shutil.copyfile(file, args.out / file.name)
    return 0


def lay_out(tree: Path, docs: Path, parts: list[dict]) -> dict[str, Path]:
    """Copy what Sphinx reads; return where each copied page came from."""
    origin: dict[str, Path] = {}

    def copy(source: Path, place: str) -> None:
        target = tree / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        origin[place] = source

    for page in sorted(docs.glob("*.rst")):
        copy(page, page.name)
    for part in parts:
        for entry in part["entries"]:
            place = f"{part['folder']}/{entry['name']}"
            page = Path(entry["rst"])
            copy(page, f"{place}.rst")
            for picture in map(Path, entry.get("pictures", [])):
                copy(picture, f"{part['folder']}/{picture.name}")
            for side in ("leaky", "fixed"):
                if entry.get(side):
                    source = Path(entry[side])
                    copy(source, f"{place}/{source.name}")
    return origin


def run_sphinx(tree: Path, conf: Path, manifest: Path, out: Path, ownership: list[Path]):
    """Every warning is an error, but all of them are looked for."""
    environment = dict(os.environ, SOURCE_DATE_EPOCH="0", PYTHONHASHSEED="0",
                       PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8")
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", "-n",
               "-W", "--keep-going", "--no-color", "-c", conf,
               "-d", tree.parent / "doctrees",
               "-D", f"book_manifest={manifest}", tree, out]
    for file in ownership:
        if file.suffix == ".json":
            command[-2:-2] = ["-D", f"{file.stem}={file}"]
    return subprocess.run([str(word) for word in command], env=environment,
                          stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          encoding="utf-8", errors="replace")


# Debian's furo is not bundled: its style sheet imports normalize.css from where
# Debian's web servers have it, and its script, no module, imports another one.
IMPORTS = {
    "**/*.css": re.compile(r"@import url\(/(?P<file>javascript/[^)]*)\);"),
    "**/furo.js": re.compile(r'import (?:\* as )?\w+ from "\./(?P<file>[^"]*)";'),
}


def take_in_imports(static: Path) -> None:
    """Put what a file imports in the place of the import: pages stand alone."""
    for pattern, imported in IMPORTS.items():
        for file in static.glob(pattern):
            def text(found) -> str:
                folder = file.parent if file.suffix == ".js" else Path("/usr/share")
                source = folder / found["file"]
                return source.read_text(encoding="utf-8") if source.is_file() else ""

            before = file.read_text(encoding="utf-8")
            after = imported.sub(text, before)
            if after != before:
                file.write_text(after, encoding="utf-8")


MESSAGE = re.compile(r"^((?P<file>\S+?)(:(?P<line>\d+))?: )?"
                     r"(WARNING|ERROR|CRITICAL|SEVERE): ", re.M)


def plain_messages(stderr: str, tree: Path, origin: dict[str, Path]) -> list[str]:
    """One line for a problem: FILE:LINE: sentence. What is quoted is left out."""
    found = list(MESSAGE.finditer(stderr))
    ends = [message.start() for message in found[1:]] + [len(stderr)]
    out: list[str] = []
    for message, end in zip(found, ends):
        sentence = stderr[message.end():end].split("\n\n")[0]
        where = ""
        if message["file"]:
            place = os.path.relpath(message["file"], tree)
            where = str(origin.get(place, place))
            where += f":{message['line']}: " if message["line"] else ": "
        out.append(where + " ".join(sentence.split()))
    return list(dict.fromkeys(out))


if __name__ == "__main__":
    sys.exit(main())
