# The rule for words that are not shown. The first input is the glossary; then come templates, sources
# and documents, of which it looks at what people read. Prints "RULE FILE:LINE: what is wrong". The lexer
# is in lex.awk.

FNR == NR {
    if ($0 !~ /^#/ && split($0, parts, "\t") == 2) {
        pattern[++count] = parts[1]
        better[count] = parts[2]
    }
    next
}

FNR == 1 {
    name = FILENAME
    sub(/^\.\//, "", name)
    is_comment = is_note = 0
    kind = name ~ /\.tpl$/ ? "template" : name ~ /\.(c|h|cc)$/ ? "c" : "text"
}

function look(text,    i) {
    gsub(/^[ \t]+|[ \t]+$/, "", text)
    for (i = 1; text != "" && i <= count; i++)
        if (text ~ pattern[i])
            print "glossary " name ":" FNR ": \"" text "\": " better[i]
}

function look_at_pieces(text, separator,    pieces, n, i) {
    n = split(text, pieces, separator)
    for (i = 1; i <= n; i++)
        look(pieces[i])
}

kind == "c" {
    lex($0)
    if ($0 !~ /^#include/)
        look_at_pieces(literals, "\n")
}

# Without notes for authors, which may go over several lines.
kind == "template" {
    line = $0
    if (is_note) {
        if (!sub(/^.*}}/, "", line))
            next
        is_note = 0
    }
    gsub(/{{![^}]*}}/, "", line)
    if (sub(/{{!.*$/, "", line))
        is_note = 1
    gsub(/{{[^}]*}}/, "", line)
    gsub(/ (class|href|id|for|name|value|action|rel|type|data-[a-z-]+)="[^"]*"/, " ", line)
    look_at_pieces(line, "[<>\"]")
}

kind == "text" {
    look_at_pieces($0, "[|*]")
}
