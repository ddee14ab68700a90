# Markdown: where a link leads is there. Reads each document twice. Prints "links FILE:LINE: …" for a
# heading that no document has, and "target FILE:LINE PATH" for each file that a link leads to, for
# the caller to look for. Links with a scheme, and what is code, do not count.

FNR == 1 {
    in_code = 0
    pass = ++seen[FILENAME]
}

/^ *```/ { in_code = !in_code }
in_code || /^    / { next }

# The name of a heading as GitHub makes it.
function slug(text) {
    gsub(/`|\*/, "", text)
    text = tolower(text)
    gsub(/[^a-z0-9 _-]/, "", text)
    gsub(/ /, "-", text)
    return text
}

pass == 1 {
    if (sub(/^#+ +/, ""))
        heading[FILENAME "#" slug($0)] = 1
    next
}

# PATH or ../PATH beside a document.
function resolve(document, path,    folder) {
    folder = document
    if (!sub(/\/[^\/]*$/, "/", folder))
        folder = ""
    while (sub(/^\.\.\//, "", path))
        if (!sub(/[^\/]+\/$/, "", folder))
            return "/" path
    return folder path
}

function look(link,    path, at) {
    if (link ~ /^[a-z]+:/)
        return
    at = index(link, "#")
    path = at ? substr(link, 1, at - 1) : link
    path = path == "" ? FILENAME : resolve(FILENAME, path)
    print "target " FILENAME ":" FNR " " path
    if (at && !((path "#" substr(link, at + 1)) in heading))
        print "links " FILENAME ":" FNR ": " path " has no heading " substr(link, at + 1)
}

{
    gsub(/`[^`]*`/, "")
    while (match($0, /\]\([^)]+\)|(src|srcset|href)="[^"]*"/)) {
        link = substr($0, RSTART, RLENGTH)
        $0 = substr($0, RSTART + RLENGTH)
        gsub(/^[^("]*[("]|[)"]$/, "", link)
        look(link)
    }
}
