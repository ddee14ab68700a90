#include "data/record/work_check.h"

#include <string.h>

static enum err check_text(const struct work *work, const char *field, const char *text,
                           size_t chars_max)
{
    size_t len = strlen(text);
    if (!text_is_utf8(text, len))
        return work_refuse(work, ERR_INVALID, field, "This is not valid UTF-8 text.");
    if (text_count_chars(text, len) > chars_max)
        return work_refuse(work, ERR_INVALID, field,
                           arena_printf(db_arena(work->db),
                                        "This is too long: at most %zu characters.", chars_max));
    return ERR_NONE;
}

enum err work_check_line(const struct work *work, const char *field, const char *line)
{
    enum err err = check_text(work, field, line, WORK_LINE_MAX);
    if (err != ERR_NONE)
        return err;
    if (text_has_control(line, strlen(line), false))
        return work_refuse(work, ERR_INVALID, field,
                           "This must be one line without control characters.");
    return ERR_NONE;
}

enum err work_check_description(const struct work *work, const char *description)
{
    enum err err = check_text(work, "description", description, WORK_DESCRIPTION_MAX);
    if (err == ERR_NONE && text_has_control(description, strlen(description), true))
        return work_refuse(work, ERR_INVALID, "description",
                           "The description must not have control characters.");
    return err;
}

enum err work_check_owner(const struct work *work, const struct uuid *organization_id,
                          const struct uuid *owner_id)
{
    struct db_result result;
    enum err err = db_select(work->db, &result,
                             "SELECT is_active FROM users WHERE organization_id = $2 AND id = $1",
                             db_uuid(owner_id), db_uuid(organization_id));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0 || !db_get_bool(&result, 0, 0))
        return work_refuse(work, ERR_INVALID, "owner_id",
                           "Choose an active user of this organization.");
    return ERR_NONE;
}
