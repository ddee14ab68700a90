#include "data/register/register.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/record/organization_flag.h"
#include "data/record/record_audit.h"
#include "data/record/record_load.h"
#include "data/record/record_version.h"
#include "data/record/work_check.h"
#include "data/release/record_ahead.h"
#include "data/vault/vault.h"
#include "domain/agent/agent_config.h"
#include "domain/record/label.h"

/* ---- saving ------------------------------------------------------------------------------- */

/* The texts as they are stored. */
static enum err check_texts(const struct work *work, const struct register_draft *draft,
                            struct register_entry *entry)
{
    for (int i = 0; i < REGISTER_TEXT_COUNT; i++) {
        const char *problem = NULL;
        if (register_text_parse(db_arena(work->db), draft->texts[i], &entry->texts[i], &problem) !=
            ERR_NONE)
            return work_refuse(work, ERR_INVALID, register_text_names[i], problem);
    }
    entry->risk = draft->risk;
    entry->oversight_id = draft->oversight_id;
    entry->review_on = draft->review_on;
    return ERR_NONE;
}

static bool is_same(const struct register_entry *a, const struct register_entry *b)
{
    bool is_same = a->risk == b->risk && a->review_on == b->review_on &&
                   uuid_equal(&a->oversight_id, &b->oversight_id);
    for (int i = 0; i < REGISTER_TEXT_COUNT; i++)
        is_same = is_same && strcmp(a->texts[i], b->texts[i]) == 0;
    return is_same;
}

/* Nobody new is named who could not do it. */
static enum err check_oversight(const struct work *work, const struct record_head *head,
                                const struct register_entry *before,
                                const struct register_entry *after)
{
    if (uuid_is_nil(&after->oversight_id) ||
        uuid_equal(&before->oversight_id, &after->oversight_id))
        return ERR_NONE;
    enum err err = work_check_owner(work, &head->organization_id, &after->oversight_id);
    if (err == ERR_INVALID)
        return work_refuse(work, ERR_INVALID, "oversight_id",
                           "Choose an active person of the organization.");
    return err;
}

static enum err insert_version(const struct work *work, const struct record_head *head,
                               const struct register_entry *entry)
{
    struct uuid id = uuid_make();
    struct db_value sealed[REGISTER_TEXT_COUNT];
    for (int i = 0; i < REGISTER_TEXT_COUNT; i++) {
        struct seal_place place =
            register_text_place((enum register_text)i, &head->organization_id, &id);
        enum err err = vault_seal_text(work->db, &place, entry->texts[i], &sealed[i]);
        if (err != ERR_NONE)
            return err;
    }
    return db_change_one(
        work->db,
        "INSERT INTO register_versions (organization_id, record_id, revision, id, risk_class, "
        "oversight_id, review_on, author_id, created_at, purpose, data_categories, "
        "affected_people, risk_reason) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        db_uuid(&head->organization_id), db_uuid(&head->id), db_int(entry->revision), db_uuid(&id),
        db_text(register_risk_names[entry->risk]), db_uuid_or_null(&entry->oversight_id),
        db_time_or_null(entry->review_on), db_uuid(&work->actor->user_id), db_time(clock_now()),
        sealed[REGISTER_PURPOSE], sealed[REGISTER_DATA_CATEGORIES],
        sealed[REGISTER_AFFECTED_PEOPLE], sealed[REGISTER_RISK_REASON]);
}

/* What people fill in; the providers are those of the configs. */
static bool is_complete(struct db *db, const struct register_entry *entry)
{
    struct register_facts facts = {.has_provider = true,
                                   .risk = entry->risk,
                                   .has_oversight = !uuid_is_nil(&entry->oversight_id),
                                   .has_review = entry->review_on != 0};
    for (int i = 0; i < REGISTER_TEXT_COUNT; i++)
        facts.texts[i] = entry->texts[i];
    return register_missing(db_arena(db), &facts)[0] == '\0';
}

static enum err set_current(const struct work *work, const struct record_head *head,
                            const struct register_entry *entry)
{
    return db_change_one(
        work->db,
        "INSERT INTO register_entries (organization_id, record_id, kind, revision, risk_class, "
        "oversight_id, review_on, is_complete, updated_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
        "ON CONFLICT (organization_id, record_id) DO UPDATE SET revision = excluded.revision, "
        "risk_class = excluded.risk_class, oversight_id = excluded.oversight_id, "
        "review_on = excluded.review_on, is_complete = excluded.is_complete, "
        "updated_at = excluded.updated_at",
        db_uuid(&head->organization_id), db_uuid(&head->id), db_text(head->store->kind->name),
        db_int(entry->revision), db_text(register_risk_names[entry->risk]),
        db_uuid_or_null(&entry->oversight_id), db_time_or_null(entry->review_on),
        db_bool(is_complete(work->db, entry)), db_time(clock_now()));
}

static const char *day_or_null(struct db *db, int64_t time)
{
    if (time == 0)
        return NULL;
    char *text = arena_alloc(db_arena(db), CLOCK_DAY_LEN);
    clock_format_day(time, text);
    return text;
}

static const char *id_or_null(struct db *db, const struct uuid *id)
{
    return uuid_is_nil(id) ? NULL : work_id(db, id);
}

static const char *risk_or_null(const struct register_entry *entry)
{
    return entry->revision == 0 ? NULL : register_risk_names[entry->risk];
}

static json_t *describe(struct db *db, const struct register_entry *before,
                        const struct register_entry *after)
{
    json_t *details = json_object();
    audit_change(details, "entry", work_number(db, before->revision),
                 work_number(db, after->revision));
    audit_change(details, "risk_class", risk_or_null(before), risk_or_null(after));
    audit_change(details, "oversight_id", id_or_null(db, &before->oversight_id),
                 id_or_null(db, &after->oversight_id));
    audit_change(details, "review_on", day_or_null(db, before->review_on),
                 day_or_null(db, after->review_on));
    for (int i = 0; i < REGISTER_TEXT_COUNT; i++)
        audit_change(details, arena_printf(db_arena(db), "register.%s", register_text_names[i]),
                     work_text(before->texts[i]), work_text(after->texts[i]));
    return details;
}

static enum err write(const struct work *work, const struct record_head *head,
                      const struct register_entry *before, struct register_entry *after)
{
    after->revision = before->revision + 1;
    enum err err = insert_version(work, head, after);
    if (err == ERR_NONE)
        err = set_current(work, head, after);
    if (err != ERR_NONE)
        return err;
    return record_audit(work, head, "register.update", describe(work->db, before, after));
}

static enum err save(const struct work *work, const struct record_store *store,
                     const struct register_draft *draft, struct register_entry *after)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    struct register_entry before;
    enum err err = record_load(work->db, work->actor, store, &draft->record_id, store->kind->change,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE && uuid_is_nil(&work->actor->user_id))
        err = ERR_DENIED;
    if (err == ERR_NONE)
        err = record_check_active(work, head);
    if (err == ERR_NONE)
        err = register_entry_load(work->db, head, &before);
    if (err != ERR_NONE)
        return err;
    if (before.revision != draft->based_on_revision)
        return work_refuse(work, ERR_STALE, "", "Someone saved this entry since you opened it.");
    if (is_same(&before, after))
        return ERR_NONE;
    err = check_oversight(work, head, &before, after);
    return err == ERR_NONE ? write(work, head, &before, after) : err;
}

enum err register_save(struct db *db, const struct actor *actor, const struct record_store *store,
                       const struct register_draft *draft, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct register_entry entry = {.revision = 0};
    enum err err = check_texts(&work, draft, &entry);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, store, save(&work, store, draft, &entry), "register.update",
                         &draft->record_id);
}

enum err register_forget(struct db *db, const struct record_head *head)
{
    enum err err =
        db_change(db, "DELETE FROM register_entries WHERE organization_id = $1 AND record_id = $2",
                  db_uuid(&head->organization_id), db_uuid(&head->id));
    if (err != ERR_NONE)
        return err;
    return db_change(db,
                     "DELETE FROM register_versions WHERE organization_id = $1 AND record_id = $2",
                     db_uuid(&head->organization_id), db_uuid(&head->id));
}

/* ---- what the organization asks ------------------------------------------------------------ */

void register_required_ahead(struct db *db, const struct uuid *organization_id)
{
    organization_flag_ahead(db, organization_id);
}

enum err register_is_required(struct db *db, const struct actor *actor, bool *is_required)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    if (!policy_allows(actor, PERMISSION_USER_SEE, &target))
        return ERR_DENIED;
    return organization_flag_get(db, &actor->organization_id, FLAG_REQUIRES_REGISTER, is_required);
}

enum err register_require(struct db *db, const struct actor *actor, bool is_required)
{
    return organization_flag_set(db, actor, FLAG_REQUIRES_REGISTER, is_required);
}

/* ---- releases ----------------------------------------------------------------------------- */

static enum err was_live(struct db *db, const struct record_head *head, int64_t version,
                         bool *was_live)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT to_version FROM label_moves WHERE organization_id = $1 "
                             "AND record_id = $2 AND label = $3 AND to_version = $4 LIMIT 1",
                             db_uuid(&head->organization_id), db_uuid(&head->id),
                             db_text(LABEL_PRODUCTION), db_int(version));
    *was_live = err == ERR_NONE && result.row_count > 0;
    return err;
}

/* Where what is missing is filled in: a provider stands in the config of an agent, and a team has
 * those of its members. */
static void show_where(const struct work *work, const struct record_head *head,
                       const struct register_entry *entry)
{
    bool is_agent = head->store->kind->id == RECORD_AGENT;
    bool is_filled_in = is_complete(work->db, entry) && entry->is_oversight_active;
    const char *where = !is_filled_in ? "/register/edit" : is_agent ? "/edit" : "";
    work->problem->record_path =
        arena_printf(db_arena(work->db), "%s/%s%s", head->store->kind->path,
                     work_id(work->db, &head->id), where);
    work->problem->record_name = !is_filled_in ? "the register entry"
                                 : is_agent    ? "the config"
                                               : "the team";
}

static enum err refuse(const struct work *work, const struct record_head *head,
                       const struct register_entry *entry)
{
    enum err err = work_refuse(
        work, ERR_CONFLICT, "",
        arena_printf(db_arena(work->db),
                     "The organization requires a complete entry in the register before a release "
                     "to production. Missing: %s.",
                     entry->missing));
    show_where(work, head, entry);
    return err;
}

/* Of an agent the config of the version that is released counts, not the current one. */
static enum err read_provider(const struct work *work, const struct record_head *head,
                              int64_t version, struct register_entry *entry)
{
    struct db *db = work->db;
    struct record_version released;
    if (head->store->kind->id != RECORD_AGENT || version == head->version)
        return ERR_NONE;
    enum err err = record_version_read(work, head, version, &released);
    if (err != ERR_NONE)
        return err;
    const json_t *config = json_stored(db_arena(db), released.content.parts[0], "a stored config");
    entry->has_provider = agent_config_provider(config)[0] != '\0';
    register_entry_find_missing(db, entry);
    return ERR_NONE;
}

enum err register_check_label(const struct work *work, const struct record_head *head,
                              const char *label, int64_t version)
{
    bool is_required = false, is_known = false;
    struct register_entry entry;
    if (strcmp(label, LABEL_PRODUCTION) != 0)
        return ERR_NONE;
    enum err err = organization_flag_get(work->db, &head->organization_id, FLAG_REQUIRES_REGISTER,
                                         &is_required);
    if (err == ERR_NONE && is_required)
        err = was_live(work->db, head, version, &is_known);
    if (err != ERR_NONE || !is_required || is_known)
        return err;
    err = register_entry_load(work->db, head, &entry);
    if (err == ERR_NONE)
        err = read_provider(work, head, version, &entry);
    if (err != ERR_NONE || entry.missing[0] == '\0')
        return err;
    return refuse(work, head, &entry);
}
