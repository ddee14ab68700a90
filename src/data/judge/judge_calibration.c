#include "data/judge/judge_calibration.h"

#include <string.h>

void judge_key_make(struct arena *arena, const char *digest, const struct uuid *endpoint_id,
                    const char *model, char key[SHA256_HEX_LEN])
{
    char id[UUID_TEXT_LEN];
    uuid_format(endpoint_id, id);
    const char *text = arena_printf(arena, "%s\n%s\n%s", digest, id, model);
    sha256_hex(text, strlen(text), key);
}

static enum err read_floor(struct db *db, const struct uuid *organization_id, int *floor)
{
    struct db_result row;
    enum err err = db_select(db, &row, "SELECT judge_floor FROM organizations WHERE id = $1",
                             db_uuid(organization_id));
    *floor = JUDGE_FLOOR;
    if (err == ERR_NONE && row.row_count > 0)
        *floor = (int)db_get_int(&row, 0, 0);
    return err;
}

enum err judge_calibration_get(struct db *db, const struct uuid *organization_id, const char *key,
                               struct judge_calibration *calibration)
{
    struct db_result row;
    struct judge_counts *counts = &calibration->counts;
    *calibration = (struct judge_calibration){.floor = JUDGE_FLOOR};
    enum err err = db_select(
        db, &row,
        "SELECT count(CASE WHEN passed AND judge_passed THEN 1 END), "
        "count(CASE WHEN NOT passed AND NOT judge_passed THEN 1 END), "
        "count(CASE WHEN NOT passed AND judge_passed THEN 1 END), "
        "count(CASE WHEN passed AND NOT judge_passed THEN 1 END) FROM judge_verdicts "
        "WHERE organization_id = $1 AND judge_key = $2 AND is_latest AND judge_passed IS NOT NULL",
        db_uuid(organization_id), db_text(key));
    if (err != ERR_NONE)
        return err;
    *counts = (struct judge_counts){db_get_int(&row, 0, 0), db_get_int(&row, 0, 1),
                                    db_get_int(&row, 0, 2), db_get_int(&row, 0, 3)};
    judge_agree(counts, &calibration->agreement);
    err = read_floor(db, organization_id, &calibration->floor);
    calibration->is_calibrated = judge_is_calibrated(&calibration->agreement, calibration->floor);
    return err;
}
