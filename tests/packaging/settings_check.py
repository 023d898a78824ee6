#!/usr/bin/python3
"""Every key of etc/herald.properties has the preset of the program and a comment above it that tells what it is, its
unit and limits if it is a number, what being empty means if that is the preset, and what follows from it."""
import re
import sys
from pathlib import Path

root = Path(__file__).resolve().parents[2]
UNITS = ("seconds", "days", "bytes", "MiB", "connections", "deliveries", "messages", "entries", "failures")

table = (root / "host/app/settings_table.hpp").read_text(encoding="utf-8")
presets = dict(re.findall(r'SettingSpec\{\s*"([a-z0-9_.]+)",\s*"([^"]*)"', table))
wrong = []
comment = []
seen = {}
for line in (root / "etc/herald.properties").read_text(encoding="utf-8").splitlines():
    setting = re.fullmatch(r"#([a-z0-9_]+(?:\.[a-z0-9_]+)+) =\s*(.*)", line)
    if setting is None:
        comment = comment + [line.lstrip("# ")] if line.startswith("#") else []
        continue
    key, preset = setting.groups()
    text = " ".join(comment)
    comment = []
    seen[key] = preset
    if presets.get(key) != preset:
        wrong.append(f"{key}: preset {preset!r} here, {presets.get(key)!r} in the program")
    if len(text) < 20:
        wrong.append(f"{key}: expected an explanation right above it, found {text!r}")
    if not re.search(r"[.;:] \S|, (which|that)\b", text):
        wrong.append(f"{key}: expected what follows from it besides what it is, found {text!r}")
    if preset == "" and not re.search(r"\bempty:", text):
        wrong.append(f"{key}: its preset is empty, and nothing says what that means")
    if re.fullmatch(r"\d+", preset):
        if not re.search(r"\d+-\d+", text):
            wrong.append(f"{key}: expected its limits as FROM-TO, found {text!r}")
        if not any(unit.lower() in text.lower() for unit in UNITS) and not text.startswith("The same "):
            wrong.append(f"{key}: expected its unit, one of {UNITS}, found {text!r}")
wrong += [f"{key}: not in etc/herald.properties" for key in presets.keys() - seen.keys()]
if len(seen) < 40:
    wrong.append(f"expected at least 40 settings, found {len(seen)}")
print("\n".join(wrong) or f"{len(seen)} settings")
sys.exit(bool(wrong))
