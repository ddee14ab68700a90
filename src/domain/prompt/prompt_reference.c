#include "domain/prompt/prompt_reference.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "domain/diff/intern.h"
#include "domain/record/label.h"
#include "domain/record/record_name.h"

/* How long the mark is with which a reference begins here, in either spelling; 0: there is none. */
static size_t start_len(const char *text, size_t len)
{
    static const char *const marks[] = {PROMPT_REFERENCE_START, PROMPT_REFERENCE_LANGFUSE};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (len >= strlen(marks[i]) && memcmp(text, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

/* The offset of the end mark of the reference whose start mark ends at `from`, or len if there is
 * none on the same line. */
static size_t find_end(const char *text, size_t len, size_t from)
{
    const size_t mark_len = strlen(PROMPT_REFERENCE_END);
    for (size_t at = from; len - at >= mark_len && text[at] != '\n'; at++)
        if (memcmp(text + at, PROMPT_REFERENCE_END, mark_len) == 0)
            return at;
    return len;
}

/* The beginning of a reference, short enough for a message. */
static const char *quote(struct arena *arena, const char *text, size_t len)
{
    enum { QUOTE_MAX = 100 };
    const char *line_end = memchr(text, '\n', len);
    if (line_end != NULL)
        len = (size_t)(line_end - text);
    if (len <= QUOTE_MAX)
        return arena_copy(arena, text, len);
    len = QUOTE_MAX;
    while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
        len--;
    return arena_printf(arena, "%.*s…", (int)len, text);
}

/* One KEY=VALUE between the bars. NULL, or what is wrong with it. */
static const char *parse_part(struct arena *arena, const char *part, size_t len,
                              struct prompt_reference *out)
{
    const char *equals = memchr(part, '=', len);
    size_t key_len = equals == NULL ? len : (size_t)(equals - part);
    const char *value = equals == NULL ? "" : arena_copy(arena, equals + 1, len - key_len - 1);
    const char *problem = NULL;
    if (key_len == 4 && memcmp(part, "name", 4) == 0) {
        if (out->name != NULL)
            return "It has two names.";
        out->name = value;
        return record_name_check(value, &problem) == ERR_NONE ? NULL : problem;
    }
    bool is_label = key_len == 5 && memcmp(part, "label", 5) == 0;
    if (!is_label && !(key_len == 7 && memcmp(part, "version", 7) == 0))
        return "It can say name=, label= and version=, nothing else.";
    if (out->label != NULL || out->version != 0)
        return "It can have one label or one version.";
    if (!is_label)
        return number_parse(NUMBER_VERSION, value, &out->version) == ERR_NONE
                   ? NULL
                   : "The version must be a number from 1.";
    out->label = value;
    return label_is_wellformed(value)
               ? NULL
               : "A label is 1 to 36 lowercase letters, digits, underscores, dots or hyphens.";
}

static const char *parse_parts(struct arena *arena, const char *content, size_t len,
                               struct prompt_reference *out)
{
    for (size_t at = 0; at <= len;) {
        const char *bar = at == len ? NULL : memchr(content + at, '|', len - at);
        size_t part_len = bar == NULL ? len - at : (size_t)(bar - (content + at));
        const char *problem = parse_part(arena, content + at, part_len, out);
        if (problem != NULL)
            return problem;
        at += part_len + 1;
    }
    if (out->name == NULL)
        return "It needs a name.";
    if (out->label == NULL && out->version == 0)
        out->label = LABEL_PRODUCTION;
    return NULL;
}

enum err prompt_reference_parse(struct arena *arena, const char *text, size_t len, size_t start,
                                struct prompt_reference *out, const char **problem)
{
    size_t content = start + start_len(text + start, len - start);
    size_t end = find_end(text, len, content);
    *out = (struct prompt_reference){.start = start, .len = len - start};
    const char *found = "It must end with @@@ on the same line.";
    if (end < len) {
        out->len = end + strlen(PROMPT_REFERENCE_END) - start;
        found = parse_parts(arena, text + content, end - content, out);
    }
    if (found == NULL)
        return ERR_NONE;
    if (problem != NULL)
        *problem = arena_printf(arena, "The reference “%s” cannot be read. %s",
                                quote(arena, text + start, out->len), found);
    return ERR_INVALID;
}

size_t prompt_reference_find(const char *text, size_t len, size_t from)
{
    for (size_t at = from; at < len; at++) {
        const char *found = memchr(text + at, PROMPT_REFERENCE_START[0], len - at);
        if (found == NULL)
            return len;
        at = (size_t)(found - text);
        if (start_len(found, len - at) > 0)
            return at;
    }
    return len;
}

enum err prompt_references(struct arena *arena, const char *text, size_t len,
                           struct prompt_reference_list *out, const char **problem)
{
    struct prompt_reference found[PROMPT_REFERENCES_MAX] = {{0}};
    out->count = 0;
    size_t at = prompt_reference_find(text, len, 0);
    while (at < len) {
        if (out->count == PROMPT_REFERENCES_MAX) {
            *problem =
                arena_printf(arena, "There are too many references in one prompt: at most %d.",
                             PROMPT_REFERENCES_MAX);
            return ERR_INVALID;
        }
        struct prompt_reference *reference = &found[out->count];
        enum err err = prompt_reference_parse(arena, text, len, at, reference, problem);
        if (err != ERR_NONE)
            return err;
        out->count++;
        at = prompt_reference_find(text, len, at + reference->len);
    }
    size_t size = (size_t)out->count * sizeof found[0];
    out->references = arena_alloc(arena, size);
    memcpy(out->references, found, size);
    return ERR_NONE;
}

enum node_state { NODE_NEW, NODE_OPEN, NODE_DONE, NODE_MISSING };

/* What one reference means; each different one is looked up and resolved once. */
struct node {
    enum node_state state;
    const char *name, *key;
    const char *body;
    size_t body_len;
    struct buf resolved;
    int height; /* references below it: 0 if its body has none */
};

struct walk {
    struct arena *arena;
    const struct prompt_resolver *resolver;
    bool is_check; /* nothing is put out, and what is missing passes */
    struct intern references;
    struct node *nodes[PROMPT_LOOKUPS_MAX]; /* by the number of their reference */
    struct node *path[PROMPT_REFERENCE_DEPTH_MAX];
    int depth; /* open references */
    size_t bytes_read;
    const char **problem;
};

static enum err refuse(struct walk *walk, const char *problem)
{
    *walk->problem = problem;
    return ERR_INVALID;
}

/* "a → b → last", from the prompt being resolved on. */
static const char *format_path(const struct walk *walk, const char *last)
{
    struct buf path;
    buf_init(&path, walk->arena);
    if (walk->resolver->name != NULL)
        buf_printf(&path, "%s → ", walk->resolver->name);
    for (int i = 0; i < walk->depth; i++)
        buf_printf(&path, "%s → ", walk->path[i]->name);
    buf_add_text(&path, last);
    return path.data;
}

static enum err refuse_cycle(struct walk *walk, const char *name)
{
    return refuse(walk, arena_printf(walk->arena, "The references form a loop: %s.",
                                     format_path(walk, name)));
}

static enum err refuse_depth(struct walk *walk, const char *name)
{
    return refuse(walk, arena_printf(walk->arena, "The references go deeper than %d: %s.",
                                     PROMPT_REFERENCE_DEPTH_MAX, format_path(walk, name)));
}

static enum err note_missing(struct walk *walk, const struct prompt_reference *reference)
{
    if (reference->label != NULL)
        *walk->problem = arena_printf(walk->arena, "There is no prompt “%s” with the label “%s”.",
                                      reference->name, reference->label);
    else
        *walk->problem = arena_printf(walk->arena, "There is no prompt “%s” with a version %lld.",
                                      reference->name, (long long)reference->version);
    return ERR_NOT_FOUND;
}

static enum err look_up(struct walk *walk, const struct prompt_reference *reference,
                        struct node *node)
{
    node->name = reference->name;
    enum err err = walk->resolver->lookup(walk->resolver->ctx, reference, &node->body,
                                          &node->body_len, &node->key);
    if (err == ERR_NOT_FOUND && walk->is_check) {
        node->state = NODE_MISSING;
        return ERR_NONE;
    }
    if (err == ERR_NOT_FOUND)
        return note_missing(walk, reference);
    if (err != ERR_NONE)
        return err;
    walk->bytes_read += node->body_len;
    if (walk->bytes_read > PROMPT_LOOKUP_BYTES_MAX)
        return refuse(walk, "The references lead to more than 16 MiB of text.");
    if (!walk->is_check)
        buf_init(&node->resolved, walk->arena);
    return ERR_NONE;
}

static enum err get_node(struct walk *walk, const struct prompt_reference *reference,
                         struct node **out)
{
    const char *id = arena_printf(walk->arena, "%s|%s|%lld", reference->name,
                                  reference->label == NULL ? "" : reference->label,
                                  (long long)reference->version);
    int count = walk->references.count;
    int number = intern_find(&walk->references, id, strlen(id));
    if (number == INTERN_NONE && count == PROMPT_LOOKUPS_MAX)
        return refuse(walk, "The references lead to more than 500 others.");
    if (number == INTERN_NONE) {
        number = intern_add(&walk->references, id, strlen(id));
        walk->nodes[number] = arena_alloc(walk->arena, sizeof **walk->nodes);
    }
    *out = walk->nodes[number];
    return number == count ? look_up(walk, reference, *out) : ERR_NONE;
}

static enum err walk_text(struct walk *walk, const char *text, size_t len, struct buf *out,
                          int *height);

static enum err walk_reference(struct walk *walk, const struct prompt_reference *reference,
                               struct node **out)
{
    const char *root = walk->resolver->name;
    if (root != NULL && strcmp(root, reference->name) == 0)
        return refuse_cycle(walk, reference->name);
    enum err err = get_node(walk, reference, out);
    struct node *node = *out;
    if (err != ERR_NONE || node->state == NODE_MISSING)
        return err;
    for (int i = 0; i < walk->depth; i++)
        if (strcmp(walk->path[i]->key, node->key) == 0)
            return refuse_cycle(walk, reference->name);
    if (walk->depth + 1 + node->height > PROMPT_REFERENCE_DEPTH_MAX)
        return refuse_depth(walk, reference->name);
    if (node->state == NODE_DONE)
        return ERR_NONE;
    node->state = NODE_OPEN;
    walk->path[walk->depth++] = node;
    err = walk_text(walk, node->body, node->body_len, &node->resolved, &node->height);
    walk->depth--;
    node->state = NODE_DONE;
    return err;
}

/* Puts out nothing in a check. */
static enum err put(struct walk *walk, struct buf *out, size_t start_len, const char *text,
                    size_t len)
{
    if (walk->is_check || out == NULL)
        return ERR_NONE;
    if (out->len - start_len + len > PROMPT_OUTPUT_MAX)
        return refuse(walk, "The text with its references filled in is longer than 4 MiB.");
    buf_add(out, text, len);
    return ERR_NONE;
}

static enum err list_references(struct walk *walk, const char *text, size_t len,
                                struct prompt_reference_list *out)
{
    enum err err = prompt_references(walk->arena, text, len, out, walk->problem);
    if (err != ERR_NONE && walk->depth > 0)
        *walk->problem = arena_printf(walk->arena, "In the prompt “%s”: %s",
                                      walk->path[walk->depth - 1]->name, *walk->problem);
    return err;
}

static enum err walk_text(struct walk *walk, const char *text, size_t len, struct buf *out,
                          int *height)
{
    struct prompt_reference_list list;
    enum err err = list_references(walk, text, len, &list);
    size_t start_len = walk->is_check || out == NULL ? 0 : out->len;
    size_t done = 0;
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        const struct prompt_reference *reference = &list.references[i];
        struct node *node = NULL;
        err = walk_reference(walk, reference, &node);
        if (err != ERR_NONE)
            return err;
        if (*height <= node->height)
            *height = node->height + 1;
        err = put(walk, out, start_len, text + done, reference->start - done);
        if (err == ERR_NONE)
            err = put(walk, out, start_len, node->resolved.data, node->resolved.len);
        done = reference->start + reference->len;
    }
    return err != ERR_NONE ? err : put(walk, out, start_len, text + done, len - done);
}

static enum err walk_start(struct arena *arena, const struct prompt_resolver *resolver,
                           const char *text, size_t len, struct buf *out, const char **problem)
{
    struct walk *walk = arena_alloc(arena, sizeof *walk);
    walk->arena = arena;
    walk->resolver = resolver;
    walk->is_check = out == NULL;
    walk->problem = problem;
    intern_init(&walk->references, arena);
    *problem = NULL;
    int height = 0;
    return walk_text(walk, text, len, out, &height);
}

enum err prompt_resolve(const struct prompt_resolver *resolver, const char *text, size_t len,
                        struct buf *out, const char **problem)
{
    return walk_start(out->arena, resolver, text, len, out, problem);
}

enum err prompt_reference_cycle(struct arena *arena, const struct prompt_resolver *resolver,
                                const char *text, size_t len, const char **problem)
{
    return walk_start(arena, resolver, text, len, NULL, problem);
}
