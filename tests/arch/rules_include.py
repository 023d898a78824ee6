"""Arrows between rooms: includes and CMake must both equal layers.txt."""
import re

from tree import HEADERS, Violation

SYSTEM = re.compile(
    r"[a-z_0-9]+$|(sys|linux|bits)/|"
    r"(assert|ctype|cxxabi|dirent|dlfcn|elf|endian|errno|fcntl|fenv|float|grp|inttypes|langinfo|limits|link|locale|malloc|math|"
    r"poll|pthread|pwd|sched|setjmp|signal|spawn|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|string|"
    r"strings|syslog|termios|time|uchar|unistd|wchar)\.h$")
SOCKETS = ("sys/socket.h", "sys/un.h")


def third_party(target):
    return not target.startswith("herald/") and (target in SOCKETS or not SYSTEM.match(target))


def named_in(target, prefixes):
    return any(target == p or target.startswith((p + "/", p + ".")) for p in prefixes)


def checked(tree):
    """(path, row) of the C++ files whose row restricts them."""
    for path in tree.cpp("host/", "sdk/", "plugins/"):
        layer = tree.layers.of(path)
        if layer is not None and "free" not in layer.may:
            yield path, layer


def every_file_has_a_row(tree):
    for path in tree.cpp():
        if tree.layers.of(path) is None:
            yield Violation(path, 0, "its folder has no row in tests/arch/layers.txt")
    known = {row.room for row in tree.layers.rows.values()} | {"sdk", "*", "free"}
    for row in tree.layers.rows.values():
        if not any(p.startswith(row.folder + "/") for p in tree.files):
            yield Violation("tests/arch/layers.txt", 0, f"row {row.folder} has no folder")
        for name in set(row.may) - known:
            yield Violation("tests/arch/layers.txt", 0, f"row {row.folder} names {name}, which has no row")


# A static library inside of each provider plugin; it may not name the plugins in turn.
SHARED_BY_PROVIDERS = "plugins/providers/parts/"


def arrow(tree, path, layer, target):
    """The complaint about one quoted or <herald/…> include, or None."""
    allowed = tree.layers.open_to(layer)
    if target.startswith("host/"):
        room = target.split("/")[1]
        if room != layer.room and "/detail/" in target:
            return f"{target} is private to host/{room}"
        if room not in allowed and "*" not in allowed:
            return f"{layer.folder} may not include host/{room}; layers.txt allows: {' '.join(sorted(allowed))}"
    elif target.startswith("herald/"):
        if "sdk" not in allowed and "*" not in allowed:
            return f"{layer.folder} may not include the sdk ({target})"
    elif target.startswith(("sdk/", "plugins/", "tests/")):
        own = "/".join(path.split("/")[:3]) + "/"
        shared = path.startswith("plugins/providers/") and target.startswith(SHARED_BY_PROVIDERS)
        if not target.startswith(own) and not shared:
            return f"{target} belongs to another part; {path} may name files of {own} only"
    elif layer.room:
        return f'"{target}": name it by its full path from the root'
    return None


def includes_follow_layers(tree):
    for path, layer in checked(tree):
        for line, target, quoted in tree.includes(path):
            if {"..", "."} & set(target.split("/")):
                yield Violation(path, line, f"{target}: no '.' or '..' in an include")
            elif quoted or target.startswith("herald/"):
                complaint = arrow(tree, path, layer, target)
                if complaint:
                    yield Violation(path, line, complaint)
            elif target.startswith(("host/", "plugins/", "tests/")):
                yield Violation(path, line, f'<{target}>: write "{target}"')


def third_party_stays_in_its_room(tree):
    for path, layer in checked(tree):
        for line, target, quoted in tree.includes(path):
            if not quoted and third_party(target) and not named_in(target, layer.third_party):
                yield Violation(path, line, f"{layer.folder} may not name <{target}>; "
                                            f"layers.txt allows: {' '.join(layer.third_party) or 'none'}")


def reach(tree, header, seen):
    """(header, third-party target) pairs that including `header` drags in; a vendor's forward header is free."""
    if header in seen or header not in tree.files:
        return
    seen.add(header)
    for _, target, quoted in tree.includes(header):
        if quoted:
            yield from reach(tree, target, seen)
        elif third_party(target) and not target.endswith("_fwd.hpp"):
            yield header, target


def headers_leak_nothing(tree):
    for path, layer in checked(tree):
        for line, target, quoted in tree.includes(path):
            if not quoted or not target.startswith("host/") or target.startswith(layer.folder + "/"):
                continue
            for header, dragged in reach(tree, target, set()):
                if not named_in(dragged, layer.third_party):
                    yield Violation(path, line, f"{target} drags in <{dragged}> through {header}")


def json_stays_out_of_headers(tree):
    for path in tree.cpp("host/", "sdk/", "plugins/"):
        if path.endswith(HEADERS):
            for line, target, _ in tree.includes(path):
                if target.startswith("nlohmann/") and target != "nlohmann/json_fwd.hpp":
                    yield Violation(path, line, f"<{target}> costs 3 s per file: only in a .cpp")


def cmake_rooms(text):
    """{room: NEEDS} of the herald_room rows."""
    bare = re.sub(r"#[^\n]*", "", text)
    rooms = {}
    for m in re.finditer(r"herald_room\(\s*([a-z0-9_]+)([^)]*)\)", bare):
        needs = re.search(r"\bNEEDS\b(.*?)(?:\bHIDES\b|$)", m.group(2), re.DOTALL)
        rooms[m.group(1)] = needs.group(1).split() if needs else []
    return rooms


def linked(rooms, room):
    """What `room` reaches by linking, itself included."""
    seen, todo = set(), [room]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += rooms.get(name, [])
    return seen


def cmake_equals_layers(tree):
    listing = "host/CMakeLists.txt"
    rooms = cmake_rooms(tree.text(listing)) if listing in tree.files else {}
    rows = {row.room: row for row in tree.layers.rows.values() if row.room}
    for room in sorted(rows.keys() - rooms.keys()):
        yield Violation(listing, 0, f"no herald_room({room} …), yet layers.txt has its row")
    for room in sorted(rooms.keys() - rows.keys()):
        yield Violation(listing, 0, f"herald_room({room} …) has no row in layers.txt")
    for room in sorted(rooms.keys() & rows.keys()):
        yield from compare_needs(tree, listing, room, rooms, rows)
        yield from includes_are_linked(tree, rows[room], rooms)


def compare_needs(tree, listing, room, rooms, rows):
    if "*" in rows[room].may:
        return
    foundation = set(tree.layers.foundation)
    needs, row = set(rooms[room]), set(rows[room].may) - {"sdk"}
    for extra in sorted(needs - tree.layers.open_to(rows[room])):
        yield Violation(listing, 0, f"herald_room({room}) NEEDS {extra}, which layers.txt does not allow")
    for idle in sorted(row - needs - foundation):
        yield Violation(listing, 0, f"layers.txt lets {room} include {idle}, but NEEDS does not name it")


def includes_are_linked(tree, row, rooms):
    """A permitted include whose library is not linked; a forbidden one is reported as an include."""
    reached = linked(rooms, row.room)
    allowed = set(rooms) if "*" in row.may else tree.layers.open_to(row)
    for path in tree.cpp(row.folder + "/"):
        for line, target, quoted in tree.includes(path):
            room = target.split("/")[1] if quoted and target.startswith("host/") else None
            if room in allowed - reached:
                yield Violation(path, line, f"includes {target}, but NEEDS of {row.room} does not reach it")


RULES = [every_file_has_a_row, includes_follow_layers, third_party_stays_in_its_room, headers_leak_nothing,
         json_stays_out_of_headers, cmake_equals_layers]
