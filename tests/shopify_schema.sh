#!/bin/sh
# Fetches the schema of Shopify's Admin API 2026-10, which the connector's queries are tested against, from Shopify's
# own npm package. Only this one file is unpacked; nothing of the package is run.
set -eu
folder="$(dirname "$0")/../.cache/shopify"
file="$folder/admin_2026-10.json.gz"
package="@shopify/dev-mcp@1.16.0"
sum="f3b522f264556925eada700e795e4a002a9cba83444ebcc6c0d724254a0c6593"

genuine() { [ -f "$1" ] && echo "$sum  $1" | sha256sum -c --status; }

genuine "$file" && exit 0
command -v npm >/dev/null || { echo "The tests need npm, to fetch the schema of Shopify's Admin API: install npm."; exit 1; }
mkdir -p "$folder"
work="$(mktemp -d "$folder/fetching.XXXXXX")"
trap 'rm -rf "$work"' EXIT
npm pack --silent --ignore-scripts --pack-destination "$work" "$package" >/dev/null ||
  { echo "npm could not fetch $package, which holds the schema of Shopify's Admin API."; exit 1; }
tar -xzf "$work"/*.tgz -C "$work" package/dist/data/admin_2026-10.json.gz
genuine "$work/package/dist/data/admin_2026-10.json.gz" ||
  { echo "The schema in $package is not the one the tests were written for: its SHA-256 differs."; exit 1; }
mv "$work/package/dist/data/admin_2026-10.json.gz" "$file"
