#include "data/card/card.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/card/card_key.h"
#include "data/db/query.h"
#include "data/record/record_audit.h"
#include "data/record/record_load.h"
#include "data/vault/vault.h"
#include "domain/agent_card/agent_card_address.h"
#include "domain/agent_card/agent_card_slug.h"

enum { SLUG_TRIES = 100 };

/* ---- reading ------------------------------------------------------------------------------ */

void card_read_row(const struct db_result *result, int row, const struct uuid *organization_id,
                   struct card *card)
{
    bool is_team = db_is_null(result, row, 1);
    *card = (struct card){
        .id = db_get_uuid(result, row, 0),
        .organization_id = *organization_id,
        .record_id = db_get_uuid(result, row, is_team ? 2 : 1),
        .kind = &record_kinds[is_team ? RECORD_TEAM : RECORD_AGENT],
        .slug = db_get_text(result, row, 3),
        .is_public = db_get_bool(result, row, 4),
        .is_signed = db_get_bool(result, row, 5),
        .revision = db_get_int(result, row, 6),
        .updated_at = db_get_time(result, row, 7),
        .sealed_provider_url = db_get_bytes(result, row, 8),
    };
}

enum err card_get(struct db *db, const struct record_head *head, struct card *card)
{
    struct query q;
    struct db_result result;
    bool is_team = head->store->kind->id == RECORD_TEAM;
    query_begin(&q, db, "SELECT " CARD_COLUMNS " FROM cards c");
    query_bind(&q, " WHERE c.organization_id = ", db_uuid(&head->organization_id));
    query_bind(&q, is_team ? " AND c.team_id = " : " AND c.agent_id = ", db_uuid(&head->id));
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE || result.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    card_read_row(&result, 0, &head->organization_id, card);
    return ERR_NONE;
}

bool card_may_set(const struct actor *actor, const struct record_head *head)
{
    struct policy_target target = record_target(head);
    return policy_allows(actor, head->store->kind->change, &target) &&
           policy_allows(actor, PERMISSION_LABEL_MOVE_PROTECTED, &target);
}

static struct seal_place place_of(const struct card *card)
{
    return (struct seal_place){"cards", "provider_url", card->organization_id, card->id};
}

enum err card_provider_url(struct db *db, const struct card *card, const char **url)
{
    struct seal_place place = place_of(card);
    return vault_open_text(db, &place, card->sealed_provider_url, url);
}

static enum err find_slug(struct db *db, const struct uuid *organization_id, const char *slug,
                          bool *is_taken)
{
    struct db_result result;
    enum err err =
        db_select(db, &result, "SELECT 1 FROM cards WHERE organization_id = $1 AND slug = $2",
                  db_uuid(organization_id), db_text(slug));
    *is_taken = err == ERR_NONE && result.row_count > 0;
    return err;
}

enum err card_propose_slug(struct db *db, const struct record_head *head, const char **slug)
{
    bool is_taken = true;
    enum err err = ERR_NONE;
    for (int number = 1; err == ERR_NONE && is_taken && number < SLUG_TRIES; number++) {
        *slug = agent_card_slug_make(db_arena(db), head->name, number);
        err = find_slug(db, &head->organization_id, *slug, &is_taken);
    }
    return err;
}

/* ---- rules -------------------------------------------------------------------------------- */

/* What was typed, without looking at what is there. */
static enum err check(const struct work *work, const struct card_settings *settings)
{
    const char *message = NULL;
    const char *url = settings->provider_url;
    if (agent_card_slug_check(settings->slug, &message) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "slug", message);
    bool is_web = text_starts_with(url, "https://") || text_starts_with(url, "http://");
    if (url[0] != '\0' &&
        (!is_web || strpbrk(url, "@ ") != NULL || strlen(url) > CARD_PROVIDER_URL_MAX ||
         !agent_card_address_is_public(db_arena(work->db), url)))
        return work_refuse(work, ERR_INVALID, "provider_url",
                           "Enter a public web address such as https://example.com.");
    return ERR_NONE;
}

static enum err check_slug(const struct work *work, const struct record_head *head,
                           const struct card *before, const struct card_settings *settings)
{
    bool is_taken = false;
    bool is_new = before->revision == 0;
    if (!is_new && strcmp(before->slug, settings->slug) == 0)
        return ERR_NONE;
    enum err err = find_slug(work->db, &head->organization_id, settings->slug, &is_taken);
    if (err == ERR_NONE && is_taken)
        return work_refuse(work, ERR_CONFLICT, "slug",
                           "Another agent or team has this address. Choose another one.");
    if (err == ERR_NONE && !is_new && !settings->accepts_slug)
        return work_refuse(work, ERR_CONFLICT, "accept",
                           arena_printf(db_arena(work->db),
                                        "Programs that use the address with “%s” won’t find this "
                                        "%s any more.",
                                        before->slug, head->store->kind->name));
    return err;
}

/* The record and its card (revision 0: none), which the actor may publish, in the open write
 * transaction. */
static enum err load(const struct work *work, const struct record_store *store,
                     const struct uuid *record_id, struct record_head *head, struct card *card)
{
    *card = (struct card){.revision = 0};
    enum err err = record_load(work->db, work->actor, store, record_id, store->kind->change,
                               RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    if (!card_may_set(work->actor, head))
        return work_refuse(work, ERR_DENIED, "",
                           "Publishing a card is like a release: it needs the right to move "
                           "protected labels.");
    err = card_get(work->db, head, card);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

/* ---- publishing --------------------------------------------------------------------------- */

static enum err insert(const struct work *work, const struct record_head *head,
                       const struct card *card, struct db_value url)
{
    const struct uuid *organization_id = &head->organization_id;
    bool is_team = head->store->kind->id == RECORD_TEAM;
    struct uuid none = {{0}};
    return db_change_one(
        work->db,
        "INSERT INTO cards (organization_id, id, agent_id, team_id, slug, is_public, is_signed, "
        "revision, updated_at, provider_url) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        db_uuid(organization_id), db_uuid(&card->id), db_uuid_or_null(is_team ? &none : &head->id),
        db_uuid_or_null(is_team ? &head->id : &none), db_text(card->slug), db_bool(card->is_public),
        db_bool(card->is_signed), db_int(card->revision), db_time(card->updated_at), url);
}

static enum err change(const struct work *work, const struct card *card, struct db_value url)
{
    return db_change_one(
        work->db,
        "UPDATE cards SET slug = $1, is_public = $2, is_signed = $3, revision = $4, "
        "updated_at = $5, provider_url = $6 WHERE organization_id = $7 AND id = $8",
        db_text(card->slug), db_bool(card->is_public), db_bool(card->is_signed),
        db_int(card->revision), db_time(card->updated_at), url, db_uuid(&card->organization_id),
        db_uuid(&card->id));
}

static const char *yes(bool is_so)
{
    return is_so ? "yes" : "no";
}

static json_t *describe(const struct card *before, const char *url_before, const struct card *now,
                        const char *url_now)
{
    bool is_new = before->revision == 0;
    json_t *details = json_object();
    audit_change(details, "slug", before->slug, now->slug);
    audit_change(details, "public", is_new ? NULL : yes(before->is_public), yes(now->is_public));
    audit_change(details, "signed", is_new ? NULL : yes(before->is_signed), yes(now->is_signed));
    audit_change(details, "provider_url", work_text(url_before), work_text(url_now));
    return details;
}

static enum err store(const struct work *work, const struct record_head *head,
                      const struct card *before, const struct card_settings *settings)
{
    const char *url_before = "";
    struct db_value url;
    struct card now = *before;
    enum err err =
        before->revision == 0 ? ERR_NONE : card_provider_url(work->db, before, &url_before);
    if (before->revision == 0)
        now.id = uuid_make();
    now.organization_id = head->organization_id;
    now.slug = settings->slug;
    now.is_public = settings->is_public;
    now.is_signed = settings->is_signed;
    now.updated_at = clock_now();
    now.revision++;
    json_t *details = describe(before, url_before, &now, settings->provider_url);
    if (err != ERR_NONE || json_object_size(details) == 0)
        return err;
    struct seal_place place = place_of(&now);
    err = vault_seal_text(work->db, &place, settings->provider_url, &url);
    if (err == ERR_NONE && now.is_signed)
        err = card_key_need(work->db, &now.organization_id);
    if (err == ERR_NONE)
        err = before->revision == 0 ? insert(work, head, &now, url) : change(work, &now, url);
    return err == ERR_NONE
               ? record_audit(work, head, before->revision == 0 ? "card.publish" : "card.update",
                              details)
               : err;
}

static enum err set_inside(const struct work *work, const struct record_store *records,
                           const struct uuid *record_id, const struct card_settings *settings)
{
    struct record_head *head = arena_alloc(db_arena(work->db), records->size);
    struct card before;
    enum err err = load(work, records, record_id, head, &before);
    if (err == ERR_NONE)
        err = record_check_active(work, head);
    if (err == ERR_NONE && before.revision != settings->revision)
        return work_refuse(work, ERR_STALE, "",
                           "Someone else changed this card in the meantime. Look at it and save "
                           "yours again.");
    if (err == ERR_NONE)
        err = check_slug(work, head, &before, settings);
    return err == ERR_NONE ? store(work, head, &before, settings) : err;
}

enum err card_set(struct db *db, const struct actor *actor, const struct record_store *records,
                  const struct uuid *record_id, const struct card_settings *settings,
                  struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = check(&work, settings);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, records, set_inside(&work, records, record_id, settings),
                         settings->revision == 0 ? "card.publish" : "card.update", record_id);
}

/* ---- taking it away ----------------------------------------------------------------------- */

static enum err remove_inside(const struct work *work, const struct record_store *records,
                              const struct uuid *record_id)
{
    struct record_head *head = arena_alloc(db_arena(work->db), records->size);
    struct card card;
    enum err err = load(work, records, record_id, head, &card);
    if (err == ERR_NONE && card.revision == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        err = db_change_one(work->db, "DELETE FROM cards WHERE organization_id = $1 AND id = $2",
                            db_uuid(&card.organization_id), db_uuid(&card.id));
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "slug", card.slug, NULL);
    return record_audit(work, head, "card.remove", details);
}

enum err card_remove(struct db *db, const struct actor *actor, const struct record_store *records,
                     const struct uuid *record_id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, records, remove_inside(&work, records, record_id), "card.remove",
                         record_id);
}
