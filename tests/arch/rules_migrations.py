"""One schema on two databases: same files, tables, columns and keys."""
import re
from dataclasses import dataclass, field

from tree import Violation

DIALECTS = ("mysql", "sqlite")
NAME = r"[`\"]?([a-z0-9_]+)[`\"]?"
NOT_A_COLUMN = {"primary", "unique", "key", "index", "constraint", "foreign", "check", "fulltext"}


@dataclass
class Table:
    columns: set = field(default_factory=set)
    keys: set = field(default_factory=set)  # tuples of columns; the primary key begins with "primary:"


def bare(sql):
    """Lower case, without comments; literals emptied so that their text cannot look like SQL."""
    sql = re.sub(r"--[^\n]*|/\*.*?\*/", " ", sql, flags=re.DOTALL)
    return re.sub(r"'(?:[^']|'')*'", "''", sql).lower()


def balanced(text, start):
    """The text between the parenthesis at `start` and its partner."""
    depth = 0
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return text[start + 1:at]
    return text[start + 1:]


def parts(text):
    """`text` split at its top-level commas."""
    found, depth, begin = [], 0, 0
    for at, char in enumerate(text):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "," and depth == 0:
            found.append(text[begin:at].strip())
            begin = at + 1
    return [p for p in found + [text[begin:].strip()] if p]


def key_columns(text):
    """Columns of `(a, b(191), c desc)`: length and direction differ by dialect."""
    listed = balanced(text, text.index("("))
    return tuple(re.match(NAME, p).group(1) for p in parts(listed) if re.match(NAME, p))


def read_part(table, part):
    word = re.match(NAME, part).group(1)
    if word == "constraint":
        part = re.sub(rf"^constraint\s+{NAME}\s+", "", part)
        word = re.match(NAME, part).group(1)
    if word == "primary":
        table.keys.add(("primary:", *key_columns(part)))
    elif word == "unique":
        table.keys.add(key_columns(part))
    elif word not in NOT_A_COLUMN:
        table.columns.add(word)
        if re.search(r"\bprimary\s+key\b", part):
            table.keys.add(("primary:", word))
        elif re.search(r"\bunique\b", part):
            table.keys.add((word,))


def read_schema(sql):
    """{table: Table} of what a migration creates or adds to."""
    tables, text = {}, bare(sql)
    for m in re.finditer(rf"\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?{NAME}\s*\(", text):
        table = tables.setdefault(m.group(1), Table())
        for part in parts(balanced(text, m.end() - 1)):
            if re.match(NAME, part):
                read_part(table, part)
    for m in re.finditer(rf"\bcreate\s+unique\s+index\s+(?:if\s+not\s+exists\s+)?{NAME}\s+on\s+{NAME}\s*(?=\()", text):
        tables.setdefault(m.group(2), Table()).keys.add(key_columns(text[m.end():]))
    for m in re.finditer(rf"\balter\s+table\s+{NAME}\s+add\s+column\s+(?:if\s+not\s+exists\s+)?{NAME}", text):
        tables.setdefault(m.group(1), Table()).columns.add(m.group(2))
    return tables


def migration_names(tree, dialect):
    folder = f"migrations/{dialect}/"
    return [p.removeprefix(folder) for p in tree.files if p.startswith(folder) and p.endswith(".sql")]


def migrations_are_numbered(tree):
    names = {d: migration_names(tree, d) for d in DIALECTS}
    for dialect in DIALECTS:
        other = DIALECTS[1 - DIALECTS.index(dialect)]
        seen = {}
        for name in names[dialect]:
            path = f"migrations/{dialect}/{name}"
            m = re.fullmatch(r"(\d{3})_[a-z0-9_]+\.sql", name)
            if not m:
                yield Violation(path, 0, "name it NNN_what_it_does.sql")
                continue
            if m.group(1) in seen:
                yield Violation(path, 0, f"number {m.group(1)} is taken by {seen[m.group(1)]}")
            seen[m.group(1)] = name
            if name not in names[other]:
                yield Violation(path, 0, f"has no twin migrations/{other}/{name}")
    if not names["mysql"]:
        yield Violation("migrations", 0, "no migration found")


def migrations_make_the_same_schema(tree):
    for name in sorted(set(migration_names(tree, "mysql")) & set(migration_names(tree, "sqlite"))):
        mysql, sqlite = (read_schema(tree.text(f"migrations/{d}/{name}")) for d in DIALECTS)
        path = f"migrations/*/{name}"
        for table in sorted(mysql.keys() ^ sqlite.keys()):
            yield Violation(path, 0, f"table {table} only on {'mysql' if table in mysql else 'sqlite'}")
        for table in sorted(mysql.keys() & sqlite.keys()):
            for column in sorted(mysql[table].columns ^ sqlite[table].columns):
                side = "mysql" if column in mysql[table].columns else "sqlite"
                yield Violation(path, 0, f"column {table}.{column} only on {side}")
            for key in sorted(mysql[table].keys ^ sqlite[table].keys):
                side = "mysql" if key in mysql[table].keys else "sqlite"
                yield Violation(path, 0, f"key {table}({', '.join(key)}) only on {side}")


RULES = [migrations_are_numbered, migrations_make_the_same_schema]
