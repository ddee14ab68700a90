# The lexer of C and C++ that the rules share. lex() splits a line: `code` is the line without
# comments and with empty literals, `full` the line without comments, `literals` the text of its
# string literals, `comment` the text of its comments. is_comment lives from line to line: whoever
# begins a file sets it to 0.

function lex(line,    place, c, closing) {
    code = full = literals = comment = ""
    while (line != "") {
        if (is_comment) {
            place = index(line, "*/")
            comment = comment " " (place == 0 ? line : substr(line, 1, place - 1))
            if (place == 0)
                return
            line = substr(line, place + 2)
            is_comment = 0
            continue
        }
        if (!match(line, /["'\/]/)) {
            code = code line
            full = full line
            return
        }
        c = substr(line, RSTART, 1)
        code = code substr(line, 1, RSTART - 1)
        full = full substr(line, 1, RSTART - 1)
        line = substr(line, RSTART)
        if (substr(line, 1, 2) == "//") {
            comment = comment " " substr(line, 3)
            return
        }
        if (substr(line, 1, 2) == "/*") {
            is_comment = 1
            line = substr(line, 3)
            continue
        }
        if (c == "/") {
            closing = 1
        } else {
            if (c == "\"")
                match(line, /^"([^"\\]|\\.)*"?/)
            else
                match(line, /^'([^'\\]|\\.)*'?/)
            closing = RLENGTH
            if (c == "\"")
                literals = literals substr(line, 2, closing - 2) "\n"
        }
        code = code (c == "/" ? "/" : c c)
        full = full substr(line, 1, closing)
        line = substr(line, closing + 1)
    }
}
