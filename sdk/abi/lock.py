"""Lock files: what was stable at a minor, and whether today's spec still holds all of it."""
import json

from model import layouts


def text_of(c):
    return " ".join(c.split())


def locked_struct(item, rows, size, drafts=False):
    kept = [(m, at, width) for m, at, width in rows if drafts or m.state != "draft"]
    return {"interface": item.interface or item.part_of, "since": item.since, "state": item.state, "grows": item.is_table, "size": size,
            "members": [{"name": m.name, "type": text_of(m.c), "offset": at, "size": width, "since": m.since,
                         "state": m.state} for m, at, width in kept]}


def snapshot(spec):
    """The stable and deprecated part of `spec`, as it is written to a lock. Drafts are not in it."""
    made = layouts(spec)
    structs = {i.name: locked_struct(i, *made[i.name]) for i in spec.items("struct") if i.state != "draft"}
    constants, declarations = {}, {}
    for item in spec.items():
        if item.state == "draft":
            continue
        if item.kind == "constants":
            constants.update({m.name: m.c.split(None, 1)[1] for m in item.members if m.state != "draft"})
        if item.typedef:
            declarations[item.typedef.split()[-1]] = "typedef " + item.typedef
        if item.kind in ("opaque", "macro", "function"):
            declarations[item.name] = text_of(item.text) if item.kind == "function" else item.kind
    return {"major": spec.major, "minor": spec.minor, "constants": constants, "declarations": declarations,
            "structs": structs}


def layout_of_all(spec):
    """The structs of today in the form of a lock, drafts included."""
    made = layouts(spec)
    whole = {i.name: locked_struct(i, *made[i.name], drafts=True) for i in spec.items("struct")}
    return {"structs": whole}


def dump(snapshot_):
    return json.dumps(snapshot_, indent=1, ensure_ascii=False) + "\n"


def state_breaks(what, then, now):
    rank = {"draft": 0, "stable": 1, "deprecated": 2}
    if rank[now] < rank[then]:
        yield f"{what}: was {then}, is {now} now; what was stable stays"


def struct_breaks(name, then, now):
    """Why struct `now` is not `then`, or `then` and a tail."""
    yield from state_breaks(name, then["state"], now["state"])
    for key in ("interface", "grows", "since"):
        if then[key] != now[key]:
            yield f"{name}: {key} was {then[key]!r}, is {now[key]!r} now"
    for place, old in enumerate(then["members"]):
        new = now["members"][place] if place < len(now["members"]) else None
        if new is None:
            yield f"{name}.{old['name']}: expected at offset {old['offset']}, found the end of the table"
            continue
        for key in ("name", "type", "offset", "size", "since"):
            if old[key] != new[key]:
                yield f"{name}: member {place + 1} expected {key} {old[key]!r}, found {new[key]!r}"
        yield from state_breaks(f"{name}.{old['name']}", old["state"], new["state"])
    if now["size"] < then["size"] or (not then["grows"] and now["size"] != then["size"]):
        yield f"{name}: was {then['size']} bytes, is {now['size']} now"
    if not then["grows"] and len(now["members"]) != len(then["members"]):
        yield f"{name}: has no struct_size, so it never gets another member"


def added_too_early(then, now):
    """What is in today's spec but not in the lock although it claims to be as old."""
    for name, struct in now["structs"].items():
        old = then["structs"].get(name)
        known = {m["name"] for m in old["members"]} if old else set()
        for member in struct["members"]:
            if member["name"] not in known and member["since"] <= then["minor"]:
                yield f"{name}.{member['name']}: since {member['since']}, but 1.{then['minor']} is locked without it"


def breaks(then, now):
    """Every reason why a plugin or host built at lock `then` would not work with snapshot `now`."""
    if then["major"] != now["major"]:
        yield f"major was {then['major']}, is {now['major']} now"
    for kind in ("constants", "declarations"):
        for name, value in then[kind].items():
            found = now[kind].get(name)
            if found != value:
                yield f"{name}: expected {value}, found {found or 'none among what is stable'}"
    for name, struct in then["structs"].items():
        if name in now["structs"]:
            yield from struct_breaks(name, struct, now["structs"][name])
        else:
            yield f"{name}: expected among what is stable, found none"
    yield from added_too_early(then, now)
