# The rules for C and C++ files. Prints "RULE FILE:LINE: what is wrong". The lexer is in lex.awk.

BEGIN {
    layers = " base crypt domain data web pages api app cli cgi-bin "
    may["base"] = " base "
    may["crypt"] = " base crypt "
    may["domain"] = " base domain "
    may["data"] = " base crypt domain data "
    may["web"] = " base web "
    may["pages"] = " base crypt domain data web pages "
    may["api"] = " base crypt domain data web api "
    may["app"] = " base crypt domain data web pages api app "
    may["cli"] = " base crypt domain data web cli "
    may["cgi-bin"] = " base crypt domain data web pages api app cgi-bin "

    # The one home of each foreign header: a pattern of the header, a pattern of the file.
    home["^fcgi"] = "^src/web/fcgi\\.c$"
    home["^sqlite3\\.h$"] = "^(src/data/db/db_sqlite(_copy|_statement)?|tests/bench/commit)\\.c$"
    home["^libpq-fe\\.h$"] = "^src/data/db/db_postgres_(connect|wire)\\.c$"
    home["^ctemplate/"] = "^src/web/template\\.cc$"
    home["^sodium\\.h$"] = "^(src/(crypt/|base/keyed_hash\\.c$)|tests/authenticator\\.h$)"
    home["^zxcvbn\\.h$"] = "^src/crypt/"
    home["^curl/"] = "^src/base/(mail|fetch|fetch_address)\\.c$"
    home["^resolv\\.h$"] = "^src/base/fetch\\.c$"
    home["^openssl/"] = "^src/crypt/jws(_key)?\\.c$"
    home["^idn2\\.h$"] = "^src/crypt/"
    home["^liboath/"] = "^(src/crypt/totp\\.c|tests/otp\\.h)$"
    home["^qrencode\\.h$"] = "^src/crypt/qr_code\\.c$"
    home["^fido"] = "^src/crypt/passkey\\.c$"
    home["^utf8proc\\.h$"] = "^src/base/unicode\\.c$"
    home["^pcre2\\.h$"] = "^src/base/pattern\\.c$"
    home["^yaml\\.h$"] = "^src/base/yaml\\.c$"
    home["^jansson\\.h$"] = "^src/"
    home["^malloc\\.h$"] = "^cgi-bin/"
    home["^setjmp\\.h$"] = "^src/base/budget\\.c$"
    home["^sanitizer/"] = "^src/base/poison\\.h$"
    home["^linux/"] = "^src/base/sandbox\\.c$"

    system_header = "^(arpa/.*|assert|ctype|dirent|errno|fcntl|getopt|inttypes|limits|locale|math|" \
        "netdb|netinet/.*|poll|pwd|sched|signal|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|" \
        "stdlib|stdnoreturn|string|strings|sys/.*|termios|time|unistd|wctype)\\.h$"

    # What may call free: the arena, the drivers, the template shim, the keys and the transport.
    jump_home = "^src/base/budget\\.c$"
    free_home = "^src/(base/(arena|json_memory)\\.c|data/db/db_[a-z_]+\\.c|web/template\\.cc|" \
        "web/fcgi\\.c|crypt/.*)$"

    # What reads a number. The formatter of JSON asks whether a real reads back the same.
    number_read = "(^|[^A-Za-z0-9_])(strto(l|ll|ul|ull|imax|umax|d|f|ld|q)|ato(i|l|ll|f)|v?[sf]?scanf|" \
        "json_(integer|real|number)_value)[ ]*[(]"
    number_home = "^src/base/(number|json)\\.c$"

    # In every literal outside src/data; and in what is printed inside it, one of the verbs is enough.
    sql_text = "(^|[^A-Za-z_])(SELECT|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM|WHERE|" \
        "CREATE (TABLE|INDEX|UNIQUE|TRIGGER|VIEW)|DROP (TABLE|INDEX)|ALTER TABLE|PRAGMA|" \
        "BEGIN IMMEDIATE|ORDER BY|GROUP BY)([^A-Za-z_]|$)"
    sql_verb = "(^|[^A-Za-z_])(SELECT|INSERT|UPDATE|DELETE|CREATE|WHERE|FROM|ORDER BY|AND|OR|LIMIT)" \
        "([^A-Za-z_]|$)"
    printers = "(^|[^A-Za-z0-9_])(buf_printf|buf_add_text|buf_add|arena_v?printf|v?s?n?printf|" \
        "v?asprintf|strcat|strncat|strcpy|stpcpy)[ ]*[(]"
    sql_call = "(^|[^A-Za-z0-9_])(db_query|db_query_later|db_later|db_select|db_change|db_change_one|db_run_one|db_script|" \
        "query_begin|query_add|query_bind)[(]"
    sql_seam = "^src/data/db/(db\\.[ch]|db_driver\\.h|db_sqlite\\.c|db_postgres[a-z_]*\\.[ch]|db_self\\.c|db_copy\\.c|db_shape\\.c|query\\.c|migration\\.c)$"

    marks = "(^|[^A-Za-z_])(TO" "DO|FIX" "ME|XX" "X|HA" "CK)([^A-Za-z_]|$)|not impl" "emented|" \
        "(^|[^a-z_])st" "ub([^a-z_]|$)"
}

function say(rule, line, message) {
    print rule " " name ":" line ": " message
}

function layer_of(path) {
    if (path ~ /^cgi-bin\//)
        return "cgi-bin"
    if (path ~ /^src\/app[._]/)
        return "app"
    if (path ~ /^src\/[a-z]+\//) {
        sub(/^src\//, "", path)
        sub(/\/.*/, "", path)
        return path
    }
    return ""
}

function check_include(header,    target, pattern) {
    if (header ~ /^"/) {
        gsub(/"/, "", header)
        if (header == "static_names.h" || header == "template_names.h" || header == "migrations_embedded.h")
            return
        target = header ~ /^app(_[a-z]+)?\.h$/ ? "app" : header
        sub(/\/.*/, "", target)
        if (target != "app" && header !~ /\//)
            say("include", FNR, "\"" header "\" is not written from src/")
        else if (index(may[layer], " " target " ") == 0 ||
            (layer == "cli" && target == "web" && header !~ /^web\/(template|view)\.h$/))
            say("include", FNR, layer " may not include \"" header "\"")
        return
    }
    gsub(/[<>]/, "", header)
    for (pattern in home) {
        if (header !~ pattern)
            continue
        if (name !~ home[pattern])
            say("foreign", FNR, "<" header "> belongs in " home[pattern])
        return
    }
    if (header !~ system_header && name !~ home["^ctemplate/"])
        say("foreign", FNR, "<" header "> has no home in this project")
}

# The argument number `wanted` of the call whose arguments begin at text.
function argument(text, wanted,    depth, i, c, number, piece) {
    number = 1
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (c ~ /[\[({]/)
            depth++
        if (c ~ /[\])}]/ && depth-- == 0)
            break
        if (c == "," && depth == 0) {
            number++
            continue
        }
        if (number == wanted)
            piece = piece c
    }
    gsub(/[ \t\n\\]+/, " ", piece)
    gsub(/^ | $/, "", piece)
    return piece
}

# A literal, a constant in CAPITALS (also with arguments) or of this file, several of these side by
# side, a row of a constant table, a member named …sql of what is called a table, source or store, a
# table or column of a kind of record; or a variable, member or parameter, which is checked where it
# is set; or one of these, chosen by a condition.
function is_constant(sql,    words, count, i) {
    sub(/^[^"?]* \? /, "", sql)
    count = split(sql, words, " : ")
    if (count > 1) {
        for (i = 1; i <= count; i++)
            if (!is_constant(words[i]))
                return 0
        return 1
    }
    if (sql ~ /^[a-z_]+(\[[^\]]*\])+(\.[a-z_]+)?$/)
        return 1
    if (sql ~ /^([a-z_]+->)*(table|source|store)->[a-z_]*sql(\[[^\]]*\])*$/)
        return 1
    if (sql ~ /^([a-z_.]+(->|\.))*([a-z_]*kind->|kind\.|record_kinds\[[^\]]*\]\.)(table|versions|labels|tags|words|facet|columns\[[^\]]*\])$/)
        return 1
    if (sql ~ /^([a-z_]+(->|\.))*columns?(\[[^\]]*\])?(->|\.)(table|name)$/)
        return 1 # of THE table of columns
    sub(/^[a-z_]+(->|\.)/, "", sql)
    gsub(/[A-Z][A-Z0-9_]*\([^()]*\)/, "CALL", sql)
    count = split(sql, words, " ")
    for (i = 1; i <= count; i++)
        if (words[i] !~ /^(""|[A-Z][A-Z0-9_]*)$/ && !((name, words[i]) in constants))
            return 0
    return count > 0
}

# Judged at the end of the file, when it is known what its names are.
function require_constant(sql, message) {
    required_sql[++required_count] = sql
    required_line[required_count] = statement_line
    required_message[required_count] = message
}

# A variable or member named sql or …_sql is set to constants only, or to one of two of them.
function check_sql_variable(    target, value, sides) {
    if (!match(statement, /(^|[^.a-z_])[a-z_]*sql = /))
        return
    target = substr(statement, RSTART, RLENGTH - 3)
    value = substr(statement, RSTART + RLENGTH)
    sub(/^[^a-z_]/, "", target)
    gsub(/[ \t\n]+/, " ", value)
    sub(/;.*/, "", value)
    sub(/^[^?]*\? /, "", value)
    constants[name, target] = 1
    if (split(value, sides, " : ") > 2)
        require_constant(value, target " is set to no constant: ")
    require_constant(sides[1], target " is set to no constant: ")
    if (sides[2] != "")
        require_constant(sides[2], target " is set to no constant: ")
}

# So are the members of a table that is made of designated initializers.
function check_sql_members(    rest) {
    rest = statement
    while (match(rest, /[^A-Za-z0-9_)\]]\.[a-z_]*sql = /)) {
        rest = substr(rest, RSTART + RLENGTH)
        require_constant(argument(rest, 1), "a member of SQL is set to no constant: ")
    }
}

# A static function may take SQL as a parameter: then its calls are looked at as well.
function check_sql_parameter(    callee, rest, i) {
    if (statement !~ /^static [^;]*const char \*[a-z_]*sql[,)][^;]*\{/)
        return
    match(statement, /[a-z_0-9]+[(]/)
    callee = substr(statement, RSTART, RLENGTH - 1)
    rest = substr(statement, RSTART + RLENGTH)
    for (i = 1; i <= 8; i++) {
        if (argument(rest, i) ~ /^const char \*[a-z_]*sql$/) {
            sql_places[name, callee] = sql_places[name, callee] " " i
            constants[name, substr(argument(substr(statement, RSTART + RLENGTH), i), 13)] = 1
        }
    }
}

function check_sql_calls(    rest, callee, places, count, i, sql) {
    rest = statement
    while (match(rest, /[A-Za-z0-9_]+[(]/)) {
        callee = substr(rest, RSTART, RLENGTH - 1)
        rest = substr(rest, RSTART + RLENGTH)
        places = sql_places[name, callee]
        if ((callee "(") ~ sql_call)
            places = callee ~ /^(db_(select|later)|query_begin)$/ ? 3 : 2
        count = split(places, place, " ")
        for (i = 1; i <= count; i++) {
            sql = argument(rest, place[i])
            if (sql != "" && sql !~ /^const char \*/)
                require_constant(sql, "the SQL of a call is no constant: ")
        }
    }
}

function check_required(    i) {
    for (i = 1; i <= required_count; i++)
        if (!is_constant(required_sql[i]))
            say("sql", required_line[i], required_message[i] required_sql[i])
    required_count = 0
}

function end_statement() {
    if (statement ~ printers && statement_literals ~ (name ~ /^src\/data\// ? sql_verb : sql_text))
        say("sql", statement_line, "SQL is put together by printing")
    if (name !~ sql_seam) {
        check_sql_variable()
        check_sql_members()
        check_sql_parameter()
        check_sql_calls()
    }
    statement = statement_literals = ""
    statement_line = 0
}

function check_code_line() {
    if (code ~ /^[ \t]*#[ \t]*include/) {
        code = full
        sub(/^[ \t]*#[ \t]*include[ \t]*/, "", code)
        sub(/[ \t]+$/, "", code)
        check_include(code)
        return
    }
    if (code ~ /(^|[^A-Za-z0-9_])goto([^A-Za-z0-9_]|$)/)
        say("memory", FNR, "goto")
    if (code ~ /(^|[^A-Za-z0-9_])(_?setjmp|_?longjmp|sigsetjmp|siglongjmp)([^A-Za-z0-9_]|$)/ && name !~ jump_home)
        say("memory", FNR, "setjmp or longjmp")
    if (code ~ /(^|[^A-Za-z0-9_])(free|sodium_free)[ ]*[(]/ && name !~ free_home)
        say("memory", FNR, "free outside its homes")
    if (name ~ /^(src|cgi-bin)\// && code ~ number_read && name !~ number_home)
        say("number", FNR, "a number is read by base/number.h, which knows its limits")
    if (name !~ /^src\/data\// && literals ~ sql_text)
        say("sql", FNR, "SQL outside src/data")
    check_kinds()
    if (match(code, /const char [a-z_0-9]+\[\]/))
        constants[name, substr(code, RSTART + 11, RLENGTH - 13)] = 1
    if (statement == "" && code !~ /[^ \t]/)
        return
    if (statement_line == 0)
        statement_line = FNR
    statement = statement code "\n"
    statement_literals = statement_literals literals
    if (code ~ /[;{}][ \t]*$/ && code !~ /\\$/ || code ~ /^[ \t]*#.*[^\\]$/)
        end_statement()
}

# The names of all kinds of records within a few lines: a list of its own beside the table of kinds.
function check_kinds(    i, count, parts, word) {
    if (is_test || name == "src/domain/record/kind.c")
        return
    count = split(literals, parts, "\n")
    for (i = 1; i <= count; i++)
        if (match(parts[i], /^\/?(prompt|agent|team)s?$/)) {
            word = parts[i]
            gsub(/^\/|s$/, "", word)
            kind_line[word] = FNR
        }
    if (FNR - kind_line["prompt"] < 8 && FNR - kind_line["agent"] < 8 &&
        FNR - kind_line["team"] < 8) {
        say("kinds", FNR, "lists the kinds of records: walk over record_kinds (domain/record/kind.h)")
        kind_line["prompt"] = -8
    }
}

# A table that is kept from clang-format, to be read down its columns, may be wider.
function check_lengths(    columns) {
    if ($0 ~ /clang-format o(ff|n) \*\/$/)
        width = $0 ~ /off/ ? 132 : 100
    columns = $0
    gsub(/[\200-\277]/, "", columns)
    if (length(columns) > width)
        say("length", FNR, length(columns) " columns, at most " width)
    if ($0 == "{")
        function_line = FNR
    if ($0 ~ /^}/ && function_line > 0) {
        if (FNR - function_line + 1 > 60)
            say("length", function_line, "a function of " FNR - function_line + 1 " lines, at most 60")
        function_line = 0
    }
}

function end_file() {
    check_required()
    if (name != "" && last_line > limit)
        say("length", last_line, "a file of " last_line " lines, at most " limit)
}

FNR == 1 {
    end_file()
    name = FILENAME
    sub(/^\.\//, "", name)
    layer = layer_of(name)
    is_test = name ~ /^tests\//
    limit = is_test ? 800 : 400
    width = 100
    is_comment = function_line = statement_line = 0
    kind_line["prompt"] = kind_line["agent"] = kind_line["team"] = -8
    statement = statement_literals = ""
    if (!is_test && index(layers, " " layer " ") == 0)
        say("include", 1, "a file in no layer of the design")
    if (!is_test && name !~ /\.[ch]$/ && name != "src/web/template.cc")
        say("foreign", 1, "the only C++ file is src/web/template.cc")
}

{
    last_line = FNR
    check_lengths()
    if ($0 ~ marks)
        say("marks", FNR, "an unfinished mark")
    if (is_test && /^(static )?void test_[a-z0-9_]*[(]/)
        say("sentences", FNR, "a test is called by a sentence that says what it proves")
    if (!is_test) {
        lex($0)
        check_code_line()
    }
}

END {
    end_file()
}
