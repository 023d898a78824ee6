"""The C interface: what is generated equals the spec, what was locked still holds, each header stands alone."""
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tree import Violation

FOLDER = "sdk/abi"
INCLUDE = "sdk/include/herald/abi"
WARNINGS = ("-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only")
COMPILERS = {"c": ("gcc", "clang-19"), "c++": ("g++", "clang++-19")}
STANDARDS = {"c": ("c11",), "c++": ("c++17", "c++20")}

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / FOLDER))

import products  # noqa: E402
from layout_asserts import asserts  # noqa: E402
from lock import breaks, layout_of_all, snapshot  # noqa: E402
from model import SpecError, load  # noqa: E402


def locks(tree, spec):
    """(path, lock) of every minor so far; the lock is None where it is missing."""
    for minor in range(1, spec.minor + 1):
        path = f"{FOLDER}/lock/{spec.major}.{minor}.json"
        yield path, json.loads(tree.text(path)) if path in tree.files else None


def with_spec(rule):
    """A rule that gets the spec too; a spec that cannot be read is a violation."""
    def checked(tree):
        try:
            yield from rule(tree, load(tree.root / FOLDER))
        except (SpecError, OSError, KeyError, ValueError) as problem:
            yield Violation(f"{FOLDER}/spec", 0, f"expected a spec that can be read, found: {problem}")
    checked.__name__ = rule.__name__
    return checked


@with_spec
def generated_files_equal_the_spec(tree, spec):
    for path, text in products.of(spec).items():
        path = os.path.normpath(f"{FOLDER}/{path}")
        if path not in tree.files or tree.text(path) != text:
            yield Violation(path, 0, "differs from what sdk/abi/spec gives; run sdk/abi/generate")


@with_spec
def every_abi_header_is_in_the_spec(tree, spec):
    known = {h.file for h in spec.headers} | {row["header"] for row in spec.by_hand}
    for path in tree.files:
        if path.startswith(INCLUDE + "/") and path.removeprefix(INCLUDE + "/") not in known:
            yield Violation(path, 0, "is not named in sdk/abi/spec/abi.toml (headers, or by_hand while it is a draft)")


@with_spec
def locks_are_prefixes_of_today(tree, spec):
    now = snapshot(spec)
    for path, lock in locks(tree, spec):
        if lock is None:
            yield Violation(path, 0, "missing: what was stable in this minor cannot be checked")
            continue
        if [lock["major"], lock["minor"]] != [int(n) for n in re.findall(r"\d+", Path(path).stem)]:
            yield Violation(path, 0, f"is the lock of {lock['major']}.{lock['minor']}")
        for problem in breaks(lock, now):
            yield Violation(path, 0, problem)
    for path in tree.files:
        if path.startswith(f"{FOLDER}/lock/") and path not in dict(locks(tree, spec)):
            yield Violation(path, 0, f"expected locks of 1.1 to {spec.major}.{spec.minor} only")


def unsaid(thing, facts):
    return [fact for fact in facts if not getattr(thing, fact)]


@with_spec
def every_table_states_its_facts(_, spec):
    for item in spec.items("struct"):
        said = unsaid(item, ("about", "owner", "lifetime", "thread"))
        if item.interface and not item.errors:
            said.append("errors")
        if said:
            yield Violation(f"{FOLDER}/spec", 0, f"{item.name} does not state: {', '.join(said)}")
        for member in item.members:
            if "(*" in member.c and not member.about:
                yield Violation(f"{FOLDER}/spec", 0, f"{item.name}.{member.name} does not state: about")
            if member.state != item.state and "draft" in (member.state, item.state):
                yield Violation(f"{FOLDER}/spec", 0, f"{item.name}.{member.name} is {member.state} in a table that is "
                                f"{item.state}; make the draft an interface of its own")


def compile_alone(root, compiler, language, standard, source):
    with tempfile.NamedTemporaryFile("w", suffix=".c" if language == "c" else ".cpp") as file:
        file.write(source)
        file.flush()
        command = [compiler, "-x", language, f"-std={standard}", *WARNINGS, f"-I{root}/sdk/include", file.name]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            return f"expected the compiler {compiler}, found none"
    lines = done.stderr.splitlines()
    errors = [line.split(": ", 1)[-1] for line in lines if "error" in line]
    return (errors or lines or ["failed without a word"])[0] if done.returncode else None


def compile_everywhere(tree, sources):
    """(path, complaint) for each of `sources` ({path: C text}) in each language, standard and compiler."""
    jobs = [(path, compiler, language, standard, text) for path, text in sources.items() for language in STANDARDS
            for standard in STANDARDS[language] for compiler in COMPILERS[language]]
    with ThreadPoolExecutor(2) as pool:
        said = pool.map(lambda job: compile_alone(tree.root, *job[1:]), jobs)
        for (path, compiler, _, standard, _), complaint in zip(jobs, said):
            if complaint:
                yield Violation(path, 0, f"{compiler} -std={standard}: {complaint}")


@with_spec
def headers_compile_alone(tree, spec):
    names = [f"abi/{h.file}" for h in spec.headers] + [f"abi/{row['header']}" for row in spec.by_hand] + ["abi.h", "json.h"]
    yield from compile_everywhere(tree, {f"sdk/include/herald/{name}": f"#include <herald/{name}>\nextern int unused;\n"
                                         for name in names})


@with_spec
def compilers_lay_out_what_is_locked(tree, spec):
    found = {path: asserts(lock) for path, lock in locks(tree, spec) if lock}
    found[f"{FOLDER}/spec"] = asserts(layout_of_all(spec))
    yield from compile_everywhere(tree, found)


RULES = [generated_files_equal_the_spec, every_abi_header_is_in_the_spec, locks_are_prefixes_of_today,
         every_table_states_its_facts, headers_compile_alone, compilers_lay_out_what_is_locked]
