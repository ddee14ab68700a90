#include "data/evidence/evidence_override.h"

#include "base/clock.h"
#include "data/approval/approval_side.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/mail/mail_queue.h"
#include "data/record/record_audit.h"
#include "data/record/record_load.h"
#include "data/record/work_check.h"
#include "data/user/person.h"
#include "data/vault/vault.h"

enum { TOLD_MAX = 200 /* people who get a mail */ };

static struct seal_place place_of(const char *column, const struct uuid *organization_id,
                                  const struct uuid *id)
{
    return (struct seal_place){"label_overrides", column, *organization_id, *id};
}

static struct db_value version_or_null(int64_t version)
{
    return version == 0 ? db_null() : db_int(version);
}

/* ---- telling ------------------------------------------------------------------------------ */

static bool is_told(const struct db_result *rows, int row, const struct record_head *head)
{
    struct policy_target target = record_target(head);
    struct actor person = {
        .kind = ACTOR_USER,
        .user_id = db_get_uuid(rows, row, 0),
        .organization_id = head->organization_id,
        .home_organization_id = head->organization_id,
        .is_active = true,
        .is_superuser = db_get_bool(rows, row, 2),
    };
    return persona_parse(db_get_text(rows, row, 1), &person.persona) == ERR_NONE &&
           policy_allows(&person, PERMISSION_LABEL_APPROVE, &target);
}

static json_t *facts_of(const struct work *work, const struct record_head *head,
                        const struct evidence_override *item, const struct uuid *id)
{
    const char *path =
        arena_printf(db_arena(work->db), "%s/%s/overrides/%s", head->store->kind->path,
                     work_id(work->db, &head->id), work_id(work->db, id));
    return json_pack("{s:s, s:s, s:s?, s:s}", "record", head->name, "label", item->label, "version",
                     work_number(work->db, item->to_version), "path", path);
}

/* Everybody who may approve moves of it, which are those who make the rules as well; but not who
 * did it. */
static enum err tell(const struct work *work, const struct record_head *head,
                     const struct evidence_override *item, const struct uuid *id)
{
    struct db_result rows;
    if (!mail_is_on(work->db))
        return ERR_NONE;
    enum err err = db_select(work->db, &rows,
                             "SELECT id, user_persona, is_superuser FROM users "
                             "WHERE organization_id = $1 AND is_active AND id <> $2 "
                             "ORDER BY id LIMIT 10000",
                             db_uuid(&head->organization_id), db_uuid(&work->actor->user_id));
    int count = 0;
    for (int i = 0; err == ERR_NONE && i < rows.row_count && count < TOLD_MAX; i++) {
        if (!is_told(&rows, i, head))
            continue;
        err = mail_queue(work->db, &(struct mail_draft){.organization_id = head->organization_id,
                                                        .user_id = db_get_uuid(&rows, i, 0),
                                                        .kind = MAIL_OVERRIDE,
                                                        .facts = facts_of(work, head, item, id)});
        count++;
    }
    return err;
}

/* ---- keeping ------------------------------------------------------------------------------ */

static enum err insert(const struct work *work, const struct record_head *head,
                       const struct evidence_passed *passed, const struct evidence_override *item,
                       const struct uuid *id)
{
    struct uuid agent_owner;
    struct db_value missing, reason;
    struct seal_place why = place_of("reason", &head->organization_id, id);
    struct seal_place what = place_of("missing", &head->organization_id, id);
    enum err err = vault_seal_text(work->db, &why, item->reason, &reason);
    if (err == ERR_NONE)
        err = vault_seal_text(work->db, &what, passed->missing, &missing);
    if (err == ERR_NONE)
        err = approval_side_agent_owner(work->db, work->actor, &agent_owner);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        work->db,
        "INSERT INTO label_overrides (organization_id, id, kind, record_id, label, from_version, "
        "to_version, move_id, moved_by, created_at, missing, reason, token_id, agent_owner_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        db_uuid(&head->organization_id), db_uuid(id), db_text(head->store->kind->name),
        db_uuid(&head->id), db_text(item->label), version_or_null(item->from_version),
        db_int(item->to_version), db_uuid(&passed->move_id), db_uuid(&work->actor->user_id),
        db_time(clock_now()), missing, reason,
        work->actor->token == NULL ? db_null() : db_uuid(&work->actor->token->id),
        db_uuid_or_null(&agent_owner));
}

enum err evidence_override_keep(const struct work *work, const struct record_head *head,
                                const struct evidence_passed *passed,
                                const struct evidence_override *item)
{
    struct uuid id = uuid_make();
    enum err err = insert(work, head, passed, item, &id);
    if (err == ERR_NONE)
        err = tell(work, head, item, &id);
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "label", NULL, item->label);
    json_object_set_new(details, "version",
                        json_pack("{s:s?, s:s?}", "before",
                                  work_number(work->db, item->from_version), "after",
                                  work_number(work->db, item->to_version)));
    audit_change(details, "missing", NULL, passed->missing);
    audit_change(details, "reason", NULL, item->reason);
    audit_change(details, "override", NULL, work_id(work->db, &id));
    return record_audit(work, head, "label.break_glass", details);
}

/* ---- reading ------------------------------------------------------------------------------ */

enum {
    COLUMN_ID,
    COLUMN_KIND,
    COLUMN_RECORD,
    COLUMN_NAME,
    COLUMN_OWNER,
    COLUMN_MOVE,
    COLUMN_LABEL,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_CREATED_AT,
    COLUMN_REVIEWED_AT,
    COLUMN_MISSING,
    COLUMN_REASON,
    COLUMN_REVIEW,
    COLUMN_MOVED_BY,
    COLUMN_REVIEWED_BY = COLUMN_MOVED_BY + PERSON_COLUMN_COUNT
};

static void select_overrides(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db,
                "SELECT o.id, o.kind, o.record_id, COALESCE(p.name, a.name, t.name, s.name), "
                "COALESCE(p.owner_id, a.owner_id, t.owner_id, s.owner_id), o.move_id, o.label, "
                "o.from_version, o.to_version, o.created_at, o.reviewed_at, o.missing, o.reason, "
                "o.review, ");
    query_add(q, PERSON_COLUMNS_OF("o.moved_by", m) ", " PERSON_COLUMNS_OF("o.reviewed_by", r));
    query_add(q, " FROM label_overrides o "
                 "LEFT JOIN prompts p ON p.organization_id = o.organization_id "
                 "AND p.id = o.record_id LEFT JOIN agents a ON a.organization_id = "
                 "o.organization_id AND a.id = o.record_id LEFT JOIN teams t ON "
                 "t.organization_id = o.organization_id AND t.id = o.record_id LEFT JOIN sets s ON "
                 "s.organization_id = o.organization_id AND s.id = o.record_id");
    query_add(q, PERSON_JOIN(m, "o.organization_id", "o.moved_by")
                     PERSON_JOIN(r, "o.organization_id", "o.reviewed_by"));
    query_bind(q, "WHERE o.organization_id = ", db_uuid(organization_id));
}

static enum err open_texts(struct db *db, const struct actor *actor, const struct db_result *rows,
                           int row, struct evidence_override *item)
{
    const char **texts[] = {&item->missing, &item->reason, &item->review};
    static const char *const columns[] = {"missing", "reason", "review"};
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < (int)COUNT_OF(texts); i++) {
        struct seal_place place = place_of(columns[i], &actor->organization_id, &item->id);
        err = vault_open_text(db, &place, db_get_bytes(rows, row, COLUMN_MISSING + i), texts[i]);
    }
    return err;
}

static enum err read_override(struct db *db, const struct actor *actor,
                              const struct db_result *rows, int row, struct evidence_override *item)
{
    struct policy_target target = {.organization_id = actor->organization_id,
                                   .owner_id = db_get_uuid(rows, row, COLUMN_OWNER),
                                   .folder = policy_folder(actor)};
    *item = (struct evidence_override){
        .id = db_get_uuid(rows, row, COLUMN_ID),
        .kind = record_kind_find(db_get_text(rows, row, COLUMN_KIND)),
        .record_id = db_get_uuid(rows, row, COLUMN_RECORD),
        .record_name = db_get_text(rows, row, COLUMN_NAME),
        .move_id = db_get_uuid(rows, row, COLUMN_MOVE),
        .label = db_get_text(rows, row, COLUMN_LABEL),
        .from_version = db_get_int_or(rows, row, COLUMN_FROM, 0),
        .to_version = db_get_int(rows, row, COLUMN_TO),
        .created_at = db_get_time(rows, row, COLUMN_CREATED_AT),
        .reviewed_at = db_get_time(rows, row, COLUMN_REVIEWED_AT),
        .moved_by = db_get_uuid(rows, row, COLUMN_MOVED_BY),
        .reviewed_by = db_get_uuid(rows, row, COLUMN_REVIEWED_BY),
        .missing = "",
        .reason = "",
        .review = "",
    };
    item->may_review = uuid_is_nil(&item->reviewed_by) && !uuid_is_nil(&actor->user_id) &&
                       !uuid_equal(&item->moved_by, &actor->user_id) &&
                       evidence_is_by_person(actor) &&
                       policy_allows(actor, PERMISSION_OVERRIDE_REVIEW, &target);
    enum err err = person_name(db, rows, row, COLUMN_MOVED_BY, &item->moved_by_name);
    if (err == ERR_NONE)
        err = person_name(db, rows, row, COLUMN_REVIEWED_BY, &item->reviewed_by_name);
    if (err != ERR_NONE || !policy_allows(actor, item->kind->read, &target))
        return err;
    return open_texts(db, actor, rows, row, item);
}

static void select_list(struct query *q, struct db *db, const struct actor *actor,
                        const struct evidence_override_filter *filter)
{
    select_overrides(q, db, &actor->organization_id);
    if (filter->head != NULL)
        query_bind(q, " AND o.record_id = ", db_uuid(&filter->head->id));
    if (filter->is_open_only)
        query_add(q, " AND o.reviewed_at IS NULL");
    query_bind(q, " ORDER BY o.created_at DESC, o.id DESC LIMIT ", db_int(EVIDENCE_OVERRIDES_MAX));
}

void evidence_override_ahead(struct db *db, const struct actor *actor,
                             const struct evidence_override_filter *filter)
{
    struct query q;
    select_list(&q, db, actor, filter);
    query_ahead(&q);
}

enum err evidence_override_list(struct db *db, const struct actor *actor,
                                const struct evidence_override_filter *filter,
                                struct evidence_overrides *list)
{
    struct policy_target target = {.organization_id = actor->organization_id,
                                   .folder = policy_folder(actor)};
    struct query q;
    struct db_result rows;
    if (filter->head == NULL && !record_kinds_visible(actor, &target))
        return ERR_DENIED;
    select_list(&q, db, actor, filter);
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    list->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *list->items);
    list->count = 0;
    for (int i = 0; err == ERR_NONE && i < rows.row_count; i++)
        err = read_override(db, actor, &rows, i, &list->items[list->count++]);
    return err;
}

enum err evidence_override_get(struct db *db, const struct actor *actor,
                               const struct record_head *head, const struct uuid *id,
                               struct evidence_override *item)
{
    struct query q;
    struct db_result rows;
    select_overrides(&q, db, &head->organization_id);
    query_bind(&q, " AND o.record_id = ", db_uuid(&head->id));
    query_bind(&q, " AND o.id = ", db_uuid(id));
    enum err err = query_run(&q, &rows);
    if (err == ERR_NONE && rows.row_count == 0)
        err = ERR_NOT_FOUND;
    return err == ERR_NONE ? read_override(db, actor, &rows, 0, item) : err;
}

/* ---- reviewing ---------------------------------------------------------------------------- */

static enum err check_reviewer(const struct work *work, const struct evidence_override *item)
{
    const struct approval_side_of moved = {.id = item->id, .table = SIDE_OVERRIDE};
    struct approval_side side;
    if (!evidence_is_by_person(work->actor))
        return ERR_DENIED;
    if (!uuid_is_nil(&item->reviewed_by))
        return work_refuse(work, ERR_CONFLICT, "", "Someone has reviewed this already.");
    if (uuid_equal(&item->moved_by, &work->actor->user_id))
        return work_refuse(work, ERR_DENIED, "", "Someone else has to review what you did.");
    if (!item->may_review)
        return ERR_DENIED;
    enum err err = approval_side_load(work->db, work->actor, &moved, &side);
    if (err != ERR_NONE)
        return err;
    const char *objection = approval_side_objection(&side, &work->actor->user_id, clock_now());
    return objection == NULL ? ERR_NONE : work_refuse(work, ERR_DENIED, "", objection);
}

/* Its text, sealed before the transaction. */
struct review {
    const struct uuid *id;
    const char *text;
    struct db_value sealed;
};

static enum err review_inside(const struct work *work, const struct record_store *store,
                              const struct uuid *record_id, const struct review *review)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    struct evidence_override item;
    enum err err = record_load(work->db, work->actor, store, record_id, store->kind->see,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = evidence_override_get(work->db, work->actor, head, review->id, &item);
    if (err == ERR_NONE)
        err = check_reviewer(work, &item);
    if (err == ERR_NONE)
        err = db_change_one(work->db,
                            "UPDATE label_overrides SET reviewed_by = $3, reviewed_at = $4, "
                            "review = $5 WHERE organization_id = $1 AND id = $2 "
                            "AND reviewed_at IS NULL",
                            db_uuid(&head->organization_id), db_uuid(review->id),
                            db_uuid(&work->actor->user_id), db_time(clock_now()), review->sealed);
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "label", NULL, item.label);
    audit_change_int(details, "version", 0, item.to_version);
    audit_change(details, "review", NULL, review->text);
    audit_change(details, "override", NULL, work_id(work->db, review->id));
    return record_audit(work, head, "label.review_override", details);
}

enum err evidence_override_review(struct db *db, const struct actor *actor,
                                  const struct record_store *store, const struct uuid *record_id,
                                  const struct uuid *id, const char *review,
                                  struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct review said = {.id = id, .text = review};
    struct seal_place place = place_of("review", &actor->organization_id, id);
    enum err err = work_check_line(&work, "review", review);
    if (err == ERR_NONE && review[0] == '\0')
        err = work_refuse(&work, ERR_INVALID, "review", "Say what you found.");
    if (err == ERR_NONE)
        err = vault_seal_text(db, &place, review, &said.sealed);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, store, review_inside(&work, store, record_id, &said),
                         "label.review_override", record_id);
}
