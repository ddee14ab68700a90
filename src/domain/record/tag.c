#include "domain/record/tag.h"

#include <string.h>

#include "base/buf.h"
#include "domain/record/name.h"

static const struct name_rule rule = {
    TAG_MAX,
    {
        [NAME_FAULT_EMPTY] = "A tag must not be empty.",
        [NAME_FAULT_UTF8] = "A tag is not valid text (UTF-8).",
        [NAME_FAULT_LONG] = "A tag is too long: at most 50 characters each.",
        [NAME_FAULT_CONTROL] = "A tag must not contain line breaks, tabs or other control "
                               "characters, not even invisible ones.",
        [NAME_FAULT_UNASSIGNED] = "A tag must not contain characters that Unicode does not define.",
        [NAME_FAULT_BLANK] = "A tag must not be just spaces or invisible characters.",
        [NAME_FAULT_SPACE] = "A tag must not begin or end with a space.",
    },
};

/* A list that is being read, with the keys of its tags. */
struct reading {
    struct arena *arena;
    struct tag_list *list;
    const char *keys[TAG_LIST_MAX];
    int typed_count;
};

static bool has_key(const struct reading *reading, const char *key)
{
    for (int i = 0; i < reading->list->count; i++)
        if (strcmp(reading->keys[i], key) == 0)
            return true;
    return false;
}

/* Which one it is, by how it begins. */
static const char *say_too_long(struct arena *arena, const char *tag)
{
    enum { BEGINNING_LEN = 40 }; /* bytes */
    size_t len = strlen(tag);
    return arena_printf(arena, "The tag “%.*s…” is too long: %zu characters, at most %d.",
                        (int)text_cut(tag, len, BEGINNING_LEN), tag, text_count_chars(tag, len),
                        TAG_MAX);
}

static enum err add_tag(struct reading *reading, const char *text, size_t len, const char **problem)
{
    enum { TYPED_MAX = 10 * TAG_LIST_MAX };
    struct tag_list *list = reading->list;
    text_trim_range(&text, &len);
    if (len == 0)
        return ERR_NONE;
    if (++reading->typed_count > TYPED_MAX) {
        *problem = "There are too many tags: at most 50.";
        return ERR_INVALID;
    }
    char *tag = name_normalize(reading->arena, arena_copy(reading->arena, text, len));
    enum err err = name_check_by(&rule, tag, problem);
    if (err != ERR_NONE && *problem == rule.sentences[NAME_FAULT_LONG])
        *problem = say_too_long(reading->arena, tag);
    if (err != ERR_NONE)
        return err;
    const char *key = name_key(reading->arena, tag);
    if (has_key(reading, key))
        return ERR_NONE;
    if (list->count == TAG_LIST_MAX) {
        *problem = "There are too many tags: at most 50.";
        return ERR_INVALID;
    }
    reading->keys[list->count] = key;
    list->tags[list->count++] = tag;
    return ERR_NONE;
}

enum err tag_list_parse(struct arena *arena, const char *comma_separated, struct tag_list *out,
                        const char **problem)
{
    struct reading reading = {.arena = arena, .list = out};
    out->count = 0;
    out->tags = arena_array(arena, TAG_LIST_MAX, sizeof *out->tags);
    size_t left = strlen(comma_separated);
    if (!text_is_utf8(comma_separated, left)) {
        *problem = "The tags are not valid text (UTF-8).";
        return ERR_INVALID;
    }
    for (const char *at = comma_separated;; at++) {
        size_t len = strcspn(at, ",");
        enum err err = add_tag(&reading, at, len, problem);
        if (err != ERR_NONE)
            return err;
        at += len;
        if (*at == '\0')
            return ERR_NONE;
    }
}

enum err tag_list_check(const char *comma_separated, const char **problem)
{
    enum { ARENA_LEN = 1024 * 1024, FOR_EACH = 16, SENTENCE_SIZE = 256 };
    static char sentence[SENTENCE_SIZE];
    struct arena *arena = arena_create(ARENA_LEN + strlen(comma_separated) * FOR_EACH);
    struct tag_list list;
    enum err err = tag_list_parse(arena, comma_separated, &list, problem);
    if (err != ERR_NONE)
        *problem = strncpy(sentence, *problem, SENTENCE_SIZE - 1);
    arena_destroy(arena);
    return err;
}

const char *tag_list_join(struct arena *arena, const struct tag_list *list)
{
    struct buf joined;
    buf_init(&joined, arena);
    for (int i = 0; i < list->count; i++)
        buf_printf(&joined, i == 0 ? "%s" : ", %s", list->tags[i]);
    return joined.data;
}

bool tag_list_equal(const struct tag_list *a, const struct tag_list *b)
{
    if (a->count != b->count)
        return false;
    for (int i = 0; i < a->count; i++)
        if (strcmp(a->tags[i], b->tags[i]) != 0)
            return false;
    return true;
}
