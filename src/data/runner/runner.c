#include "data/runner/runner.h"

#include "data/db/query.h"
#include "data/user/person.h"

bool runner_may(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_ENDPOINT, &target);
}

enum { COLUMN_PEOPLE = 6 };

static void select_runners(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db,
                "SELECT r.id, r.name, r.public_key, r.data_class, r.created_at, "
                "r.withdrawn_at, " PERSON_COLUMNS_OF("r.created_by", c) ", " PERSON_COLUMNS_OF(
                    "r.withdrawn_by", w) " FROM runner_keys r" PERSON_JOIN(c, "r.organization_id",
                                                                           "r.created_by")
                    PERSON_JOIN(w, "r.organization_id", "r.withdrawn_by"));
    query_bind(q, " WHERE r.organization_id = ", db_uuid(organization_id));
}

static enum err read_runner(struct db *db, const struct uuid *organization_id,
                            const struct db_result *rows, int row, struct runner *runner)
{
    *runner = (struct runner){
        .organization_id = *organization_id,
        .id = db_get_uuid(rows, row, 0),
        .name = db_get_text(rows, row, 1),
        .public_key = db_get_text(rows, row, 2),
        .created_at = db_get_time(rows, row, 4),
        .withdrawn_at = db_get_time(rows, row, 5),
    };
    if (endpoint_class_parse(db_get_text(rows, row, 3), &runner->data_class) != ERR_NONE)
        die("a runner key with an unknown class of data");
    enum err err = person_name(db, rows, row, COLUMN_PEOPLE, &runner->created_by_name);
    return err == ERR_NONE ? person_name(db, rows, row, COLUMN_PEOPLE + PERSON_COLUMN_COUNT,
                                         &runner->withdrawn_by_name)
                           : err;
}

static enum err read_list(struct query *q, struct db *db, const struct actor *actor,
                          struct runner_list *list)
{
    struct db_result rows;
    enum err err = query_run(q, &rows);
    if (err != ERR_NONE)
        return err;
    list->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *list->items);
    for (; err == ERR_NONE && list->count < rows.row_count; list->count++)
        err =
            read_runner(db, &actor->organization_id, &rows, list->count, &list->items[list->count]);
    return err;
}

enum err runner_list(struct db *db, const struct actor *actor, struct runner_list *list)
{
    struct query q;
    *list = (struct runner_list){.count = 0};
    if (!runner_may(actor))
        return ERR_DENIED;
    select_runners(&q, db, &actor->organization_id);
    query_bind(&q, " ORDER BY r.withdrawn_at IS NOT NULL, r.name_key LIMIT ", db_int(RUNNER_MAX));
    return read_list(&q, db, actor, list);
}

static void select_choices(struct query *q, struct db *db, const struct actor *actor)
{
    select_runners(q, db, &actor->organization_id);
    query_bind(q, " AND r.withdrawn_at IS NULL ORDER BY r.name_key LIMIT ", db_int(RUNNER_MAX));
}

void runner_choices_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_choices(&q, db, actor);
    query_ahead(&q);
}

enum err runner_choices(struct db *db, const struct actor *actor, struct runner_list *list)
{
    struct query q;
    *list = (struct runner_list){.count = 0};
    select_choices(&q, db, actor);
    return read_list(&q, db, actor, list);
}

enum err runner_find(struct db *db, const struct uuid *organization_id, const struct uuid *id,
                     struct runner *runner)
{
    struct query q;
    struct db_result rows;
    select_runners(&q, db, organization_id);
    query_bind(&q, " AND r.id = ", db_uuid(id));
    enum err err = query_run(&q, &rows);
    if (err == ERR_NONE && rows.row_count == 0)
        err = ERR_NOT_FOUND;
    return err == ERR_NONE ? read_runner(db, organization_id, &rows, 0, runner) : err;
}

enum err runner_get(struct db *db, const struct actor *actor, const struct uuid *id,
                    struct runner *runner)
{
    return runner_may(actor) ? runner_find(db, &actor->organization_id, id, runner) : ERR_DENIED;
}
