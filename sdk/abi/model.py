"""The spec of the C interface (spec/*.toml) as values, and the layout that its types have on LP64 machines."""
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

STATES = ("draft", "stable", "deprecated")
BASES = {"char": (1, 1), "int32_t": (4, 4), "uint32_t": (4, 4), "uint64_t": (8, 8), "herald_status": (4, 4)}
KINDS = ("struct", "constants", "opaque", "macro", "function", "generated")


class SpecError(Exception):
    """The spec cannot mean anything; the text says where."""


@dataclass(frozen=True)
class Member:
    """A member of a struct (`c` is its declaration without the semicolon) or a constant (name and value)."""
    name: str
    c: str
    since: int
    state: str
    note: str = ""
    about: str = ""
    owner: str = ""
    lifetime: str = ""
    thread: str = ""
    errors: str = ""


@dataclass(frozen=True)
class Item:
    """What a header declares: one of KINDS, by name."""
    kind: str
    name: str
    since: int
    state: str
    interface: str = ""
    part_of: str = ""
    about: str = ""
    more: str = ""
    owner: str = ""
    lifetime: str = ""
    thread: str = ""
    errors: str = ""
    text: str = ""
    typedef: str = ""
    grows: bool = False
    members: tuple = ()

    @property
    def is_table(self):
        """Tables grow at their tail; other structs never change."""
        return self.kind == "struct" and (self.grows or self.members[0].c == "uint32_t struct_size")

    @property
    def macro_prefix(self):
        return self.name.upper()


@dataclass(frozen=True)
class Header:
    file: str
    title: str
    more: str
    items: tuple
    needs: tuple = ()  # headers beside core.h whose types it names


@dataclass(frozen=True)
class Spec:
    major: int
    minor: int
    headers: tuple
    by_hand: tuple = ()
    by_hand_text: str = field(default="", repr=False)

    def items(self, *kinds):
        return [i for h in self.headers for i in h.items if not kinds or i.kind in kinds]

    def interfaces(self):
        """{id: (since, state)} of every interface, in order."""
        found = {i.interface: (i.since, i.state) for i in self.items("struct") if i.interface}
        found.update({name: (0, "draft") for row in self.by_hand for name in row["interfaces"]})
        return found


def declared_name(c):
    m = re.search(r"\(\*(\w+)\)\(", c) or re.search(r"(\w+)(?:\[\d+\])?$", c)
    if not m:
        raise SpecError(f"expected a declaration with a name, found: {c}")
    return m.group(1)


def layout(item, known):
    """[(member, offset, size)] and the size of the whole; `known` holds the (size, align) of earlier structs."""
    at, widest, rows = 0, 1, []
    for member in item.members:
        size, align = size_of(member.c, known)
        at = (at + align - 1) // align * align
        rows.append((member, at, size))
        at, widest = at + size, max(widest, align)
    return rows, (at + widest - 1) // widest * widest, widest


def size_of(c, known):
    if "(*" in c or re.search(r"\*\s*\w+$", c):
        return 8, 8
    base = re.sub(r"^const ", "", c).split()[0]
    size, align = known.get(base) or BASES.get(base) or (0, 0)
    if not size:
        raise SpecError(f"expected one of {', '.join(sorted({*BASES, *known}))}, found: {c}")
    array = re.search(r"\[(\d+)\]$", c)
    return size * (int(array.group(1)) if array else 1), align


def layouts(spec):
    """{struct name: (rows, size)} of every struct, in order."""
    known, found = {}, {}
    for item in spec.items("struct"):
        rows, size, align = layout(item, known)
        known[item.name] = (size, align)
        found[item.name] = (rows, size)
    return found


def read_member(row, kind, parent):
    named = {key: row.get(key, "") for key in ("note", "about", "owner", "lifetime", "thread", "errors")}
    name = row["c"].split()[0] if kind == "constants" else declared_name(row["c"])
    return Member(name, row["c"], row.get("since", parent["since"]), row.get("state", parent["state"]), **named)


def read_item(row, file, defaults):
    kinds = [k for k in KINDS if k in row]
    if len(kinds) != 1:
        raise SpecError(f"{file}: expected an item of one kind ({', '.join(KINDS)}), found: {sorted(row)}")
    kind = kinds[0]
    row = {**defaults, **row}
    if row["state"] not in STATES:
        raise SpecError(f"{file}: expected a state of {', '.join(STATES)}, found: {row['state']}")
    rows = row.get("member", []) + row.get("constant", [])
    members = tuple(read_member(member, kind, row) for member in rows)
    texts = {key: row.get(key, "") for key in ("interface", "part_of", "about", "more", "owner", "lifetime", "thread",
                                               "errors", "typedef")}
    if kind == "constants":
        return Item(kind, members[0].name, row["since"], row["state"], **{**texts, "about": row[kind]}, members=members)
    text = row[kind] if kind == "function" else row.get("text", "").strip("\n")
    return Item(kind, row.get("name", row[kind]), row["since"], row["state"], **texts, text=text,
                grows=row.get("grows", False), members=members)


def load(folder):
    """The spec in `folder` (sdk/abi). Raises SpecError, or what tomllib and the file system raise."""
    folder = Path(folder)
    top = tomllib.loads((folder / "spec/abi.toml").read_text())
    headers = []
    for file in top["headers"]:
        text = tomllib.loads((folder / "spec" / file.replace(".h", ".toml")).read_text())
        defaults = {"state": text["state"], "since": text["since"]}
        items = tuple(read_item(row, file, defaults) for row in text["item"])
        headers.append(Header(file, text["title"], text.get("more", ""), items, tuple(text.get("needs", []))))
    include = folder.parent / "include/herald/abi"
    by_hand = tuple(top.get("by_hand", []))
    texts = "".join((include / row["header"]).read_text() for row in by_hand)
    return Spec(top["major"], top["minor"], tuple(headers), by_hand, texts)
