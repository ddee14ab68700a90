#include "data/framework/framework_export.h"

#include "data/audit/audit.h"
#include "data/record/work.h"

/* Contents that leave the product are an event, as a document of Rostrum's is. */
static enum err audit(struct db *db, const struct actor *actor, const struct framework_ask *ask,
                      const struct framework_source *source)
{
    const struct record_kind *kind = ask->store->kind;
    json_t *details = json_object();
    audit_change(details, "name", NULL, source->name);
    audit_change(details, "format", NULL, ask->framework->name);
    audit_change(details, "version", NULL, work_number(db, source->version));
    return audit_record_alone(
        db, actor,
        &(struct audit_event){.action = arena_printf(db_arena(db), "%s.export", kind->name),
                              .record_type = kind->name,
                              .record_id = ask->id,
                              .details = details});
}

enum err framework_export(struct db *db, const struct actor *actor, const struct framework_ask *ask,
                          struct framework_given *given, struct problem *problem)
{
    const char *why = NULL;
    enum err err = framework_load(db, actor, ask, &given->source);
    if (err != ERR_NONE)
        return err;
    err = framework_write(db_arena(db), ask->framework, &given->source, &given->made, &why);
    if (err != ERR_NONE)
        return problem_refuse(problem, ERR_INVALID, "format", why);
    return audit(db, actor, ask, &given->source);
}
