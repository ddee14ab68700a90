# For run: rows with goals, beside the last run that was recorded.
# shellcheck shell=bash disable=SC2154,SC2034 # what run sets, and what is for it

# last_of WHAT: its value in the last run that was recorded, or -.
last_of() {
    awk -F '\t' -v what="$1" '$1 == what { value = $2 } END { print value == "" ? "-" : value }' \
        "$here/last" 2>/dev/null || echo -
}

# row WHAT VALUE least|most GOAL MORE; GOAL "" is none. A row's name and value are what is recorded:
# ratios and counts, which another machine would have as well.
row() {
    awk -v what="$1" -v value="$2" -v sort="$3" -v goal="$4" -v more="$5" -v last="$(last_of "$1")" '
    BEGIN {
        is_reached = sort == "least" ? value + 0 >= goal + 0 : value + 0 <= goal + 0
        verdict = goal == "" ? "" : value == "-" ? "not logged" : is_reached ? "reached" : "MISSED"
        printf "%-38s %7s  %2s %-5s %-7s  last %-6s %s\n", what, value,
            goal == "" ? "" : sort == "least" ? ">=" : "<=", goal, verdict, last, more }'
    printf '%s\t%s\n' "$1" "$2" >>"$work/rows"
}

# record: this run becomes the last one; rows that it has not stay as they are.
record() {
    { [ ! -e "$here/last" ] || cat "$here/last"; cat "$work/rows"; } |
        awk -F '\t' '!($1 in value) { order[++count] = $1 } { value[$1] = $2 }
            END { for (i = 1; i <= count; i++) print order[i] "\t" value[order[i]] }' >"$work/last"
    cp "$work/last" "$here/last"
}

divide() {
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f\n", b == 0 ? 0 : a / b }'
}

# cost FOLDER NAME: the processor time of a request in microseconds, of all who answer it. What else
# the machine does changes it little, and rates much.
cost() {
    echo $(($(figure "$1" "$2" 3) + $(figure "$1" "$2" 4) + $(figure "$1" "$2" 5)))
}

# details FOLDER NAME RATE: what stands behind a figure, and behind the rate it is compared with.
details() {
    echo "$(figure "$1" "$2" 1)/s of $3/s; p50 $(figure "$1" "$2" 2) us; processor us: program" \
        "$(figure "$1" "$2" 3), nginx $(figure "$1" "$2" 4), server $(figure "$1" "$2" 5);" \
        "statements $(figure "$1" "$2" 6), round trips $(figure "$1" "$2" 7)"
}
