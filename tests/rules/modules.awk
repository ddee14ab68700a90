# The rules between files, for all C and C++ files of src and cgi-bin at once. Prints
# "RULE FILE:LINE: what is wrong". The lexer is in lex.awk. The file `pending` names what may wait.
#
# A module is a file pair: a source and the header of its name (or the internal one). A room is a folder of src/data, src/domain, src/pages, src/api or src/cli.

BEGIN {
    # A room may include the rooms before it on its line, and its own. Rooms that share a place,
    # with a comma between them, do not include each other.
    order("data", "db vault audit mail organization user token session account sign_in key,sso webhook,endpoint,runner review,approval hold record listing reference judge evidence release comment edit usage stop register prompt agent team set trial run bom,card,trail,search,transfer,retention,framework inbox check,proof,backup,privacy,closing,offline,watch")
    order("domain", "diff approval,sso,webhook,endpoint,judge record register prompt agent_card agent team grade set set_file run diagram,transfer,retention,scim,framework tree")
    order("api", "rest langfuse,mcp,a2a,mlflow,scim")
    order("cli", "command install,user,retention,backup,audit,key,tree,mail,demo test help")
    order("pages", "shell watch trail record comment history release,overview listing sign_in user account,token,organization mail,review,register,bom,framework,sso,webhook,endpoint,runner prompt agent trial team set run judge card approval hold stop retention inbox home,search,transfer,check,key,privacy,closing request")

    # What need not be declared in the header of its own name, and why:
    # pages/routes.c names the handlers, and nobody else; one list of them spares 60 headers.
    face["^src/pages/.*\\.c$"] = "src/pages/handlers.h"
    # src/api/rest/api_routes.c likewise.
    face["^src/api/.*\\.c$"] = "src/api/handlers.h"
    # src/api/mcp/mcp_serve.c names the methods.
    face["^src/api/mcp/.*\\.c$"] = "src/api/mcp/mcp_methods.h"
    # The C interface of the template engine, which no C file could tell from another engine's.
    face["^src/web/template_ctemplate\\.cc$"] = "src/web/template.h"

    while ((getline line < pending) > 0) {
        pending_count++
        if (line !~ /^#/)
            may_wait[line] = pending_count
    }
}

function order(layer, line,    places, rooms, i, j, count, together) {
    count = split(line, places, " ")
    for (i = 1; i <= count; i++) {
        together = split(places[i], rooms, ",")
        for (j = 1; j <= together; j++)
            place_of[layer "/" rooms[j]] = i
    }
}

function say(rule, where, message) {
    print rule " " where ": " message
}

# Is this breach on the list of those that may wait?
function waits(rule, what) {
    if (!((rule " " what) in may_wait))
        return 0
    has_waited[rule " " what] = 1
    return 1
}

function pair_of(path) {
    sub(/\.[a-z]+$/, "", path)
    return path
}

# "data/prompt" of src/data/prompt/prompt.c; "data" of a file that is in no room.
function room_of(path) {
    sub(/^src\//, "", path)
    if (!sub(/\/[^\/]*$/, "", path))
        return ""
    return path
}

function check_room(header, target,    from, to, layer) {
    from = room_of(name)
    to = room_of(target)
    if (header ~ /_internal\.h$/ && from != to && !waits("internal", name " " header))
        say("internal", name ":" FNR, "\"" header "\" is for its own folder only")
    layer = from
    sub(/\/.*/, "", layer)
    if (from == to || index(to, layer "/") != 1 || waits("rooms", name " " header))
        return
    if (from == layer && (layer == "pages" || layer == "api" || layer == "cli"))
        return # the tables of routes, the list of the handlers and that of the commands are above every room
    if (from != layer && !(from in place_of) || !(to in place_of))
        say("rooms", name ":" FNR, "the room " (to in place_of ? from : to) " has no place in the order")
    else if (from == layer || place_of[to] >= place_of[from])
        say("rooms", name ":" FNR, from " may not include \"" header "\"")
}

function add_include(header,    target, from, to) {
    if (header !~ /^"/)
        return
    gsub(/"/, "", header)
    target = "src/" header
    check_room(header, target)
    from = pair_of(name)
    to = pair_of(target)
    if (from == to || (from, to) in edge_place)
        return
    all_edges[from] = all_edges[from] " " to
    if (("circle " name " " header) in may_wait) {
        waiting_from[++waiting_count] = from
        waiting_to[waiting_count] = to
        waiting_entry[waiting_count] = "circle " name " " header
        return
    }
    edge_place[from, to] = name ":" FNR
    edges[from] = edges[from] " " to
    if (!(from in is_node)) {
        is_node[from] = 1
        nodes[++node_count] = from
    }
}

# Depth first; a way back to a pair that is still being looked at closes a circle.
function visit(node, trail,    targets, count, i, circle) {
    state[node] = 1
    count = split(edges[node], targets, " ")
    for (i = 1; i <= count; i++) {
        if (state[targets[i]] == 1) {
            circle = substr(trail, index(trail, " " targets[i] " ") + 1)
            say("circle", edge_place[node, targets[i]], "includes in a circle: " circle targets[i])
        } else if (state[targets[i]] == 0) {
            visit(targets[i], trail targets[i] " ")
        }
    }
    state[node] = 2
}

# Does a file pair include another, over any number of others?
function reaches(node, wanted,    targets, count, i) {
    if (node == wanted)
        return 1
    is_reached[node] = round
    count = split(all_edges[node], targets, " ")
    for (i = 1; i <= count; i++)
        if (is_reached[targets[i]] != round && reaches(targets[i], wanted))
            return 1
    return 0
}

# What waits must still be a breach: an entry that is not is named, and can go.
function check_pending(    i, line) {
    for (i = 1; i <= waiting_count; i++) {
        round = i
        if (reaches(waiting_to[i], waiting_from[i]))
            has_waited[waiting_entry[i]] = 1
    }
    for (line in may_wait)
        if (!(line in has_waited))
            say("pending", pending ":" may_wait[line], "nothing waits for this any more: " line)
}

# The name of the function that a declaration or the head of a definition is about, or "".
function function_name(head) {
    if (head ~ /(^|[^a-z_])(typedef|static)[^a-z_]/ || head ~ /=/)
        return ""
    if (!match(head, /[a-z_][a-z0-9_]*\(/))
        return ""
    return substr(head, RSTART, RLENGTH - 1)
}

function add_function(    function_, words, count, i) {
    gsub(/__attribute__[ ]*\(\([^()]*(\([^()]*\))?[^()]*\)\)/, " ", statement)
    gsub(/[A-Z_]+\([^()]*\)/, " ", statement)
    function_ = function_name(statement)
    if (name ~ /\.h$/ && statement !~ /\(/) {
        # "route_handler page_start, page_health;" declares functions by their type.
        count = split(statement, words, /[^a-z0-9_]+/)
        for (i = 1; i <= count; i++)
            declared[words[i]] = declared[words[i]] " " name
    }
    if (function_ == "" || function_ == "main")
        return
    if (name ~ /\.h$/) {
        declared[function_] = declared[function_] " " name
    } else if (!is_body) {
        say("declared", name ":" statement_line, function_ " is declared outside a header")
    } else {
        defined[++defined_count] = function_
        defined_name[defined_count] = name
        defined_line[defined_count] = statement_line
    }
}

# The words of a line are uses of what they name: in a source always, in a header only in macros and
# in the bodies of inline functions, because a declaration uses nothing.
function add_uses(text,    words, count, i, pair) {
    pair = pair_of(name)
    gsub(/(struct|enum|union) [a-z0-9_]+/, "", text)
    count = split(text, words, /[^A-Za-z0-9_]+/)
    for (i = 1; i <= count; i++) {
        if (words[i] !~ /^[a-z_]/ || (words[i], name) in is_seen)
            continue
        is_seen[words[i], name] = 1
        users[words[i]] = users[words[i]] " " (name ~ /\.h$/ ? name : pair)
    }
}

function check_line(    opens, closes, was) {
    if (code ~ /^[ \t]*#[ \t]*include/) {
        sub(/^[ \t]*#[ \t]*include[ \t]*/, "", full)
        sub(/[ \t]+$/, "", full)
        add_include(full)
        return
    }
    if (is_macro || code ~ /^[ \t]*#/) {
        is_macro = code ~ /\\$/
        add_uses(code)
        return
    }
    if (code ~ /^extern "" \{/)
        return
    opens = gsub(/\{/, "{", code)
    closes = gsub(/\}/, "}", code)
    was = depth
    depth += opens - closes
    if (depth < 0)
        depth = 0
    if (name !~ /\.h$/ || was > 0 || opens > 0)
        add_uses(code)
    if (was > 0) {
        statement = ""
        return
    }
    if (statement == "" && code ~ /[^ \t]/)
        statement_line = FNR
    if (code ~ /[^ \t]/)
        statement = statement " " code
    is_body = opens > 0
    if (is_body)
        sub(/\{.*/, "", statement)
    if (is_body || code ~ /;[ \t]*$/) {
        add_function()
        statement = ""
    }
}

function check_declared(i,    own, inner, pattern, message) {
    own = pair_of(defined_name[i]) ".h"
    inner = pair_of(defined_name[i]) "_internal.h"
    if (declared[defined[i]] " " ~ " (" own "|" inner ") ")
        return
    for (pattern in face)
        if (defined_name[i] ~ pattern && index(declared[defined[i]] " ", " " face[pattern] " ") > 0)
            return
    if (waits("declared", defined[i]))
        return
    message = declared[defined[i]] == "" ? " in no header" : " in" declared[defined[i]]
    say("declared", defined_name[i] ":" defined_line[i], defined[i] " is declared" message \
        ", not in " own)
}

function check_used(i,    pair, words, count, j, is_own) {
    pair = pair_of(defined_name[i])
    count = split(users[defined[i]], words, " ")
    for (j = 1; j <= count; j++) {
        if (words[j] != pair)
            return
    }
    if (!waits("used", defined[i]))
        say("used", defined_name[i] ":" defined_line[i], "nothing in the program outside this file uses " \
            defined[i])
}

FNR == 1 {
    name = FILENAME
    sub(/^\.\//, "", name)
    depth = is_comment = is_macro = 0
    statement = ""
}

{
    lex($0)
    check_line()
}

END {
    for (i = 1; i <= node_count; i++)
        if (state[nodes[i]] == 0)
            visit(nodes[i], " " nodes[i] " ")
    for (i = 1; i <= defined_count; i++) {
        check_declared(i)
        check_used(i)
    }
    check_pending()
}
