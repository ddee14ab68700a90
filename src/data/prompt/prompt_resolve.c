#include "data/prompt/prompt_resolve.h"

#include "data/prompt/prompt_link.h"
#include "domain/record/record_name.h"

enum err prompt_resolve_content(struct db *db, const struct actor *actor,
                                const struct record_head *head,
                                const struct prompt_content *content,
                                const struct prompt_reach *reach, struct text *resolved,
                                struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct policy_target target = record_target(head);
    if (!policy_allows(actor, PERMISSION_PROMPT_READ, &target))
        return work_refuse(&work, ERR_DENIED, "", "You do not have the right to read this prompt.");
    return prompt_link_resolve(&work, head, content, reach, resolved);
}

/* The head and the content of a version, for those who may read it. */
static enum err load(struct db *db, const struct actor *actor, const struct prompt_version_key *key,
                     struct record_head *head, struct prompt_content *content)
{
    struct record_version version;
    enum err err = record_load(db, actor, &prompt_store, &key->id, PERMISSION_PROMPT_SEE,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = record_version_get(db, actor, head, key->version, &version);
    if (err == ERR_NONE)
        *content = prompt_content(&version.content);
    return err;
}

/* The same from what was read ahead. ERR_NOT_FOUND if this version was not. */
static enum err load_reached(struct arena *arena, const struct actor *actor,
                             const struct prompt_reach *reach, const struct prompt_version_key *key,
                             struct record_head *head, struct prompt_content *content)
{
    const struct prompt_reached *reached = prompt_reach_get(reach, &key->id);
    if (reached == NULL)
        return ERR_NOT_FOUND;
    head->store = &prompt_store;
    head->id = key->id;
    head->organization_id = reach->organization_id;
    head->owner_id = reached->brief.owner_id;
    head->name = reached->brief.name;
    head->folder = record_name_folder(arena, head->name);
    struct policy_target target = record_target(head);
    enum err err = policy_check(actor, PERMISSION_PROMPT_READ, PERMISSION_PROMPT_SEE, &target);
    int64_t number = key->version == 0 ? reached->brief.version : key->version;
    return err == ERR_NONE ? prompt_reach_open(reach, &key->id, number, content) : err;
}

enum err prompt_resolve_body(struct db *db, const struct actor *actor,
                             const struct prompt_version_key *key, const struct prompt_reach *reach,
                             struct prompt_resolved *resolved, struct problem *problem)
{
    struct record_head *head = arena_alloc(db_arena(db), prompt_store.size);
    struct prompt_content content;
    *problem = (struct problem){.field = ""};
    enum err err = reach == NULL ? ERR_NOT_FOUND
                                 : load_reached(db_arena(db), actor, reach, key, head, &content);
    if (err == ERR_NOT_FOUND)
        err = load(db, actor, key, head, &content);
    if (err != ERR_NONE)
        return err;
    resolved->type = content.type;
    return prompt_resolve_content(db, actor, head, &content, reach, &resolved->body, problem);
}
