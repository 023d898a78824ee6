#!/bin/sh
# webhook_test.sh HERALD-PLUGIN PLUGIN GOLDEN: of a provider whose webhooks make a request first (a certificate), the
# checks of webhooks pass with the recorded answers, and say that they checked nothing without them.
set -eu
tool=$1 plugin=$2 golden=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$golden"/* "$work"
"$tool" check "$plugin" --golden "$work" --only '^webhook\.(stripped|keys|replay|crypto)' || exit 1
rm "$work"/webhook.*.response.http
if "$tool" check "$plugin" --golden "$work" --only '^webhook\.stripped' > "$work/report"; then
  echo "expected a finding where no answer to a webhook's request is recorded, found none"
  exit 1
fi
grep -q 'signatures were not checked' "$work/report" || { cat "$work/report"; exit 1; }
