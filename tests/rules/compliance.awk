# docs/compliance.md: every row of its tables names what answers it, and each named thing is there.
# After the names of the files and the routes, commands and targets (KIND NAME lines) on standard
# input. Prints "compliance FILE:LINE: what is wrong".
#
# A row that nothing here answers says so: "Yours: ...", "Not yet: ..." or "Does not apply: ...".

FILENAME != document {
    there[$0] = 1
    next
}

!/^\|/ { in_table = 0; next }
!in_table { in_table = 1; next }
/^\|[-| ]*$/ { next }

{
    row_count++
    cells = split($0, cell, "|")
    answer = cell[cells - 1]
    named = 0
    rest = answer
    while (match(rest, /`[^`]*`/)) {
        name = substr(rest, RSTART + 1, RLENGTH - 2)
        rest = substr(rest, RSTART + RLENGTH)
        named++
        if (!is_there(name))
            print "compliance " document ":" FNR ": there is no " name
    }
    if (named == 0 && answer !~ /^ *(Yours|Not yet|Does not apply): /)
        print "compliance " document ":" FNR ": the row names nothing that answers it"
}

function is_there(name) {
    if (name ~ /^\//)
        return ("route " name) in there
    if (name ~ /^rostrum /)
        return ("command " substr(name, 9)) in there
    if (name ~ /^make /)
        return ("target " substr(name, 6)) in there
    return ("file " name) in there
}

END {
    if (row_count == 0)
        print "compliance " document ":1: there is no table"
}
