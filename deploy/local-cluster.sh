#!/usr/bin/env bash
# A cluster on one machine: PostgreSQL and three silos, until Ctrl+C: deploy/local-cluster.sh [FOLDER [FIRST-PORT]]
# FOLDER (default ./orchestrator-cluster) keeps the database, the silos' logs and process ids; a later start goes on with it.
# PostgreSQL takes FIRST-PORT (default 42000), silo n takes FIRST-PORT + n and for clients FIRST-PORT + 10 + n. The third silo only trains.
# ORCHESTRATOR_SILO names a built Orchestrator.Silo.dll; without it the Release build of this repository is made and used.
# Variables such as ORCHESTRATOR_CPUSLOTS go to every silo (docs/cluster.md).
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
folder="${1:-orchestrator-cluster}" port="${2:-42000}"
roles=(control,worker control,worker worker)
mkdir -p "$folder/logs"
folder="$(cd "$folder" && pwd)"

program="${ORCHESTRATOR_SILO:-}"
if [ -z "$program" ]; then
  dotnet build -c Release "$here/../src/Silo" > "$folder/logs/build.log" || { tail -n 20 "$folder/logs/build.log" >&2; exit 1; }
  program="$here/../src/Silo/bin/Release/net10.0/Orchestrator.Silo.dll"
fi

# Whatever ends this script ends what it started: silos first, so that they can still write their checkpoints.
children=() postgres=""
stop() {
  trap - EXIT INT TERM
  if [ "${#children[@]}" -gt 0 ]; then
    kill -TERM "${children[@]}" 2> /dev/null || true
    wait "${children[@]}" 2> /dev/null || true
  fi
  if [ -n "$postgres" ]; then
    kill -INT "$postgres" 2> /dev/null || true
    wait "$postgres" 2> /dev/null || true
  fi
}
trap stop EXIT
trap 'exit 0' INT TERM

# Children get no signals from the terminal: the order above is theirs.
set -m

# Where root starts this, the server's own user must be able to reach its files: ORCHESTRATOR_DATABASE_FOLDER names another place than FOLDER.
database="${ORCHESTRATOR_DATABASE_FOLDER:-$folder/postgres}"
"$here/local-postgres.sh" "$database" "$port" > "$folder/logs/postgres.log" 2>&1 &
postgres=$!
echo "$postgres" > "$folder/postgres.pid"

export ORCHESTRATOR_DATABASE="Host=127.0.0.1;Port=$port;Username=orchestrator;Database=postgres"
until grep -q "ready to accept connections" "$folder/logs/postgres.log"; do
  kill -0 "$postgres" 2> /dev/null || { cat "$folder/logs/postgres.log" >&2; exit 1; }
  sleep 0.2
done

for number in 1 2 3; do
  dotnet "$program" --Roles "${roles[$((number - 1))]}" --SiloPort "$((port + number))" --GatewayPort "$((port + 10 + number))" > "$folder/logs/silo-$number.log" 2>&1 &
  children+=("$!")
  echo "$!" > "$folder/silo-$number.pid"
done
for number in 1 2 3; do
  until grep -q "has joined" "$folder/logs/silo-$number.log"; do
    kill -0 "${children[$((number - 1))]}" 2> /dev/null || { cat "$folder/logs/silo-$number.log" >&2; exit 1; }
    sleep 0.2
  done
done

echo "Three silos serve: orchestrator --cluster 127.0.0.1:$((port + 11)) (or :$((port + 12))); Ctrl+C stops them."
wait "$postgres"
