#include "pages/prompt/prompt_body.h"

#include <string.h>

#include "data/reference/record_target.h"
#include "domain/prompt/prompt_reference.h"
#include "pages/prompt/prompt_lines.h"
#include "pages/record/record_page.h"

enum {
    MARKS_MAX = 2000,     /* marked places on a page */
    LINKED_NAMES_MAX = 20 /* prompts looked up for the links of references */
};

/* The prompts that references of this page name, each looked up once. */
struct linked_name {
    const char *name;
    const char *url; /* NULL: there is none, or the actor may not see it */
};

struct body_writer {
    struct page *page;
    const struct record_source *source; /* NULL: references are no links */
    int marks_left;
    int name_count;
    struct linked_name names[LINKED_NAMES_MAX];
};

void prompt_body_variables(struct arena *arena, enum prompt_type type, struct text body,
                           struct prompt_variables *out)
{
    struct text lines = prompt_lines_texts(arena, type, body);
    *out = (struct prompt_variables){0};
    if (lines.data != NULL)
        prompt_variables(arena, lines.data, lines.len, out);
}

static bool has_variable(const struct prompt_variables *variables, const char *name)
{
    for (int i = 0; i < variables->count; i++)
        if (strcmp(variables->names[i], name) == 0)
            return true;
    return false;
}

const char *prompt_body_vanished(struct arena *arena, const struct prompt_variables *before,
                                 const struct prompt_variables *after)
{
    enum { NAMED_MAX = 5, COMPARED_MAX = 1000 };
    struct buf list;
    buf_init(&list, arena);
    int found = 0;
    for (int i = 0; i < before->count && i < COMPARED_MAX; i++) {
        if (has_variable(after, before->names[i]))
            continue;
        if (++found <= NAMED_MAX)
            buf_printf(&list, "%s%.60s", found > 1 ? ", " : "", before->names[i]);
    }
    if (found > NAMED_MAX)
        buf_printf(&list, " and %d more", found - NAMED_MAX);
    return found == 0 ? NULL : list.data;
}

/* Where a reference leads, if it is to be a link. */
static const char *reference_url(struct body_writer *writer, const struct prompt_segment *segment)
{
    struct page *page = writer->page;
    struct prompt_reference reference;
    if (writer->source == NULL || prompt_reference_parse(page->arena, segment->text, segment->len,
                                                         0, &reference, NULL) != ERR_NONE)
        return NULL;
    for (int i = 0; i < writer->name_count; i++)
        if (strcmp(writer->names[i].name, reference.name) == 0)
            return writer->names[i].url;
    if (writer->name_count == LINKED_NAMES_MAX)
        return NULL;
    struct linked_name *linked = &writer->names[writer->name_count++];
    struct record_meant meant;
    *linked = (struct linked_name){.name = reference.name};
    if (record_target_find(page->db, page->actor, &record_kinds[RECORD_PROMPT], writer->source,
                           &reference.name, 1, &meant) == ERR_NONE &&
        !uuid_is_nil(&meant.id))
        linked->url = record_page_url(page, &record_kinds[RECORD_PROMPT], &meant.id, "");
    return linked->url;
}

static void show_mark(struct body_writer *writer, struct view *piece,
                      const struct prompt_segment *segment)
{
    static const char *const sections[] = {[SEGMENT_VARIABLE] = "VARIABLE",
                                           [SEGMENT_REFERENCE] = "REFERENCE",
                                           [SEGMENT_MISTAKE] = "MISTAKE"};
    bool is_reference = segment->kind == SEGMENT_REFERENCE;
    struct view *mark = view_add(piece, sections[segment->kind]);
    view_set_key(mark, view_key("MARKED"), segment->text, segment->len);
    view_text(mark, "WHY", segment->why);
    const char *url = is_reference ? reference_url(writer, segment) : NULL;
    if (url != NULL)
        view_text(view_add(mark, "LINK"), "REFERENCE_URL", url);
    view_show(mark, "NO_LINK", url == NULL);
}

/* ---- what looks like a variable and is not one --------------------------------------------- */

static bool is_same(const struct prompt_segment *a, const struct prompt_segment *b)
{
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

/* The first different mistakes; *more is how many others there are, each as often as it is there.
 */
enum { MISTAKES_MAX = 10 };
static int find_mistakes(const struct prompt_segments *segments,
                         const struct prompt_segment *found[MISTAKES_MAX], int *more)
{
    int count = 0;
    *more = 0;
    for (int i = 0; i < segments->count; i++) {
        const struct prompt_segment *segment = &segments->segments[i];
        int at = 0;
        if (segment->kind != SEGMENT_MISTAKE)
            continue;
        while (at < count && !is_same(found[at], segment))
            at++;
        if (at == MISTAKES_MAX)
            ++*more;
        else if (at == count)
            found[count++] = segment;
    }
    return count;
}

/* As much of a mistake as a line holds. */
static struct text excerpt(struct arena *arena, const struct prompt_segment *segment)
{
    enum { EXCERPT_LEN = 80 }; /* bytes */
    size_t len = text_cut(segment->text, segment->len, EXCERPT_LEN);
    const char *end = len < segment->len ? "…" : "";
    const char *data = arena_printf(arena, "%.*s%s", (int)len, segment->text, end);
    return (struct text){data, strlen(data)};
}

static void show_mistakes(struct page *page, struct view *view,
                          const struct prompt_segments *segments)
{
    const struct prompt_segment *found[MISTAKES_MAX];
    int more = 0;
    int count = find_mistakes(segments, found, &more);
    view_include(view, "MISTAKES_PART", "prompt/mistakes.tpl");
    if (count == 0)
        return;
    struct view *mistakes = view_add(view, "MISTAKES");
    for (int i = 0; i < count; i++) {
        struct view *row = view_add(mistakes, "MISTAKE_ROW");
        view_text(row, "MARKED", excerpt(page->arena, found[i]).data);
        view_text(row, "WHY", found[i]->why);
    }
    if (more > 0)
        view_number(view_add(mistakes, "MORE_MISTAKES"), "N", more);
}

void prompt_body_show_mistakes(struct page *page, struct view *view, enum prompt_type type,
                               struct text body)
{
    struct prompt_segments segments = {0, NULL};
    struct text lines = prompt_lines_readable(page->arena, type, body);
    if (lines.data != NULL)
        prompt_segments(page->arena, lines.data, lines.len, &segments);
    show_mistakes(page, view, &segments);
}

const char *prompt_body_mistakes(struct arena *arena, enum prompt_type type, struct text body)
{
    const struct prompt_segment *found[MISTAKES_MAX];
    struct prompt_segments segments;
    struct text lines = prompt_lines_readable(arena, type, body);
    struct buf list;
    int more = 0;
    if (lines.data == NULL)
        return NULL;
    prompt_segments(arena, lines.data, lines.len, &segments);
    int count = find_mistakes(&segments, found, &more);
    buf_init(&list, arena);
    for (int i = 0; i < count; i++)
        buf_printf(&list, "%s%s", i > 0 ? ", " : "", excerpt(arena, found[i]).data);
    if (more > 0)
        buf_printf(&list, " and %d more", more);
    return count == 0 ? NULL : list.data;
}

/* ---- the blocks --------------------------------------------------------------------------- */

static struct view *add_piece(struct view *part, const char *plain, size_t len)
{
    struct view *piece = view_add(part, "PIECE");
    view_set_key(piece, view_key("PLAIN"), plain, len);
    return piece;
}

/* One piece is a plain text and the mark that follows it. */
static void show_pieces(struct body_writer *writer, struct view *part, const char *text, size_t len)
{
    struct prompt_segments segments;
    prompt_segments(writer->page->arena, text, len, &segments);
    show_mistakes(writer->page, part, &segments);
    struct view *piece = NULL;
    for (int i = 0; i < segments.count; i++) {
        const struct prompt_segment *segment = &segments.segments[i];
        if (piece == NULL)
            piece = add_piece(part, "", 0);
        if (segment->kind == SEGMENT_PLAIN) {
            view_set_key(piece, view_key("PLAIN"), segment->text, segment->len);
            continue;
        }
        if (writer->marks_left-- <= 0) {
            size_t rest = (size_t)(text + len - segment->text);
            (void)add_piece(part, segment->text, rest);
            return;
        }
        show_mark(writer, piece, segment);
        piece = NULL;
    }
}

static int count_lines(const char *text, size_t len)
{
    int lines = 1;
    for (const char *at = memchr(text, '\n', len); at != NULL;
         at = memchr(at + 1, '\n', len - (size_t)(at + 1 - text)))
        lines += at + 1 < text + len;
    return lines;
}

static void show_part(struct body_writer *writer, struct view *part, const char *text, size_t len)
{
    view_text(part, "LINES", record_page_count(writer->page, count_lines(text, len), "line"));
    show_pieces(writer, view_add(part, "CONTENT"), text, len);
}

static const char *const headings[] = {"System",    "Developer", "User",
                                       "Assistant", "Tool",      "Placeholder"};

/* A part of the page for what a message has: its text, a part of it, or its other keys. */
static struct view *add_part(struct view *view, struct arena *arena, const char *id,
                             const char *heading)
{
    struct view *part = view_add(view, "BODY_PART");
    view_text(part, "PART_ID", arena_printf(arena, "message-%s", id));
    view_text(part, "PART_HEADING", heading);
    view_text(part, "LINES", "");
    return part;
}

static void show_json(struct view *part, struct arena *arena, const json_t *json)
{
    struct text text = json_format(arena, json, JSON_INDENTED);
    view_set_key(view_add(part, "DATA"), view_key("JSON"), text.data, text.len);
}

static void show_parts(struct body_writer *writer, struct view *view, int number,
                       const struct chat_message *message)
{
    struct arena *arena = writer->page->arena;
    for (int i = 0; i < message->part_count; i++) {
        const struct chat_part *part = &message->parts[i];
        struct view *shown =
            add_part(view, arena, arena_printf(arena, "%d-%d", number, i + 1),
                     arena_printf(arena, "%d. %s, part %d: %s", number, headings[message->role],
                                  i + 1, json_text(part->json, "type")));
        if (part->text.data != NULL)
            show_part(writer, shown, part->text.data, part->text.len);
        else
            show_json(shown, arena, part->json);
    }
}

/* "3. Assistant: tool_calls, name" */
static void show_more(struct body_writer *writer, struct view *view, int number,
                      const struct chat_message *message)
{
    struct arena *arena = writer->page->arena;
    struct buf heading;
    const char *key = NULL;
    json_t *value = NULL;
    const char *joint = ": ";
    buf_init(&heading, arena);
    buf_printf(&heading, "%d. %s", number, headings[message->role]);
    json_object_foreach((json_t *)message->more, key, value)
    {
        buf_printf(&heading, "%s%s", joint, key);
        joint = ", ";
    }
    show_json(add_part(view, arena, arena_printf(arena, "%d-more", number), heading.data), arena,
              message->more);
}

static void show_message(struct body_writer *writer, struct view *view, int number,
                         const struct chat_message *message)
{
    struct arena *arena = writer->page->arena;
    const char *id = arena_printf(arena, "%d", number);
    const char *heading = arena_printf(arena, "%d. %s", number, headings[message->role]);
    if (message->role == CHAT_PLACEHOLDER)
        view_text(view_add(add_part(view, arena, id, heading), "PLACEHOLDER"), "PLACEHOLDER_NAME",
                  message->placeholder);
    else if (message->shape == CHAT_TEXT)
        show_part(writer, add_part(view, arena, id, heading), message->content,
                  message->content_len);
    show_parts(writer, view, number, message);
    if (message->more != NULL)
        show_more(writer, view, number, message);
}

static void show_chat(struct body_writer *writer, struct view *view, struct text body)
{
    struct prompt_chat chat;
    prompt_lines_chat(writer->page->arena, body, &chat);
    for (int i = 0; i < chat.count; i++)
        show_message(writer, view, i + 1, &chat.messages[i]);
}

void prompt_body_show(struct page *page, struct view *view, const struct prompt_body_shown *shown)
{
    struct body_writer writer = {.page = page, .source = shown->source, .marks_left = MARKS_MAX};
    view_include(view, "BODY_PARTS", "prompt/body.tpl");
    if (shown->body.data == NULL)
        return;
    if (shown->type == PROMPT_CHAT) {
        show_chat(&writer, view, shown->body);
        return;
    }
    struct view *part = view_add(view, "BODY_PART");
    view_text(part, "PART_ID", "text"); /* "body" is the field beside a preview */
    view_text(part, "PART_HEADING", shown->heading);
    show_part(&writer, part, shown->body.data, shown->body.len);
}

void prompt_body_show_variables(struct view *view, const struct prompt_variables *variables)
{
    enum { LISTED_MAX = 200 };
    view_show(view, "NO_VARIABLES", variables->count == 0);
    for (int i = 0; i < variables->count && i < LISTED_MAX; i++)
        view_text(view_add(view, "VARIABLE_NAME"), "NAME", variables->names[i]);
}
