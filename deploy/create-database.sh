#!/bin/sh
# A role of its own that owns its database and is no superuser: row-level security holds for it.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$HEADROOM_DB_PASSWORD" --username=postgres <<'SQL'
create role headroom login password :'password';
create database headroom owner headroom;
SQL
