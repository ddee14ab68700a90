# For run: pages that people see.
# shellcheck shell=bash disable=SC2154,SC2034 # what run sets, and what is for it

report_page() {
    local engine=$1 big=$2 small=$3 page=$4 memory least
    memory=$(figure "$big" "memory-$page" 1)
    for sort in kept cold; do
        case $engine-$sort in
        SQLite-kept) least=0.65 ;;
        SQLite-cold) least=0.45 ;;
        PostgreSQL-kept) least=0.40 ;;
        *) least=0.18 ;;
        esac
        row "$engine $page $sort" "$(divide "$(figure "$big" "$page-$sort" 1)" "$memory")" least $least \
            "$(divide "$(cost "$big" "memory-$page")" "$(cost "$big" "$page-$sort")") by processor time; $(
                details "$big" "$page-$sort" "$memory")"
    done
    if [ "$engine" = PostgreSQL ]; then
        row "$engine $page kept, round trips" "$(figure "$big" "$page-kept" 7)" most 1 ''
        row "$engine $page cold, round trips" "$(figure "$big" "$page-cold" 7)" most 2 ''
    fi
    row "$engine $page cold, $few to $count" \
        "$(divide "$(cost "$small" "$page-cold")" "$(cost "$big" "$page-cold")")" least 0.90 \
        "by processor time; $(figure "$small" "$page-cold" 1)/s at $few"
}

report_pages() {
    report_page "$@" list
    report_page "$@" record
    row "$1 worker, MiB of its own" "$(own_memory "$2")" most 16 'the largest, after all pages'
}

# measure_round BIG SMALL PATH SECONDS: each figure once; PATH is the page of a prompt.
measure_round() {
    local page path=/prompts
    see "$1"
    see "$2"
    for page in list record; do
        measure "$1" memory-$page "memory-$page" same "/memory/$page" "$4"
        measure "$1" $page-kept fast same "$path" "$4"
        measure "$1" $page-cold fast ${page}s /prompts "$4"
        measure "$2" $page-cold fast ${page}s /prompts "$4"
        path=$3
    done
}

measure_pages() {
    local big=$1 small=$2 path
    path=/prompts/$(head -n 1 "$big/prompts" | cut -d ' ' -f 1)
    from_memory "$big" list /prompts
    from_memory "$big" record "$path"
    measure_round "$big" "$small" "$path" 1 # warm
    rm "$big"/results-* "$small"/results-*
    for _ in $(seq "$rounds"); do
        measure_round "$big" "$small" "$path" "$seconds"
    done
}
