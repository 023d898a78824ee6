#!/usr/bin/env python3
"""Each rule about the C interface is shown a break planted in a copy of sdk: it must name it. Generation is tried too."""
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import rules_abi  # noqa: E402
from tree import Tree  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
CORE, HOST, ABI = "sdk/abi/spec/core.toml", "sdk/abi/spec/host.toml", "sdk/abi/spec/abi.toml"
PROVIDER = "sdk/abi/spec/provider.toml"
LOCK = "sdk/abi/lock/1.1.json"
VERIFY = re.search(r"\[\[item\.member\]\]\nc = \"herald_status \(\*verify\).*?\n(?=\[\[)", (ROOT / HOST).read_text(), re.S).group()
SIGN = re.search(r"\[\[item\.member\]\]\nc = \"herald_status \(\*sign\).*?\n(?=\[\[)", (ROOT / HOST).read_text(), re.S).group()
NONCE = re.search(r"\[\[item\.member\]\]\nc = \"herald_status \(\*nonce\).*?\n\n", (ROOT / HOST).read_text(), re.S).group()
SLOT = '[[item.member]]\nc = "int32_t (*later)(void* host)"\nabout = "New."\nsince = {since}\n'
STABLE = "locks_are_prefixes_of_today"

# (what is planted, file, old text, new text (None removes the file), rule, words of the complaint)
PLANTED = [
    ("mid-insert", HOST, VERIFY, SLOT.format(since=2) + VERIFY, STABLE, "member 5 expected name 'verify', found 'later'"),
    ("reorder", HOST, VERIFY + SIGN, SIGN + VERIFY, STABLE, "member 5 expected name 'verify', found 'sign'"),
    ("type change", CORE, "uint32_t abi_minor", "uint64_t abi_minor", STABLE, "found 'uint64_t abi_minor'"),
    ("parameter change", HOST, "(*equal)(const herald_str* a, const", "(*equal)(herald_str a, const", STABLE, "expected type"),
    ("removed constant", HOST, '[[item.constant]]\nc = "HERALD_HASH_SHA512 4"\n', "", STABLE, "HERALD_HASH_SHA512: expected 4"),
    ("changed constant", CORE, "HERALD_SINK_FULL 200", "HERALD_SINK_FULL 203", STABLE, "expected 200, found 203"),
    ("renamed interface", HOST, '"HERALD_LOG_1 \\"herald.log/1', '"HERALD_LOG_1 \\"herald.log/2', STABLE, "herald.log/1"),
    ("deleted lock", LOCK, "", None, STABLE, "missing"),
    ("minor without lock", ABI, "minor = 1", "minor = 2", STABLE, "1.2.json: missing"),
    ("lock of the future", ABI, "minor = 1", "minor = 0", STABLE, "expected locks of"),
    ("shrunk table", HOST, NONCE, "\n", STABLE, "herald_crypto.nonce: expected at offset 72, found the end"),
    ("stable turned draft", HOST, 'interface = "herald.crypto/1"', 'state = "draft"\ninterface = "herald.crypto/1"', STABLE,
     "herald_crypto: expected among what is stable"),
    ("deprecated and back", LOCK, '"herald_crypto": {\n   "interface": "herald.crypto/1",\n   "since": 1,\n   "state": "stable"',
     '"herald_crypto": {\n   "interface": "herald.crypto/1",\n   "since": 1,\n   "state": "deprecated"', STABLE, "was deprecated, is stable"),
    ("slot added to a locked minor", HOST, NONCE, NONCE.rstrip() + "\n" + SLOT.format(since=1) + "\n", STABLE, "is locked without it"),
    ("value that grows", CORE, 'c = "uint64_t len"\n', 'c = "uint64_t len"\n[[item.member]]\nc = "uint64_t more"\nsince = 2\n', STABLE,
     "herald_str: was 16 bytes, is 24"),
    ("draft slot in a stable table", HOST, NONCE, NONCE.rstrip() + '\nstate = "draft"\n\n', "every_table_states_its_facts",
     "an interface of its own"),
    ("silent slot", HOST, 'about = "Signature of data."\n', "", "every_table_states_its_facts", "herald_crypto.sign does not state: about"),
    ("ownerless table", HOST, 'owner = "arguments belong to the caller and are borrowed for the call"\n', "",
     "every_table_states_its_facts", "herald_log does not state: owner"),
    ("header edited by hand", "sdk/include/herald/abi/host.h", "HERALD_LOG_INFO 2", "HERALD_LOG_INFO 5",
     "generated_files_equal_the_spec", "run sdk/abi/generate"),
    ("header removed", "sdk/include/herald/abi/note.h", "", None, "generated_files_equal_the_spec", "note.h"),
    ("reference edited by hand", "sdk/abi/reference.md", "# The C interface", "# Herald", "generated_files_equal_the_spec", "reference.md"),
    ("header that is in no spec", "sdk/include/herald/abi/stray.h", "", "#pragma once\n", "every_abi_header_is_in_the_spec", "stray.h"),
    ("header that needs another", "sdk/include/herald/abi/provider.h", '#include "herald/abi/core.h"', "", "headers_compile_alone", "uint32_t"),
    ("header that is not C", "sdk/include/herald/abi/core.h", "typedef int32_t herald_status;", "using herald_status = int32_t;",
     "headers_compile_alone", "gcc -std=c11"),
    ("layout that is not the lock's", "sdk/include/herald/abi/core.h", "  uint32_t reserved;\n  void* ctx;", "  void* ctx;",
     "compilers_lay_out_what_is_locked", "herald_sink"),
    ("spec that is not TOML", CORE, "[[item]]", "[[item", "locks_are_prefixes_of_today", "a spec that can be read"),
]


def copy(folder):
    shutil.copytree(ROOT / "sdk/abi", Path(folder, "sdk/abi"), ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "sdk/include/herald", Path(folder, "sdk/include/herald"))
    return folder


def plant(folder, path, old, new):
    target = Path(folder, path)
    if new is None:
        target.unlink()
        return
    text = target.read_text() if target.exists() else ""
    assert old in text, f"{path} has no {old!r} to break"
    target.write_text(text.replace(old, new, 1) if old else new)


def said(folder, name):
    rule = next(rule for rule in rules_abi.RULES if rule.__name__ == name)
    return [str(violation) for violation in rule(Tree(folder))]


def generate(folder, *options):
    return subprocess.run([sys.executable, "-B", str(Path(folder, "sdk/abi/generate")), *options], capture_output=True,
                          text=True, check=False)


class AbiRules(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = copy(self.folder.name)

    def test_the_tree_as_it_is_has_no_violation(self):
        for rule in rules_abi.RULES:
            self.assertEqual(said(self.root, rule.__name__), [], rule.__name__)

    def test_every_rule_has_a_planted_break(self):
        self.assertEqual({rule.__name__ for rule in rules_abi.RULES}, {row[4] for row in PLANTED})

    def test_every_planted_break_is_found_by_its_rule(self):
        for what, path, old, new, rule, words in PLANTED:
            with self.subTest(what), tempfile.TemporaryDirectory() as folder:
                plant(copy(folder), path, old, new)
                found = said(folder, rule)
                self.assertTrue(any(words in text for text in found), f"{what}: {found}")

    def test_a_compiler_that_is_not_installed_is_a_violation(self):
        self.assertIn("expected the compiler no-such-cc", rules_abi.compile_alone(self.root, "no-such-cc", "c", "c11", ""))


class Generation(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = copy(self.folder.name)

    def header(self, name):
        return Path(self.root, "sdk/include/herald/abi", name).read_text()

    def drafts(self):
        return re.search(r'HERALD_DRAFTS "(\w{16})"', self.header("version.h")).group(1)

    def test_a_break_is_refused_before_anything_is_written(self):
        plant(self.root, HOST, VERIFY, "")
        before = self.header("host.h")
        done = generate(self.root)
        self.assertIn("nothing written", done.stderr)
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(self.header("host.h"), before)

    def test_a_lock_is_never_written_again(self):
        self.assertIn("is locked already", generate(self.root, "--freeze").stderr)

    def test_without_freeze_no_lock_is_made(self):
        plant(self.root, ABI, "minor = 1", "minor = 2")
        self.assertEqual(generate(self.root).returncode, 0)
        self.assertFalse(Path(self.root, "sdk/abi/lock/1.2.json").exists())

    def test_a_slot_at_the_tail_gets_a_macro_and_a_target(self):
        plant(self.root, ABI, "minor = 1", "minor = 2")
        plant(self.root, HOST, NONCE, NONCE.rstrip() + "\n" + SLOT.format(since=2) + "\n")
        self.assertEqual(generate(self.root, "--freeze").stderr, "")
        self.assertIn("#define HERALD_HAS_CRYPTO_LATER(table)", self.header("host.h"))
        self.assertIn("#define HERALD_CRYPTO_LEAST 80u", self.header("host.h"))
        for rule in rules_abi.RULES:
            self.assertEqual(said(self.root, rule.__name__), [], rule.__name__)
        use = ("#define HERALD_SDK_TARGET {}\n#include <herald/abi.h>\n"
               "int f(const herald_crypto* t);\nint f(const herald_crypto* t) {{ return HERALD_HAS_CRYPTO_LATER(t) ? t->later(0) : 0; }}\n")
        self.assertIsNone(rules_abi.compile_alone(self.root, "gcc", "c", "c11", use.format(2)))
        self.assertIn("later", rules_abi.compile_alone(self.root, "gcc", "c", "c11", use.format(1)))
        self.assertIn("expected a minor of 1 to 2", rules_abi.compile_alone(self.root, "gcc", "c", "c11", use.format(3)))

    def test_a_draft_is_frozen_by_its_state_and_a_new_minor(self):
        plant(self.root, ABI, "minor = 1", "minor = 2")
        plant(self.root, PROVIDER, 'state = "draft"\nsince = 1', 'state = "stable"\nsince = 2')
        plant(self.root, PROVIDER, 'state = "stable"\n[[item.constant]]', 'state = "stable"\nsince = 1\n[[item.constant]]')
        plant(self.root, PROVIDER, 'interface = "herald.config/1"\n', 'interface = "herald.config/1"\nsince = 1\n')
        self.assertEqual(generate(self.root, "--freeze").stderr, "")
        self.assertIn('X("herald.provider.http/1", 2, 1)', self.header("version.h"))
        self.assertIn('"herald_provider_http"', Path(self.root, "sdk/abi/lock/1.2.json").read_text())
        for rule in rules_abi.RULES:
            self.assertEqual(said(self.root, rule.__name__), [], rule.__name__)

    def test_a_changed_draft_gets_another_name_and_a_changed_stable_text_does_not(self):
        before = self.drafts()
        plant(self.root, HOST, 'about = "Signature of data."', 'about = "The signature of data."')
        generate(self.root)
        self.assertEqual(self.drafts(), before)
        plant(self.root, PROVIDER, "herald_str state", "herald_str memory")
        generate(self.root)
        self.assertNotEqual(self.drafts(), before)

    def test_a_header_written_by_hand_counts_for_the_name_of_the_drafts(self):
        before = self.drafts()
        row = '{ header = "extra.h", interfaces = ["herald.extra/1"] }'
        plant(self.root, ABI, "by_hand = []", f"by_hand = [{row}]")
        plant(self.root, "sdk/include/herald/abi/extra.h", "", "#pragma once\n")
        generate(self.root)
        named = self.drafts()
        self.assertIn('X("herald.extra/1", 0, 0)', self.header("version.h"))
        plant(self.root, "sdk/include/herald/abi/extra.h", "", "#pragma once\n#define HERALD_EXTRA 1\n")
        generate(self.root)
        self.assertEqual(len({before, named, self.drafts()}), 3)


if __name__ == "__main__":
    unittest.main()
