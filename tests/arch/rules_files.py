"""Sizes, names, places and companions of files."""
import re

from tree import CPP, HEADERS, Violation

TOP_LEVEL = {"CMakeLists.txt", "host", "sdk", "plugins", "migrations", "etc", "tests", "packaging", "README.md"}
FORBIDDEN_WORDS = {"util", "utils", "common", "helper", "helpers", "misc", "manager", "managers"}
CODE = CPP + (".py", ".cmake", ".sh")
MAX_FILE, MAX_HEADER, MAX_README = 400, 150, 20


def line_count(tree, path):
    return len(tree.text(path).splitlines())


def is_code(tree, path):
    name = path.rsplit("/", 1)[-1]
    if path.endswith(CODE) or name == "CMakeLists.txt":
        return True
    return "." not in name and tree.text(path).startswith("#!")


def files_are_small(tree):
    for path in tree.files:
        if is_code(tree, path):
            short = path.endswith(HEADERS) and not path.startswith("sdk/")
            limit, count = MAX_HEADER if short else MAX_FILE, line_count(tree, path)
            if count > limit:
                yield Violation(path, 0, f"{count} lines; at most {limit}")


def paths_say_something(tree):
    for path in tree.files:
        for word in re.split(r"[/._\-]", path.lower()):
            if word in FORBIDDEN_WORDS:
                yield Violation(path, 0, f"'{word}' in a path says nothing about what is inside")


def top_level_is_fixed(tree):
    found = {p.split("/")[0] for p in tree.files if not p.startswith(".")}
    for name in sorted(found - TOP_LEVEL):
        yield Violation(name, 0, "nothing else visible may stand at the top level")
    for name in sorted(TOP_LEVEL - found):
        yield Violation(name, 0, "missing at the top level")


def rooms(tree):
    named = {p.split("/")[1] for p in tree.files if p.startswith("host/") and p.count("/") > 1}
    return sorted(named)


def rooms_explain_themselves(tree):
    for room in rooms(tree):
        readme = f"host/{room}/README.md"
        if readme not in tree.files:
            yield Violation(readme, 0, "missing: purpose, what the room may depend on, entry file")
        elif line_count(tree, readme) > MAX_README:
            yield Violation(readme, 0, f"{line_count(tree, readme)} lines; at most {MAX_README}")


def rooms_have_tests(tree):
    for room in rooms(tree):
        row = tree.layers.rows.get(f"host/{room}")
        proved_by = row.proved_by if row else ""
        folder = f"tests/unit/{room}/" if proved_by == "unit" else f"tests/{proved_by}/"
        if not proved_by or not any(p.startswith(folder) and p.endswith("_test.cpp") for p in tree.files):
            yield Violation(f"host/{room}", 0, f"no *_test.cpp in {folder} (layers.txt: proved by '{proved_by}')")


def setting_keys(tree):
    """{key: path} of the SettingSpec rows of the host."""
    keys = {}
    for path in tree.cpp("host/"):
        text = tree.text(path)
        if "SettingSpec" in text:
            for m in re.finditer(r'\{\s*"([a-z0-9_]+(?:\.[a-z0-9_]+)+)"\s*,', text):
                keys[m.group(1)] = path
    return keys


def settings_are_documented(tree):
    example = "etc/herald.properties"
    text = tree.text(example) if example in tree.files else ""
    shown = set(re.findall(r"^#?([a-z0-9_]+(?:\.[a-z0-9_]+)+)\s*=", text, re.MULTILINE))
    keys = setting_keys(tree)
    for key in sorted(keys.keys() - shown):
        yield Violation(keys[key], 0, f"setting {key} is not shown in {example}")
    for key in sorted(shown - keys.keys()):
        yield Violation(example, 0, f"{key} is not a setting of any room")


RULES = [files_are_small, paths_say_something, top_level_is_fixed, rooms_explain_themselves, rooms_have_tests,
         settings_are_documented]
