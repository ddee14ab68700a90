# For run: saves, beside what the engine alone commits.
# shellcheck shell=bash disable=SC2154,SC2034 # what run sets, and what is for it

# The tokens of the forms of the first people.
add_tokens() {
    local folder=$1 cookie id url
    url=$(cat "$folder/url")
    id=$(head -n 1 "$folder/prompts" | cut -d ' ' -f 1)
    head -n 16 "$folder/people" | while read -r cookie _; do
        echo "$cookie $(curl -fsS -H "Cookie: $cookie" "$url/prompts/$id/edit" |
            sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -n 1)"
    done >"$work/tokens"
    mv "$work/tokens" "$folder/people"
}

# The engine alone: three rows in a transaction; in PostgreSQL by as many clients as there are workers.
# Prints a line of figures, as measure.
commit_rate() {
    local rate
    if [ "$1" = SQLite ]; then
        rm -f "$work"/commit.db*
        rate=$("$build/tests/bench/commit" "$work/commit.db" "$seconds")
    else
        rate=$(pgbench -n -M prepared -c "$workers" -j 1 -T "$seconds" -f "$work/three.sql" \
            "$(role_url rostrum_admin commits)" 2>/dev/null | awk '/^tps/ { print int($3) }')
    fi
    echo "$rate 0 0 0 0 - - 0 0 -"
}

prepare_commits() {
    [ "$1" = PostgreSQL ] && [ ! -e "$work/three.sql" ] || return 0
    psql -q -h "$ROSTRUM_TEST_POSTGRES" -U rostrum_admin -d postgres \
        -c 'DROP DATABASE IF EXISTS commits' -c 'CREATE DATABASE commits' 2>/dev/null
    psql -q "$(role_url rostrum_admin commits)" \
        -c 'CREATE TABLE rows (id uuid NOT NULL PRIMARY KEY, content bytea NOT NULL)'
    local insert="INSERT INTO rows VALUES (gen_random_uuid(), decode(repeat('00', 200), 'hex'));"
    printf '%s\n' 'BEGIN;' "$insert" "$insert" "$insert" 'COMMIT;' >"$work/three.sql"
}

# list_again ENGINE SIZE: few prompts are saved several times, and have other revisions after each round.
list_again() {
    if [ "$1" = SQLite ]; then
        list_prompts "$data/$2" "$2"
    else
        list_loaded "$data/$2" "bench_$2"
    fi
    cp "$data/$2/prompts" "$work/$1-$2/"
}

# measure_saves ENGINE SIZE
measure_saves() {
    local engine=$1 size=$2 folder=$work/$1-$2 line="$1 $2 save" start=0 last=0
    add_tokens "$folder"
    prepare_commits "$engine"
    sync # what filling left to be written would be written now
    for _ in $(seq "$rounds"); do
        commit_rate "$engine" >>"$folder/results-commits"
        measure "$folder" saves fast saves /prompts "$seconds" "$start"
        start=$((start + last))
        [ "$size" -gt 10000 ] || list_again "$engine" "$size"
        [ "$size" -gt 10000 ] || start=0
    done
    print_figures "$folder" commits save alone
    print_figures "$folder" saves save
    note "$line" 'its ceiling' "$(ratio "$folder" saves commits)" least 0.80
    note_common "$line" "$folder" saves 0.90
}
