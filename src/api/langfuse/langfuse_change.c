#include <string.h>

#include "api/handlers.h"
#include "api/langfuse/langfuse_answer.h"
#include "api/langfuse/langfuse_draft.h"
#include "base/json.h"
#include "data/edit/record_state.h"
#include "data/release/label_set.h"
#include "domain/record/label.h"

/* New labels of a version, and the end of a prompt. */

static enum err find_head(struct call *call, enum permission permission, struct record_head *head)
{
    struct record_found found;
    enum err err =
        record_find(call->db, call->actor, prompt_store.kind, call->match->token, &found);
    return err == ERR_NONE ? record_load(call->db, call->actor, &prompt_store, &found.id,
                                         permission, RECORD_HEAD_ONLY, head)
                           : err;
}

/* ---- labels ------------------------------------------------------------------------------- */

static bool has_latest(const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *label = json_string_value(json_array_get(list, i));
        if (label != NULL && strcmp(label, LABEL_LATEST) == 0)
            return true;
    }
    return false;
}

/* The labels of the body; ERR_INVALID, answered. */
static enum err read_labels(struct call *call, struct langfuse_draft *draft)
{
    json_t *body = NULL;
    if (langfuse_body(call, &body) != ERR_NONE)
        return ERR_INVALID;
    json_t *errors = json_keep(call->arena, json_array());
    const json_t *list = json_object_get(body, "newLabels");
    langfuse_read_labels(call, list, draft, errors);
    if (has_latest(list))
        call_add_error(errors, "newLabels", "“latest” is always on the newest version.");
    return langfuse_say_errors(call, errors);
}

static enum err put_labels(struct call *call, const struct prompt_wanted *wanted,
                           const struct langfuse_draft *draft, struct problem *problem)
{
    struct record_head *head = arena_alloc(call->arena, prompt_store.size);
    bool exists = false;
    enum err err = find_head(call, PERMISSION_PROMPT_SEE, head);
    if (err == ERR_NONE)
        err = record_version_exists(call->db, head, wanted->version, &exists);
    if (err == ERR_NONE && !exists)
        return ERR_NOT_FOUND;
    if (err != ERR_NONE || draft->label_count == 0)
        return err;
    bool *proposed = arena_array(call->arena, (size_t)draft->label_count, sizeof *proposed);
    struct label_set set = {wanted->version, draft->labels, draft->label_count, proposed};
    err = label_set(call->db, call->actor, &prompt_store, &head->id, &set, problem);
    if (err == ERR_NONE)
        langfuse_say_proposed(call, draft, proposed);
    return err;
}

enum err langfuse_prompt_label(struct call *call)
{
    struct langfuse_draft draft = {.labels = NULL};
    struct prompt_wanted wanted = {.name = call->match->token, .version = call->match->number};
    struct prompt_served served;
    struct problem problem = {0};
    if (read_labels(call, &draft) != ERR_NONE)
        return ERR_NONE;
    enum err err = put_labels(call, &wanted, &draft, &problem);
    if (err == ERR_NONE)
        err = prompt_serve(call->db, call->actor, &wanted, &served);
    if (err == ERR_NOT_FOUND)
        return langfuse_not_found(call, &wanted);
    if (err == ERR_STALE) /* it is where it is by another's hand */
        err = problem_refuse(&problem, ERR_CONFLICT, "newLabels", problem.message);
    if (err != ERR_NONE)
        return langfuse_refuse(call, err, &problem);
    struct langfuse_prompt prompt = langfuse_prompt_of(call->arena, &served);
    return langfuse_answer_prompt(call, 200, &prompt);
}

/* ---- the end ------------------------------------------------------------------------------ */

struct delete_query {
    int64_t version;
    const char *label;
};

static const struct form_field delete_fields[] = {
    {.name = "version",
     .label = "The version",
     .kind = FORM_INT,
     .number = NUMBER_VERSION,
     .offset = offsetof(struct delete_query, version)},
    {.name = "label",
     .label = "The label",
     .kind = FORM_LINE,
     .max_chars = 200,
     .offset = offsetof(struct delete_query, label)},
};

/* The version that is meant, 0 if it is not there. */
static enum err find_version(struct call *call, const struct record_head *head,
                             const struct delete_query *query, int64_t *version)
{
    struct record_label_list list;
    bool exists = false;
    *version = query->version;
    if (query->version != 0) {
        enum err err = record_version_exists(call->db, head, query->version, &exists);
        *version = exists ? query->version : 0;
        return err;
    }
    if (strcmp(query->label, LABEL_LATEST) == 0) {
        *version = head->version;
        return ERR_NONE;
    }
    enum err err = record_label_list(call->db, head, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        if (strcmp(list.labels[i].label, query->label) == 0)
            *version = list.labels[i].version;
    return err;
}

/* Versions are not deleted one by one: what was served once can always be read again. The only one
 * there is goes with its prompt. */
static enum err check_versions(struct call *call, const struct record_head *head,
                               const struct delete_query *query, struct problem *problem)
{
    int64_t version = 0;
    if (query->version == 0 && query->label[0] == '\0')
        return ERR_NONE;
    enum err err = find_version(call, head, query, &version);
    if (err == ERR_NONE && version == 0)
        return ERR_NOT_FOUND;
    if (err != ERR_NONE || head->version_count == 1)
        return err;
    return problem_refuse(problem, ERR_CONFLICT, "version",
                          "Rostrum keeps every version of a prompt. Delete the prompt with all of "
                          "them, or move its labels to another version.");
}

enum err langfuse_prompt_delete(struct call *call)
{
    struct record_head *head = arena_alloc(call->arena, prompt_store.size);
    struct delete_query query;
    struct problem problem = {0};
    if (call_query(call, delete_fields, (int)COUNT_OF(delete_fields), &query) != ERR_NONE)
        return ERR_NONE;
    if (query.version != 0 && query.label[0] != '\0')
        return call_bad_query(call, "label", "Name a version or a label, not both.") == ERR_INVALID
                   ? ERR_NONE
                   : ERR_UNAVAILABLE;
    enum err err = find_head(call, PERMISSION_PROMPT_DELETE, head);
    if (err == ERR_NONE)
        err = check_versions(call, head, &query, &problem);
    if (err == ERR_NONE)
        err = record_delete(call->db, call->actor, &prompt_store, &head->id, head->name, &problem);
    if (err == ERR_NOT_FOUND) {
        struct prompt_wanted wanted = {call->match->token, query.version,
                                       query.label[0] == '\0' ? LABEL_LATEST : query.label};
        return langfuse_not_found(call, &wanted);
    }
    if (err != ERR_NONE)
        return langfuse_refuse(call, err, &problem);
    call->response->status = 204;
    return ERR_NONE;
}
