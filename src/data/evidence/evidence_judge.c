#include "data/evidence/evidence_judge.h"

#include <string.h>

#include "data/endpoint/endpoint.h"
#include "data/evidence/evidence_digest.h"
#include "data/judge/judge_calibration.h"
#include "domain/endpoint/endpoint_answer.h"
#include "domain/record/label.h"

const char *const judge_standing_texts[JUDGE_STANDING_COUNT] = {
    [JUDGE_UNCALIBRATED] = "Its judge is not calibrated, so it only advises.",
    [JUDGE_CHANGED] = "Its judge says something else now, so it only advises.",
    [JUDGE_GONE] = "The endpoint or model of its judge is not there, so it only advises.",
};

bool evidence_judge_equal(const struct evidence_judge *a, const struct evidence_judge *b)
{
    bool has_same_label = a->label == NULL || b->label == NULL ? a->label == b->label
                                                               : strcmp(a->label, b->label) == 0;
    return has_same_label && a->version == b->version && strcmp(a->key, b->key) == 0 &&
           uuid_equal(&a->prompt_id, &b->prompt_id);
}

static enum err check_calibrated(struct db *db, const struct uuid *organization_id,
                                 const struct evidence_judge *judge, bool *is_calibrated)
{
    struct judge_calibration calibration = {.is_calibrated = false};
    enum err err = judge->key[0] == '\0'
                       ? ERR_NONE
                       : judge_calibration_get(db, organization_id, judge->key, &calibration);
    *is_calibrated = err == ERR_NONE && calibration.is_calibrated;
    return err;
}

static enum err check_there(struct db *db, const struct uuid *organization_id,
                            const struct evidence_judge *judge, bool *is_there)
{
    struct endpoint endpoint;
    enum err err = endpoint_find(db, organization_id, &judge->endpoint_id, &endpoint);
    *is_there = err == ERR_NONE && endpoint.archived_at == 0 &&
                endpoint_model_in(endpoint.models, judge->model);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

/* The version that the test set means now; 0: the label is on none. */
static enum err find_version(struct db *db, const struct uuid *organization_id,
                             const struct evidence_judge *judge, int64_t *version)
{
    struct db_result row;
    *version = judge->version;
    if (judge->label == NULL)
        return ERR_NONE;
    enum err err =
        db_select(db, &row,
                  "SELECT CASE WHEN $3 = '" LABEL_LATEST "' THEN p.version "
                  "ELSE l.version END FROM prompts p LEFT JOIN prompt_labels l "
                  "ON l.organization_id = p.organization_id AND l.record_id = p.id "
                  "AND l.label = $3 WHERE p.organization_id = $1 AND p.id = $2",
                  db_uuid(organization_id), db_uuid(&judge->prompt_id), db_text(judge->label));
    *version = err == ERR_NONE && row.row_count > 0 ? db_get_int_or(&row, 0, 0, 0) : 0;
    return err;
}

static enum err check_text(struct db *db, const struct uuid *organization_id,
                           const struct evidence_judge *judge, bool *is_same)
{
    int64_t version = 0;
    struct composition composition;
    char digest[SHA256_HEX_LEN], key[SHA256_HEX_LEN];
    const struct record_store store = {.kind = &record_kinds[RECORD_PROMPT]};
    const struct record_head head = {
        .store = &store, .id = judge->prompt_id, .organization_id = *organization_id};
    *is_same = false;
    enum err err = find_version(db, organization_id, judge, &version);
    if (err == ERR_NONE && version != 0)
        err = composition_read(db, &head, version, 0, &composition);
    if (err != ERR_NONE || version == 0)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    evidence_digest_of(db_arena(db), &composition, digest);
    judge_key_make(db_arena(db), digest, &judge->endpoint_id, judge->model, key);
    *is_same = digest[0] != '\0' && strcmp(key, judge->key) == 0;
    return ERR_NONE;
}

enum err evidence_judge_look(struct db *db, const struct uuid *organization_id,
                             const struct evidence_judge *judge, enum judge_standing *standing)
{
    bool is_calibrated = false, is_there = false, is_same = false;
    *standing = JUDGE_UNCALIBRATED;
    enum err err = check_there(db, organization_id, judge, &is_there);
    if (err == ERR_NONE && is_there)
        err = check_text(db, organization_id, judge, &is_same);
    if (err == ERR_NONE && is_same)
        err = check_calibrated(db, organization_id, judge, &is_calibrated);
    if (err == ERR_NONE)
        *standing = !is_there        ? JUDGE_GONE
                    : !is_same       ? JUDGE_CHANGED
                    : !is_calibrated ? JUDGE_UNCALIBRATED
                                     : JUDGE_DECIDES;
    return err;
}

enum err evidence_judge_again(struct db *db, const struct uuid *organization_id,
                              const struct evidence_judge *judge, bool *decides)
{
    bool is_there = false;
    *decides = false;
    enum err err = check_there(db, organization_id, judge, &is_there);
    return err == ERR_NONE && is_there ? check_calibrated(db, organization_id, judge, decides)
                                       : err;
}
