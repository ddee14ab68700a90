# For run: what is read, beside the same bytes from memory and from a file, in turns.
#   kept   the same page, prompt or card by the same 16 people or programs
#   cold   another one in each request, by another person or program
# shellcheck shell=bash disable=SC2154,SC2034 # what run sets, and what is for it

pages='list record diff search'
protocols='api langfuse mcp mlflow a2a' # a prompt by its name at the label production
busy=64                                 # connections

# path_of NAME: what requests.lua gets.
path_of() {
    case $1 in
    search) echo /search ;;
    api) echo /api/v1/prompts/by-name/ ;;
    langfuse) echo /api/public/v2/prompts/ ;;
    mcp) echo /mcp ;;
    mlflow) echo /api/2.0/mlflow/registered-models/alias ;;
    a2a) echo /a2a/bench/agents/card- ;;
    *) echo /prompts ;;
    esac
}

pool_of() {
    case $1 in
    diff | search) echo slow ;;
    *) echo fast ;;
    esac
}

is_page() {
    [[ " $pages " = *" $1 "* ]]
}

# ask_once FOLDER NAME: the ceilings give what is kept of it.
ask_once() {
    local folder=$1 name=$2 path id prompt token
    path=$(path_of "$name")
    read -r id _ _ prompt _ < <(awk 'match($4, /[0-9]+$/) && substr($4, RSTART) % 2 == 0 { print; exit }' \
        "$folder/prompts") # which requests.lua asks for
    token="Authorization: Bearer $(head -n 1 "$folder/people" | cut -d ' ' -f 2)"
    case $name in
    list) keep_answer "$folder" list "$path" ;;
    record) keep_answer "$folder" record "$path/$id" ;;
    diff) keep_answer "$folder" diff "$path/$id/diff?from=1&to=2" ;;
    search)
        keep_answer "$folder" search "$path?q=${prompt##*/}"
        grep -q "$id" "$folder/bench/search" || fail "search: ${prompt##*/} is not found"
        ;;
    mcp)
        keep_answer "$folder" mcp "$path" "$token" '{"jsonrpc":"2.0","id":1,"method":"prompts/get",
            "params":{"name":"'"$prompt"'","arguments":{"customer":"Ada","company":"Harbor"}}}'
        grep -q Harbor "$folder/bench/mcp" || fail "mcp: $(cat "$folder/bench/mcp")"
        ;;
    mlflow) keep_answer "$folder" mlflow "$path?name=${prompt//\//%2F}&alias=production" "$token" ;;
    a2a) keep_answer "$folder" a2a "${path}0/card.json" 'A2A-Version: 1.0' ;;
    *) keep_answer "$folder" "$name" "$path${prompt//\//%2F}" "$token" ;;
    esac
}

# measure_read FOLDER NAME: all figures of the rounds.
measure_read() {
    local folder=$1 name=$2 path pool round
    path=$(path_of "$name")
    pool=$(pool_of "$name")
    ask_once "$folder" "$name"
    for round in warm $(seq "$rounds"); do
        ! is_page "$name" || see "$folder"
        measure "$folder" "memory-$name" "memory-$name" "memory:$name" "/memory/$name"
        measure "$folder" "static-$name" '' same "/bench/$name"
        measure "$folder" "$name-kept" "$pool" "$name" "$path"
        measure "$folder" "$name-cold" "$pool" "${name}s" "$path"
        is_page "$name" || connections=$busy measure "$folder" "$name-busy" "$pool" "$name" "$path"
        [ "$round" != warm ] || rm "$folder/results-"*"$name"*
    done
}

# least_of ENGINE NAME SORT: the part of what is answered from memory that is to be reached.
least_of() {
    local goals='SQLite-kept 0.60 PostgreSQL-kept 0.35'
    ! is_page "$2" || goals='SQLite-kept 0.65 SQLite-cold 0.45 PostgreSQL-kept 0.40 PostgreSQL-cold 0.18'
    [[ " diff search " = *" $2 "* ]] || sed -n "s/.*$1-$3 \([0-9.]*\).*/\1/p" <<<"$goals"
}

# trips_of ENGINE NAME SORT: to the database, at most.
trips_of() {
    case $1-$2-$3 in
    PostgreSQL-list-kept | PostgreSQL-record-kept) echo 1 ;;
    PostgreSQL-list-cold | PostgreSQL-record-cold) echo 2 ;;
    esac
}

# report_read ENGINE SIZE NAME
report_read() {
    local engine=$1 size=$2 name=$3 folder line sort
    folder=$work/$engine-$size
    print_figures "$folder" "static-$name" "$name" static
    print_figures "$folder" "memory-$name" "$name" memory
    for sort in kept cold; do
        print_figures "$folder" "$name-$sort" "$name" "$sort"
        line="$engine $size $name $sort"
        note "$line" memory "$(ratio "$folder" "$name-$sort" "memory-$name")" least \
            "$(least_of "$engine" "$name" "$sort")"
        note "$line" static "$(ratio "$folder" "$name-$sort" "static-$name")"
        note_common "$line" "$folder" "$name-$sort" "$([ "$name" = search ] || echo 0.90)"
        note "$line" trips "$(figure "$folder" "$name-$sort" 7)" most \
            "$(trips_of "$engine" "$name" "$sort")"
    done
    is_page "$name" || print_figures "$folder" "$name-busy" "$name" "x$busy"
    is_page "$name" || note "$engine $size $name x$busy" 'p99 ms' "$(as_ms "$folder" "$name-busy" 8)" most 5
}
