#!/usr/bin/env python3
"""Each rule is shown a violation planted in a clean temporary tree: it must name it, and no other rule may complain."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import rules_code  # noqa: E402
import rules_files  # noqa: E402
import rules_include  # noqa: E402
import rules_migrations  # noqa: E402
import rules_symbols  # noqa: E402
from tree import Tree, split_code  # noqa: E402

RULES = rules_include.RULES + rules_files.RULES + rules_code.RULES + rules_migrations.RULES

LAYERS = """
foundation: base domain
host/base    | sdk    |                  | unit
host/domain  | base   |                  | unit
host/mail    |        | nlohmann Poco    | unit
host/api     | mail   | curl             | flow
host/storage |        | soci boost/dll   | contract
host/app     | *      | Poco             | flow
sdk          | sdk    |                  |
plugins      | sdk    | nlohmann         |
tests        | free   |                  |
"""
CMAKE = """
# herald_room(ghost) is only a comment
herald_room(base)
herald_room(domain NEEDS base)
herald_room(mail NEEDS domain HIDES Poco::Net)
herald_room(api
  NEEDS mail)
herald_room(storage NEEDS domain)
herald_room(app NEEDS api storage)
"""
SCHEMA = """create table note (id {id} not null primary key, tenant_id {id} not null, body text, -- 'free', text
  {unique} (tenant_id, id));
--;
create index note_by_body on note (body);
"""
CLEAN = {
    "CMakeLists.txt": "", "README.md": "", ".clang-format": "", "packaging/quickstart": "#!/bin/bash\n",
    "etc/herald.properties": "#mail.port = 25\n",
    "host/CMakeLists.txt": CMAKE, "tests/arch/layers.txt": LAYERS,
    "host/base/result.hpp": "#pragma once\n#include <string>\n#include <herald/abi.h>\n",
    "host/domain/event.hpp": '#pragma once\n#include "host/base/result.hpp"\n',
    "host/mail/mail.hpp": '#pragma once\n#include "host/domain/event.hpp"\n#include <nlohmann/json_fwd.hpp>\n',
    "host/mail/mail.cpp": '#include <nlohmann/json.hpp>\n#include <sys/stat.h>\nSettingSpec row{"mail.port", "25", ""};\n'
                          "// new std::thread, catch (...) {}\nint a = 1'000; // it's new\nauto* p = ::operator new(8);\n",
    "host/mail/address.hpp": "#pragma once\n",
    "host/api/api.cpp": '#include "host/mail/address.hpp"\nauto text = "please select a row " /* from */ "and go";\n',
    "host/storage/note.cpp": '#include <soci/soci.h>\n#include <boost/dll.hpp>\nauto q = R"(select id\n from note)";\n',
    "host/app/main.cpp": '#include "host/api/api.hpp"\n#include "host/storage/note.hpp"\nstd::jthread t;\n',
    "sdk/include/herald/abi.h": "#include <stdint.h>\n",
    "plugins/providers/good/good.cpp": '#include "good.hpp"\n#include "plugins/providers/parts/x.hpp"\n#include <herald/abi.h>\n#include <nlohmann/json.hpp>\n',
    "plugins/providers/good/good.hpp": "#pragma once\n",
    "plugins/providers/parts/x.hpp": "#pragma once\n",
    "tests/unit/base/result_test.cpp": "", "tests/unit/domain/event_test.cpp": "", "tests/unit/mail/mail_test.cpp": "",
    "tests/flow/send_test.cpp": "#include <Poco/Net.h>\n", "tests/contract/storage_test.cpp": "",
    "migrations/mysql/001_note.sql": SCHEMA.format(id="char(36)", unique="unique key note_id"),
    "migrations/sqlite/001_note.sql": SCHEMA.format(id="text", unique="unique"),
    **{f"host/{room}/README.md": f"# {room}\n" for room in ("base", "domain", "mail", "api", "storage", "app")},
}
TWO_TABLES = "create table more (id text primary key);\n"

# (rule, file, its new text — or, with a leading +, what is appended; None removes it —, words of the complaint)
PLANTED = [
    ("every_file_has_a_row", "host/stray.cpp", "", "no row"),
    ("every_file_has_a_row", "tests/arch/layers.txt", "+host/base/ghost | | |\n", "row host/base/ghost has no folder"),
    ("includes_follow_layers", "host/domain/event.hpp", '+#include "host/mail/address.hpp"\n', "may not include host/mail"),
    ("includes_follow_layers", "host/api/api.cpp", '+#include "host/mail/detail/x.hpp"\n', "private to host/mail"),
    ("includes_follow_layers", "host/api/api.cpp", '+#include "host/api/../api/api.hpp"\n', "no '.' or '..'"),
    ("includes_follow_layers", "host/api/api.cpp", '+#include "codec.hpp"\n', "full path from the root"),
    ("includes_follow_layers", "host/api/api.cpp", "+#include <herald/abi.h>\n", "may not include the sdk"),
    ("includes_follow_layers", "host/api/api.cpp", '+#include "tests/support/fake.hpp"\n', "belongs to another part"),
    ("includes_follow_layers", "plugins/providers/good/good.cpp", '+#include "host/base/result.hpp"\n', "may not include host/base"),
    ("includes_follow_layers", "plugins/providers/good/good.cpp", '+#include "plugins/providers/evil/x.hpp"\n', "another part"),
    ("includes_follow_layers", "plugins/providers/parts/x.cpp", '#include "plugins/providers/good/good.hpp"\n', "another part"),
    ("third_party_stays_in_its_room", "host/api/api.cpp", "+#include <soci/soci.h>\n", "may not name <soci/soci.h>"),
    ("third_party_stays_in_its_room", "host/api/api.cpp", "+#include <sys/socket.h>\n", "may not name <sys/socket.h>"),
    ("third_party_stays_in_its_room", "host/storage/note.cpp", "+#include <boost/any.hpp>\n", "<boost/any.hpp>"),
    ("headers_leak_nothing", "host/mail/address.hpp", "+#include <Poco/Net/Socket.h>\n", "drags in <Poco/Net/Socket.h>"),
    ("json_stays_out_of_headers", "host/mail/mail.hpp", "+#include <nlohmann/json.hpp>\n", "only in a .cpp"),
    ("cmake_equals_layers", "host/CMakeLists.txt", CMAKE.replace("storage NEEDS domain", "storage NEEDS domain mail"), "does not allow"),
    ("cmake_equals_layers", "host/CMakeLists.txt", CMAKE.replace("herald_room(domain", "herald_room(mail2)\nherald_room(domain"), "no row"),
    ("cmake_equals_layers", "tests/arch/layers.txt", LAYERS.replace("host/storage |    ", "host/storage | mail"), "does not name it"),
    ("cmake_equals_layers", "host/CMakeLists.txt", CMAKE.replace("herald_room(base)", ""), "no herald_room(base"),
    ("cmake_equals_layers", "host/CMakeLists.txt", CMAKE.replace("mail NEEDS domain", "mail"), "does not reach it"),
    ("files_are_small", "host/mail/mail.cpp", "+" + "int x;\n" * 400, "at most 400"),
    ("files_are_small", "packaging/quickstart", "+" + "true\n" * 400, "at most 400"),
    ("files_are_small", "host/mail/address.hpp", "+" + "// x\n" * 150, "at most 150"),
    ("files_are_small", "sdk/include/herald/abi.h", "+" + "// x\n" * 400, "at most 400"),
    ("paths_say_something", "tests/support/http_helper.py", "", "'helper'"),
    ("paths_say_something", "host/mail/Util.hpp", "", "'util'"),
    ("top_level_is_fixed", "docs/notes.md", "", "nothing else visible"),
    ("top_level_is_fixed", "README.md", None, "missing at the top level"),
    ("rooms_explain_themselves", "host/mail/README.md", None, "missing"),
    ("rooms_explain_themselves", "host/mail/README.md", "+" + "x\n" * 20, "at most 20"),
    ("rooms_have_tests", "tests/unit/mail/mail_test.cpp", None, "no *_test.cpp in tests/unit/mail/"),
    ("rooms_have_tests", "tests/contract/storage_test.cpp", None, "no *_test.cpp in tests/contract/"),
    ("settings_are_documented", "etc/herald.properties", "", "mail.port is not shown"),
    ("settings_are_documented", "etc/herald.properties", "+#mail.prot = 1\n", "mail.prot is not a setting"),
    ("sql_stays_in_storage", "host/api/api.cpp", '+auto q = "select id" /* x */ " from note";\n', "SQL outside"),
    ("sql_stays_in_storage", "host/api/api.cpp", '+auto q = R"x(INSERT\n INTO note)x";\n', "SQL outside"),
    ("sql_stays_in_storage", "plugins/providers/good/good.cpp", '+auto q = "update note set a = 1";\n', "SQL outside"),
    ("sql_stays_in_storage", "host/app/main.cpp", '+auto q = "delete from note";\n', "main.cpp:4"),
    ("no_error_is_swallowed", "tests/flow/send_test.cpp", "+try { f(); } catch ( ... )\n{ /* fine */ }\n", "swallows"),
    ("no_bare_new", "host/mail/mail.cpp", "+auto* p = new int{1};\n", "bare new"),
    ("threads_start_in_app", "host/mail/mail.cpp", "+std::thread t{f};\n", "only host/app"),
    ("threads_start_in_app", "host/app/main.cpp", "+t.detach();\n", "cannot be joined"),
    ("no_lint_is_silenced", "host/mail/mail.cpp", "+int y;  // NO" "LINT(x)\n", "change the code"),
    ("migrations_are_numbered", "migrations/mysql/001_other.sql", "", "taken by"),
    ("migrations_are_numbered", "migrations/mysql/002_more.sql", TWO_TABLES, "no twin"),
    ("migrations_are_numbered", "migrations/sqlite/2_more.sql", TWO_TABLES, "name it NNN"),
    ("migrations_make_the_same_schema", "migrations/sqlite/001_note.sql", "+" + TWO_TABLES, "table more only on sqlite"),
    ("migrations_make_the_same_schema", "migrations/mysql/001_note.sql", "+alter table note add column z int;\n", "note.z only on mysql"),
    ("migrations_make_the_same_schema", "migrations/sqlite/001_note.sql", "+create unique index u on note (body);\n", "key note(body)"),
    ("migrations_make_the_same_schema", "migrations/sqlite/001_note.sql", CLEAN["migrations/sqlite/001_note.sql"].replace(" primary key", ""), "primary:"),
]

def allowed_besides(path, words, text):
    """Rules that rightly complain along with the planted one."""
    if path == "host/CMakeLists.txt" or path == "tests/arch/layers.txt":
        return {"cmake_equals_layers"}
    return {"headers_leak_nothing"} if text and text.startswith("+#include <nlohmann") else set()


def plant(root, changes):
    for path, text in {**CLEAN, **changes}.items():
        if text is not None:
            target = Path(root, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(CLEAN[path] + text[1:] if text.startswith("+") else text)
    return root


def complaints(root):
    tree = Tree(root)
    found = {rule.__name__: [str(v) for v in rule(tree)] for rule in RULES}
    return {name: said for name, said in found.items() if said}


class ArchitectureRules(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def test_a_clean_tree_has_no_violation(self):
        self.assertEqual(complaints(plant(self.folder.name, {})), {})

    def test_every_rule_has_a_planted_violation(self):
        self.assertEqual({rule.__name__ for rule in RULES}, {row[0] for row in PLANTED})

    def test_every_planted_violation_is_found_by_its_rule(self):
        for rule, path, text, words in PLANTED:
            with self.subTest(rule=rule, path=path, words=words), tempfile.TemporaryDirectory() as root:
                found = complaints(plant(root, {path: text}))
                self.assertTrue(any(words in said for said in found.get(rule, [])), found)
                self.assertLessEqual(found.keys() - {rule}, allowed_besides(path, words, text), found)

    def test_git_shows_new_files_but_not_ignored_ones(self):
        root = plant(self.folder.name, {".gitignore": "/build/\n", "build/x.cpp": "", "extra.txt": ""})
        subprocess.run(["git", "init", "-q", root], check=True)
        self.assertIn("extra.txt", Tree(root).files)
        self.assertNotIn("build/x.cpp", Tree(root).files)

    def test_literals_are_joined_and_comments_dropped(self):
        code, literals = split_code('a("x" // "no"\n  "y", R"(z)"); /* "n" */ char c = \'"\'; b("\\"q");')
        self.assertEqual(literals, [(1, "xy"), (2, "z"), (2, '\\"q')])
        self.assertNotIn("no", code)


ENTRY_C = "int herald_plugin_entry_1(void) { return 0; }"
USES_OTHER = "int other(void); int herald_plugin_entry_1(void) { return other(); }"
# A static member of an exported template: what g++ makes unique.
UNIQUE = """template <class T> struct Counter { static int count; };
template <class T> int Counter<T>::count = 0;
extern "C" int herald_plugin_entry_1() { return ++Counter<int>::count; }
"""


class BuiltPlugins(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.plugins = Path(self.folder.name, "plugins")
        self.plugins.mkdir()

    def compile(self, target, source, *options, language="c"):
        command = ["c++" if language == "c++" else "cc", "-shared", "-fPIC", "-x", language, "-", "-x", "none", *options,
                   "-o", str(target)]
        subprocess.run(command, input=source, text=True, check=True)
        return target

    def build(self, source, *options, **how):
        self.compile(self.plugins / "p.so", source, *(options or ["-Wl,-z,now"]), **how)
        return [str(v) for v in rules_symbols.plugins_stand_alone(self.folder.name)]

    def other(self, *options):
        """A library beside the plugins."""
        return str(self.compile(Path(self.folder.name, "libother.so"), "int other(void) { return 0; }",
                                "-Wl,-soname,libother.so", *options))

    def test_the_entry_alone_is_accepted(self):
        self.assertEqual(self.build(ENTRY_C), [])

    def test_a_second_symbol_is_found(self):
        self.assertIn("found: extra, herald", self.build("int extra; " + ENTRY_C)[0])

    def test_a_missing_entry_is_found(self):
        self.assertIn("found: nothing", self.build("static int x; int* p(void); ")[0])

    def test_an_empty_folder_is_a_violation(self):
        self.assertIn("no plugin", str(list(rules_symbols.plugins_stand_alone(self.folder.name))[0]))

    def test_a_unique_symbol_is_found(self):
        found = self.build(UNIQUE, "-Wl,-z,now", "-fgnu-unique", language="c++")
        self.assertTrue(any("no unique symbol, found: _ZN7CounterIiE5countE" in said for said in found), found)

    def test_a_search_path_is_found(self):
        self.assertIn("RUNPATH /opt/x", self.build(ENTRY_C, "-Wl,-z,now", "-Wl,-rpath,/opt/x,--enable-new-dtags")[0])
        self.assertIn("RPATH /opt/x", self.build(ENTRY_C, "-Wl,-z,now", "-Wl,-rpath,/opt/x,--disable-new-dtags")[0])

    def test_lazy_binding_is_found(self):
        self.assertIn("found: lazily", self.build(ENTRY_C, "-Wl,-z,lazy")[0])

    def test_a_foreign_library_is_found(self):
        self.assertEqual(len(self.build(USES_OTHER, "-Wl,-z,now", self.other())), 1)
        self.assertIn("found: libother.so", self.build(USES_OTHER, "-Wl,-z,now", self.other())[0])

    def test_a_symbol_that_debian_12_has_not_is_found(self):
        script = Path(self.folder.name, "future.version")
        script.write_text("GLIBC_2.37 { global: other; };\n")
        found = self.build(USES_OTHER, "-Wl,-z,now", self.other(f"-Wl,--version-script={script}"))
        self.assertTrue(any("at most GLIBC_2.36, found: GLIBC_2.37" in said for said in found), found)

    def test_a_sanitizer_is_needed_only_by_a_build_with_one(self):
        asan = ["-Wl,-z,now", "-Wl,--no-as-needed", "-l:libubsan.so.1"]
        self.assertIn("found: libubsan.so.1", self.build(ENTRY_C, *asan)[0])
        Path(self.folder.name, "CMakeCache.txt").write_text("HERALD_SANITIZE:STRING=address,undefined\n")
        self.assertEqual(self.build(ENTRY_C, *asan), [])


if __name__ == "__main__":
    unittest.main()
