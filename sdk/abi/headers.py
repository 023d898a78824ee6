"""C headers from the spec, laid out as the project's clang-format would."""
import hashlib
import json
import textwrap
from dataclasses import asdict

WIDTH = 110
FACTS = ("owner", "lifetime", "thread")


def sentence(text):
    return text if not text or text[-1] in ".!?" else text + "."


def facts(thing):
    """OWNER, LIFETIME and THREAD, then ERRORS, as sentences."""
    said = [f"{name.upper()} {sentence(getattr(thing, name))}" for name in FACTS if getattr(thing, name)]
    return said + ([f"ERRORS {sentence(thing.errors)}"] if thing.errors else [])


def comment(paragraphs, indent=""):
    """Paragraphs as one block comment, each beginning a line."""
    lines = []
    for paragraph in filter(None, paragraphs):
        lines += textwrap.wrap(paragraph, WIDTH - len(indent) - 3, break_long_words=False, break_on_hyphens=False)
    if not lines:
        return []
    if len(lines[-1]) + len(indent) + 6 > WIDTH or (len(lines) == 1 and len(lines[0]) + len(indent) + 6 > WIDTH):
        lines = rewrap_last(lines, WIDTH - len(indent) - 6)
    first, *rest = lines
    made = [indent + "/* " + first] + [indent + " * " + line for line in rest]
    made[-1] += " */"
    return made


def rewrap_last(lines, width):
    return lines[:-1] + textwrap.wrap(lines[-1], width, break_long_words=False, break_on_hyphens=False)


def declaration(c, indent):
    """A declaration, broken between parameters and aligned behind the bracket when it is too long."""
    if len(indent) + len(c) + 1 <= WIDTH:
        return [indent + c + ";"]
    opening = c.index(")(") + 2
    lines, line = [], indent + c[:opening]
    column = len(line)
    for parameter in c[opening:-1].split(", "):
        more = parameter if len(line) <= column else " " + parameter
        if len(line) + len(more) + 1 > WIDTH - (parameter == c[opening:-1].split(", ")[-1]):
            lines.append(line)
            line, more = " " * column, parameter
        line += more + ","
    lines.append(line[:-1] + ");")
    return lines


def with_notes(rows):
    """[(code, note)] as lines; trailing comments of neighbours stand in one column."""
    lines, run = [], []

    def flush():
        column = max((len(code) for code, _ in run), default=0) + 1
        lines.extend(code.ljust(column) + f"/* {note} */" for code, note in run)
        run.clear()

    for code, note in rows:
        if note:
            run.append((code, note))
        else:
            flush()
            lines.append(code)
    flush()
    return lines


def bands(members, lines_of):
    """Lines of members; those that came after the first minor only for who targets theirs or a later one."""
    lines, run, band = [], [], 1
    for member in [*members, None]:
        since = member.since if member else 0
        if since != band or member is None:
            body = lines_of(run)
            lines += [f"#if HERALD_SDK_TARGET >= {band}", *body, "#endif"] if body and band > 1 else body
            run, band = [], since
        if member:
            run.append(member)
    return lines


def state_words(thing):
    return "Draft: loads only on the host build that made it." if thing.state == "draft" else \
        "Deprecated." if thing.state == "deprecated" else ""


def member_comment(member, item):
    state = state_words(member) if member.state != item.state else ""
    return comment([" ".join(filter(None, [member.about, state, *facts(member)]))], "  ")


def struct_members(members, item):
    rows = []
    for member in members:
        rows += [(line, "") for line in member_comment(member, item)]
        code = declaration(member.c, "  ")
        rows += [(line, "") for line in code[:-1]] + [(code[-1], member.note)]
    return with_notes(rows)


def optional_macros(item):
    """A HAS macro for each member that not every peer has."""
    for member in item.members:
        if item.is_table and member.since > item.since:
            there = f"HERALD_HAS({item.name}, table, {member.name})"
            null = f" && (table)->{member.name} != NULL" if "(*" in member.c else ""
            yield f"#define HERALD_HAS_{(item.name + '_' + member.name).upper().removeprefix('HERALD_')}(table) \\"
            yield f"  ({there}{null})"


def least(item, rows):
    """The size that every peer's table has: that of the minor in which it became stable."""
    if not item.is_table or item.state == "draft":
        return []
    last = max(at + size for member, at, size in rows if member.since <= item.since)
    return with_notes([(f"#define {item.macro_prefix}_LEAST {last}u",
                        f"bytes of the table at minor {item.since}: no peer has less")])


def struct(item, rows):
    about = f'"{item.interface}". {item.about}' if item.interface else item.about
    whose = [said for said in facts(item) if not said.startswith("ERRORS")]
    lines = comment([" ".join(filter(None, [about, state_words(item)])), item.more, " ".join(whose),
                     *facts(item)[len(whose):]])
    body = bands(item.members, lambda run: struct_members(run, item))
    lines += [f"typedef struct {item.name} {{", *body, f"}} {item.name};"]
    return lines + least(item, rows) + list(optional_macros(item))


def constants(item):
    lines = comment([item.about])
    if item.typedef:
        lines.append(f"typedef {item.typedef};")
    return lines + bands(item.members, lambda run: with_notes([(f"#define {m.c}", m.note) for m in run]))


def draft_build(spec):
    """16 hex digits that change with anything in what is a draft."""
    drafts = [asdict(i) for i in spec.items("struct", "constants") if i.state == "draft"]
    text = json.dumps([drafts, spec.by_hand, spec.by_hand_text], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def generated(item, spec):
    if item.name == "minor":
        return [f"#define HERALD_ABI_MINOR {spec.minor}u /* grows with each addition to what is stable */"]
    if item.name == "target":
        return comment(["The lowest minor of the host that the plugin is to load on. Define it before including to use "
                        "nothing newer: what came later is then not declared."]) + [
            "#ifndef HERALD_SDK_TARGET", f"#define HERALD_SDK_TARGET {spec.minor}u", "#endif",
            f"#if HERALD_SDK_TARGET < 1 || HERALD_SDK_TARGET > {spec.minor}",
            f'#error "HERALD_SDK_TARGET: expected a minor of 1 to {spec.minor}, the newest in these headers"', "#endif"]
    if item.name == "drafts":
        return comment(["Names the drafts in these headers; any change to one changes it. A plugin that offers a draft "
                        "loads only on a host that was built with the same."]) + [
            f'#define HERALD_DRAFTS "{draft_build(spec)}"']
    rows = [f'  X("{name}", {since}, {int(state != "draft")})' for name, (since, state) in spec.interfaces().items()]
    return comment(["The interfaces as X(id, since, is_stable): since is the minor in which it became stable."]) + \
        with_continuations(["#define HERALD_INTERFACES(X)", *rows])


def with_continuations(lines):
    column = max(len(line) for line in lines[:-1]) + 1
    return [line.ljust(column) + "\\" for line in lines[:-1]] + [lines[-1]]


def item_lines(item, spec, made):
    if item.kind == "struct":
        return struct(item, made[item.name][0])
    if item.kind == "constants":
        return constants(item)
    if item.kind == "generated":
        return generated(item, spec)
    lines = comment([item.about, item.more, " ".join(facts(item))])
    if item.kind == "opaque":
        return lines + [f"typedef struct {item.name} {item.name};"]
    return lines + (item.text.split("\n") if item.kind == "macro" else [item.text + ";"])


def includes(header):
    if header.file == "version.h":
        return []
    if header.file == "core.h":
        return ["#include <stddef.h>", "#include <stdint.h>", "", '#include "herald/abi/version.h"']
    return ['#include "herald/abi/core.h"'] + [f'#include "herald/abi/{file}"' for file in header.needs]


def render(header, spec, made):
    """The text of one header."""
    lines = comment([header.title, header.more]) + ["/* Made from sdk/abi/spec by sdk/abi/generate. */", "#pragma once"]
    lines += includes(header)
    wrapped = any(item.kind in ("struct", "opaque", "function") for item in header.items)
    if wrapped:
        lines += ["", "#ifdef __cplusplus", 'extern "C" {', "#endif"]
    for item in header.items:
        lines += ["", *item_lines(item, spec, made)]
    if wrapped:
        lines += ["", "#ifdef __cplusplus", "}", "#endif"]
    return "\n".join(lines) + "\n"
