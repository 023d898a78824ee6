#!/usr/bin/env python3
"""Proves `count` with tools that find all, miss some, refuse the good plugin, crash, or name no finding."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROWS = [line.split("|")[2].strip() for line in (HERE / "BREAKS.md").read_text().splitlines()
        if line.startswith("| ") and line.split("|")[1].strip().isdigit()]
FINDS = "echo \"checked $2\"; case $2 in */good.so) exit 0;; esac; "


class Count(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        for name in ["good", *ROWS]:
            Path(self.folder.name, f"{name}.so").touch()

    def tearDown(self):
        self.folder.cleanup()

    def count(self, script, *more):
        tool = Path(self.folder.name, "tool")
        tool.write_text("#!/bin/sh\n" + script + "\n")
        os.chmod(tool, 0o755)
        run = subprocess.run([sys.executable, str(HERE / "count"), str(tool), "--plugins", self.folder.name, *more],
                             capture_output=True, text=True, check=False)
        return run.returncode, run.stdout

    def test_the_list_has_fifty_rows(self):
        self.assertEqual(len(set(ROWS)), 50)

    def test_a_tool_that_finds_all_succeeds(self):
        status, out = self.count(FINDS + "echo 'finding: x'; exit 1")
        self.assertEqual(status, 0, out)
        self.assertIn("found 50 of 50", out)

    def test_forty_eight_are_enough_and_forty_seven_are_not(self):
        finds = "echo 'finding: x'; exit 1"
        status, out = self.count(FINDS + f"case $2 in */rpath.so|*/fd_leak.so) exit 0;; esac; {finds}")
        self.assertEqual(status, 0, out)
        self.assertIn("missed: rpath, fd_leak", out)
        status, out = self.count(FINDS + f"case $2 in */rpath.so|*/fd_leak.so|*/no_note.so) exit 0;; esac; {finds}")
        self.assertEqual(status, 1)
        self.assertIn("found 47 of 50", out)

    def test_a_tool_that_refuses_everything_counts_nothing(self):
        status, out = self.count("echo 'finding: x'; exit 1")
        self.assertEqual(status, 1)
        self.assertIn("good: expected exit status 0", out)

    def test_exit_status_without_a_finding_is_missed(self):
        status, out = self.count(FINDS + "exit 1")
        self.assertEqual(status, 1)
        self.assertIn("found 0 of 50", out)

    def test_a_tool_that_crashes_finds_nothing(self):
        status, out = self.count(FINDS + "echo 'finding: x'; kill -SEGV $$")
        self.assertEqual(status, 1)
        self.assertIn("found 0 of 50", out)

    def test_a_plugin_that_was_not_built_is_missed(self):
        Path(self.folder.name, "rpath.so").unlink()
        _, out = self.count(FINDS + "echo 'finding: x'; exit 1")
        self.assertIn("found 49 of 50", out)
        self.assertIn("was not built", out)

    def test_no_golden_leaves_the_golden_files_out(self):
        script = FINDS + "case \"$*\" in *--golden*) echo 'finding: x'; exit 1;; esac; exit 0"
        self.assertIn("found 50 of 50", self.count(script)[1])
        self.assertIn("found 0 of 50", self.count(script, "--no-golden")[1])


if __name__ == "__main__":
    unittest.main()
