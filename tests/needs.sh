#!/bin/sh
# Installs what tests need besides Python packages: PHP and Node, to run receivers as merchants write them, the
# programs of PostgreSQL and Redis, and Chromium, for the widget and the console. The tests start servers of their own
# from these; no service of the machine is used.
set -eu
sh "$(dirname "$0")/shopify_schema.sh"
sh "$(dirname "$0")/widget_tools.sh"
missing=""
command -v php >/dev/null || missing="$missing php-cli"
command -v node >/dev/null || missing="$missing nodejs"
command -v chromium >/dev/null || missing="$missing chromium fonts-liberation"
command -v redis-server >/dev/null || missing="$missing redis-server"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$missing postgresql"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" -ne 0 ]; then
  echo "The tests need:$missing. Install them, or run make test as root once."
  exit 1
fi
apt-get install -y -q $missing >/dev/null 2>&1 || { apt-get update -q >/dev/null; apt-get install -y -q $missing >/dev/null; }
