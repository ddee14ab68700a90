# For run: databases that are filled once, in SQLite and in PostgreSQL.
# shellcheck shell=bash disable=SC2154,SC2034 # what run sets, and what is for it

# So many prompts are made as people make them; of more, the others are copies of them (multiply.c).
originals=100000
multiplied=(prompts prompt_versions prompt_tags prompt_words prompt_labels label_moves record_sizes)

# fill FOLDER COUNT: a database in SQLite with a key ring, if there is none; people and prompts for
# requests.lua. Of more than the originals it is a multiple, and FOLDER stands beside theirs.
fill() {
    local folder=$1 started=$SECONDS number=0
    mkdir -p "$folder"
    local url=sqlite:$folder/rostrum.db
    if [ ! -e "$folder/full" ]; then
        rm -f "$folder"/rostrum.db* "$folder/key-ring"
        number=$2
        if [ "$number" -gt $originals ]; then
            fill "$(dirname "$folder")/$originals" $originals
            multiply_file "$(dirname "$folder")/$originals" "$folder" $((number / originals))
        else
            ROSTRUM_DATABASE=$url ROSTRUM_KEY_RING=$folder/key-ring "$build/rostrum" init \
                >/dev/null 2>&1
        fi
    fi
    sign_in "$folder" "$url" "$((number > originals ? 0 : number))"
    touch "$folder/full"
    [ "$number" = 0 ] || say "filled $number prompts in $((SECONDS - started)) s (SQLite)"
    list_prompts "$folder" "$2"
}

# indexes_of FILE SQL: for each index of what is multiplied, but for those of keys.
indexes_of() {
    local names
    printf -v names "'%s', " "${multiplied[@]}"
    sqlite3 -readonly "$1" "SELECT $2 || ';' FROM sqlite_schema
        WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (${names%, })"
}

# Lists and filters offer folders and types with their counts.
count_again() {
    echo "UPDATE record_counts SET record_count = record_count * $1 WHERE kind = 'prompt';"
}

# multiply_file FROM TO TIMES: folders. Indexes are made at the end, all at once.
multiply_file() {
    local file=$2/rostrum.db indexes
    cp "$1/key-ring" "$2/"
    sqlite3 -readonly "$1/rostrum.db" "VACUUM INTO '$file'"
    indexes=$(indexes_of "$file" sql)
    indexes_of "$file" "'DROP INDEX ' || name" | sqlite3 "$file"
    "$build/tests/bench/multiply" "$1/rostrum.db" "$1/key-ring" "$3" "$file" 2>"$2/fill.log" ||
        fail "multiplying: $(tail -n 3 "$2/fill.log")"
    sqlite3 "$file" 'PRAGMA journal_mode=OFF' 'PRAGMA synchronous=OFF' 'PRAGMA cache_size=-500000' \
        'PRAGMA threads=2' "$indexes" "$(count_again "$3")" 'PRAGMA analysis_limit=10000' ANALYZE \
        'PRAGMA journal_mode=WAL' >/dev/null
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

# list_loaded FOLDER NAME COUNT: the same of a database in PostgreSQL.
list_loaded() {
    psql -qAtX -F ' ' "$(role_url rostrum_admin "$2")" -c "SELECT id,
        (extract(epoch FROM updated_at) * 1000000)::bigint, revision, name,
        (SELECT string_agg(tag, '%2C+' ORDER BY position) FROM prompt_tags t WHERE
            t.organization_id = p.organization_id AND t.record_id = p.id)
        FROM prompts p TABLESAMPLE BERNOULLI (100.0 / $((($3 + 99999) / 100000)))" >"$1/loaded"
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

# load_postgres FOLDER bench_COUNT: the same in PostgreSQL, if it is not there in full.
load_postgres() {
    local started=$SECONDS folder=$1 name=$2 number=${2#bench_} originals_folder
    if has_database "$name"; then
        sign_in "$folder" "$(role_url rostrum "$name")"
        list_loaded "$folder" "$name" "$number"
        return
    fi
    psql -q -h "$ROSTRUM_TEST_POSTGRES" -U rostrum_admin -d postgres 2>/dev/null \
        -c "DROP DATABASE IF EXISTS $name" -c "CREATE DATABASE $name OWNER rostrum_owner"
    ROSTRUM_KEY_RING=$folder/key-ring "$build/rostrum" init \
        --database "$(role_url rostrum_owner "$name")" >/dev/null 2>&1
    if [ "$number" -gt $originals ]; then
        originals_folder=$(dirname "$folder")/$originals
        "$here/load" "$originals_folder/rostrum.db" "$(role_url rostrum_admin "$name")"
        multiply_loaded "$originals_folder" "$name" $((number / originals))
        sign_in "$folder" "$(role_url rostrum "$name")"
    else
        "$here/load" "$folder/rostrum.db" "$(role_url rostrum_admin "$name")"
    fi
    list_loaded "$folder" "$name" "$number" # some were saved since
    psql -q "$(role_url rostrum_admin "$name")" -c "COMMENT ON DATABASE $name IS 'full'"
    say "loaded $name in $((SECONDS - started)) s (PostgreSQL)"
}

# multiply_loaded FOLDER NAME TIMES: from the originals' folder. Keys and indexes are made at the
# end; foreign keys hold for what is written from then on.
multiply_loaded() {
    local url tables keys indexes
    url=$(role_url rostrum_admin "$2")
    printf -v tables "'%s'::regclass, " "${multiplied[@]}"
    tables="(${tables%, })"
    keys="FROM pg_constraint WHERE contype IN ('p', 'u', 'f')
        AND (conrelid IN $tables OR confrelid IN $tables) ORDER BY contype = 'f'"
    indexes="FROM pg_index WHERE indrelid IN $tables
        AND indexrelid NOT IN (SELECT conindid FROM pg_constraint)"
    psql -qAtX "$url" -c "SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s%s;',
        conrelid::regclass, conname, pg_get_constraintdef(oid),
        CASE contype WHEN 'f' THEN ' NOT VALID' END) $keys" \
        -c "SELECT pg_get_indexdef(indexrelid) || ';' $indexes" >"$work/keys.sql"
    psql -qAtX "$url" -c "SELECT format('DROP INDEX %s;', indexrelid::regclass) $indexes" -c "SELECT
        format('ALTER TABLE %s DROP CONSTRAINT %I;', conrelid::regclass, conname) $keys DESC" |
        psql -qX -v ON_ERROR_STOP=1 "$url"
    "$build/tests/bench/multiply" "$1/rostrum.db" "$1/key-ring" "$3" "$url" \
        2>"$work/multiply.log" ||
        fail "multiplying: $(tail -n 3 "$work/multiply.log")"
    { echo 'SET maintenance_work_mem = 262144;'; cat "$work/keys.sql"; count_again "$3"; } |
        psql -qX -v ON_ERROR_STOP=1 "$url"
    psql -qX "$url" -c 'VACUUM ANALYZE'
}
