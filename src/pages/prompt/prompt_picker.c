#include "pages/prompt/prompt_picker.h"

#include <string.h>

#include "data/listing/record_list.h"
#include "data/prompt/prompt_shape.h"
#include "domain/prompt/prompt_reference.h"
#include "domain/record/label.h"
#include "pages/prompt/prompt_messages.h"

enum { PROMPTS_LISTED = 50 };

/* Chats are left out afterwards: a list without a filter can be asked ahead. */
static struct record_filter filter_of(const char *q)
{
    return (struct record_filter){
        .q = q, .in_names = true, .sort = RECORD_SORT_NAME, .limit = PROMPTS_LISTED};
}

void prompt_picker_ahead(struct page *page)
{
    const struct record_filter filter = filter_of("");
    record_list_ahead(page->db, page->actor, &record_kinds[RECORD_PROMPT], &filter);
}

/* What is offered: a reference in the words of the body. */
struct choice {
    const char *name;
    const char *label;
    int64_t version;
};

/* A name that a reference can't hold is not offered. */
static void add_choice(struct page *page, struct view *view, const struct prompt_form *typed,
                       const struct choice *choice)
{
    struct prompt_reference parsed;
    const char *value =
        arena_printf(page->arena, PROMPT_REFERENCE_START "name=%s|label=%s" PROMPT_REFERENCE_END,
                     choice->name, choice->label);
    if (prompt_reference_parse(page->arena, value, strlen(value), 0, &parsed, NULL) != ERR_NONE ||
        strcmp(parsed.name, choice->name) != 0)
        return;
    struct view *option = view_add(view, "CHOICE");
    view_text(option, "VALUE", value);
    view_text(option, "TEXT",
              arena_printf(page->arena, "%s · %s (v%lld)", choice->name, choice->label,
                           (long long)choice->version));
    view_show(option, "SELECTED", strcmp(typed->reference, value) == 0);
}

static void add_choices(struct page *page, struct view *view, const struct prompt_form *typed,
                        const struct record_row *row)
{
    for (int i = 0; i < row->marks.label_count; i++) {
        const struct record_label_mark *mark = &row->marks.labels[i];
        add_choice(page, view, typed, &(struct choice){row->name, mark->label, mark->version});
    }
    add_choice(page, view, typed, &(struct choice){row->name, LABEL_LATEST, row->version});
}

enum err prompt_picker_show(struct page *page, struct view *view, const struct prompt_form *typed,
                            const char *own)
{
    const struct record_filter filter = filter_of(typed->ref_q);
    struct record_list list;
    enum err err = record_list(page->db, page->actor, &record_kinds[RECORD_PROMPT], &filter, &list);
    bool is_refused = err == ERR_INVALID && list.q_problem != NULL;
    if (err != ERR_NONE && !is_refused)
        return err;
    struct view *choices = NULL;
    for (int i = 0; !is_refused && i < list.count; i++) {
        if (strcmp(list.rows[i].name, own) == 0 ||
            strcmp(list.rows[i].facet, prompt_type_name(PROMPT_TEXT)) != 0)
            continue;
        if (choices == NULL)
            choices = view_add(view, "HAS_CHOICES");
        add_choices(page, choices, typed, &list.rows[i]);
    }
    view_show(view, "FOUND_NONE", choices == NULL);
    if (choices != NULL)
        view_show(choices, "MORE_CHOICES", list.next != NULL);
    return ERR_NONE;
}

/* A text with one more line. */
static struct text with_line(struct page *page, struct text text, const char *line)
{
    bool is_new_line = text.len == 0 || text.data[text.len - 1] == '\n';
    struct buf out;
    buf_init(&out, page->arena);
    buf_add(&out, text.data, text.len);
    buf_printf(&out, "%s%s\n", is_new_line ? "" : "\n", line);
    return (struct text){out.data, out.len};
}

static void insert_into_chat(struct page *page, struct prompt_form *typed)
{
    int count = typed->contents.count;
    int64_t place = typed->ref_into >= 1 && typed->ref_into <= count ? typed->ref_into : count;
    while (place > 0 && prompt_messages_is_json(typed, (int)place - 1))
        place--;
    if (place == 0)
        return;
    struct text *items = arena_array(page->arena, (size_t)count, sizeof *items);
    memcpy(items, typed->contents.items, (size_t)count * sizeof *items);
    items[place - 1] = with_line(page, items[place - 1], typed->reference);
    typed->contents = (struct text_list){items, count};
}

void prompt_picker_insert(struct page *page, struct prompt_form *typed)
{
    if (typed->reference[0] == '\0')
        return;
    if (typed->type == PROMPT_TEXT)
        typed->body = with_line(page, typed->body, typed->reference);
    else
        insert_into_chat(page, typed);
}
