#include "domain/run/run_document.h"

#include "base/json.h"
#include "base/number.h"

enum { FORMAT = 1 };

struct text run_document_format(struct arena *arena, const struct run_document *document)
{
    json_t *cases = json_array();
    for (int64_t i = 0; i < document->case_count; i++)
        json_array_append_new(cases, json_pack("{s:s, s:s}", "id", document->cases[i].id, "request",
                                               document->cases[i].request));
    json_t *json = json_keep(
        arena, json_pack("{s:i, s:o, s:o, s:s, s:I, s:s, s:s, s:s, s:I, s:s, s:{s:s, s:s}}",
                         "rostrum_run", FORMAT, "run", json_uuid(&document->run_id), "organization",
                         json_uuid(&document->organization_id), "name", document->name, "version",
                         (json_int_t)document->version, "digest", document->digest, "endpoint",
                         document->endpoint_name, "model", document->model, "repeats",
                         (json_int_t)document->repeats, "runner", document->runner, "answers_to",
                         "kid", document->answer_kid, "key", document->answer_key));
    if (document->token_cap >= 0)
        json_object_set_new(json, "token_cap", json_integer(document->token_cap));
    json_object_set_new(json, "cases", cases);
    return json_format(arena, json, JSON_LINE);
}

static enum err read_cases(struct arena *arena, const json_t *json, struct run_document *document)
{
    const json_t *cases = json_object_get(json, "cases");
    document->case_count = (int64_t)json_array_size(cases);
    document->cases = arena_array(arena, json_array_size(cases) + 1, sizeof *document->cases);
    for (size_t i = 0; i < json_array_size(cases); i++) {
        const json_t *item = json_array_get(cases, i);
        document->cases[i] =
            (struct run_document_case){json_text(item, "id"), json_text(item, "request")};
        if (document->cases[i].id[0] == '\0' || document->cases[i].request[0] == '\0')
            return ERR_INVALID;
    }
    bool fits = document->case_count > 0 &&
                document->case_count * document->repeats <= RUN_DOCUMENT_CALLS_MAX;
    return fits ? ERR_NONE : ERR_INVALID;
}

static void read_words(const json_t *json, struct run_document *document)
{
    const json_t *to = json_object_get(json, "answers_to");
    document->name = json_text(json, "name");
    document->digest = json_text(json, "digest");
    document->endpoint_name = json_text(json, "endpoint");
    document->model = json_text(json, "model");
    document->runner = json_text(json, "runner");
    document->answer_kid = json_text(to, "kid");
    document->answer_key = json_text(to, "key");
}

enum err run_document_read(struct arena *arena, struct text text, struct run_document *document)
{
    json_t *json = NULL;
    const char *problem = NULL;
    *document = (struct run_document){.name = ""};
    if (text.len > RUN_DOCUMENT_MAX ||
        json_parse(arena, text.data, text.len, &json, &problem) != ERR_NONE ||
        number_of_json(NUMBER_COUNTER, json_object_get(json, "rostrum_run"), 0) != FORMAT ||
        uuid_parse(json_text(json, "run"), &document->run_id) != ERR_NONE ||
        uuid_parse(json_text(json, "organization"), &document->organization_id) != ERR_NONE)
        return ERR_INVALID;
    read_words(json, document);
    document->version = number_of_json(NUMBER_VERSION, json_object_get(json, "version"), 0);
    document->repeats = number_of_json(NUMBER_RUN_REPEATS, json_object_get(json, "repeats"), 0);
    document->token_cap = number_of_json(NUMBER_RUN_TOKENS, json_object_get(json, "token_cap"), -1);
    bool is_whole = document->version > 0 && document->repeats > 0 && document->model[0] != '\0' &&
                    document->runner[0] != '\0' && document->answer_key[0] != '\0';
    return is_whole ? read_cases(arena, json, document) : ERR_INVALID;
}
