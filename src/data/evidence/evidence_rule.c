#include "data/evidence/evidence_rule.h"

#include <string.h>

#include "data/db/query.h"
#include "data/user/person.h"

enum {
    COLUMN_ID,
    COLUMN_KIND,
    COLUMN_RECORD,
    COLUMN_SET,
    COLUMN_SET_NAME,
    COLUMN_LABEL,
    COLUMN_FREE,
    COLUMN_RATE,
    COLUMN_CRITICAL,
    COLUMN_AGE,
    COLUMN_WORSE,
    COLUMN_JUDGE,
    COLUMN_IMPORTED,
    COLUMN_UPDATED_AT,
    COLUMN_UPDATED_BY
};

static void select_rules(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(
        q, db,
        "SELECT r.id, r.kind, r.record_id, r.set_id, s.name, r.label, r.is_free, "
        "r.min_pass_permille, r.forbids_critical, r.max_age_days, r.forbids_worse, "
        "r.needs_judge, r.accepts_imported, r.updated_at, " PERSON_COLUMNS_OF("r.updated_by", u));
    query_add(q, " FROM label_rules r LEFT JOIN sets s ON s.organization_id = r.organization_id "
                 "AND s.id = r.set_id" PERSON_JOIN(u, "r.organization_id", "r.updated_by"));
    query_bind(q, "WHERE r.organization_id = ", db_uuid(organization_id));
}

static void select_of(struct query *q, struct db *db, const struct record_head *head)
{
    select_rules(q, db, &head->organization_id);
    query_bind(q, " AND (r.record_id = ", db_uuid(&head->id));
    query_bind(q, " OR (r.record_id IS NULL AND r.kind = ", db_text(head->store->kind->name));
    query_add(q, "))");
}

/* A record's own rule before that of its kind. */
static void order(struct query *q)
{
    query_add(q, " ORDER BY r.label, CASE WHEN r.record_id IS NULL THEN 1 ELSE 0 END, r.kind");
    query_bind(q, " LIMIT ", db_int(EVIDENCE_RULES_MAX));
}

static enum err read_rule(struct db *db, const struct db_result *rows, int row,
                          struct evidence_rule *rule)
{
    *rule = (struct evidence_rule){
        .id = db_get_uuid(rows, row, COLUMN_ID),
        .kind = record_kind_find(db_get_text(rows, row, COLUMN_KIND)),
        .record_id = db_get_uuid(rows, row, COLUMN_RECORD),
        .set_id = db_get_uuid(rows, row, COLUMN_SET),
        .is_free = db_get_bool(rows, row, COLUMN_FREE),
        .terms = {.label = db_get_text(rows, row, COLUMN_LABEL),
                  .set_name = db_get_text(rows, row, COLUMN_SET_NAME),
                  .min_pass_permille = db_get_int(rows, row, COLUMN_RATE),
                  .forbids_critical = db_get_bool(rows, row, COLUMN_CRITICAL),
                  .max_age_days = db_get_int(rows, row, COLUMN_AGE),
                  .forbids_worse = db_get_bool(rows, row, COLUMN_WORSE),
                  .needs_judge = db_get_bool(rows, row, COLUMN_JUDGE),
                  .accepts_imported = db_get_bool(rows, row, COLUMN_IMPORTED)},
        .updated_at = db_get_time(rows, row, COLUMN_UPDATED_AT),
        .updated_by = db_get_uuid(rows, row, COLUMN_UPDATED_BY),
    };
    if (rule->terms.set_name == NULL && !uuid_is_nil(&rule->set_id))
        rule->terms.set_name = "";
    return person_name(db, rows, row, COLUMN_UPDATED_BY, &rule->updated_by_name);
}

static enum err read_rules(struct query *q, struct evidence_rules *rules)
{
    struct db *db = q->db;
    struct db_result rows;
    enum err err = query_run(q, &rows);
    if (err != ERR_NONE)
        return err;
    rules->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *rules->items);
    rules->count = 0;
    for (int i = 0; err == ERR_NONE && i < rows.row_count; i++)
        err = read_rule(db, &rows, i, &rules->items[rules->count++]);
    return err;
}

void evidence_rule_ahead(struct db *db, const struct record_head *head)
{
    struct query q;
    select_of(&q, db, head);
    order(&q);
    query_ahead(&q);
}

enum err evidence_rule_list(struct db *db, const struct record_head *head,
                            struct evidence_rules *rules)
{
    struct query q;
    select_of(&q, db, head);
    order(&q);
    return read_rules(&q, rules);
}

static void select_kinds(struct query *q, struct db *db, const struct actor *actor)
{
    select_rules(q, db, &actor->organization_id);
    query_add(q, " AND r.record_id IS NULL");
    order(q);
}

void evidence_rule_kinds_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_kinds(&q, db, actor);
    query_ahead(&q);
}

enum err evidence_rule_kinds(struct db *db, const struct actor *actor, struct evidence_rules *rules)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    struct query q;
    if (!record_kinds_visible(actor, &target))
        return ERR_DENIED;
    select_kinds(&q, db, actor);
    return read_rules(&q, rules);
}

const struct evidence_rule *evidence_rule_of(const struct evidence_rules *rules, const char *label)
{
    for (int i = 0; i < rules->count; i++)
        if (strcmp(rules->items[i].terms.label, label) == 0)
            return &rules->items[i];
    return NULL;
}

bool evidence_rule_holds(const struct evidence_rule *rule)
{
    return rule != NULL && !uuid_is_nil(&rule->id) && !rule->is_free;
}

enum err evidence_rule_find(struct db *db, const struct record_head *head, const char *label,
                            struct evidence_rule *rule)
{
    struct query q;
    struct evidence_rules rules;
    select_of(&q, db, head);
    query_bind(&q, " AND r.label = ", db_text(label));
    order(&q);
    enum err err = read_rules(&q, &rules);
    *rule = err == ERR_NONE && rules.count > 0 ? rules.items[0]
                                               : (struct evidence_rule){.terms = {.label = label}};
    return err;
}

/* ---- what may be chosen, and what is held ---------------------------------------------------- */

static void select_sets(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db, "SELECT id, name FROM sets WHERE archived_at IS NULL");
    query_bind(q, " AND organization_id = ", db_uuid(&actor->organization_id));
    query_bind(q, " ORDER BY sort_key, id LIMIT ", db_int(EVIDENCE_RULES_MAX));
}

void evidence_rule_sets_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_sets(&q, db, actor);
    query_ahead(&q);
}

enum err evidence_rule_sets(struct db *db, const struct actor *actor, struct evidence_sets *sets)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    struct query q;
    struct db_result rows;
    if (!record_kinds_visible(actor, &target))
        return ERR_DENIED;
    select_sets(&q, db, actor);
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    sets->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *sets->items);
    sets->count = rows.row_count;
    for (int i = 0; i < rows.row_count; i++)
        sets->items[i] = (struct evidence_set){db_get_uuid(&rows, i, 0), db_get_text(&rows, i, 1)};
    return ERR_NONE;
}

enum { HELD_MAX = 5000 };

static void select_held(struct query *q, struct db *db, const struct uuid *organization_id,
                        const char *label)
{
    query_begin(q, db, "SELECT id, kind, record_id, is_free FROM label_rules");
    query_bind(q, " WHERE organization_id = ", db_uuid(organization_id));
    query_bind(q, " AND label = ", db_text(label));
    query_bind(q, " LIMIT ", db_int(HELD_MAX));
}

void evidence_rule_held_ahead(struct db *db, const struct actor *actor, const char *label)
{
    struct query q;
    select_held(&q, db, &actor->organization_id, label);
    query_ahead(&q);
}

enum err evidence_rule_held(struct db *db, const struct actor *actor, const char *label,
                            struct evidence_held *held)
{
    struct query q;
    struct db_result rows;
    select_held(&q, db, &actor->organization_id, label);
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    held->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *held->items);
    held->count = rows.row_count;
    for (int i = 0; i < rows.row_count; i++)
        held->items[i] = (struct evidence_rule){
            .id = db_get_uuid(&rows, i, 0),
            .kind = record_kind_find(db_get_text(&rows, i, 1)),
            .record_id = db_get_uuid(&rows, i, 2),
            .is_free = db_get_bool(&rows, i, 3),
        };
    return ERR_NONE;
}

bool evidence_held_has(const struct evidence_held *held, const struct record_kind *kind,
                       const struct uuid *id)
{
    bool has_kind = false;
    for (int i = 0; i < held->count; i++) {
        const struct evidence_rule *rule = &held->items[i];
        if (rule->kind != kind)
            continue;
        if (uuid_equal(&rule->record_id, id))
            return !rule->is_free;
        has_kind = has_kind || uuid_is_nil(&rule->record_id);
    }
    return has_kind;
}

enum err evidence_rule_forget(struct db *db, const struct record_head *head)
{
    db_change_later(db, "DELETE FROM label_overrides WHERE organization_id = $1 AND record_id = $2",
                    db_uuid(&head->organization_id), db_uuid(&head->id));
    db_change_later(db, "DELETE FROM label_evidence WHERE organization_id = $1 AND record_id = $2",
                    db_uuid(&head->organization_id), db_uuid(&head->id));
    return db_change(db, "DELETE FROM label_rules WHERE organization_id = $1 AND record_id = $2",
                     db_uuid(&head->organization_id), db_uuid(&head->id));
}
