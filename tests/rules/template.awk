# The rules for templates. Prints "RULE FILE:LINE: what is wrong".

BEGIN {
    autoescape = "{{%AUTOESCAPE context=\"HTML\"}}"
    marks = "(^|[^A-Za-z_])(TO" "DO|FIX" "ME|XX" "X|HA" "CK)([^A-Za-z_]|$)|not impl" "emented"
}

function say(rule, line, message) {
    print rule " " name ":" line ": " message
}

function end_file() {
    if (name != "" && last_line > 400)
        say("length", last_line, "a file of " last_line " lines, at most 400")
    if (name != "" && in_script)
        say("template", last_line, "a script element that is not closed")
}

FNR == 1 {
    end_file()
    name = FILENAME
    sub(/^\.\//, "", name)
    in_script = in_tag = 0
    if ($0 != autoescape)
        say("template", 1, "the first line must be " autoescape)
}

# The rest of a line inside or after a script element, which must be empty.
function check_scripts(line,    place) {
    while (line != "") {
        if (!in_script) {
            if (!match(line, /<script[^>]*>/))
                break
            line = substr(line, RSTART + RLENGTH)
            in_script = 1
        }
        place = index(line, "</script")
        if (substr(line, 1, place == 0 ? length(line) : place - 1) ~ /[^ \t]/)
            say("template", FNR, "an inline script")
        if (place == 0)
            return
        in_script = 0
        line = substr(line, place + 9)
    }
}

# Attributes are looked for only inside tags: text may say "on = off".
function check_attributes(line,    place, piece) {
    while (line != "") {
        if (!in_tag) {
            if (!match(line, /<[a-z!\/]/))
                return
            line = substr(line, RSTART + 1)
            in_tag = 1
        }
        place = index(line, ">")
        piece = " " (place == 0 ? line : substr(line, 1, place - 1))
        gsub(/="[^"]*"/, "= ", piece)
        if (piece ~ /[ \t]on[a-z]+[ \t]*=/)
            say("template", FNR, "an on… attribute")
        if (piece ~ /[ \t]style[ \t]*=/)
            say("template", FNR, "a style attribute")
        if (place == 0)
            return
        in_tag = 0
        line = substr(line, place + 1)
    }
}

{
    last_line = FNR
    lower = tolower($0)
    if (lower ~ /\{\{[^}]*:none/)
        say("template", FNR, "the modifier :none")
    if (lower ~ /<style/)
        say("template", FNR, "an inline style sheet")
    if (lower ~ /javascript:/)
        say("template", FNR, "a javascript: address")
    if ($0 ~ marks)
        say("marks", FNR, "an unfinished mark")
    check_scripts(lower)
    check_attributes(lower)
}

END {
    end_file()
}
