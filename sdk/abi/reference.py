"""The reference page from the spec."""
from headers import facts, state_words


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def rows(item, layout):
    places = {member.name: f"{at}" for member, at, _ in layout}
    for member in item.members:
        said = " ".join(filter(None, [member.note, member.about, state_words(member) if member.state != item.state else "",
                                      *facts(member)]))
        yield f"| {places.get(member.name, '')} | `{cell(member.c)}` | 1.{member.since} | {cell(said)} |"


def struct(item, layout, size):
    head = [f"### `{item.name}`" + (f" — `{item.interface or item.part_of}`" if item.interface or item.part_of else ""), "",
            f"{item.state}, since 1.{item.since}, {size} bytes" + (", grows at its tail." if item.is_table else
                                                                   ", never changes."), ""]
    said = [text for text in (item.about, item.more, *facts(item)) if text]
    return head + [*said, "", "| Offset | Member | Since | Meaning |", "|---|---|---|---|", *rows(item, layout), ""]


def constants(item):
    lines = [f"**{item.about}**", ""] if item.about else []
    if item.typedef:
        lines += [f"`typedef {item.typedef}`", ""]
    for member in item.members:
        note = f": {member.note}" if member.note else ""
        lines.append(f"- `{member.c}` ({member.state}, since 1.{member.since}){note}")
    return lines + [""]


def item_lines(item, made):
    if item.kind == "struct":
        return struct(item, *made[item.name])
    if item.kind == "constants":
        return constants(item)
    if item.kind == "generated":
        return []
    text = item.text if item.kind == "function" else item.name
    return [f"### `{text}`", "", f"{item.kind}, {item.state}, since 1.{item.since}. {item.about}", *facts(item), ""]


def render(spec, made):
    """The whole page."""
    lines = ["# The C interface", "", "Made from `sdk/abi/spec` by `sdk/abi/generate`.", "",
             "| Interface | State | Since |", "|---|---|---|"]
    lines += [f"| `{name}` | {state} | {f'1.{since}' if state != 'draft' else ''} |"
              for name, (since, state) in spec.interfaces().items()]
    for header in spec.headers:
        lines += ["", f"## herald/abi/{header.file}", "", header.title, header.more, ""]
        for item in header.items:
            lines += item_lines(item, made)
    return "\n".join(lines).rstrip("\n").replace("\n\n\n", "\n\n") + "\n"
