#!/bin/sh
# Installs what tests need besides Python packages: PHP and Node, to run receivers as merchants write them.
set -eu
missing=""
command -v php >/dev/null || missing="$missing php-cli"
command -v node >/dev/null || missing="$missing nodejs"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" -ne 0 ]; then
  echo "The tests need:$missing. Install them, or run make test as root once."
  exit 1
fi
apt-get install -y -q $missing >/dev/null 2>&1 || { apt-get update -q >/dev/null; apt-get install -y -q $missing >/dev/null; }
