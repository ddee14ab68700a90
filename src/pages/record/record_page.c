#include "pages/record/record_page.h"
#include "domain/record/label.h"
#include "domain/record/record_name.h"

#include <string.h>

#include "pages/record/record_change.h"
#include "pages/record/record_editor.h"
#include "web/form_render.h"

const char *record_page_url(struct page *page, const struct record_kind *kind,
                            const struct uuid *id, const char *rest)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_printf(page->arena, "%s/%s%s", kind->path, text, rest);
}

enum err record_page_load(struct page *page, const struct record_noun *noun,
                          enum record_depth depth, void *record)
{
    const struct uuid *id = &page->match.ids[0];
    if (depth == RECORD_WHOLE && !request_is_safe(page->request))
        record_load_ahead(page->db, page->actor, noun->store, id);
    return record_load(page->db, page->actor, noun->store, id, noun->kind->see, depth, record);
}

enum err record_page_moved(struct page *page, const struct record_noun *noun, const char *rest)
{
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        response_redirect(
            page->response,
            arena_printf(page->arena, "%s%s", record_page_url(page, noun->kind, &head->id, rest),
                         page->request->target + strcspn(page->request->target, "?")));
    return err;
}

struct record_head record_page_ahead(const struct page *page, const struct record_noun *noun)
{
    return (struct record_head){.store = noun->store,
                                .id = page->match.ids[0],
                                .organization_id = page->actor->organization_id};
}

bool record_page_allows(const struct page *page, enum permission permission,
                        const struct record_head *head)
{
    struct policy_target target = record_target(head);
    return policy_allows(page->actor, permission, &target);
}

/* ---- heads -------------------------------------------------------------------------------- */

/* The folders on the way to the record, each with its own path. */
static void show_crumbs(struct page *page, const struct record_head *head)
{
    const char *folder = head->folder;
    for (const char *at = folder; *at != '\0';) {
        size_t len = strcspn(at, "/");
        struct view *crumb = view_add(page->view, "CRUMB");
        view_text(crumb, "CRUMB_PATH",
                  arena_copy(page->arena, folder, (size_t)(at - folder) + len));
        view_text(crumb, "CRUMB_NAME", arena_copy(page->arena, at, len));
        at += len + (at[len] == '/');
    }
}

void record_page_values(struct page *page, const struct record_noun *noun,
                        const struct record_head *head)
{
    struct view *view = page_view(page);
    const char *facet =
        noun->facet_words == NULL ? head->content.facet : noun->facet_words(head->content.facet);
    view_text(view, "LIST_URL", noun->kind->path);
    view_text(view, "LIST_TITLE", noun->kind->title);
    view_text(view, "BASE", record_page_url(page, noun->kind, &head->id, ""));
    view_text(view, "LEAF", record_name_leaf(head->name));
    view_text(view, "FULL_NAME", head->name);
    view_text(view, "NOUN", noun->kind->noun);
    view_text(view, "NOUN_TITLE", noun->title);
    view_number(view, "CURRENT_VERSION", head->version);
    view_number(view, "REVISION", head->revision);
    view_show(view, "IS_ARCHIVED", head->archived_at != 0);
    if (facet != NULL && facet[0] != '\0')
        view_text(view_add(view, "FACET"), "FACET_NAME", facet);
    show_crumbs(page, head);
}

/* Who saved the content and when is one fact; what became of the record since is another. */
static void show_facts(struct page *page, const struct record_head *head)
{
    struct view *view = page->view;
    record_page_person(view, "SAVED_BY", head->author_name);
    page_time(page, view, "SAVED_AT", head->saved_at);
    record_change_show(page, head);
}

void record_page_head(struct page *page, const struct record_noun *noun,
                      const struct record_head *head, enum record_tab tab)
{
    static const char *const at[] = {"AT_RECORD",   "AT_VERSIONS", "AT_RELEASES", "AT_USED_BY",
                                     "AT_ACTIVITY", "AT_REGISTER", "AT_TESTS",    "AT_PREVIEW"};
    record_page_values(page, noun, head);
    show_facts(page, head);
    struct view *view = page->view;
    view_number(view, "VERSION_COUNT", head->version_count);
    view_show(view, "HAS_PREVIEW",
              noun->has_preview && record_page_allows(page, noun->kind->read, head));
    view_show(view, "HAS_TESTS",
              noun->has_tests && record_page_allows(page, noun->kind->read, head));
    view_show(view, "HAS_REGISTER",
              noun->has_register && record_page_allows(page, noun->kind->read, head));
    view_show(view, at[tab], true);
    view_include(view, "HEAD", "record/head.tpl");
}

void record_page_subhead(struct page *page, const struct record_noun *noun,
                         const struct record_head *head, const char *verb)
{
    record_page_values(page, noun, head);
    view_text(page->view, "VERB", verb);
    view_include(page->view, "HEAD", "record/subhead.tpl");
}

void record_page_editor(struct page *page, const struct record_noun *noun,
                        const struct record_head *head)
{
    record_page_subhead(page, noun, head, "Edit");
    record_editor_show(page, noun, record_page_url(page, noun->kind, &head->id, ""));
}

/* ---- forms and answers -------------------------------------------------------------------- */

/* Where one sees what a release of the saved version changes. */
static const char *release_url(struct page *page, const struct record_noun *noun,
                               const struct record_saved *saved)
{
    const char *rest =
        arena_printf(page->arena, "/releases/change?label=production&to_version=%lld",
                     (long long)saved->version);
    return record_page_url(page, noun->kind, &saved->id, rest);
}

enum err record_page_created(struct page *page, const struct record_noun *noun,
                             const struct record_saved *saved)
{
    return page_redirect(
        page,
        record_editor_releases(page) ? release_url(page, noun, saved)
                                     : record_page_url(page, noun->kind, &saved->id, ""),
        "success", arena_printf(page->arena, "%s created. This is its version 1.", noun->title));
}

enum err record_page_saved_version(struct page *page, const struct record_noun *noun,
                                   const struct record_saved *saved, const char *warning)
{
    const char *kind = warning == NULL ? "success" : "warning";
    const char *message =
        arena_printf(page->arena, "Saved as version %lld.%s%s", (long long)saved->version,
                     warning == NULL ? "" : " ", warning == NULL ? "" : warning);
    if (record_editor_releases(page))
        return page_redirect(page, release_url(page, noun, saved), kind, message);
    /* The page of the release has the verb that fits; these are the words of the right that most
     * have. */
    const struct page_step steps[] = {
        {"Compare", record_page_url(page, noun->kind, &saved->id, "/diff"), false},
        {record_editor_may_release(page) ? "Release" : "Propose for production",
         release_url(page, noun, saved), false},
    };
    return page_redirect_next(page, record_page_url(page, noun->kind, &saved->id, ""), kind,
                              message, steps, (int)COUNT_OF(steps));
}

enum err record_page_saved(struct page *page, const struct record_noun *noun,
                           const struct record_saved *saved)
{
    if (saved->is_new_version)
        return record_page_saved_version(page, noun, saved, NULL);
    return page_redirect(page, record_page_url(page, noun->kind, &saved->id, ""), "success",
                         saved->is_changed
                             ? "Saved. The content is the same, so there is no new version."
                             : "Nothing was changed, so nothing was saved.");
}

enum err record_page_show(struct page *page, int status, const char *verb, const char *name,
                          const char *file)
{
    return page_show(page, status, arena_printf(page->arena, "%s %s", verb, name), file);
}

const char *record_page_name(const char *name)
{
    return name == NULL ? "an erased user" : name;
}

void record_page_person(struct view *view, const char *key, const char *name)
{
    view_text(view, key, record_page_name(name));
}

const char *record_page_count(struct page *page, int64_t count, const char *noun)
{
    return text_counted(page->arena, count, noun);
}

struct view *record_page_stale(struct page *page, struct form *form, const struct record_head *now)
{
    struct arena *arena = page->arena;
    form_error(form, "",
               arena_printf(arena,
                            "This %s was changed while you were editing it. Its newest version is "
                            "%lld, by %s. What you typed is still here, and the changes are below "
                            "it. Save again to replace what is there.",
                            now->store->kind->noun, (long long)now->version,
                            record_page_name(now->author_name)));
    form_render(form, page_view(page));
    struct view *stale = view_add(page->view, "STALE");
    view_number(stale, "NOW_VERSION", now->version);
    view_include(stale, "STALE_FIELDS", "record/stale.tpl");
    return stale;
}

void record_page_differs(struct view *others, const char *label, const char *now, const char *yours)
{
    if (strcmp(now, yours) == 0)
        return;
    struct view *field = view_add(others, "OTHER_FIELD");
    view_text(field, "FIELD_LABEL", label);
    view_text(field, "NOW", now);
    view_text(field, "YOURS", yours);
}

void record_page_compare(struct page *page, struct view *view, const struct record_head *now,
                         const struct record_draft *yours)
{
    const char *tags = tag_list_join(page->arena, &now->tags);
    if (strcmp(now->name, yours->name) == 0 && strcmp(tags, yours->tags) == 0 &&
        strcmp(now->description, yours->description) == 0)
        return;
    struct view *others = view_add(view, "OTHER_FIELDS");
    record_page_differs(others, "Name", now->name, yours->name);
    record_page_differs(others, "Description", now->description, yours->description);
    record_page_differs(others, "Tags", tags, yours->tags);
}

void record_page_path(struct view *view, const char *name)
{
    const char *leaf = record_name_leaf(name);
    view_set_key(view, view_key("PATH_TO"), name, (size_t)(leaf - name));
    view_text(view, "LEAF", leaf);
    view_text(view, "NAME", name);
}

void record_page_label(struct view *view, const char *label)
{
    view_text(view, "LABEL_NAME", label);
    view_text(view, "LABEL_CLASS",
              strcmp(label, LABEL_PRODUCTION) == 0 ? " production"
              : strcmp(label, LABEL_STAGING) == 0  ? " staging"
                                                   : "");
}

void record_page_version(struct view *view, const char *key, int64_t version)
{
    if (version > 0)
        view_number(view_add(view, key), "N", version);
}

enum err record_page_refuse(struct page *page, struct form *form, enum err err, const char *title,
                            const char *file)
{
    if (form->request->form_refusal != NULL || err == ERR_INVALID)
        return page_show_form(page, form, title, file);
    form_render(form, page_view(page));
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    enum err shown = page_show(page, err == ERR_DENIED ? 403 : 409, title, file);
    return shown == ERR_NONE && err == ERR_DENIED ? ERR_DENIED : shown;
}

static const char *usual_message(enum err err)
{
    switch (err) {
    case ERR_DENIED:
        return "Your persona does not include this right.";
    case ERR_STALE:
        return "Someone else changed this in the meantime. Look at how it is now, and try again.";
    case ERR_CONFLICT:
        return "This collides with what is there.";
    default:
        return "This can't be saved as it is.";
    }
}

bool record_page_problem(struct form *form, enum err err, const struct problem *problem)
{
    if (err == ERR_NONE || err == ERR_NOT_FOUND || err == ERR_UNAVAILABLE)
        return false;
    const char *field = problem->field == NULL ? "" : problem->field;
    bool is_known = false;
    for (int i = 0; i < form->field_count; i++)
        is_known = is_known || strcmp(form->fields[i].name, field) == 0;
    form_error(form, is_known ? field : "",
               problem->message == NULL ? usual_message(err) : problem->message);
    if (problem->record_path != NULL)
        form_error_link(form, problem->record_path, problem->record_name);
    return true;
}

enum err record_page_mend(struct form *form, enum err err, const struct problem *problem)
{
    if (err != ERR_INVALID && err != ERR_CONFLICT)
        return err;
    (void)record_page_problem(form, err, problem);
    return ERR_INVALID;
}
