"""Proves a file of the table: calls each function by its recipes, infers what became
of every reference, holds that against the row, and has refcheck obey it.

prove.py GROUP.txt --module FILE --refcheck PROGRAM [--json OUT]"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from generate import Call
from table import OUT, Recipe, Row, TableError, read, recipe_name

SECONDS = 60
VERSION = sys.version_info[:2]
DEBUG = hasattr(sys, "gettotalrefcount")


@dataclass
class Proof:
    """A recipe and all that was seen of it."""

    row: Row
    recipe: Recipe
    index: int
    seen: dict = field(default_factory=dict)
    failures: list[dict] = field(default_factory=list)  # an allocation failed
    died: str | None = None                             # how, of a failing allocation
    obeyed: str = ""                                    # refcheck's verdict
    left_out: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return recipe_name(self.row, self.recipe)

    @property
    def call(self) -> Call:
        return Call(self.row, self.recipe)

    @property
    def contract(self) -> str:
        """What is to be given back after the call, for obey()."""
        call = self.call
        result = "n" if self.row.result == "new" else "-"
        outs = "".join("n" if p.effect == "gives new" else "-" for p in call.out_of)
        return f"{result}|{outs}|" + "".join(map(self._letter, call.object_of))

    def _letter(self, parameter) -> str:
        if parameter is None:
            return "-"
        if steals(parameter, self.row.fails(self.recipe)):
            return "s"
        return "r" if parameter.effect == "replaces" else "-"


def steals(parameter, failed: bool) -> bool:
    """What the row says of a call that succeeds, or fails."""
    return (parameter.effect == "steals"
            or parameter.effect == ("steals on failure" if failed else "steals on success"))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("table", type=Path)
    options.add_argument("--module", required=True, help="the recipes, compiled")
    options.add_argument("--refcheck", required=True)
    options.add_argument("--json", type=Path)
    options.add_argument("--only", help="a function")
    args = options.parse_args()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)    # some recipes read what is asked there
    try:
        rows = read(args.table)
    except TableError as error:
        print(error, file=sys.stderr)
        return 2
    module = load(args.module)
    proofs = [Proof(row, recipe, module.names.index(recipe_name(row, recipe)))
              for row in rows for recipe in row.recipes
              if recipe_name(row, recipe) in module.names and not (DEBUG and recipe.release)
              and args.only in (None, row.name)]
    for proof in proofs:
        look(module, proof)
    obey(args, proofs)
    for proof in proofs:
        proof.wrong += judge(proof)
    for proof, sentence in judge_kept(proofs):
        proof.wrong.append(sentence)
    report(args, rows, proofs)
    return 1 if any(proof.wrong for proof in proofs) else 0


def load(path: str):
    spec = importlib.util.spec_from_file_location("ownership", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- Looking --------------------------------------------------------------------

def look(module, proof: Proof) -> None:
    proof.seen = in_child(lambda: module.observe(proof.index))
    if "ended" not in proof.seen:
        swept = in_child(lambda: exhaust(module, proof.index))
        proof.failures = swept.get("failures", [])
        proof.died = how_it_ended(swept["ended"]) if "ended" in swept else None


def exhaust(module, index: int) -> dict:
    """CPython may print, and may die, where it has no memory: of no row's doing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    return {"failures": module.exhaust(index)}


def in_child(measure) -> dict:
    """What `measure` returns, in a process of its own: it may die."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        signal.alarm(SECONDS)
        with os.fdopen(writer, "w") as out:
            json.dump(measure(), out)
            out.flush()
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        text = answer.read()
    ended = os.waitpid(child, 0)[1]
    if ended or not text:
        return {"ended": ended}
    return json.loads(text)


def obey(args, proofs: list[Proof]) -> None:
    """refcheck, once for all contracts as they are, and once with each release left
    out in turn: there a first look tells, for what grows is clean without that."""
    proofs = [proof for proof in proofs if "ended" not in proof.seen]
    statements = [f"m.obey({proof.index}, {proof.contract!r})" for proof in proofs]
    for proof, check in zip(proofs, refcheck(args, statements, "--calls=22")):
        proof.obeyed = check["verdict"] if check["verdict"] == "clean" else check["summary"]
    left_out = [(proof, place, f"m.obey({proof.index}, {proof.contract!r}, {at})")
                for proof in proofs for at, place in releases(proof)]
    statements = [statement for _, _, statement in left_out]
    for (proof, place, _), check in zip(left_out, refcheck(args, statements, "--quick")):
        proof.left_out[place] = check["verdict"]


def refcheck(args, statements: list[str], option: str) -> list[dict]:
    """What it says of each statement: three rounds of calls, of which nothing may stay."""
    if not statements:
        return []
    with tempfile.TemporaryDirectory() as scratch:
        checks, result = Path(scratch, "checks.txt"), Path(scratch, "result.json")
        checks.write_text("\n".join(statements) + "\n")
        folder = os.path.dirname(os.path.abspath(args.module))
        subprocess.run([args.refcheck, "--path", folder, "-s", "import ownership as m", option,
                        "--file", str(checks), f"--json={result}"],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return json.loads(result.read_text())["checks"]


def releases(proof: Proof) -> list[tuple[int, str]]:
    """(place in the contract, what is released) of each that can be seen to lack."""
    seen, call, contract = proof.seen, proof.call, proof.contract
    out = []
    if proof.recipe.leaks:
        return out
    if contract[0] == "n" and seen["result"] and not seen["result"]["immortal"]:
        out.append((0, "result"))
    at = 2
    for parameter, gift in zip(call.out_of, seen["outs"]):
        if contract[at] == "n" and gift and not gift["immortal"]:
            out.append((at, parameter.name))
        at += 1
    at += 1
    for number, (parameter, argument) in enumerate(zip(call.object_of, seen["arguments"])):
        name = parameter.name if parameter else f"extra{number}"
        if name.startswith("..."):
            name += f" (argument {number + 1})"
        becomes = argument["becomes"]
        alive = not argument["immortal"] and (contract[at] != "r" or becomes)
        if contract[at] in "-r" and alive and not (becomes and becomes["immortal"]):
            out.append((at, name))
        at += 1
    return out


# --- Judging --------------------------------------------------------------------

def judge(proof: Proof) -> list[str]:
    """What is not as the row says: sentences."""
    row, recipe, seen = proof.row, proof.recipe, proof.seen
    if "ended" in seen:
        return [f"the call ends its process ({how_it_ended(seen['ended'])})"]
    wrong = []
    if seen["exception"] != recipe.raises:
        wrong.append(f"it raises {seen['exception'] or 'nothing'}, "
                     f"where the recipe says {recipe.raises or 'nothing'}")
    if row.has_result:
        wrong += judge_result(proof)
    if row.result == "NULL" and seen["status"]:
        wrong.append("it returns something, where the row says NULL")
    for parameter, gift in zip(proof.call.out_of, seen["outs"]):
        wrong += judge_out(parameter, gift)
    through = passes_through(proof)
    for place, (parameter, argument) in enumerate(zip(proof.call.object_of, seen["arguments"])):
        if parameter and place != through:
            wrong += judge_argument(parameter, argument, proof)
    if recipe.leaks and not proof.obeyed.startswith("leaks"):
        wrong.append(f"obeying the row is {proof.obeyed}, where the recipe says that it leaks")
    elif proof.obeyed != "clean" and not recipe.leaks:
        wrong.append(f"obeying the row is not clean: {proof.obeyed}")
    wrong += [f"leaving out the release of {place} is {verdict}: it is not ours"
              for place, verdict in proof.left_out.items()
              if verdict not in ("leak", "memory_leak", "grows")]
    return wrong + judge_failures(proof)


def how_it_ended(status: int) -> str:
    return (f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status)
            else f"status {os.WEXITSTATUS(status)}")


def judge_result(proof: Proof) -> list[str]:
    row, seen = proof.row, proof.seen
    gift = seen["result"]
    if gift is None:
        if seen["exception"] or row.null:
            return []
        return ["it returns NULL without an exception; say `or NULL`"]
    if gift["immortal"]:
        return []
    wrong = two_ways("the result", gift)
    is_new = gift["left"] > 0
    if passes_through(proof) is not None:
        return wrong
    if is_new != (row.result == "new"):
        wrong.append(f"the result is {'new' if is_new else 'borrowed'}")
    elif not is_new:
        lender = lender_of(proof, gift)
        # None is everybody's, whoever lends what else there could be.
        if lender != row.lender and gift["type"] != "NoneType":
            wrong.append(f"the result is borrowed from {lender}")
    return wrong


def lender_of(proof: Proof, gift: dict) -> str:
    """Whose end took the borrowed reference, in the words of the table."""
    if gift["lender"] < 0:
        return "interpreter"
    parameter = proof.call.object_of[gift["lender"]]
    return parameter.name if parameter else "others"


def passes_through(proof: Proof) -> int | None:
    """The argument that is stolen and comes back as a new result: that, and lending
    what was not stolen, are the same to the caller."""
    gift = proof.seen["result"]
    if (proof.row.result != "new" or not gift or gift["how"] != "argument" or gift["left"] > 0
            or gift["lender"] < 0):
        return None
    parameter = proof.call.object_of[gift["lender"]]
    stolen = parameter and steals(parameter, proof.row.fails(proof.recipe))
    return gift["lender"] if stolen else None


def two_ways(what: str, gift: dict) -> list[str]:
    # An argument whose end took it held it, though no collector could see that.
    hidden = gift["owned"] > 0 and gift["left"] <= 0 and gift["lender"] >= 0
    if (gift["owned"] > 0) == (gift["left"] > 0) or hidden:
        return []
    return [f"{what}: by the counts {gift['owned']} of its references are ours, after its "
            f"holders were destroyed {gift['left']}"]


def judge_out(parameter, gift: dict | None) -> list[str]:
    if gift is None or gift["immortal"]:
        return []
    is_new = gift["left"] > 0
    if is_new == (parameter.effect == "gives new"):
        return []
    return [f"*{parameter.name} is {'new' if is_new else 'borrowed'}"]


def judge_argument(parameter, argument: dict, proof: Proof) -> list[str]:
    if argument["immortal"]:
        return []
    effect = parameter.effect_on(VERSION)
    taken = argument["owned"] < 0
    if effect == "replaces":
        becomes = argument["becomes"]
        if becomes is None or becomes["immortal"] or becomes["left"] > 0:
            return []
        return [f"*{parameter.name} becomes a borrowed reference"]
    fails = proof.row.fails(proof.recipe)
    expected = steals(parameter, fails)
    when = f" with {proof.recipe.raises}" if fails else ""
    if taken != expected:
        return [f"{parameter.name} is {'stolen' if taken else 'not stolen'}{when}"]
    if effect == "borrows" and not fails and is_kept(argument):
        return [f"{parameter.name} is kept"]
    return []


def is_kept(argument: dict) -> bool:
    """By a container that can be seen, by one that cannot, or until the recipe's undo."""
    return (argument["held"] > 0 or argument["undone"] > 0
            or (argument["owned"] > 0 and not argument["given"]))


def judge_kept(proofs: list[Proof]) -> list[tuple[Proof, str]]:
    """What is said to be kept must have been seen kept, by one recipe at least."""
    wrong, seen = [], {}
    for proof in proofs:
        for parameter, argument in zip(proof.call.object_of, proof.seen.get("arguments", [])):
            if parameter and parameter.effect_on(VERSION) == "keeps":
                key = proof.row.name, parameter.name
                kept = (not proof.row.fails(proof.recipe)
                        and (is_kept(argument) or argument["immortal"]))
                seen[key] = (proof, seen.get(key, (proof, False))[1] or kept)
    for (_, name), (proof, kept) in seen.items():
        if not kept:
            wrong.append((proof, f"{name} is not kept by any call that succeeds"))
    return wrong


def judge_failures(proof: Proof) -> list[str]:
    wrong = []
    for failure in proof.failures:
        if not failure["failed"]:
            continue
        for parameter, owned, changed in zip(proof.call.object_of, failure["owned"],
                                             failure["changed"]):
            if parameter is None or parameter.words == "steals once read":
                continue
            if (owned < 0) != (steals(parameter, True)
                               or (parameter.effect == "replaces" and changed)):
                wrong.append(f"with a MemoryError (allocation {failure['allocation']}) "
                             f"{parameter.name} is {'stolen' if owned < 0 else 'not stolen'}")
    return wrong[:1]


def program(proof: Proof) -> str:
    """A few lines of C that show what becomes of the arguments' counts."""
    call = proof.call
    names = [parameter.name if parameter and parameter.name != "..." else f"extra{place}"
             for place, parameter in enumerate(call.object_of)]
    statement = call.statement()
    for place, name in enumerate(names):
        statement = statement.replace(f"&c->io[{place}]", f"&{name}")
        statement = statement.replace(f"c->arg[{place}]", name)
    for place, parameter in enumerate(call.out_of):
        statement = statement.replace(f"c->out[{place}]", parameter.name)
    statement = statement.replace("c->result = (PyObject *)", "PyObject *result = ")
    statement = statement.replace("c->status = (long long)", "long long status = ")
    made = [f"*{name} = fresh({json.dumps(expression)})"
            for name, (expression, _, _) in zip(names, call.objects)]
    made += [f"*{parameter.name} = NULL" for parameter in call.out_of]
    guards = [f"Py_INCREF({name});" for name, (_, _, alone) in zip(names, call.objects)
              if not alone]
    counts = ", ".join(f"Py_REFCNT({name})" for name in names)
    text = " ".join(f"{name} %zd" for name in names)
    lines = [
        call.code("before"),
        f"PyObject {', '.join(made)};    /* fresh(): see probe/ */" if made else "",
        " ".join(guards),
        statement,
        "PyErr_Clear();",
        f'printf("{text}\\n", {counts});    /* before the call 2, unless alone */' if names else "",
    ]
    return "\n".join(line for line in lines if line)


def saw_something(proof: Proof) -> bool:
    """A count told it: what is immortal has none, and a call that fails gives nothing."""
    seen = proof.seen
    gifts = [seen.get("result"), *seen.get("outs", [])]
    return (bool(proof.left_out) or not proof.row.has_object
            or any(gift and not gift["immortal"] for gift in gifts)
            or any(argument["owned"] < 0 for argument in seen.get("arguments", [])))


def without_count(row: Row, proofs: list[Proof]) -> set[str]:
    """What the row promises to give, and no recipe was seen to by a count."""
    promised = {p.name for p in row.parameters if p.effect in OUT}
    promised |= {"result"} if row.has_result else set()
    for proof in proofs:
        gifts = [("result", proof.seen.get("result")),
                 *zip((p.name for p in proof.call.out_of), proof.seen.get("outs", []))]
        promised -= {name for name, gift in gifts if gift and not gift["immortal"]}
    return promised


# --- Saying -----------------------------------------------------------------------

def report(args, rows: list[Row], proofs: list[Proof]) -> None:
    for proof in proofs:
        for sentence in proof.wrong:
            print(f"{proof.row.file}:{proof.recipe.line}: {proof.name}: {sentence}")
        if proof.died:
            print(f"note: {proof.name}: CPython dies of a failing allocation ({proof.died})")
    for row in rows:
        for recipe in row.recipes:
            if DEBUG and recipe.release and recipe.versions.hold(VERSION):
                print(f"note: {recipe_name(row, recipe)}: left out, for an assertion of "
                      "CPython fails there in a debug build")
    here = [row for row in rows if row.versions.hold(VERSION)]
    counted = {row.name for row in here
               if not without_count(row, [one for one in proofs if one.row is row])}
    held = ({proof.row.name for proof in proofs if saw_something(proof)} & counted
            - {proof.row.name for proof in proofs if proof.wrong})
    releases_seen = sum(len(proof.left_out) for proof in proofs)
    print(f"{args.table.stem}: {len(held)} of {len(here)} functions proven by {len(proofs)} "
          f"recipes; {releases_seen} releases left out in turn; "
          f"{sum(len(proof.failures) for proof in proofs)} failing allocations")
    if args.json:
        args.json.write_text(json.dumps([{
            "name": proof.row.name, "recipe": proof.name, "wrong": proof.wrong,
            "program": program(proof) if proof.wrong else None,
            "seen": proof.seen, "failures": proof.failures, "died": proof.died,
            "left_out": proof.left_out,
            "seen_something": saw_something(proof) and proof.row.name in counted,
        } for proof in proofs], indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
