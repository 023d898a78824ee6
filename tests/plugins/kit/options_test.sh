#!/bin/bash
# Each option of `herald-plugin check`, on a plugin that passes, one that fails and golden files that are made anew.
set -euo pipefail
tool=$1 good=$2 golden=$3 bad=$4 courier=$5 example=$6
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"

fail() { echo "options_test: $*" >&2; exit 1; }
# ends STATUS COMMAND…: runs it, output to the file `said`.
ends() {
  local wanted=$1 status=0
  shift
  "$@" > said 2>&1 || status=$?
  [ "$status" = "$wanted" ] || { cat said >&2; fail "expected exit status $wanted, found $status: $*"; }
}
says() { grep -qF -- "$1" "${2:-said}" || { cat "${2:-said}" >&2; fail "expected '$1' in ${2:-said}"; }; }
is_json() { python3 -c 'import json, sys; d = json.load(open("said")); sys.exit(not eval(sys.argv[1]))' "$1" || { cat said; fail "$1"; }; }

# Good, findings, and a command that cannot be carried out.
ends 0 "$tool" check "$good" --only '^file'
says "7 checks, 0 failed"
ends 1 "$tool" check "$bad" --only '^file'
says "expected one note of owner Herald"
ends 2 "$tool" check nothing.so
ends 2 "$tool" check "$good" --golden nowhere
ends 2 "$tool" check "$good" --only '('
ends 2 "$tool" check "$good" --only '^none$'
ends 2 "$tool" check "$good" --timeout soon

# --list, --only, --skip, --fail-fast
ends 0 "$tool" check "$good" --list
says "webhook.replay  "
ends 0 "$tool" check "$good" --only '^(file|load)' --skip 'file'
if grep -q file.note said; then fail "--skip leaves file.note out"; fi
ends 1 "$tool" check "$bad" --only '^file'
[ "$(grep -c '^\(ok\|FAIL\)' said)" = 7 ] || fail "expected all seven checks of files"
ends 1 "$tool" check "$bad" --only '^file' --fail-fast
[ "$(tail -n 2 said | grep -c failed)" = 1 ] && [ "$(grep -c '^FAIL' said)" = 1 ] || fail "expected an end at the first failure"

# --json, --junit, --report say the same as the text.
ends 1 "$tool" check "$bad" --only '^file' --json --junit junit.xml --report report.txt
is_json 'd["failed"] >= 1 and len(d["checks"]) == 7'
is_json 'any(c["id"] == "file.note" and not c["ok"] and "expected" in c["findings"][0] for c in d["checks"])'
python3 - <<'END' || fail "junit.xml"
import sys, xml.etree.ElementTree as tree
cases = tree.parse("junit.xml").getroot().iter("testcase")
failed = [c.get("name") for c in cases if c.find("failure") is not None]
sys.exit("file.note" not in " ".join(failed))
END
says "FAIL  file.note" report.txt
says "sha256: $(sha256sum "$bad" | cut -d' ' -f1)" report.txt
ends 2 "$tool" check "$good" --only '^file' --junit /nowhere/junit.xml

# --config: an example that the schema wants; without it one is made up that does not fit.
ends 0 "$tool" check "$courier" --config "$example" --only '^config'
echo '{"region": "mars"}' > wrong.json
ends 1 "$tool" check "$courier" --config wrong.json --only '^config.example'
says "an example that fits the schema"
echo '[' > broken.json
ends 2 "$tool" check "$courier" --config broken.json

# --golden and --record: what is written anew is what was there.
cp -r "$golden" made
rm made/*.request.http made/*.plan.json made/*.verdict.json made/*.events.json
ends 1 "$tool" check "$good" --golden made --only golden
ends 0 "$tool" check "$good" --golden made --only golden --record
ends 0 "$tool" check "$good" --golden made --only golden
diff -r "$golden" made || fail "expected the same golden files"

# --in-process: for a debugger; the checks are the same.
ends 0 "$tool" check "$good" --golden "$golden" --only '^(golden|plan)' --in-process
says "0 failed"
