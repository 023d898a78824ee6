"""What a built plugin shows to the world and asks of it. Needs a build directory."""
import re
import subprocess
from pathlib import Path

from tree import Violation

ENTRY = "herald_plugin_entry_1"
# What every Debian 12 has. A plugin that needs more carries it inside, or its row says why not.
NEEDED = {"libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
NEEDED_BESIDES = {"templates.so": {"libctemplate.so.3"}}  # design.md: ctemplate in templates
SANITIZERS = re.compile(r"lib(a|ub|t)san\.so\.\d+")
CEILINGS = {"GLIBC": (2, 36), "GLIBCXX": (3, 4, 30), "CXXABI": (1, 3, 13), "GCC": (12, 0, 0)}


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def exported(library):
    listing = output("nm", "-D", "--defined-only", "--format=posix", str(library))
    # Type A is the name of the version node, not a symbol.
    return sorted({row.split()[0].split("@")[0] for row in listing.splitlines() if row.split()[1] != "A"})


def wrong_exports(library, _):
    names = exported(library)
    if names != [ENTRY]:
        found = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        yield f"exports exactly {ENTRY}; found: {found or 'nothing'}"


def unique_symbols(library, _):
    """They would tie two generations of a plugin together, and keep the file mapped."""
    for row in output("readelf", "--wide", "--symbols", str(library)).splitlines():
        if " UNIQUE " in row:
            yield f"expected no unique symbol, found: {row.split()[-1]}"


def wrong_dynamic_section(library, sanitized):
    section = output("readelf", "--wide", "--dynamic", str(library))
    for tag, path in re.findall(r"\((RPATH|RUNPATH)\).*\[(.*)\]", section):
        yield f"expected no search path of its own, found: {tag} {path}"
    if not re.search(r"\(BIND_NOW\)|\(FLAGS\).*BIND_NOW|\(FLAGS_1\).*NOW", section):
        yield "expected all symbols to be resolved when it is loaded (-z now), found: lazily"
    allowed = NEEDED | NEEDED_BESIDES.get(library.name, set())
    for name in re.findall(r"\(NEEDED\).*\[(.*)\]", section):
        if name not in allowed and not (sanitized and SANITIZERS.fullmatch(name)):
            yield f"expected only libraries of every Debian 12, found: {name}"


def too_new_symbols(library, _):
    for name in sorted(set(re.findall(r"Name: (\w+_[\d.]+)\s", output("readelf", "--wide", "--version-info", str(library))))):
        family, _, version = name.rpartition("_")
        if family in CEILINGS and tuple(int(n) for n in version.split(".")) > CEILINGS[family]:
            yield f"expected at most {family}_{'.'.join(map(str, CEILINGS[family]))}, found: {name}"


def is_sanitized(build):
    cache = Path(build, "CMakeCache.txt")
    return bool(re.search(r"^HERALD_SANITIZE:\w+=\S", cache.read_text(), re.MULTILINE)) if cache.exists() else False


def plugins_stand_alone(build):
    """One exported symbol, none unique, no search path, bound at load, nothing that Debian 12 has not."""
    libraries = sorted(Path(build, "plugins").glob("**/*.so"))
    if not libraries:
        yield Violation(str(Path(build, "plugins")), 0, "no plugin was built")
    for library in libraries:
        for check in (wrong_exports, unique_symbols, wrong_dynamic_section, too_new_symbols):
            for problem in check(library, is_sanitized(build)):
                yield Violation(str(library), 0, problem)
