# For run: databases that are filled once, in SQLite and in PostgreSQL.
# shellcheck shell=bash disable=SC2154,SC2034 # what run sets, and what is for it

# fill FOLDER COUNT: a database in SQLite with a key ring, if there is none; people and prompts for
# requests.lua.
fill() {
    local folder=$1 started=$SECONDS
    mkdir -p "$folder"
    local url=sqlite:$folder/rostrum.db ring=$folder/key-ring number=0
    if [ ! -e "$folder/full" ]; then
        rm -f "$folder"/rostrum.db* "$ring"
        ROSTRUM_DATABASE=$url ROSTRUM_KEY_RING=$ring "$build/rostrum" init >/dev/null 2>&1
        number=$2
    fi
    sign_in "$folder" "$url" "$number"
    touch "$folder/full"
    [ "$number" = 0 ] || say "filled $number prompts in $((SECONDS - started)) s (SQLite)"
    list_prompts "$folder" "$2"
}

# sign_in FOLDER URL [COUNT]: a session and a token for each of 500 people.
sign_in() {
    "$build/tests/bench/fill" "$2" "$1/key-ring" "${3-0}" >"$1/people" 2>"$1/fill.log" ||
        fail "filling: $(tail -n 3 "$1/fill.log")"
}

# list_prompts FOLDER COUNT: as they are now; of very many some, for wrk reads them all.
list_prompts() {
    sqlite3 -readonly -separator ' ' "$1/rostrum.db" "SELECT
        substr(hex(id), 1, 8) || '-' || substr(hex(id), 9, 4) || '-' || substr(hex(id), 13, 4) ||
        '-' || substr(hex(id), 17, 4) || '-' || substr(hex(id), 21), updated_at, revision, name,
        (SELECT group_concat(tag, '%2C+') FROM (SELECT tag FROM prompt_tags t WHERE
            t.organization_id = p.organization_id AND t.record_id = p.id ORDER BY position))
        FROM prompts p WHERE abs(random()) % $((($2 + 99999) / 100000)) = 0" |
        awk '{ $1 = tolower($1); print }' >"$1/prompts"
}

# list_loaded FOLDER NAME: the same of a database in PostgreSQL, as many as are listed.
list_loaded() {
    psql -qAtX -F ' ' "$(role_url rostrum_admin "$2")" -c "SELECT id,
        (extract(epoch FROM updated_at) * 1000000)::bigint, revision, name,
        (SELECT string_agg(tag, '%2C+' ORDER BY position) FROM prompt_tags t WHERE
            t.organization_id = p.organization_id AND t.record_id = p.id)
        FROM prompts p ORDER BY id LIMIT $(wc -l <"$1/prompts")" >"$1/loaded"
    mv "$1/loaded" "$1/prompts"
}

# role_url ROLE NAME: the address of a database of PostgreSQL.
role_url() {
    echo "postgresql://$1@/$2?host=$ROSTRUM_TEST_POSTGRES"
}

has_database() {
    [ -n "$(psql -qAtX -h "$ROSTRUM_TEST_POSTGRES" -U rostrum_admin -d postgres \
        -c "SELECT 1 FROM pg_database WHERE datname = '$1' AND EXISTS (SELECT 1
            FROM pg_shdescription WHERE objoid = pg_database.oid)")" ]
}

# load_postgres FOLDER NAME: the same in PostgreSQL, if it is not there in full.
load_postgres() {
    local started=$SECONDS folder=$1 name=$2
    if has_database "$name"; then
        sign_in "$folder" "$(role_url rostrum "$name")"
        list_loaded "$folder" "$name"
        return
    fi
    psql -q -h "$ROSTRUM_TEST_POSTGRES" -U rostrum_admin -d postgres \
        -c "DROP DATABASE IF EXISTS $name" -c "CREATE DATABASE $name OWNER rostrum_owner" 2>/dev/null
    ROSTRUM_KEY_RING=$folder/key-ring "$build/rostrum" init \
        --database "$(role_url rostrum_owner "$name")" >/dev/null 2>&1
    "$here/load" "$folder/rostrum.db" "$(role_url rostrum_admin "$name")"
    list_loaded "$folder" "$name" # some were saved since
    psql -q "$(role_url rostrum_admin "$name")" -c "COMMENT ON DATABASE $name IS 'full'"
    say "loaded $name in $((SECONDS - started)) s (PostgreSQL)"
}
