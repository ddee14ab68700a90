#include <string.h>

#include "api/handlers.h"
#include "api/mlflow/mlflow.h"
#include "api/mlflow/mlflow_filter.h"
#include "base/number.h"
#include "data/record/record_version.h"
#include "domain/record/label.h"

/* Model versions: versions of prompts, by number or alias. */

/* A page of versions has no more of them once their bodies are so long. */
enum { PAGE_BYTES = 8 * 1024 * 1024 };

/* Here passes every version of a prompt whose content an answer has. */
static void note_served(struct call *call, const struct prompt_served *served)
{
    (void)call;
    (void)served;
}

static enum err answer_version(struct call *call, const struct prompt_wanted *wanted)
{
    struct prompt_served served;
    enum err err = mlflow_load(call, wanted, &served);
    if (err != ERR_NONE)
        return err == ERR_INVALID ? ERR_NONE : err;
    json_t *version = mlflow_version(call, &served);
    if (version == NULL)
        return mlflow_bad_param(call, "This chat has a placeholder for messages, which MLflow does "
                                      "not have.");
    note_served(call, &served);
    call->is_kept = true;
    return call_answer(call, 200, json_pack("{s:o}", "model_version", version));
}

enum err mlflow_version_get(struct call *call)
{
    struct prompt_wanted wanted = {.name = mlflow_param(call, "name"), .label = ""};
    const char *version = mlflow_param(call, "version");
    if (wanted.name == NULL || wanted.name[0] == '\0')
        return mlflow_bad_param(call, "The parameter name is missing.");
    if (version == NULL || number_parse(NUMBER_VERSION, version, &wanted.version) != ERR_NONE)
        return mlflow_bad_param(call, "The parameter version must be a version number.");
    return answer_version(call, &wanted);
}

enum err mlflow_alias_get(struct call *call)
{
    struct prompt_wanted wanted = {.name = mlflow_param(call, "name"),
                                   .label = mlflow_param(call, "alias")};
    if (wanted.name == NULL || wanted.name[0] == '\0')
        return mlflow_bad_param(call, "The parameter name is missing.");
    if (wanted.label == NULL || wanted.label[0] == '\0')
        return mlflow_bad_param(call, "The parameter alias is missing.");
    return answer_version(call, &wanted);
}

/* ---- all of one prompt -------------------------------------------------------------------- */

/* Adds a version, unless its references can't be resolved or MLflow has no word for it. */
static enum err add_version(struct call *call, const struct prompt_wanted *wanted, json_t *versions,
                            size_t *bytes)
{
    struct prompt_served served;
    struct problem problem = {.field = ""};
    struct text body;
    enum err err = prompt_serve(call->db, call->actor, wanted, &served);
    if (err == ERR_NONE)
        err = prompt_serve_resolve(call->db, call->actor, &served, &body, &problem);
    if (err != ERR_NONE)
        return err == ERR_UNAVAILABLE ? err : ERR_NONE;
    served.content.body = body;
    *bytes += body.len;
    json_t *version = mlflow_version(call, &served);
    if (version != NULL) {
        note_served(call, &served);
        json_array_append_new(versions, version);
    }
    return ERR_NONE;
}

static enum err list_versions(struct call *call, const struct prompt_served *newest, int64_t before)
{
    struct record_version_list list;
    json_t *versions = json_keep(call->arena, json_array());
    size_t bytes = 0;
    int64_t next = 0;
    enum err err = record_version_list(call->db, &newest->head, before, &list);
    for (int i = 0; err == ERR_NONE && i < list.count && bytes < PAGE_BYTES; i++) {
        struct prompt_wanted wanted = {newest->head.name, list.versions[i].version, ""};
        err = add_version(call, &wanted, versions, &bytes);
        next = i + 1 < list.count ? wanted.version : list.next_before;
    }
    if (err != ERR_NONE)
        return err;
    json_t *answer = json_pack("{s:O}", "model_versions", versions);
    if (next != 0)
        json_object_set_new(answer, "next_page_token", json_sprintf("%lld", (long long)next));
    return call_answer(call, 200, answer);
}

/* Newest first, RECORD_VERSION_LIMIT at most. The filter names one prompt. */
enum err mlflow_version_search(struct call *call)
{
    const char *text = mlflow_param(call, "filter");
    const char *token = mlflow_param(call, "page_token");
    struct prompt_served newest;
    struct mlflow_filter filter;
    int64_t before = 0;
    if (text == NULL || mlflow_filter_parse(call->arena, text, &filter) != ERR_NONE ||
        filter.name == NULL)
        return mlflow_bad_param(call, "The filter must name one prompt: name = 'NAME'.");
    if (token != NULL && token[0] != '\0' &&
        number_parse(NUMBER_VERSION, token, &before) != ERR_NONE)
        return mlflow_bad_param(call, "The page_token is not from this search.");
    if (filter.is_empty)
        return call_answer(call, 200, json_pack("{s:[]}", "model_versions"));
    struct prompt_wanted wanted = {.name = filter.name, .label = LABEL_LATEST};
    enum err err = mlflow_load_raw(call, &wanted, &newest);
    if (err != ERR_NONE)
        return err == ERR_INVALID ? ERR_NONE : err;
    return list_versions(call, &newest, before);
}
