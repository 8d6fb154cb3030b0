#!/usr/bin/env bash
# Secrets of the compose file, made once: deploy/compose/prepare.sh ORCHESTRATOR
# ORCHESTRATOR is the built console (src/Client/bin/Release/net10.0/orchestrator).
# The files are readable to everybody, because the containers' users are not yours; the folder around them is not.
set -euo pipefail

orchestrator="$1"
cd "$(dirname "${BASH_SOURCE[0]}")"
if [ -e secrets ]; then
  echo "deploy/compose/secrets is there already; remove it to make new ones." >&2
  exit 2
fi
mkdir -m 700 secrets
openssl rand -hex 32 > secrets/token
openssl rand -hex 32 > secrets/postgres-password
echo "postgres:5432:orchestrator:orchestrator:$(cat secrets/postgres-password)" > secrets/pgpass
"$orchestrator" certificates secrets/pki silo-1 silo-2
"$orchestrator" certificates secrets/pki client --client
chmod a+r secrets/pki/silo-*/tls.key
echo "Ready: docker compose -f deploy/compose/compose.yaml up --build"
