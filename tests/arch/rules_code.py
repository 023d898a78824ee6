"""What C++ text may not contain."""
import re

from tree import Violation

SQL = re.compile(r"\bselect\b.+\bfrom\s+[a-z_]|\binsert\s+into\s|\bupdate\s+[a-z_]+\s+set\s|\bdelete\s+from\s",
                 re.IGNORECASE | re.DOTALL)
THREADS = r"\bstd\s*::\s*(?:jthread\b(?!\s*::)|thread\b(?!\s*::)|async\s*\()|\bpthread_create\s*\("


# host/channel_log keeps a file of its own beside the database, with a table that no other room knows.
SQL_ROOMS = ("host/storage/", "host/channel_log/")


def sql_stays_in_storage(tree):
    for path in tree.cpp("host/", "sdk/", "plugins/"):
        if not path.startswith(SQL_ROOMS):
            for line, text in tree.split(path)[1]:
                if SQL.search(text):
                    yield Violation(path, line, "SQL outside host/storage and migrations")


def no_error_is_swallowed(tree):
    for path in tree.cpp():
        for line, _ in tree.matches(path, r"\bcatch\s*\(\s*\.\.\.\s*\)\s*\{\s*\}"):
            yield Violation(path, line, "catch (...) {} swallows every error")


def no_bare_new(tree):
    for path in tree.cpp():
        for line, m in tree.matches(path, r"(\boperator\s+|#\s*include\s*<)?\bnew\b"):
            if not m.group(1):
                yield Violation(path, line, "bare new; use make_unique (release() hands over a raw pointer)")


def threads_start_in_app(tree):
    for path in tree.cpp("host/", "plugins/"):
        if not path.startswith("host/app/"):
            for line, m in tree.matches(path, THREADS):
                yield Violation(path, line, f"{m.group().strip()}: only host/app starts threads")
    for path in tree.cpp():
        for line, _ in tree.matches(path, r"[.>]\s*detach\s*\(\s*\)"):
            yield Violation(path, line, "detached threads cannot be joined at the end")


def no_lint_is_silenced(tree):
    mark = "NO" + "LINT"
    for path in tree.cpp():
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            if mark in line:
                yield Violation(path, number, f"{mark}: change the code or the rule")


RULES = [sql_stays_in_storage, no_error_is_swallowed, no_bare_new, threads_start_in_app, no_lint_is_silenced]
