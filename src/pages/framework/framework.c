#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "data/framework/framework_export.h"
#include "data/release/record_label.h"
#include "domain/record/label.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/shell/page_download.h"

/* What an agent or a team is exported as: the formats, what each can't say, and their files. */

enum { LABEL_CHARS = 200 };

struct framework_query {
    int64_t version; /* 0: that of the label, or the current one */
    const char *label;
    int format; /* of a file; -1: not said */
};

static const struct form_field fields[] = {
    {.name = "version",
     .label = "Version",
     .kind = FORM_INT,
     .number = NUMBER_VERSION_OR_NONE,
     .offset = offsetof(struct framework_query, version)},
    {.name = "label",
     .label = "Label",
     .kind = FORM_LINE,
     .max_chars = LABEL_CHARS,
     .offset = offsetof(struct framework_query, label)},
    {.name = "format",
     .label = "Format",
     .kind = FORM_CHOICE,
     .choices = framework_names,
     .offset = offsetof(struct framework_query, format)},
};

/* What the address asks for, of a file without a format plain JSON; ERR_NOT_FOUND for a query that
 * no page has. */
static enum err read_ask(struct page *page, struct framework_ask *ask)
{
    struct form form;
    struct framework_query query;
    if (form_parse_query(&form, page->request, fields, (int)COUNT_OF(fields), &query) != ERR_NONE)
        return ERR_NOT_FOUND;
    *ask = (struct framework_ask){
        .store = record_noun_of_page(page)->store,
        .id = page->match.ids[0],
        .version = query.version,
        .label = query.version == 0 && query.label[0] != '\0' ? query.label : NULL,
        .public_url = page->config->public_url,
        .framework = framework_find(query.format < 0 ? "json" : framework_names[query.format]),
    };
    return ERR_NONE;
}

/* ---- the page ----------------------------------------------------------------------------- */

static void show_format(struct page *page, const struct framework *framework,
                        const struct framework_source *source)
{
    struct framework_export made;
    const char *problem = NULL;
    struct view *view = view_add(page->view, "FORMAT");
    view_text(view, "FORMAT_NAME", framework->name);
    view_text(view, "FORMAT_LABEL", framework->label);
    view_text(view, "FORMAT_ABOUT", framework->about);
    if (framework_write(page->arena, framework, source, &made, &problem) != ERR_NONE) {
        view_text(view_add(view, "IMPOSSIBLE"), "PROBLEM", problem);
        return;
    }
    struct view *possible = view_add(view, "POSSIBLE");
    view_number(possible, "OF_VERSION", source->version);
    view_show(view, "AS_ARCHIVE", made.file_count > 1);
    struct view *losses = view_add(view, "LOSSES");
    view_text(losses, "LOSS_COUNT", record_page_count(page, made.loss_count, "thing"));
    for (int i = 0; i < made.loss_count; i++)
        view_text(view_add(losses, "LOSS"), "LOSS_TEXT", made.losses[i]);
    if (made.snippet != NULL)
        view_text(view_add(view, "SNIPPET"), "SNIPPET_TEXT", made.snippet);
}

static void show_choice(struct view *view, const char *label, const char *chosen)
{
    struct view *choice = view_add(view, "CHOICE");
    view_text(choice, "LABEL_NAME", label);
    view_show(choice, "IS_CHOSEN", strcmp(label, chosen) == 0);
}

/* The labels that one can choose from; of a version that was asked for by its number none is
 * chosen. */
static enum err show_choices(struct page *page, const struct record_head *head,
                             const struct framework_ask *ask)
{
    struct record_label_list list;
    const char *chosen = ask->version != 0 ? "" : ask->label == NULL ? LABEL_LATEST : ask->label;
    enum err err = record_label_list(page->db, head, &list);
    if (err != ERR_NONE)
        return err;
    view_show(page->view, "NONE_CHOSEN", ask->version != 0);
    show_choice(page->view, LABEL_LATEST, chosen);
    for (int i = 0; i < list.count; i++)
        if (strcmp(list.labels[i].label, LABEL_LATEST) != 0)
            show_choice(page->view, list.labels[i].label, chosen);
    return ERR_NONE;
}

enum err page_framework_list(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct framework_ask ask;
    struct framework_source source;
    enum err err = read_ask(page, &ask);
    if (err == ERR_NONE)
        err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = framework_load(page->db, page->actor, &ask, &source);
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, noun, head, "Export");
    view_number(page->view, "SHOWN_VERSION", source.version);
    for (int i = 0; i < FRAMEWORK_COUNT; i++)
        show_format(page, &frameworks[i], &source);
    err = show_choices(page, head, &ask);
    return err == ERR_NONE
               ? record_page_show(page, 200, "Export", head->name, "framework/framework.tpl")
               : err;
}

/* ---- a file ------------------------------------------------------------------------------- */

enum err page_framework_file(struct page *page)
{
    struct framework_ask ask;
    struct framework_given given;
    struct problem problem = {0};
    const char *ending = NULL;
    enum err err = read_ask(page, &ask);
    if (err != ERR_NONE)
        return err;
    err = framework_export(page->db, page->actor, &ask, &given, &problem);
    if (err != ERR_NONE) /* the page says why, and has no link to it */
        return err == ERR_INVALID ? ERR_NOT_FOUND : err;
    struct framework_file file = framework_pack(page->arena, &given.made, &ending);
    struct page_file download = {.name = arena_printf(page->arena, "%s-v%" PRId64 "-%s",
                                                      given.source.name, given.source.version,
                                                      ask.framework->name),
                                 .ending = ending,
                                 .content_type = file.content_type};
    buf_init(&download.body, page->arena);
    buf_add(&download.body, file.text.data, file.text.len);
    page_download(page, &download);
    return ERR_NONE;
}
