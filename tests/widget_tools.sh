#!/bin/sh
# Fetches what checks the widget and is not part of it: the TypeScript compiler, which reads the types in its comments,
# and axe-core, which judges its accessibility. Both are single files of npm packages; nothing of the packages is run
# while they are unpacked.
set -eu
folder="$(dirname "$0")/../.cache/widget"

fetch() { # package, version, SHA-256 of its archive, what to unpack
  [ -f "$folder/$1-$2/fetched" ] && return
  command -v npm >/dev/null || { echo "The tests need npm, to fetch $1: install npm."; exit 1; }
  mkdir -p "$folder"
  work="$(mktemp -d "$folder/fetching.XXXXXX")"
  npm pack --silent --ignore-scripts --pack-destination "$work" "$1@$2" >/dev/null || { echo "npm could not fetch $1@$2."; exit 1; }
  echo "$3  $work/$1-$2.tgz" | sha256sum -c --status || { echo "$1@$2 is not the package the tests were written for: its SHA-256 differs."; exit 1; }
  tar -xzf "$work/$1-$2.tgz" -C "$work" $4
  rm -rf "$folder/$1-$2"
  mv "$work/package" "$folder/$1-$2"
  touch "$folder/$1-$2/fetched"
  rm -rf "$work"
}

fetch typescript 6.0.3 33cd0ee1beaa8c9e9d15a9da836c62ddea4c34a42d7c2d349dbc80d94165d22a package/lib
fetch axe-core 4.14.1 e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745 package/axe.min.js
