#include <string.h>

#include "api/handlers.h"
#include "api/langfuse/langfuse_answer.h"
#include "base/clock_day.h"
#include "base/json.h"
#include "data/prompt/prompt_page.h"
#include "domain/record/label.h"

/* The list of prompts, in numbered pages. */

enum { TEXT_MAX = 200, TIME_MAX = 40, ITEMS = 10 };

struct list_query {
    int64_t page, limit;
    const char *name, *label, *tag;
    const char *from, *until;
};

static enum err check_time(const char *value, const char **problem)
{
    int64_t time = 0;
    *problem = "This must be a time of ISO 8601, such as 2026-05-03T12:00:00Z.";
    return clock_parse_iso(value, &time);
}

#define LINE(key, field, words, max, checks)                                                       \
    {                                                                                              \
        .name = key, .label = (words), .kind = FORM_LINE, .max_chars = (max), .check = (checks),   \
        .offset = offsetof(struct list_query, field)                                               \
    }
#define COUNTED(key, words, which, without)                                                        \
    {                                                                                              \
        .name = #key, .label = (words), .kind = FORM_INT, .number = (which),                       \
        .fallback = (without), .offset = offsetof(struct list_query, key)                          \
    }

static const struct form_field list_fields[] = {
    COUNTED(page, "The page", NUMBER_PAGE, 1),
    COUNTED(limit, "The limit", NUMBER_PAGE_PROMPTS, ITEMS),
    LINE("name", name, "The name", TEXT_MAX, NULL),
    LINE("label", label, "The label", TEXT_MAX, NULL),
    LINE("tag", tag, "The tag", TEXT_MAX, NULL),
    LINE("fromUpdatedAt", from, "The parameter fromUpdatedAt", TIME_MAX, check_time),
    LINE("toUpdatedAt", until, "The parameter toUpdatedAt", TIME_MAX, check_time),
};

static int64_t time_of(const char *text)
{
    int64_t time = 0;
    return clock_parse_iso(text, &time) == ERR_NONE ? time : 0;
}

static enum err read_filter(struct call *call, struct prompt_page_filter *filter)
{
    struct list_query query;
    enum err err = call_query(call, list_fields, (int)COUNT_OF(list_fields), &query);
    if (err == ERR_NONE)
        *filter = (struct prompt_page_filter){.name = query.name,
                                              .label = query.label,
                                              .tag = query.tag,
                                              .updated_from = time_of(query.from),
                                              .updated_until = time_of(query.until),
                                              .page = query.page,
                                              .limit = (int)query.limit};
    return err;
}

/* A list by label tells of the version that has it, and of no other. */
static struct text format_item(struct arena *arena, const struct prompt_page_item *item,
                               const char *label)
{
    const struct tag_list *tags = &item->marks.tags;
    json_t *versions = json_array();
    bool is_by_label = label[0] != '\0';
    bool is_newest = !is_by_label || strcmp(label, LABEL_LATEST) == 0;
    for (int i = 0; i < item->version_count; i++)
        json_array_append_new(versions, json_integer(item->versions[i]));
    return langfuse_object(
        arena, "lastConfig", item->settings,
        json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "name", item->name, "type", item->type,
                  "versions", versions, "labels",
                  langfuse_labels(&item->marks, is_by_label ? item->shown : 0, is_newest), "tags",
                  langfuse_texts((const char *const *)tags->tags, tags->count), "lastUpdatedAt",
                  json_time(item->updated_at)));
}

/* The numbers stand in two places: clients of different ages look for them. */
static void add_meta(struct buf *out, const struct prompt_page_filter *filter, int64_t total)
{
    static const char *const keys[] = {"meta", "pagination"};
    int64_t pages = (total + filter->limit - 1) / filter->limit;
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        buf_printf(
            out, ",\"%s\":{\"page\":%lld,\"limit\":%d,\"totalItems\":%lld,\"totalPages\":%lld}",
            keys[i], (long long)filter->page, filter->limit, (long long)total, (long long)pages);
}

enum err langfuse_prompt_list(struct call *call)
{
    struct prompt_page_filter filter;
    struct prompt_page page;
    struct buf out;
    if (read_filter(call, &filter) != ERR_NONE)
        return ERR_NONE;
    enum err err = prompt_page(call->db, call->actor, &filter, &page);
    if (err == ERR_INVALID) {
        (void)!call_bad_query(call, "page",
                              "Pages end after 10,000 prompts. Ask for fewer, by name, label or "
                              "tag, or read them all from GET /api/v1/prompts, which goes on by "
                              "cursor.");
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return err;
    call->is_kept = true;
    buf_init(&out, call->arena);
    buf_add_text(&out, "{\"data\":[");
    for (int i = 0; i < page.count; i++) {
        struct text item = format_item(call->arena, &page.items[i], filter.label);
        buf_add_text(&out, i == 0 ? "" : ",");
        buf_add(&out, item.data, item.len);
    }
    buf_add_char(&out, ']');
    add_meta(&out, &filter, page.total);
    buf_add_char(&out, '}');
    return call_answer_raw(call, 200, (struct text){out.data, out.len});
}
