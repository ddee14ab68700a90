#include "data/proof/proof.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "crypt/signed_note.h"
#include "data/audit/audit.h"
#include "data/evidence/evidence_override.h"
#include "data/organization/organization.h"
#include "data/proof/proof_event.h"
#include "data/record/record_load.h"
#include "data/release/label_history.h"
#include "data/release/label_proposal_list.h"
#include "domain/run/run_state.h"

/* One certificate on its way. */
struct making {
    struct db *db;
    const struct actor *actor;
    const struct proof_request *request;
    const struct record_head *head;
    struct label_answer live;
    int64_t saved_at; /* of the version */
    json_t *root;
};

static json_t *text_json(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

static json_t *person_json(const struct uuid *id, const char *name)
{
    return uuid_is_nil(id) ? json_null()
                           : json_pack("{s:o, s:o}", "id", json_uuid(id), "name", text_json(name));
}

/* {"body": SHA-256, …}, by the columns of the kind's content. */
static json_t *hashes_json(const struct composition_part *part)
{
    json_t *hashes = json_object();
    for (int i = 0; i < RECORD_PARTS_MAX && part->kind->columns[i] != NULL; i++)
        if (part->hashes[i][0] != '\0')
            json_object_set_new(hashes, part->kind->columns[i], json_string(part->hashes[i]));
    return hashes;
}

static json_t *part_json(const struct composition_part *part)
{
    json_t *json = json_pack("{s:s, s:o, s:s}", "kind", part->kind->name, "id",
                             json_uuid(&part->id), "name", part->name);
    if (part->sort != NULL) {
        json_object_set_new(json, "used_as", json_string(part->sort));
        json_object_set_new(json, "used_by", json_integer(part->parent));
        json_object_set_new(json, "label", text_json(part->label));
    }
    json_object_set_new(json, "version",
                        part->version == 0 ? json_null() : json_integer(part->version));
    if (part->version == 0)
        return json;
    json_object_set_new(json, part->kind->facet, json_string(part->facet));
    json_object_set_new(json, "author", person_json(&part->author_id, part->author_name));
    json_object_set_new(json, "saved_at", json_time(part->saved_at));
    json_object_set_new(json, "sha256", hashes_json(part));
    return json;
}

static enum err add_composition(struct making *making)
{
    struct composition composition;
    enum err err = composition_get(making->db, making->actor, making->head, making->live.version,
                                   making->request->time, &composition);
    if (err != ERR_NONE)
        return err;
    making->saved_at = composition.parts[0].saved_at;
    json_t *parts = json_array();
    for (int i = 0; i < composition.count; i++)
        json_array_append_new(parts, part_json(&composition.parts[i]));
    json_object_set_new(making->root, "composition", parts);
    json_object_set_new(making->root, "composition_is_complete", json_boolean(!composition.is_cut));
    return ERR_NONE;
}

/* The proposal that a move followed. */
static enum err add_proposal(const struct making *making, const struct label_history_entry *move,
                             json_t *json)
{
    struct label_proposal proposal;
    if (uuid_is_nil(&move->proposal_id))
        return ERR_NONE;
    enum err err = label_proposal_get(making->db, making->actor, making->request->store,
                                      &move->proposal_id, &proposal);
    if (err != ERR_NONE)
        return err;
    json_object_set_new(json, "proposed_by",
                        person_json(&proposal.proposed_by, proposal.proposed_by_name));
    json_object_set_new(json, "proposed_at", json_time(proposal.created_at));
    json_object_set_new(json, "approved_by",
                        person_json(&proposal.decided_by, proposal.decided_by_name));
    json_object_set_new(json, "approved_at", json_time(proposal.decided_at));
    return ERR_NONE;
}

/* ---- the evidence for a move ---------------------------------------------------------------- */

/* Of a run that another program graded, where it is from. */
static json_t *source_json(const struct evidence_run *run)
{
    if (!run->is_imported)
        return json_null();
    return json_pack("{s:s, s:o, s:o, s:o}", "file", run->source_name, "sha256",
                     text_json(run->source_digest), "imported_by",
                     person_json(&run->created_by, run->created_by_name), "imported_at",
                     json_time(run->created_at));
}

static json_t *run_json(const struct evidence_run *run)
{
    json_t *json =
        json_pack("{s:o, s:I, s:s, s:s, s:o, s:o}", "id", json_uuid(&run->id), "version",
                  (json_int_t)run->version, "digest", run->digest, "model", run->model, "ended_at",
                  json_time(run->ended_at), "test_set",
                  json_pack("{s:o, s:o, s:I}", "id", json_uuid(&run->set_id), "name",
                            text_json(run->set_name), "version", (json_int_t)run->set_version));
    json_object_set_new(
        json, "results",
        json_pack("{s:I, s:I, s:I, s:I, s:I}", "count", (json_int_t)run->result_count, "passed",
                  (json_int_t)run->counts.pass_count, "failed", (json_int_t)run->counts.fail_count,
                  "errors", (json_int_t)run->counts.error_count, "critical_failures",
                  (json_int_t)run->counts.critical_fail_count));
    json_object_set_new(
        json, "judge",
        uuid_is_nil(&run->judge.prompt_id)
            ? json_null()
            : json_pack("{s:o, s:I, s:o, s:b}", "id", json_uuid(&run->judge.prompt_id), "version",
                        (json_int_t)run->judge.version, "model", text_json(run->judge.model),
                        "decides", run->standing == JUDGE_DECIDES));
    json_object_set_new(json, "grade",
                        json_string(run_grade_names[run->is_imported ? RUN_IMPORTED : RUN_FULL]));
    json_object_set_new(json, "source", source_json(run));
    if (run->runner_name != NULL)
        json_object_set_new(json, "carried_by", json_string(run->runner_name));
    return json;
}

static json_t *override_json(const struct evidence_override *item)
{
    json_t *json = json_pack("{s:o, s:s, s:s, s:o, s:o}", "id", json_uuid(&item->id), "missing",
                             item->missing, "reason", item->reason, "reviewed_by",
                             person_json(&item->reviewed_by, item->reviewed_by_name), "reviewed_at",
                             json_time(item->reviewed_at));
    json_object_set_new(json, "review",
                        item->reviewed_at == 0 ? json_null() : json_string(item->review));
    return json;
}

/* Of a move by a rule: the run that met it, or that it was moved all the same. */
static enum err add_evidence(const struct making *making, const struct label_history_entry *move,
                             json_t *json)
{
    struct evidence_run run;
    struct evidence_override item;
    enum err err = ERR_NONE;
    json_object_set_new(json, "digest", text_json(move->digest));
    json_object_set_new(json, "test_run", json_null());
    json_object_set_new(json, "override", json_null());
    if (!uuid_is_nil(&move->run_id)) {
        err = evidence_run_get(making->db, making->head, &move->run_id, &run);
        json_object_set_new(json, "test_run",
                            err == ERR_NONE ? run_json(&run)
                                            : json_pack("{s:o}", "id", json_uuid(&move->run_id)));
    }
    if (err == ERR_NONE && !uuid_is_nil(&move->override_id)) {
        err = evidence_override_get(making->db, making->actor, making->head, &move->override_id,
                                    &item);
        if (err == ERR_NONE)
            json_object_set_new(json, "override", override_json(&item));
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

/* The move that brought the label to the version; of "latest" there is none. */
static enum err add_move(const struct making *making)
{
    struct label_history history;
    struct label_history_filter filter = {
        .head = making->head, .label = making->request->label, .cursor = "", .limit = 100};
    enum err err = ERR_NONE;
    const struct label_history_entry *found = NULL;
    while (err == ERR_NONE && found == NULL) {
        err = label_history(making->db, making->actor, &filter, &history);
        for (int i = 0; err == ERR_NONE && found == NULL && i < history.count; i++)
            if (history.entries[i].created_at <= making->request->time)
                found = &history.entries[i];
        if (err != ERR_NONE || history.next == NULL)
            break;
        filter.cursor = history.next;
    }
    json_t *json = json_null();
    if (err == ERR_NONE && found != NULL) {
        json = json_pack("{s:o, s:o, s:o, s:o}", "from_version",
                         found->from_version == 0 ? json_null() : json_integer(found->from_version),
                         "to_version", json_integer(found->to_version), "moved_by",
                         person_json(&found->moved_by, found->moved_by_name), "moved_at",
                         json_time(found->created_at));
        err = add_proposal(making, found, json);
        if (err == ERR_NONE)
            err = add_evidence(making, found, json);
    }
    json_object_set_new(making->root, "move", json);
    return err;
}

static enum err add_head(const struct making *making)
{
    struct organization organization;
    enum err err =
        organization_get(making->db, making->actor, &making->actor->organization_id, &organization);
    if (err != ERR_NONE)
        return err;
    const struct record_head *head = making->head;
    json_object_set_new(making->root, "certificate", json_string("what was live"));
    json_object_set_new(making->root, "made_at", json_time(clock_now()));
    json_object_set_new(
        making->root, "organization",
        json_pack("{s:o, s:s}", "id", json_uuid(&organization.id), "name", organization.name));
    json_object_set_new(making->root, "record",
                        json_pack("{s:s, s:o, s:s}", "kind", head->store->kind->name, "id",
                                  json_uuid(&head->id), "name", head->name));
    json_object_set_new(making->root, "label", json_string(making->request->label));
    json_object_set_new(making->root, "moment", json_time(making->request->time));
    json_object_set_new(making->root, "version", json_integer(making->live.version));
    json_object_set_new(making->root, "since", json_time(making->live.since));
    return ERR_NONE;
}

static enum err leave_event(const struct making *making)
{
    json_t *details = json_object();
    audit_change(details, "label", NULL, making->request->label);
    audit_change_int(details, "version", 0, making->live.version);
    const char *kind = making->head->store->kind->name;
    return audit_record_alone(
        making->db, making->actor,
        &(struct audit_event){.action = arena_printf(db_arena(making->db), "%s.prove", kind),
                              .record_type = kind,
                              .record_id = making->head->id,
                              .organization_id = making->head->organization_id,
                              .outcome = AUDIT_SUCCESS,
                              .details = details});
}

static enum err make(struct making *making, struct proof *proof)
{
    enum err err = add_head(making);
    if (err == ERR_NONE)
        err = add_move(making);
    if (err == ERR_NONE)
        err = add_composition(making);
    if (err == ERR_NONE)
        err = proof_add_events(making->db, making->head, making->saved_at, making->request->time,
                               making->root);
    if (err == ERR_NONE)
        err = leave_event(making);
    if (err != ERR_NONE)
        return err;
    struct arena *arena = db_arena(making->db);
    const char *note = signed_note_make_json(db_keyring(making->db), arena, making->root);
    *proof = (struct proof){making->head->name, making->live.version, {note, strlen(note)}};
    return ERR_NONE;
}

enum err proof_make(struct db *db, const struct actor *actor, const struct proof_request *request,
                    struct proof *proof)
{
    const struct record_kind *kind = request->store->kind;
    const char *problem = NULL;
    bool is_latest = strcmp(request->label, LABEL_LATEST) == 0;
    if (request->time > clock_now() ||
        (!is_latest && label_check(request->label, &problem) != ERR_NONE))
        return ERR_INVALID;
    struct record_head *head = arena_alloc(db_arena(db), request->store->size);
    enum err err =
        record_load(db, actor, request->store, &request->id, kind->read, RECORD_HEAD_ONLY, head);
    struct making making = {.db = db, .actor = actor, .request = request, .head = head};
    if (err == ERR_NONE)
        err = label_at(db, head, request->label, request->time, &making.live);
    if (err != ERR_NONE)
        return err;
    if (making.live.version == 0)
        return ERR_NOT_FOUND;
    making.root = json_keep(db_arena(db), json_object());
    return make(&making, proof);
}
