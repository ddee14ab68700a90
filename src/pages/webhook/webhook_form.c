#include <string.h>

#include "data/webhook/webhook_state.h"
#include "domain/record/record_name.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/webhook/webhook_view.h"

/* Making a webhook, changing it, and rotating its secret. */

struct webhook_form {
    const char *url;
    const char *description;
    const char *folder;
    struct text_list events;
    struct text_list kinds;
    int64_t revision;
};

static const struct form_field fields[] = {
    {.name = "url",
     .label = "URL",
     .kind = FORM_LINE,
     .is_required = true,
     .max_bytes = WEBHOOK_URL_MAX,
     .offset = offsetof(struct webhook_form, url)},
    {.name = "description",
     .label = "Description",
     .kind = FORM_LINE,
     .max_chars = WEBHOOK_DESCRIPTION_MAX,
     .offset = offsetof(struct webhook_form, description)},
    {.name = "events",
     .label = "Events",
     .kind = FORM_TEXTS,
     .offset = offsetof(struct webhook_form, events)},
    {.name = "kinds",
     .label = "Kinds",
     .kind = FORM_TEXTS,
     .offset = offsetof(struct webhook_form, kinds)},
    {.name = "folder",
     .label = "Folder",
     .kind = FORM_LINE,
     .max_chars = RECORD_NAME_MAX,
     .offset = offsetof(struct webhook_form, folder)},
    RECORD_REVISION_FIELD(struct webhook_form, revision),
};

static const char new_title[] = "Add webhook";
static const char file[] = "webhook/edit.tpl";

/* ---- showing ------------------------------------------------------------------------------- */

static void show_choices(struct view *view, unsigned events, unsigned kinds)
{
    for (int i = 0; i < WEBHOOK_CHOICES; i++) {
        struct view *event = view_add(view, "EVENT_CHOICE");
        view_text(event, "EVENT_NAME", webhook_events[i].name);
        view_text(event, "EVENT_TITLE", webhook_events[i].title);
        view_text(event, "EVENT_TEXT", webhook_events[i].text);
        view_show(event, "CHECKED", (events & WEBHOOK_BIT(i)) != 0);
    }
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        struct view *kind = view_add(view, "KIND_CHOICE");
        view_text(kind, "KIND_NAME", record_kinds[i].name);
        view_text(kind, "KIND_TITLE", record_kinds[i].title);
        view_show(kind, "CHECKED", (kinds & WEBHOOK_BIT(i)) != 0);
    }
}

static void show_form(struct page *page, const struct webhook_draft *draft)
{
    struct view *view = page_view(page);
    view_text(view, "URL", draft->url);
    view_text(view, "DESCRIPTION", draft->description);
    view_text(view, "FOLDER", draft->folder);
    view_number(view, "REVISION_NOW", draft->revision);
    show_choices(view, draft->events, draft->kinds);
}

static void show_new(struct page *page, const struct webhook_draft *draft)
{
    show_form(page, draft);
    view_show(page->view, "IS_NEW", true);
    view_text(page->view, "ACTION", arena_printf(page->arena, "%s/new", webhook_path));
    view_text(page->view, "BACK", webhook_path);
    view_text(page->view, "BACK_NAME", "Webhooks");
}

static void show_old(struct page *page, const struct webhook *webhook,
                     const struct webhook_draft *draft)
{
    show_form(page, draft);
    view_show(page->view, "IS_OLD", true);
    view_text(page->view, "ACTION", webhook_view_url(page, &webhook->id, "/edit"));
    view_text(page->view, "BACK", webhook_view_url(page, &webhook->id, ""));
    view_text(page->view, "BACK_NAME", webhook_view_name(page, webhook));
}

/* ---- reading ------------------------------------------------------------------------------- */

static enum err read_events(struct form *form, const struct text_list *names, unsigned *bits)
{
    for (int i = 0; i < names->count; i++) {
        enum webhook_event event = WEBHOOK_TEST;
        if (webhook_event_parse(names->items[i].data, &event) != ERR_NONE ||
            event >= WEBHOOK_CHOICES) {
            form_error(form, "events", "Choose events from the list.");
            return ERR_INVALID;
        }
        *bits |= WEBHOOK_BIT(event);
    }
    return ERR_NONE;
}

static enum err read_kinds(struct form *form, const struct text_list *names, unsigned *bits)
{
    for (int i = 0; i < names->count; i++) {
        const struct record_kind *kind = record_kind_find(names->items[i].data);
        if (kind == NULL) {
            form_error(form, "kinds", "Choose kinds from the list.");
            return ERR_INVALID;
        }
        *bits |= WEBHOOK_BIT(kind->id);
    }
    return ERR_NONE;
}

/* draft is filled as far as it goes, to be shown again. */
static enum err read_form(struct page *page, struct form *form, struct webhook_draft *draft)
{
    struct webhook_form typed;
    enum err err = form_parse(form, page->request, fields, (int)COUNT_OF(fields), &typed);
    *draft = (struct webhook_draft){.url = typed.url,
                                    .description = typed.description,
                                    .folder = typed.folder,
                                    .revision = typed.revision};
    enum err events = read_events(form, &typed.events, &draft->events);
    enum err kinds = read_kinds(form, &typed.kinds, &draft->kinds);
    if (err == ERR_NONE)
        err = events != ERR_NONE ? events : kinds;
    return err;
}

/* ---- a new one ----------------------------------------------------------------------------- */

static enum err show_made(struct page *page, const struct webhook_made *made, const char *title)
{
    struct view *view = page_view(page);
    view_text(view, "TITLE", title);
    view_text(view, "SECRET", made->secret);
    view_text(view, "DONE_URL", webhook_view_url(page, &made->id, ""));
    return page_show(page, 200, title, "webhook/made.tpl");
}

static const struct webhook_draft nothing_typed = {
    .url = "",
    .description = "",
    .folder = "",
    .events = WEBHOOK_BIT(WEBHOOK_LABEL_MOVED),
    .kinds = WEBHOOK_BIT(RECORD_KIND_COUNT) - 1,
};

enum err page_webhook_new(struct page *page)
{
    show_new(page, &nothing_typed);
    return page_show(page, 200, new_title, file);
}

enum err page_webhook_new_post(struct page *page)
{
    struct form form;
    struct webhook_draft draft;
    struct webhook_made made;
    struct problem problem;
    enum err err = read_form(page, &form, &draft);
    if (err == ERR_NONE) {
        err = webhook_create(page->db, page->actor, &draft, &made, &problem);
        (void)record_page_problem(&form, err, &problem);
    }
    if (err == ERR_NONE)
        return show_made(page, &made, "Webhook added");
    if (err == ERR_UNAVAILABLE || err == ERR_DENIED)
        return err;
    show_new(page, &draft);
    return record_page_refuse(page, &form, err, new_title, file);
}

/* ---- changing ------------------------------------------------------------------------------ */

static const char *edit_title(struct page *page, const struct webhook *webhook)
{
    return arena_printf(page->arena, "Edit %s", webhook_view_name(page, webhook));
}

enum err page_webhook_edit(struct page *page)
{
    struct webhook webhook;
    enum err err = webhook_get(page->db, page->actor, &page->match.ids[0], &webhook);
    if (err != ERR_NONE)
        return err;
    show_old(page, &webhook,
             &(struct webhook_draft){.url = webhook.url,
                                     .description = webhook.description,
                                     .events = webhook.events,
                                     .kinds = webhook.kinds,
                                     .folder = webhook.folder,
                                     .revision = webhook.revision});
    return page_show(page, 200, edit_title(page, &webhook), file);
}

enum err page_webhook_edit_post(struct page *page)
{
    struct form form;
    struct webhook webhook;
    struct webhook_draft draft;
    struct problem problem;
    enum err wrong = read_form(page, &form, &draft);
    enum err err = webhook_get(page->db, page->actor, &page->match.ids[0], &webhook);
    if (err != ERR_NONE)
        return err;
    if (wrong == ERR_NONE) {
        wrong = webhook_update(page->db, page->actor, &webhook.id, &draft, &problem);
        (void)record_page_problem(&form, wrong, &problem);
    }
    if (wrong == ERR_NONE)
        return page_redirect(page, webhook_view_url(page, &webhook.id, ""), "success",
                             "The webhook is saved.");
    if (wrong == ERR_UNAVAILABLE || wrong == ERR_NOT_FOUND)
        return wrong;
    show_old(page, &webhook, &draft);
    return record_page_refuse(page, &form, wrong, edit_title(page, &webhook), file);
}

/* ---- rotating ------------------------------------------------------------------------------ */

static const char rotate_file[] = "webhook/rotate.tpl";

static const char *rotate_title(struct page *page, const struct webhook *webhook)
{
    return arena_printf(page->arena, "Rotate the secret of %s", webhook_view_name(page, webhook));
}

enum err page_webhook_rotate(struct page *page)
{
    struct webhook webhook;
    enum err err = webhook_get(page->db, page->actor, &page->match.ids[0], &webhook);
    if (err != ERR_NONE)
        return err;
    webhook_view(page, page_view(page), &webhook);
    return page_show(page, 200, rotate_title(page, &webhook), rotate_file);
}

enum err page_webhook_rotate_post(struct page *page)
{
    struct form form;
    struct webhook webhook;
    struct webhook_made made;
    enum err wrong = page_parse_empty(page, &form);
    enum err err = webhook_get(page->db, page->actor, &page->match.ids[0], &webhook);
    if (err != ERR_NONE)
        return err;
    if (wrong == ERR_NONE)
        wrong = webhook_rotate(page->db, page->actor, &webhook.id, &made);
    if (wrong == ERR_NONE)
        return show_made(page, &made, "Secret rotated");
    if (wrong == ERR_UNAVAILABLE || wrong == ERR_NOT_FOUND)
        return wrong;
    (void)record_page_problem(&form, wrong, &(struct problem){.field = ""});
    webhook_view(page, page_view(page), &webhook);
    return record_page_refuse(page, &form, wrong, rotate_title(page, &webhook), rotate_file);
}
