"""What a built plugin shows to the world. Needs a build directory."""
import subprocess
from pathlib import Path

from tree import Violation

ENTRY = "herald_plugin_entry_1"


def exported(library):
    listing = subprocess.run(["nm", "-D", "--defined-only", "--format=posix", str(library)],
                             capture_output=True, text=True, check=True).stdout
    # Type A is the name of the version node, not a symbol.
    return sorted({row.split()[0].split("@")[0] for row in listing.splitlines() if row.split()[1] != "A"})


def plugins_export_one_symbol(build):
    libraries = sorted(Path(build, "plugins").glob("**/*.so"))
    if not libraries:
        yield Violation(str(Path(build, "plugins")), 0, "no plugin was built")
    for library in libraries:
        names = exported(library)
        if names != [ENTRY]:
            found = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
            yield Violation(str(library), 0, f"exports exactly {ENTRY}; found: {found or 'nothing'}")
