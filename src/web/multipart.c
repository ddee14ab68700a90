#include "web/multipart.h"

#include <string.h>
#include <strings.h>

static const char multipart_type[] = "multipart/form-data";

/* Every reader takes what it knows from the beginning of a cursor, or refuses. */
struct cursor {
    const char *at;
    const char *end;
};

/* The parameter of a header that was looked for. */
struct parameter {
    const char *name;
    const char *value; /* NULL: it did not come */
};

struct part {
    const char *name;
    const char *file_name; /* NULL: a field */
    bool has_disposition;
};

static bool is_token_char(char c)
{
    return c > ' ' && c < 0x7f && strchr("()<>@,;:\\\"/[]?={}", c) == NULL;
}

static void skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t'))
        cursor->at++;
}

static bool take_char(struct cursor *cursor, char c)
{
    if (cursor->at == cursor->end || *cursor->at != c)
        return false;
    cursor->at++;
    return true;
}

static bool take_text(struct cursor *cursor, struct text text)
{
    if ((size_t)(cursor->end - cursor->at) < text.len ||
        memcmp(cursor->at, text.data, text.len) != 0)
        return false;
    cursor->at += text.len;
    return true;
}

/* NULL if there is none. */
static const char *take_token(struct arena *arena, struct cursor *cursor)
{
    const char *start = cursor->at;
    while (cursor->at < cursor->end && is_token_char(*cursor->at))
        cursor->at++;
    return cursor->at == start ? NULL : arena_copy(arena, start, (size_t)(cursor->at - start));
}

/* A quoted string. Browsers send a quotation mark as %22 (WHATWG HTML, 4.10.21.8), programs as \" ;
 * other backslashes are those of old Windows paths. NULL if it has no end. */
static const char *take_quoted(struct arena *arena, struct cursor *cursor)
{
    char *value = arena_alloc(arena, (size_t)(cursor->end - cursor->at) + 1);
    size_t len = 0;
    if (!take_char(cursor, '"'))
        return NULL;
    while (cursor->at < cursor->end && *cursor->at != '"') {
        size_t left = (size_t)(cursor->end - cursor->at);
        char c = *cursor->at++;
        if (c == '\\' && left > 1 && (*cursor->at == '"' || *cursor->at == '\\')) {
            c = *cursor->at++;
        } else if (c == '%' && left > 2 && memcmp(cursor->at, "22", 2) == 0) {
            c = '"';
            cursor->at += 2;
        }
        value[len++] = c;
    }
    return take_char(cursor, '"') ? value : NULL;
}

/* The parameters that follow a header's value: ;name=value, each at most once. Those that are not
 * looked for are read and forgotten. */
static bool take_parameters(struct arena *arena, struct cursor *cursor, struct parameter *wanted,
                            size_t wanted_count)
{
    skip_blanks(cursor);
    while (take_char(cursor, ';')) {
        skip_blanks(cursor);
        const char *name = take_token(arena, cursor);
        if (name == NULL || strchr(name, '*') != NULL || !take_char(cursor, '=') ||
            cursor->at == cursor->end)
            return false;
        const char *value =
            *cursor->at == '"' ? take_quoted(arena, cursor) : take_token(arena, cursor);
        if (value == NULL)
            return false;
        for (size_t i = 0; i < wanted_count; i++) {
            if (strcasecmp(wanted[i].name, name) != 0)
                continue;
            if (wanted[i].value != NULL)
                return false;
            wanted[i].value = value;
        }
        skip_blanks(cursor);
    }
    return cursor->at == cursor->end;
}

static size_t type_len(const char *content_type)
{
    return strcspn(content_type, "; \t");
}

bool multipart_is(const char *content_type)
{
    size_t len = type_len(content_type);
    return len == sizeof multipart_type - 1 && strncasecmp(content_type, multipart_type, len) == 0;
}

/* bchars of RFC 2046, 5.1.1; a space may not be the last one. */
static bool is_boundary(const char *boundary)
{
    size_t len = strlen(boundary);
    if (len == 0 || len > MULTIPART_BOUNDARY_MAX || boundary[len - 1] == ' ')
        return false;
    return strspn(boundary, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                            "'()+_,-./:=? ") == len;
}

/* "\r\n--boundary", which ends every part; NULL if the header has no boundary. */
static const char *delimiter_of(struct arena *arena, const char *content_type)
{
    struct cursor cursor = {content_type + type_len(content_type),
                            content_type + strlen(content_type)};
    struct parameter boundary = {"boundary", NULL};
    if (!take_parameters(arena, &cursor, &boundary, 1) || boundary.value == NULL ||
        !is_boundary(boundary.value))
        return NULL;
    return arena_printf(arena, "\r\n--%s", boundary.value);
}

static bool is_shown_text(const char *text)
{
    size_t len = strlen(text);
    return text_is_utf8(text, len) && !text_has_control(text, len, false);
}

/* Some browsers sent the whole path of the file. */
static const char *last_segment(const char *path)
{
    const char *last = path;
    for (const char *p = path; *p != '\0'; p++)
        if (*p == '/' || *p == '\\')
            last = p + 1;
    return last;
}

static bool read_disposition(struct arena *arena, struct cursor *value, struct part *part)
{
    struct parameter wanted[] = {{"name", NULL}, {"filename", NULL}};
    const char *kind = take_token(arena, value);
    if (part->has_disposition || kind == NULL || strcasecmp(kind, "form-data") != 0 ||
        !take_parameters(arena, value, wanted, COUNT_OF(wanted)) || wanted[0].value == NULL ||
        !is_shown_text(wanted[0].value))
        return false;
    part->has_disposition = true;
    part->name = wanted[0].value;
    if (wanted[1].value == NULL)
        return true;
    part->file_name = last_segment(wanted[1].value);
    return is_shown_text(part->file_name);
}

/* One header of a part. Of the type only that it is no multipart one counts: what a file is, its
 * reader finds out. */
static bool read_header(struct arena *arena, struct text line, struct part *part)
{
    struct cursor cursor = {line.data, line.data + line.len};
    if (line.len > MULTIPART_HEADER_MAX || text_has_nul(line.data, line.len) ||
        memchr(line.data, '\r', line.len) != NULL || memchr(line.data, '\n', line.len) != NULL)
        return false;
    const char *name = take_token(arena, &cursor);
    if (name == NULL || !take_char(&cursor, ':'))
        return false;
    skip_blanks(&cursor);
    size_t left = (size_t)(cursor.end - cursor.at);
    if (strcasecmp(name, "Content-Disposition") == 0)
        return read_disposition(arena, &cursor, part);
    if (strcasecmp(name, "Content-Type") == 0)
        return left < 10 || strncasecmp(cursor.at, "multipart/", 10) != 0;
    return strcasecmp(name, "Content-Transfer-Encoding") != 0;
}

static bool read_headers(struct arena *arena, struct cursor *cursor, struct part *part)
{
    for (int i = 0; i <= MULTIPART_HEADERS_MAX; i++) {
        const char *stop = memmem(cursor->at, (size_t)(cursor->end - cursor->at), "\r\n", 2);
        if (stop == NULL)
            return false;
        struct text line = {cursor->at, (size_t)(stop - cursor->at)};
        cursor->at = stop + 2;
        if (line.len == 0)
            return part->has_disposition;
        if (i == MULTIPART_HEADERS_MAX || !read_header(arena, line, part))
            return false;
    }
    return false;
}

static bool add_part(struct arena *arena, const struct part *part, struct text content,
                     struct param_list *form, struct upload_list *files)
{
    if (part->file_name == NULL && !text_is_utf8(content.data, content.len))
        return false;
    if (part->file_name != NULL && part->file_name[0] == '\0' && content.len == 0)
        return true;
    content.data = arena_copy(arena, content.data, content.len);
    if (part->file_name != NULL) {
        files->items[files->count++] = (struct upload){part->name, part->file_name, content};
        return true;
    }
    struct param *param = &form->items[form->count++];
    *param = (struct param){.name = part->name, .value = content};
    param_leave_out_nul(arena, param);
    return true;
}

/* A part after its delimiter line, up to and with the next delimiter. */
static bool read_part(struct arena *arena, struct cursor *cursor, struct text delimiter,
                      struct param_list *form, struct upload_list *files)
{
    struct part part = {.name = NULL};
    if (!read_headers(arena, cursor, &part))
        return false;
    const char *stop =
        memmem(cursor->at, (size_t)(cursor->end - cursor->at), delimiter.data, delimiter.len);
    if (stop == NULL)
        return false;
    struct text content = {cursor->at, (size_t)(stop - cursor->at)};
    cursor->at = stop + delimiter.len;
    return add_part(arena, &part, content, form, files);
}

int multipart_parse(struct arena *arena, const char *content_type, struct text body,
                    struct param_list *form, struct upload_list *files)
{
    const char *delimiter = delimiter_of(arena, content_type);
    *form = (struct param_list){arena_array(arena, MULTIPART_PARTS_MAX, sizeof *form->items), 0};
    *files = (struct upload_list){arena_array(arena, MULTIPART_PARTS_MAX, sizeof *files->items), 0};
    if (delimiter == NULL)
        return 400;
    struct text mark = {delimiter, strlen(delimiter)};
    struct cursor cursor = {body.data, body.data + body.len};
    if (!take_text(&cursor, (struct text){mark.data + 2, mark.len - 2}))
        return 400;
    for (int count = 0; !take_text(&cursor, (struct text){"--", 2}); count++) {
        if (!take_text(&cursor, (struct text){"\r\n", 2}))
            return 400;
        if (count == MULTIPART_PARTS_MAX)
            return 413;
        if (!read_part(arena, &cursor, mark, form, files))
            return 400;
    }
    (void)take_text(&cursor, (struct text){"\r\n", 2});
    return cursor.at == cursor.end ? 0 : 400;
}
