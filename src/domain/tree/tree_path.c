#include "domain/tree/tree_path.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

/* File systems take 255 bytes. */
enum { SEGMENT_MAX = 200, HASH_ROOM = 17 };

static const char *const endings[RECORD_KIND_COUNT] = {[RECORD_PROMPT] = ".md",
                                                       [RECORD_AGENT] = ".json",
                                                       [RECORD_TEAM] = ".json",
                                                       [RECORD_SET] = ".json"};

static bool ends_in(const char *text, size_t len, const char *end)
{
    size_t end_len = strlen(end);
    return len >= end_len && memcmp(text + len - end_len, end, end_len) == 0;
}

/* A folder never has the ending of a file: the record "a" and the record "a.md/b" go side by side.
 */
static bool is_like_file(const char *segment, size_t len)
{
    return ends_in(segment, len, ".md") || ends_in(segment, len, ".json");
}

static bool is_escaped(const char *segment, size_t len, size_t at, bool is_folder)
{
    unsigned char c = (unsigned char)segment[at];
    if (c == '.')
        return at == 0 || at == len - 1 ||
               (is_folder && is_like_file(segment, len) &&
                memchr(segment + at + 1, '.', len - at - 1) == NULL);
    return c < ' ' || c == 0x7F || strchr("<>:\"\\|?*%", c) != NULL || (c == ' ' && at == len - 1);
}

static void add_segment(struct buf *out, const char *segment, size_t len, bool is_folder)
{
    size_t before = out->len;
    for (size_t i = 0; i < len; i++) {
        if (is_escaped(segment, len, i, is_folder))
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)segment[i]);
        else
            buf_add_char(out, segment[i]);
    }
    if (out->len - before <= SEGMENT_MAX)
        return;
    size_t kept = text_cut(out->data + before, out->len - before, SEGMENT_MAX - HASH_ROOM);
    while (kept > 2 && (out->data[before + kept - 1] == '%' || out->data[before + kept - 2] == '%'))
        kept--; /* not within an escape */
    out->len = before + kept;
    buf_printf(out, "~%016llx", (unsigned long long)text_hash(segment, len));
}

const char *tree_path(struct arena *arena, enum record_kind_id kind, const char *name)
{
    struct buf out;
    buf_init(&out, arena);
    buf_add_text(&out, record_kinds[kind].plural);
    while (*name != '\0') {
        size_t len = strcspn(name, "/");
        bool is_folder = name[len] == '/';
        buf_add_char(&out, '/');
        add_segment(&out, name, len, is_folder);
        name += len + is_folder;
    }
    buf_add_text(&out, endings[kind]);
    return out.data;
}

const char *tree_path_name(struct arena *arena, const char *path)
{
    const char *begin = strchr(path, '/');
    char *name = NULL;
    size_t len = 0;
    begin = begin == NULL ? path : begin + 1;
    const char *end = strrchr(begin, '.');
    size_t whole = end == NULL ? strlen(begin) : (size_t)(end - begin);
    return text_percent_decode(arena, begin, whole, false, &name, &len) == ERR_NONE
               ? name
               : arena_copy(arena, begin, whole);
}

bool tree_path_kind(const char *path, enum record_kind_id *kind)
{
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        size_t len = strlen(record_kinds[i].plural);
        if (strncmp(path, record_kinds[i].plural, len) != 0 || path[len] != '/' ||
            !ends_in(path, strlen(path), endings[i]))
            continue;
        *kind = (enum record_kind_id)i;
        return true;
    }
    return false;
}
