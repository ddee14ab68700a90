#include <string.h>

#include "data/card/card_content.h"
#include "data/card/card_serve.h"
#include "data/organization/organization.h"
#include "domain/agent_card/agent_card_slug.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"

/* The agent card of an agent or a team: publishing it, what it says, taking it away. */

static const char verb[] = "Agent card of";
static const char file[] = "card/card.tpl";
enum { SLUG_BYTES_MAX = 200 /* of what is typed, before its rule */ };

static const struct form_field fields[] = {
    {.name = "slug",
     .label = "Address",
     .kind = FORM_LINE,
     .is_required = true,
     .max_bytes = SLUG_BYTES_MAX,
     .offset = offsetof(struct card_settings, slug)},
    {.name = "provider_url",
     .label = "Provider's website",
     .kind = FORM_LINE,
     .max_bytes = CARD_PROVIDER_URL_MAX,
     .offset = offsetof(struct card_settings, provider_url)},
    {.name = "is_public",
     .label = "Public",
     .kind = FORM_BOOL,
     .offset = offsetof(struct card_settings, is_public)},
    {.name = "is_signed",
     .label = "Signed",
     .kind = FORM_BOOL,
     .offset = offsetof(struct card_settings, is_signed)},
    {.name = "accept",
     .label = "Change the address",
     .kind = FORM_BOOL,
     .offset = offsetof(struct card_settings, accepts_slug)},
    RECORD_REVISION_FIELD(struct card_settings, revision),
};

/* The record, its card (revision 0: none), what the card says, and whose it is. */
struct card_page {
    struct record_head *head;
    struct card card;
    struct card_content content;
    struct organization organization;
};

static enum err load(struct page *page, struct card_page *shown)
{
    const struct record_noun *noun = record_noun_of_page(page);
    shown->head = arena_alloc(page->arena, noun->store->size);
    shown->card = (struct card){.revision = 0};
    enum err err = record_load(page->db, page->actor, noun->store, &page->match.ids[0],
                               noun->kind->read, RECORD_HEAD_ONLY, shown->head);
    if (err != ERR_NONE)
        return err;
    err = card_get(page->db, shown->head, &shown->card);
    if (err == ERR_NONE || err == ERR_NOT_FOUND)
        err = organization_get(page->db, page->actor, &page->actor->organization_id,
                               &shown->organization);
    if (err == ERR_NONE)
        err = card_content_load(page->db, noun->store, &shown->head->organization_id,
                                &shown->head->id, &shown->content);
    return err;
}

/* ---- what it says ------------------------------------------------------------------------- */

static const char *address_of(struct page *page, const struct card_page *shown, const char *rest)
{
    return arena_printf(page->arena, "%s/a2a/%s/agents/%s%s", page->config->public_url,
                        shown->organization.slug, shown->card.slug, rest);
}

/* *problem: why there is none. */
static enum err show_generation(struct page *page, struct card_make *make,
                                enum agent_card_generation generation, const char **problem)
{
    json_t *json = NULL;
    make->generation = generation;
    enum err err = card_make(page->db, make, &json, problem);
    if (err != ERR_NONE)
        return err;
    bool is_new = generation == AGENT_CARD_1_0;
    struct view *view = view_add(page->view, "GENERATION");
    view_text(view, "TITLE", is_new ? "A2A 1.0" : "A2A 0.3");
    view_text(view, "JSON_ID", is_new ? "card-1-0" : "card-0-3");
    view_text(view, "JSON", json_format(page->arena, json, JSON_INDENTED).data);
    return ERR_NONE;
}

/* As it is served, or, before it is published, as it would be to programs with a token. Or what is
 * missing. */
static enum err show_preview(struct page *page, const struct card_page *shown)
{
    const char *problem = NULL;
    struct card_make make = {.card = &shown->card,
                             .content = &shown->content,
                             .public_url = page->config->public_url,
                             .organization_slug = shown->organization.slug};
    enum err err = show_generation(page, &make, AGENT_CARD_1_0, &problem);
    if (problem != NULL) {
        view_text(view_add(page->view, "MISSING"), "WHY", problem);
        return ERR_NONE;
    }
    view_show(page->view, "PREVIEW", err == ERR_NONE);
    return err == ERR_NONE ? show_generation(page, &make, AGENT_CARD_0_3, &problem) : err;
}

/* ---- the page ----------------------------------------------------------------------------- */

static enum err show_form(struct page *page, const struct card_page *shown)
{
    struct view *view = page->view;
    const char *slug = shown->card.slug;
    const char *url = "";
    bool is_new = shown->card.revision == 0;
    enum err err = is_new ? card_propose_slug(page->db, shown->head, &slug)
                          : card_provider_url(page->db, &shown->card, &url);
    if (err != ERR_NONE)
        return err;
    view_text(view, "SLUG", slug);
    view_text(view, "PROVIDER_URL", url);
    view_show(view, "IS_PUBLIC_CHECKED", shown->card.is_public);
    view_show(view, "IS_SIGNED_CHECKED", shown->card.is_signed);
    return ERR_NONE;
}

/* What is there whatever was typed. */
static enum err fill(struct page *page, struct card_page *shown)
{
    enum err err = load(page, shown);
    if (err != ERR_NONE)
        return err;
    const struct card *card = &shown->card;
    bool is_there = card->revision > 0;
    bool may_set = card_may_set(page->actor, shown->head) && shown->head->archived_at == 0;
    record_page_subhead(page, record_noun_of_page(page), shown->head, verb);
    struct view *view = page->view;
    view_show(view, shown->head->store->kind->id == RECORD_TEAM ? "IS_TEAM" : "IS_AGENT", true);
    view_show(view, "NOT_PUBLISHED", !is_there);
    view_number(view, "REVISION_NOW", card->revision);
    view_text(view, "BEGINNING",
              arena_printf(page->arena, "%s/a2a/%s/agents/", page->config->public_url,
                           shown->organization.slug));
    view_text(view, "ORGANIZATION", shown->organization.name);
    view_text(view, "ACTION", is_there ? "Save card" : "Publish card");
    view_show(view, may_set ? "MAY_SET" : "MAY_NOT_SET", true);
    if (is_there) {
        struct view *published = view_add(view, "PUBLISHED");
        view_show(published, card->is_public ? "IS_PUBLIC" : "IS_PRIVATE", true);
        view_show(published, "IS_SIGNED", card->is_signed);
        view_text(published, "ADDRESS", address_of(page, shown, "/.well-known/agent-card.json"));
        view_text(published, "BASE_ADDRESS", address_of(page, shown, "/"));
        if (card->is_signed)
            view_text(
                view_add(published, "KEYS"), "KEYS_ADDRESS",
                card_keys_url(page->arena, page->config->public_url, shown->organization.slug));
        view_show(published, "MAY_REMOVE", may_set);
    }
    return show_preview(page, shown);
}

enum err page_card(struct page *page)
{
    struct card_page shown;
    enum err err = fill(page, &shown);
    if (err == ERR_NONE)
        err = show_form(page, &shown);
    return err == ERR_NONE ? record_page_show(page, 200, verb, shown.head->name, file) : err;
}

static enum err refuse(struct page *page, struct form *form, enum err err,
                       const struct problem *problem)
{
    struct card_page shown;
    enum err filled = fill(page, &shown);
    if (filled != ERR_NONE)
        return filled;
    view_show(page->view, "MUST_ACCEPT",
              problem->field != NULL && strcmp(problem->field, "accept") == 0);
    return record_page_refuse(page, form, err,
                              arena_printf(page->arena, "%s %s", verb, shown.head->name), file);
}

enum err page_card_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    const struct uuid *id = &page->match.ids[0];
    struct form form;
    struct card_settings typed;
    struct problem problem = {.field = NULL};
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err != ERR_NONE)
        return refuse(page, &form, err, &problem);
    err = card_set(page->db, page->actor, noun->store, id, &typed, &problem);
    if (err == ERR_NONE)
        return page_redirect(page, record_page_url(page, noun->kind, id, "/card"), "success",
                             typed.revision == 0
                                 ? "The agent card is published."
                                 : "The agent card is saved. Programs may keep the one before "
                                   "for a minute.");
    return record_page_problem(&form, err, &problem) ? refuse(page, &form, err, &problem) : err;
}

/* ---- taking it away ----------------------------------------------------------------------- */

enum err page_card_remove(struct page *page)
{
    struct card_page shown;
    enum err err = load(page, &shown);
    if (err == ERR_NONE && shown.card.revision == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE && !card_may_set(page->actor, shown.head))
        err = ERR_DENIED;
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, record_noun_of_page(page), shown.head, "Unpublish card of");
    view_text(page->view, "ADDRESS", address_of(page, &shown, "/.well-known/agent-card.json"));
    return record_page_show(page, 200, "Unpublish card of", shown.head->name, "card/remove.tpl");
}

enum err page_card_remove_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    const struct uuid *id = &page->match.ids[0];
    struct form form;
    struct problem problem = {.field = NULL};
    if (page_parse_empty(page, &form) != ERR_NONE)
        return page_offer_again(page, &form, "Unpublish card");
    enum err err = card_remove(page->db, page->actor, noun->store, id, &problem);
    return err == ERR_NONE
               ? page_redirect(page, record_page_url(page, noun->kind, id, "/card"), "success",
                               "The agent card is no longer published. Copies live for a minute "
                               "at most.")
               : err;
}
