# For run: wrk, and what it and the processes of a server tell.
# shellcheck shell=bash disable=SC2154,SC2034 # what run sets, and what is for it

# processor_time PID: what its children have used, in microseconds; 0 without a PID.
processor_time() {
    local child sum=0 stat fields
    for child in ${1:+$(pgrep -P "$1")}; do
        read -r stat 2>/dev/null <"/proc/$child/stat" || continue
        read -ra fields <<<"${stat##*) }"
        sum=$((sum + fields[11] + fields[12]))
    done
    echo $((sum * (1000000 / ticks)))
}

postmaster() {
    [ -z "${ROSTRUM_TEST_POSTGRES-}" ] || head -n 1 "$ROSTRUM_TEST_POSTGRES/data/postmaster.pid"
}

# measure FOLDER NAME POOL MODE PATH [SECONDS [START]]: one run of wrk; POOL is '' where nginx answers
# itself. Adds a line to FOLDER/results-NAME: 1 requests per second, 2 p50, processor time of 3 program,
# 4 nginx and 5 PostgreSQL per request (all in microseconds), 6 statements and 7 round trips per
# request (as the program logs them), 8 p99, 9 bytes of an answer with its headers, 10 what a worker
# has of its own afterwards, in MiB.
measure() {
    local folder=$1 name=$2 program nginx server before after result requests
    program=${3:+$(cat "$folder/$3.pid")}
    nginx=$(cat "$folder/nginx.pid")
    server=$(postmaster)
    : >"$folder/log/workers.log"
    go_first # with the connections that are new
    before=("$(processor_time "$program")" "$(processor_time "$nginx")" "$(processor_time "$server")")
    wrk -t 2 -c "$connections" -d "${6-$seconds}s" -s "$here/requests.lua" "$(cat "$folder/url")" -- \
        "$4" "$folder" "$5" "${7-0}" >"$work/wrk.out"
    after=("$(processor_time "$program")" "$(processor_time "$nginx")" "$(processor_time "$server")")
    read -ra result < <(sed -n 's/^result //p' "$work/wrk.out")
    [ ${#result[@]} -eq 7 ] || fail "wrk: $(cat "$work/wrk.out")"
    requests=${result[0]}
    [ "$requests" -gt 0 ] || fail "$name: no answer"
    [ "${result[2]}" -eq 0 ] || fail "$name: ${result[2]} of $requests answers failed: $(
        grep -v '"status":"[23]' "$folder/log/workers.log" | head -n 3)"
    last=${result[5]}
    echo $((requests * 1000000 / result[1])) "${result[3]}" \
        $(((after[0] - before[0]) / requests)) $(((after[1] - before[1]) / requests)) \
        $(((after[2] - before[2]) / requests)) "$(logged "$folder" statements)" \
        "$(logged "$folder" round_trips)" "${result[4]}" $((result[6] / requests)) \
        "$(own_memory "$program")" >>"$folder/results-$name"
}

# logged FOLDER FIELD: the mean of a number in the last log lines of requests; - if it is not there.
logged() {
    tail -n 500 "$1/log/workers.log" | sed -n "s/.*\"event\":\"request\".*\"$2\":\"\([0-9]*\)\".*/\1/p" |
        awk '{ sum += $1 } END { if (NR > 0) printf "%.1f\n", sum / NR; else print "-" }'
}

# see FOLDER: all people are seen, which is noted once a minute: a write that a page of two seconds by
# 500 people would pay for as often as one of a minute.
see() {
    wrk -t 2 -c "$connections" -d 1s -s "$here/requests.lua" "$(cat "$1/url")" -- seen "$1" /prompts 0 \
        >/dev/null
}

# figure FOLDER NAME COLUMN: the median of the rounds.
figure() {
    cut -d ' ' -f "$3" "$1/results-$2" | median
}

# ratio FOLDER NAME OTHER: of the requests per second, round by round; the median.
ratio() {
    paste -d ' ' <(cut -d ' ' -f 1 "$1/results-$2") <(cut -d ' ' -f 1 "$1/results-$3") |
        awk '$2 > 0 { printf "%.2f\n", $1 / $2 }' | median
}

# own_memory PID: the most that one of its children has of its own, in MiB; - without one.
own_memory() {
    local child
    for child in ${1:+$(pgrep -P "$1")}; do
        awk '/^Private_Dirty/ { print $2 }' "/proc/$child/smaps_rollup"
    done | sort -n | tail -n 1 | awk '{ most = $1 } END { print most == "" ? "-" : sprintf("%.1f", most / 1024) }'
}
