#include <string.h>

#include "api/handlers.h"
#include "api/langfuse/langfuse_answer.h"
#include "api/langfuse/langfuse_draft.h"
#include "base/clock.h"
#include "domain/record/label.h"
#include "domain/record/record_name.h"
#include "domain/transfer/langfuse_field.h"

/* A prompt, or the next version of one. */

/* Somebody else may save the same prompt at any moment: how often it is tried again. Each time
 * another one was carried out. */
enum { TRIES = 40 };

/* A save on its way. */
struct saving {
    struct call *call;
    const struct langfuse_draft *draft;
    struct record_head *before; /* NULL: there is no such prompt */
    bool *proposed;             /* of each label whether it was proposed instead */
    struct record_saved saved;
    struct problem problem;
};

static enum err find_before(struct saving *saving)
{
    struct call *call = saving->call;
    struct record_found found;
    saving->before = NULL;
    enum err err =
        record_find(call->db, call->actor, prompt_store.kind, saving->draft->name, &found);
    if (err == ERR_NOT_FOUND)
        return ERR_NONE;
    if (err != ERR_NONE)
        return err;
    saving->before = arena_alloc(call->arena, prompt_store.size);
    err = record_load(call->db, call->actor, &prompt_store, &found.id, PERMISSION_PROMPT_CHANGE,
                      RECORD_HEAD_ONLY, saving->before);
    return err == ERR_NOT_FOUND ? ERR_DENIED : err; /* as a new one there would be */
}

static enum err refuse_type(struct saving *saving)
{
    const struct record_head *before = saving->before;
    return problem_refuse(&saving->problem, ERR_INVALID, "type",
                          arena_printf(saving->call->arena,
                                       "“%s” is a %s prompt, and a name keeps its type.",
                                       before->name, before->content.facet));
}

static enum err save_once(struct saving *saving)
{
    struct call *call = saving->call;
    const struct langfuse_draft *draft = saving->draft;
    enum err err = find_before(saving);
    const struct record_head *before = saving->before;
    saving->proposed =
        arena_array(call->arena, (size_t)draft->label_count + 1, sizeof *saving->proposed);
    if (err != ERR_NONE)
        return err;
    if (before != NULL && strcmp(before->content.facet, prompt_type_name(draft->type)) != 0)
        return refuse_type(saving);
    struct prompt_draft prompt = {.type = draft->type,
                                  .body = draft->body,
                                  .settings = draft->settings,
                                  .is_published = true,
                                  .labels = draft->labels,
                                  .label_count = draft->label_count,
                                  .proposed = saving->proposed};
    prompt.record = (struct record_draft){.name = draft->name,
                                          .description = "",
                                          .tags = draft->tags == NULL ? "" : draft->tags,
                                          .message = draft->message};
    if (before == NULL)
        return prompt_create(call->db, call->actor, &prompt, &saving->saved, &saving->problem);
    prompt.id = before->id;
    prompt.based_on_revision = before->revision;
    prompt.name = before->name;
    prompt.description = before->description;
    if (draft->tags == NULL)
        prompt.tags = tag_list_join(call->arena, &before->tags);
    return prompt_update(call->db, call->actor, &prompt, &saving->saved, &saving->problem);
}

static enum err save(struct saving *saving)
{
    enum err err = ERR_STALE;
    for (int i = 0; err == ERR_STALE && i < TRIES; i++) {
        err = save_once(saving);
        /* the name is new, and somebody else made it this moment */
        if (err == ERR_CONFLICT && saving->before == NULL && i == 0)
            err = ERR_STALE;
    }
    return err == ERR_STALE ? ERR_UNAVAILABLE : err; /* nothing was stored: it may try again */
}

static void add_labels(const struct saving *saving, struct langfuse_prompt *prompt)
{
    const struct langfuse_draft *draft = saving->draft;
    prompt->labels =
        arena_array(saving->call->arena, (size_t)draft->label_count + 1, sizeof *prompt->labels);
    for (int i = 0; i < draft->label_count; i++)
        if (!saving->proposed[i])
            prompt->labels[prompt->label_count++] = draft->labels[i];
    prompt->labels[prompt->label_count++] = LABEL_LATEST;
}

/* From what was stored, without another question: from here on nothing may fail. */
static enum err answer(struct saving *saving)
{
    struct call *call = saving->call;
    const struct langfuse_draft *draft = saving->draft;
    const char *ignored = NULL;
    struct langfuse_prompt prompt = {.id = saving->saved.id,
                                     .organization_id = call->actor->organization_id,
                                     .author_id = call->actor->user_id,
                                     .name = draft->name,
                                     .message = draft->message,
                                     .version = saving->saved.version,
                                     .type = draft->type,
                                     .body = draft->body,
                                     .settings = draft->settings,
                                     .created_at = clock_now(),
                                     .updated_at = clock_now()};
    add_labels(saving, &prompt);
    if (saving->before != NULL) {
        prompt.name = saving->before->name;
        prompt.tags = saving->before->tags;
    } else if (record_name_parse(call->arena, draft->name, &prompt.name, &ignored) != ERR_NONE)
        die("a name that was stored is not one");
    if (draft->tags != NULL &&
        tag_list_parse(call->arena, draft->tags, &prompt.tags, &ignored) != ERR_NONE)
        die("tags that were stored are none");
    langfuse_say_proposed(call, draft, saving->proposed);
    return langfuse_answer_prompt(call, 201, &prompt);
}

enum err langfuse_prompt_create(struct call *call)
{
    struct langfuse_draft draft;
    struct saving saving = {.call = call, .draft = &draft};
    if (langfuse_draft_read(call, &draft) != ERR_NONE)
        return ERR_NONE;
    enum err err = langfuse_draft_check_references(call, &draft);
    if (err == ERR_INVALID)
        return ERR_NONE;
    if (err == ERR_NONE)
        err = save(&saving);
    if (err == ERR_NONE)
        return answer(&saving);
    if (saving.problem.message != NULL)
        saving.problem.field = langfuse_field(saving.problem.field);
    return langfuse_refuse(call, err, &saving.problem);
}
