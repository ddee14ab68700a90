# The rule for names: a comment or a document that names a file of this project names one that is
# there. The first input is the list of all files, a line each; then come the files to look through.
# Prints "RULE FILE:LINE: what is wrong". The lexer is in lex.awk.
#
# A name without a folder may be in any folder; one with folders is the end of a path, or the path.

BEGIN {
    # What a build makes, and names that are to be filled in.
    other = "^(migrations_embedded\\.h|static_names\\.h)$|(^|/)N(AME|NN_)|(^|/)[a-z]\\.[a-z]+$|\\.0123456789ab\\."
}

function remember(path,    tail) {
    there[path] = 1
    tail = path
    while (sub(/^[^\/]*\//, "", tail))
        there[tail] = 1
}

function look(text,    word, before) {
    while (match(text, /[A-Za-z0-9_.\/-]*[A-Za-z0-9_]\.(c|h|cc|tpl|awk|sql|css|js|mjs|md|py|sh)([^A-Za-z0-9_.*-]|\.[^A-Za-z0-9_]|\.?$)/)) {
        before = RSTART > 1 ? substr(text, RSTART - 1, 1) : ""
        word = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        sub(/[^A-Za-z0-9_]+$/, "", word)
        sub(/^(\.\.?\/)+/, "", word)
        if (before ~ /[<*>}$)%{&=\/:\\]/ || before ~ /[\200-\377]/ || word ~ other || word in there)
            continue
        print "names " name ":" FNR ": there is no file " word
    }
}

NR == FNR {
    remember($0)
    next
}

FNR == 1 {
    name = FILENAME
    sub(/^\.\//, "", name)
    is_comment = 0
    kind = name ~ /\.md$/ ? "text" : name ~ /\.(c|h|cc)$/ ? "c" : "other"
}

kind == "text" {
    look($0)
}

kind == "c" && (is_comment || /\/[*\/]/) {
    lex($0)
    look(comment)
}

# In scripts, styles, templates and settings: lines that are nothing but a comment.
kind == "other" && /^[ \t]*(#|\/\/|\/?\*|--|<!--|\{\{!|dnl )/ {
    look($0)
}
