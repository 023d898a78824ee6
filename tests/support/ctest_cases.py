#!/usr/bin/env python3
"""`ctest_cases.py JUNIT`: prints `PASSED FAILED SKIPPED` of one ctest run, then the name of each failure on a line.

A GoogleTest program counts with the cases it reports, any other program as one. A program that failed, crashed or
could not be started counts at least one failure.
"""
import re
import sys
import xml.etree.ElementTree as ElementTree


def reported(word, text):
    """The count in GoogleTest's closing `[  WORD  ] N test(s)`, or 0."""
    found = re.findall(rf"^\[  {word} +\] (\d+) tests?\b", text, re.MULTILINE)
    return int(found[-1]) if found else 0


def cases(test):
    output = test.findtext("system-out") or ""
    passed, failed, skipped = (reported(word, output) for word in ("PASSED", "FAILED", "SKIPPED"))
    if test.get("status") == "run":
        return passed if passed or skipped else 1, failed, skipped
    skip = test.find("skipped")
    if skip is not None and "SKIP_" in (skip.get("message") or ""):
        return 0, 0, 1
    return passed, max(failed, 1), skipped


def failures(test):
    """`PROGRAM CASE` of each failed case; the program alone where it names none."""
    names = re.findall(r"^\[  FAILED  \] ([\w/]+\.[\w/]+)", test.findtext("system-out") or "", re.MULTILINE)
    return [f"{test.get('name')} {case}" for case in dict.fromkeys(names)] or [test.get("name")]


def main():
    tests = list(ElementTree.parse(sys.argv[1]).getroot().iter("testcase"))
    counts = list(map(cases, tests))
    print(*(sum(column) for column in zip((0, 0, 0), *counts)))
    for test, (_, failed, _) in zip(tests, counts):
        if failed:
            print(*failures(test), sep="\n")


if __name__ == "__main__":
    main()
