#include "data/prompt/prompt_list.h"

#include <string.h>

#include "pages/handlers.h"
#include "pages/prompt/prompt_folders.h"
#include "pages/record/record_list.h"

static void show_labels(struct view *view, const struct record_row *row)
{
    for (int i = 0; i < row->label_count; i++) {
        const struct prompt_label *label = &row->labels[i];
        struct view *chip = view_add(view, "LABEL");
        view_text(chip, "LABEL_NAME", label->label);
        view_number(chip, "LABEL_VERSION", label->version);
        view_show(chip, "PRODUCTION", strcmp(label->label, LABEL_PRODUCTION) == 0);
    }
}

static void show_row(struct view *view, const struct record_row *row)
{
    const char *slash = strrchr(row->name, '/');
    const char *leaf = slash == NULL ? row->name : slash + 1;
    view_set_key(view, view_key("PATH_TO"), row->name, (size_t)(leaf - row->name));
    view_text(view, "LEAF", leaf);
    view_number(view, "VERSION", row->version);
    for (int i = 0; i < row->tag_count; i++)
        view_text(view_add(view, "TAG"), "TAG_NAME", row->tags[i]);
    show_labels(view, row);
    view_show(view, "CHAT", row->type == PROMPT_CHAT);
}

static const struct record_listing listing = {
    .noun = &record_prompt,
    .see = PERMISSION_PROMPT_SEE,
    .read = PERMISSION_PROMPT_READ,
    .create = PERMISSION_PROMPT_CREATE,
    .change = PERMISSION_PROMPT_CHANGE,
    .list = prompt_list,
    .content = RECORD_BODIES,
    .parts = 1u << RECORD_PART_TAG | 1u << RECORD_PART_LABEL | 1u << RECORD_PART_TYPE |
             1u << RECORD_PART_FOLDER,
    .placeholder = "Search name, description or tag",
    .columns = {"Labels", NULL},
    .row_file = "prompt/row.tpl",
    .empty_file = "prompt/empty.tpl",
    .show_row = show_row,
    .ask_above = prompt_folders_ask,
    .show_above = prompt_folders_show,
};

enum err page_prompt_list(struct page *page)
{
    return record_list_show(page, &listing);
}
