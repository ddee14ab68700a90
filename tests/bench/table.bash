# For run: figures, and ratios with goals beside the last run that was recorded.
# shellcheck shell=bash disable=SC2154,SC2034 # what run sets, and what is for it

# last_of WHAT [COLUMN]: its value in the last run that was recorded, or -.
last_of() {
    awk -F '\t' -v what="$1" -v column="${2-}" '$1 == what && $2 == column { value = $3 }
        END { print value == "" ? "-" : value }' "$here/last" 2>/dev/null || echo -
}

# row WHAT VALUE least|most GOAL MORE; GOAL "" is none.
row() {
    awk -v what="$1" -v value="$2" -v sort="$3" -v goal="$4" -v more="$5" -v last="$(last_of "$1")" '
    BEGIN {
        is_reached = sort == "least" ? value + 0 >= goal + 0 : value + 0 <= goal + 0
        verdict = goal == "" ? "" : value == "-" ? "not logged" : is_reached ? "reached" : "MISSED"
        printf "%-38s %7s  %2s %-5s %-7s  last %-6s %s\n", what, value,
            goal == "" ? "" : sort == "least" ? ">=" : "<=", goal, verdict, last, more }'
    printf '%s\t\t%s\n' "$1" "$2" >>"$work/rows"
}

# note LINE COLUMN VALUE [least|most GOAL]: for the summary. This is what is recorded: ratios and counts,
# which another machine would have as well, and what people wait for.
note() {
    printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "${4-}" "${5-}" >>"$work/rows"
}

# note_common LINE FOLDER NAME LEAST: what all have. The processor time of the first size, as a part of that
# here, is at least LEAST.
note_common() {
    local line=$1 folder=$2 name=$3 first=$work/${1%% *}-${sizes%% *}
    [ "$folder" = "$first" ] || note "$line" 'flat' "$(divide "$(cost "$first" "$name")" \
        "$(cost "$folder" "$name")")" least "$4"
    note "$line" 'p99 ms' "$(as_ms "$folder" "$name" 8)" most "$([ "$name" = sign-in ] || echo 10)"
    note "$line" MiB "$(figure "$folder" "$name" 10)" most "$([ "$name" = sign-in ] || echo 16)"
}

# record: this run becomes the last one; rows that it has not stay as they are.
record() {
    { [ ! -e "$here/last" ] || cat "$here/last"; cat "$work/rows"; } |
        awk -F '\t' '{ key = $1 "\t" $2 }
            !(key in value) { order[++count] = key }
            { value[key] = $3 }
            END { for (i = 1; i <= count; i++) print order[i] "\t" value[order[i]] }' >"$work/last"
    cp "$work/last" "$here/last"
}

divide() {
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f\n", b == 0 ? 0 : a / b }'
}

as_ms() {
    awk -v us="$(figure "$1" "$2" "$3")" 'BEGIN { printf "%.1f\n", us / 1000 }'
}

# cost FOLDER NAME: the processor time of a request in microseconds, of all who answer it. What else
# the machine does changes it little, and rates much.
cost() {
    echo $(($(figure "$1" "$2" 3) + $(figure "$1" "$2" 4) + $(figure "$1" "$2" 5)))
}

print_figures_head() {
    printf '\n%-15s %8s %8s %8s %7s %7s %7s %7s %7s %5s %5s %5s\n' "$1" /s 'p50 ms' 'p99 ms' bytes 'cpu us' \
        workers nginx server MiB sql trips
}

# print_figures FOLDER NAME WHAT [SORT]: the medians.
print_figures() {
    local folder=$1 name=$2
    printf '%-8s %-6s %8s %8s %8s %7s %7s %7s %7s %7s %5s %5s %5s\n' "$3" "${4-}" "$(figure "$folder" "$name" 1)" \
        "$(as_ms "$folder" "$name" 2)" "$(as_ms "$folder" "$name" 8)" "$(figure "$folder" "$name" 9)" \
        "$(cost "$folder" "$name")" "$(figure "$folder" "$name" 3)" "$(figure "$folder" "$name" 4)" \
        "$(figure "$folder" "$name" 5)" "$(figure "$folder" "$name" 10)" "$(figure "$folder" "$name" 6)" \
        "$(figure "$folder" "$name" 7)"
}

# summary: a line for each thing, a column for each ratio with the last one recorded beside it; then what
# was missed.
summary() {
    awk -F '\t' -v names='memory,static,its ceiling,flat,p99 ms,MiB,trips' '
    FNR == NR { last[$1, $2] = $3; next }
    {
        is_missed = $5 != "" && $3 != "-" && ($4 == "least" ? $3 + 0 < $5 + 0 : $3 + 0 > $5 + 0)
        if (!($1 in seen)) { seen[$1] = 1; order[++count] = $1 }
        cell[$1, $2] = sprintf("%7s%1s%6s", $3, is_missed ? "!" : "",
            (($1, $2) in last) ? last[$1, $2] : "-")
        if (is_missed)
            missed = missed sprintf("  %-34s %-11s %6s, to be at %s %s\n", $1, $2, $3, $4, $5)
    }
    END {
        columns = split(names, column, ",")
        printf "\n%-34s", "each beside the last one recorded"
        for (i = 1; i <= columns; i++) printf " %14s", column[i]
        print ""
        for (n = 1; n <= count; n++) {
            printf "%-34s", order[n]
            for (i = 1; i <= columns; i++) printf " %14s", cell[order[n], column[i]]
            print ""
        }
        printf "%s", missed == "" ? "all is reached\n" : "missed:\n" missed
    }' "$here/last" "$work/rows"
}
