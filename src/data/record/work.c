#include "data/record/work.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/clock.h"
#include "data/audit/audit.h"

struct work work_begin(struct db *db, const struct actor *actor, struct problem *problem)
{
    *problem = (struct problem){.field = ""};
    struct work_ahead *ahead = arena_alloc(db_arena(db), sizeof *ahead);
    *ahead = (struct work_ahead){.count = 0};
    return (struct work){.db = db, .actor = actor, .problem = problem, .ahead = ahead};
}

enum err work_refuse(const struct work *work, enum err err, const char *field, const char *message)
{
    *work->problem = (struct problem){.field = field, .message = message};
    return err;
}

enum err work_finish(const struct work *work, enum err err, const char *action,
                     const struct work_record *record)
{
    err = db_finish(work->db, err);
    if (err != ERR_DENIED)
        return err;
    if (work->problem->message == NULL)
        (void)work_refuse(work, err, "", "You do not have the right to do this.");
    return audit_refuse(work->db, work->actor,
                        &(struct audit_event){.action = action,
                                              .record_type = record->type,
                                              .record_id = record->id});
}

enum err work_audit(const struct work *work, const char *action, const struct work_record *record,
                    json_t *details)
{
    return audit_record(work->db, work->actor,
                        &(struct audit_event){.action = action,
                                              .record_type = record->type,
                                              .record_id = record->id,
                                              .organization_id = record->organization_id,
                                              .details = details});
}

const char *work_number(struct db *db, int64_t number)
{
    return number == 0 ? NULL : arena_printf(db_arena(db), "%" PRId64, number);
}

const char *work_time(struct db *db, int64_t time)
{
    if (time == 0)
        return NULL;
    char *text = arena_alloc(db_arena(db), CLOCK_ISO_LEN);
    clock_format_iso(time, text);
    return text;
}

const char *work_id(struct db *db, const struct uuid *id)
{
    char *text = arena_alloc(db_arena(db), UUID_TEXT_LEN);
    uuid_format(id, text);
    return text;
}

const char *work_text(const char *text)
{
    return text == NULL || text[0] == '\0' ? NULL : text;
}
