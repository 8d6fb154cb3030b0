#!/usr/bin/env bash
# Runs PostgreSQL in the foreground for one machine: deploy/local-postgres.sh FOLDER PORT [option of postgres …]
# Listens on 127.0.0.1 only and trusts everybody there: user "orchestrator", no password.
# The folder is made at the first start. Root starts it as user postgres (or nobody), since PostgreSQL refuses to run as root.
set -euo pipefail

folder="$1" port="$2"
shift 2

# Debian keeps the server's programs off the path.
programs="$(find /usr/lib/postgresql/*/bin -maxdepth 0 2> /dev/null | sort -V | tail -n 1 || true)"
PATH="${programs:+$programs:}$PATH"
if ! command -v postgres > /dev/null; then
  echo "PostgreSQL is not installed: on Debian, apt-get install postgresql." >&2
  exit 3
fi

as=()
mkdir -p "$folder"
if [ "$(id -u)" -eq 0 ]; then
  user=postgres
  id -u "$user" > /dev/null 2>&1 || user=nobody
  as=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups)
  chown "$user" "$folder"
fi

cd "$folder"
if [ ! -e PG_VERSION ]; then
  "${as[@]}" initdb --pgdata=. --username=orchestrator --auth=trust --encoding=UTF8 --no-locale > /dev/null
fi
exec "${as[@]}" postgres -D . -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= "$@"
