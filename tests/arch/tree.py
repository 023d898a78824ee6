"""The source tree as the rules see it: files, layers, and C++ text without comments and literals."""
import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

CPP = (".cpp", ".cc", ".c", ".hpp", ".h")
HEADERS = (".hpp", ".h")

# One alternative per thing that must not be mistaken for code. Raw strings come before plain ones.
TOKEN = re.compile(
    r"""(?P<line>//[^\n]*)|(?P<block>/\*.*?\*/)"""
    r"""|(?P<raw>(?:u8|u|U|L)?R"(?P<mark>[^()\\\s]{0,16})\((?P<rawtext>.*?)\)(?P=mark)")"""
    r"""|(?P<text>"(?:\\.|[^"\\\n])*")|(?P<char>(?<![0-9A-Za-z])'(?:\\.|[^'\\\n])+')""",
    re.DOTALL,
)


@dataclass(frozen=True)
class Violation:
    path: str
    line: int
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}" if self.line else f"{self.path}: {self.text}"


@dataclass
class Layer:
    folder: str
    may: list
    third_party: list
    proved_by: str

    @property
    def room(self):
        return self.folder.removeprefix("host/") if self.folder.startswith("host/") else None


@dataclass
class Layers:
    foundation: list = field(default_factory=list)
    rows: dict = field(default_factory=dict)

    def of(self, path):
        """The row whose folder is the longest that holds `path`, or None."""
        held = [f for f in self.rows if path == f or path.startswith(f + "/")]
        return self.rows[max(held, key=len)] if held else None

    def open_to(self, layer):
        """Names of the rooms (and `sdk`) that files of `layer` may include."""
        allowed = set(layer.may)
        if layer.room and layer.room not in self.foundation:
            allowed |= set(self.foundation)
        return allowed | {layer.room or layer.folder}


def parse_layers(text):
    layers = Layers()
    for raw in text.splitlines():
        line = raw.split("#", 1)[0].strip()
        if line.startswith("foundation:"):
            layers.foundation = line.split(":", 1)[1].split()
        elif line:
            folder, may, third_party, proved_by = (cell.strip() for cell in line.split("|"))
            layers.rows[folder] = Layer(folder, may.split(), third_party.split(), proved_by)
    return layers


def split_code(text):
    """(code, literals): `code` keeps line numbers but has neither comments nor literals; `literals` are
    (line, text), neighbours joined as the compiler joins them."""
    literals, out, at, gap = [], [], 0, None
    for m in TOKEN.finditer(text):
        out.append(text[at:m.start()])
        out.append("\n" * m.group().count("\n") or " ")
        gap = None if gap is None else gap + text[at:m.start()]
        if m.group("text") is not None or m.group("raw") is not None:
            body = m.group("rawtext") if m.group("raw") is not None else m.group("text")[1:-1]
            if gap is not None and not gap.strip():
                literals[-1] = (literals[-1][0], literals[-1][1] + body)
            else:
                literals.append((text.count("\n", 0, m.start()) + 1, body))
            gap = ""
        elif m.group("char") is not None:
            gap = None
        at = m.end()
    out.append(text[at:])
    return "".join(out), literals


class Tree:
    """A checkout (tracked files plus new ones that git does not ignore) or, without git, a plain folder."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        self.files = sorted(self._git_files() or self._walk())
        layers = self.root / "tests/arch/layers.txt"
        self.layers = parse_layers(layers.read_text()) if layers.exists() else Layers()
        self._split = {}

    def _git_files(self):
        if not (self.root / ".git").exists():
            return []
        found = subprocess.run(
            ["git", "-c", "safe.directory=*", "-C", str(self.root), "ls-files", "-z", "-co", "--exclude-standard"],
            capture_output=True, text=True, check=True).stdout
        return [p for p in found.split("\0") if p and (self.root / p).is_file()]

    def _walk(self):
        found = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = [f for f in folders if f not in (".git", "build", "__pycache__")]
            found += [os.path.relpath(os.path.join(folder, n), self.root) for n in names]
        return found

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def cpp(self, *under):
        return [p for p in self.files if p.endswith(CPP) and (not under or p.startswith(tuple(under)))]

    def split(self, path):
        if path not in self._split:
            self._split[path] = split_code(self.text(path))
        return self._split[path]

    def includes(self, path):
        """(line, target, quoted) of every #include outside comments."""
        for number, line in enumerate(self.text(path).splitlines(), 1):
            m = re.match(r'\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', line)
            if m:
                yield number, m.group(1) or m.group(2), m.group(1) is not None

    def matches(self, path, pattern):
        """(line, match) of `pattern` in the code of `path`."""
        code, _ = self.split(path)
        for m in re.finditer(pattern, code):
            yield code.count("\n", 0, m.start()) + 1, m
