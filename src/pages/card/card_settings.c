#include "data/card/card_content.h"
#include "data/card/card_key_change.h"
#include "data/card/card_list.h"
#include "data/organization/organization.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"

/* The agent cards of the organization: which are published, and what they are signed with. */

static const char title[] = "Agent cards";
static const char file[] = "card/settings.tpl";
static const char path[] = "/settings/agent-cards";

enum { KID_MAX = 100 };

struct replace_form {
    const char *kid; /* of the key that the person saw */
};

static const struct form_field fields[] = {
    {.name = "kid",
     .label = "Key",
     .kind = FORM_LINE,
     .max_bytes = KID_MAX,
     .offset = offsetof(struct replace_form, kid)},
};

/* ---- what is there ------------------------------------------------------------------------ */

static void show_key(struct page *page, struct view *table, const struct card_key *key)
{
    struct view *row = view_add(table, "KEY");
    view_text(row, "KID", key->kid);
    page_time(page, row, "MADE", key->created_at);
    if (key->replaced_at == 0) {
        view_show(row, "SIGNS", true);
        return;
    }
    struct view *replaced = view_add(row, "REPLACED");
    page_uuid(page, replaced, "KEY_ID", &key->id);
    view_text(replaced, "KID", key->kid);
    page_time(page, replaced, "UNTIL", key->until);
}

static enum err show_keys(struct page *page)
{
    struct card_key_list keys;
    enum err err = card_key_list(page->db, page->actor, &keys);
    if (err != ERR_NONE)
        return err;
    view_show(page->view, "NO_KEY", keys.count == 0);
    view_number(page->view, "KEY_DAYS", CARD_KEY_DAYS);
    if (keys.count == 0)
        return ERR_NONE;
    struct view *table = view_add(page->view, "KEYS");
    view_text(table, "KID_NOW", keys.items[0].kid);
    for (int i = 0; i < keys.count; i++)
        show_key(page, table, &keys.items[i]);
    return ERR_NONE;
}

static void show_card(struct page *page, struct view *table, const struct card_row *card)
{
    struct view *row = view_add(table, "CARD");
    record_page_path(row, card->name);
    view_text(row, "ICON", card->card.kind->name);
    view_text(row, "CARD_URL",
              record_page_url(page, card->card.kind, &card->card.record_id, "/card"));
    view_text(row, "SLUG", card->card.slug);
    view_show(row, "IS_PUBLIC", card->card.is_public);
    view_show(row, "IS_PRIVATE", !card->card.is_public);
    view_show(row, "IS_SIGNED", card->card.is_signed);
    view_show(row, "IS_ARCHIVED", card->is_archived);
}

static enum err show_cards(struct page *page)
{
    struct card_list cards;
    enum err err = card_list(page->db, page->actor, &cards);
    if (err != ERR_NONE)
        return err;
    view_show(page->view, "NO_CARDS", cards.count == 0);
    if (cards.count == 0)
        return ERR_NONE;
    struct view *table = view_add(page->view, "CARDS");
    view_show(table, "MORE_CARDS", cards.has_more);
    for (int i = 0; i < cards.count; i++)
        show_card(page, table, &cards.rows[i]);
    return ERR_NONE;
}

static enum err fill(struct page *page)
{
    struct organization organization;
    struct view *view = page_view(page);
    enum err err =
        organization_get(page->db, page->actor, &page->actor->organization_id, &organization);
    if (err == ERR_NONE)
        err = show_keys(page);
    if (err == ERR_NONE)
        err = show_cards(page);
    if (err == ERR_NONE)
        view_text(view, "KEYS_ADDRESS",
                  card_keys_url(page->arena, page->config->public_url, organization.slug));
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    return err;
}

enum err page_card_settings(struct page *page)
{
    enum err err = fill(page);
    return err == ERR_NONE ? page_show(page, 200, title, file) : err;
}

/* ---- its key ------------------------------------------------------------------------------ */

static enum err refuse(struct page *page, struct form *form, enum err err)
{
    enum err filled = fill(page);
    return filled == ERR_NONE ? record_page_refuse(page, form, err, title, file) : filled;
}

enum err page_card_key_post(struct page *page)
{
    struct form form;
    struct replace_form typed = {.kid = ""};
    struct problem problem = {0};
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err != ERR_NONE)
        return refuse(page, &form, err);
    err = card_key_replace(page->db, page->actor, typed.kid, &problem);
    if (err == ERR_NONE)
        return page_redirect(page, path, "success",
                             "The signing key is replaced. Cards are signed with the new one from "
                             "now on.");
    return record_page_problem(&form, err, &problem) ? refuse(page, &form, err) : err;
}

enum err page_card_key_withdraw_post(struct page *page)
{
    struct form form;
    struct problem problem = {0};
    if (page_parse_empty(page, &form) != ERR_NONE)
        return page_offer_again(page, &form, "Withdraw key");
    enum err err = card_key_withdraw(page->db, page->actor, &page->match.ids[0], &problem);
    if (err == ERR_NONE)
        return page_redirect(page, path, "success",
                             "The key is withdrawn. Programs that ask from now on don’t find it; "
                             "answers that they have live for a minute.");
    return record_page_problem(&form, err, &problem) ? refuse(page, &form, err) : err;
}
