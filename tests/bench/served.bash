# For run: a prompt by its name at the label production, as programs ask for it: by each protocol,
# beside the same request answered with the same bytes from memory, in turns.
#   kept   the same prompt (or card) by the same 16 programs
#   cold   another one in each request, by another program
# shellcheck shell=bash disable=SC2154,SC2034 # what run sets, and what is for it

protocols='api langfuse mcp mlflow a2a'
busy=64 # connections

# path_of PROTOCOL: what requests.lua gets.
path_of() {
    case $1 in
    api) echo /api/v1/prompts/by-name/ ;;
    langfuse) echo /api/public/v2/prompts/ ;;
    mcp) echo /mcp ;;
    mlflow) echo /api/2.0/mlflow/registered-models/alias ;;
    a2a) echo /a2a/bench/agents/card- ;;
    esac
}

# answer_from_memory FOLDER PROTOCOL: the program from memory gives what is kept of it.
answer_from_memory() {
    local folder=$1 protocol=$2 path name token
    path=$(path_of "$protocol")
    name=$(awk 'match($4, /[0-9]+$/) && substr($4, RSTART) % 2 == 0 { print $4; exit }' \
        "$folder/prompts") # which requests.lua asks for
    token="Authorization: Bearer $(head -n 1 "$folder/people" | cut -d ' ' -f 2)"
    case $protocol in
    mcp)
        from_memory "$folder" mcp "$path" "$token" '{"jsonrpc":"2.0","id":1,"method":"prompts/get",
            "params":{"name":"'"$name"'","arguments":{"customer":"Ada","company":"Harbor"}}}'
        grep -q Harbor "$folder/body-mcp" || fail "mcp: $(cat "$folder/body-mcp")"
        ;;
    mlflow) from_memory "$folder" mlflow "$path?name=${name//\//%2F}&alias=production" "$token" ;;
    a2a) from_memory "$folder" a2a "${path}0/card.json" 'A2A-Version: 1.0' ;;
    *) from_memory "$folder" "$protocol" "$path${name//\//%2F}" "$token" ;;
    esac
}

# measure_protocol FOLDER PROTOCOL: all figures of the rounds.
measure_protocol() {
    local folder=$1 name=$2 path
    path=$(path_of "$name")
    answer_from_memory "$folder" "$name"
    measure "$folder" "$name-kept" fast "$name" "$path" 1 # warm
    rm "$folder/results-$name-kept"
    for _ in $(seq "$rounds"); do
        measure "$folder" "memory-$name" "memory-$name" "memory:$name" "/memory/$name"
        measure "$folder" "$name-kept" fast "$name" "$path"
        measure "$folder" "$name-cold" fast "${name}s" "$path"
        connections=$busy measure "$folder" "memory-$name-busy" "memory-$name" "memory:$name" \
            "/memory/$name"
        connections=$busy measure "$folder" "$name-busy" fast "$name" "$path"
    done
}

as_ms() {
    awk -v us="$1" 'BEGIN { printf "%.1f\n", us / 1000 }'
}

# report_protocol ENGINE SIZE FOLDER FIRST_SIZE FIRST_FOLDER PROTOCOL
report_protocol() {
    local engine=$1 size=$2 folder=$3 first_size=$4 first=$5 name=$6 sort least what
    for sort in kept cold; do
        case $engine-$sort in
        SQLite-kept) least=0.60 ;;
        PostgreSQL-kept) least=0.35 ;;
        *) least='' ;;
        esac
        what="$engine $name $sort at $size"
        row "$what" "$(ratio "$folder" "$name-$sort" "memory-$name")" least "$least" "$(divide \
            "$(cost "$folder" "memory-$name")" "$(cost "$folder" "$name-$sort")") by processor time; $(
            details "$folder" "$name-$sort" "$(figure "$folder" "memory-$name" 1)")"
        [ "$folder" = "$first" ] ||
            row "$what: cost at $first_size" "$(divide "$(cost "$first" "$name-$sort")" \
                "$(cost "$folder" "$name-$sort")")" least 0.90 'as a part of that here'
    done
    row "$engine $name p99, ms at $size" "$(as_ms "$(figure "$folder" "$name-busy" 8)")" most 5 "$(
        as_ms "$(figure "$folder" "$name-busy" 2)") p50, $busy connections without a pause; from memory $(
        as_ms "$(figure "$folder" "memory-$name-busy" 8)") and $(
        as_ms "$(figure "$folder" "memory-$name-busy" 2)")"
}

# serve_size ENGINE SIZE FOLDER
serve_size() {
    local engine=$1 size=$2 folder=$3
    if [ "$engine" = SQLite ]; then
        serve "$data/$size" "sqlite:$data/$size/rostrum.db" "$folder"
    else
        load_postgres "$data/$size" "bench_$size"
        serve "$data/$size" "$(role_url rostrum "bench_$size")" "$folder"
    fi
}

# bench_served ENGINE: each size for itself, so that no other one waits beside it; what one costs is
# compared with the first size.
bench_served() {
    local engine=$1 size name folder first=${sizes%% *}
    for size in $sizes; do
        folder=$work/$engine-served-$size
        serve_size "$engine" "$size" "$folder"
        for name in $protocols; do
            measure_protocol "$folder" "$name"
            report_protocol "$engine" "$size" "$folder" "$first" "$work/$engine-served-$first" "$name"
        done
        row "$engine worker, MiB after serving at $size" "$(own_memory "$folder")" most '' ''
        stop_all
        go_beside
    done
}
