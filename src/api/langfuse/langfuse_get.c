#include <string.h>

#include "api/handlers.h"
#include "api/langfuse/langfuse_answer.h"
#include "api/langfuse/langfuse_reference.h"
#include "api/parameters.h"
#include "base/json.h"
#include "domain/record/label.h"

/* One prompt: what programs ask for while they run. */

static const char *const truths[] = {"true", "false", NULL};

struct get_query {
    int64_t version;
    const char *label;
    int resolve; /* 1: no; else yes */
};

static const struct form_field get_fields[] = {
    {.name = "version",
     .label = "The version",
     .kind = FORM_INT,
     .number = NUMBER_VERSION,
     .offset = offsetof(struct get_query, version)},
    {.name = "label",
     .label = "The label",
     .kind = FORM_LINE,
     .max_chars = 200,
     .offset = offsetof(struct get_query, label)},
    {.name = "resolve",
     .label = "The parameter resolve",
     .kind = FORM_CHOICE,
     .choices = truths,
     .offset = offsetof(struct get_query, resolve)},
};

/* What an address asks for; ERR_INVALID, answered. */
static enum err read_wanted(struct call *call, struct get_query *query,
                            struct prompt_wanted *wanted)
{
    enum err err = call_query(call, get_fields, (int)COUNT_OF(get_fields), query);
    if (err != ERR_NONE)
        return err;
    *wanted = (struct prompt_wanted){
        .name = call->match->token, .version = query->version, .label = query->label};
    if (query->version != 0 && query->label[0] != '\0')
        return call_bad_query(call, "label", "Ask for a version or for a label, not for both.");
    if (query->label[0] == '\0')
        wanted->label = LABEL_PRODUCTION;
    return ERR_NONE;
}

/* What was put into it directly. */
static json_t *graph_of(struct arena *arena, const struct prompt_served *served)
{
    struct prompt_reference_list all;
    char id[UUID_TEXT_LEN];
    json_t *list = json_array();
    uuid_format(&served->head.id, id);
    langfuse_references(arena, served->content.type, served->content.body, &all);
    for (int i = 0; i < all.count; i++) {
        const struct prompt_reference *reference = &all.references[i];
        json_array_append_new(
            list, reference->label != NULL
                      ? json_pack("{s:s, s:s}", "name", reference->name, "label", reference->label)
                      : json_pack("{s:s, s:I}", "name", reference->name, "version",
                                  (json_int_t)reference->version));
    }
    return json_keep(arena, json_pack("{s:{s:s, s:s, s:I}, s:{s:o}}", "root", "id", id, "name",
                                      served->head.name, "version", (json_int_t)served->version,
                                      "dependencies", id, list));
}

/* Every answer with the content of a version passes here once, and is given again while it is kept
 * (call_answer_kept in api_serve). */
static enum err answer_served(struct call *call, const struct prompt_served *served,
                              const struct langfuse_prompt *prompt)
{
    struct usage_served usage = prompt_serve_usage(served, USAGE_LANGFUSE);
    call_serve(call, &usage);
    call->is_kept = true;
    return langfuse_answer_prompt(call, 200, prompt);
}

static enum err answer(struct call *call, const struct prompt_served *served, bool is_resolved)
{
    struct langfuse_prompt prompt = langfuse_prompt_of(call->arena, served);
    struct problem problem = {0};
    if (!is_resolved)
        return answer_served(call, served, &prompt);
    enum err err = prompt_serve_resolve(call->db, call->actor, served, &prompt.body, &problem);
    if (err == ERR_INVALID && problem.message != NULL) {
        call_say(call, 409, problem.message, NULL);
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return err;
    if (prompt.body.data != served->content.body.data)
        prompt.graph = graph_of(call->arena, served);
    return answer_served(call, served, &prompt);
}

enum err langfuse_prompt_get(struct call *call)
{
    struct get_query query;
    struct prompt_wanted wanted;
    struct prompt_served served;
    if (read_wanted(call, &query, &wanted) != ERR_NONE)
        return ERR_NONE;
    enum err err = prompt_serve(call->db, call->actor, &wanted, &served);
    if (err == ERR_NOT_FOUND)
        return langfuse_not_found(call, &wanted);
    return err == ERR_NONE ? answer(call, &served, query.resolve != 1) : err;
}
