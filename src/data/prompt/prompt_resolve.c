#include "data/prompt/prompt_resolve.h"

#include "data/prompt/prompt_link.h"

enum err prompt_resolve_content(struct db *db, const struct actor *actor,
                                const struct record_head *head,
                                const struct prompt_content *content, struct text *resolved,
                                struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct policy_target target = record_target(head);
    if (!policy_allows(actor, PERMISSION_PROMPT_READ, &target))
        return work_refuse(&work, ERR_DENIED, "", "You do not have the right to read this prompt.");
    return prompt_link_resolve(&work, head, content, resolved);
}

enum err prompt_resolve_body(struct db *db, const struct actor *actor,
                             const struct prompt_version_key *key, struct text *resolved,
                             struct problem *problem)
{
    struct record_head *head = arena_alloc(db_arena(db), prompt_store.size);
    struct record_version version;
    *problem = (struct problem){.field = ""};
    enum err err = record_load(db, actor, &prompt_store, &key->id, PERMISSION_PROMPT_SEE,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = record_version_get(db, actor, head, key->version, &version);
    if (err != ERR_NONE)
        return err;
    struct prompt_content content = prompt_content(&version.content);
    return prompt_resolve_content(db, actor, head, &content, resolved, problem);
}
