#include "data/prompt/prompt_meaning.h"

#include "data/prompt/prompt_link.h"

static enum err find_version(struct db *db, const struct actor *actor,
                             const struct prompt_reach *reach,
                             const struct prompt_reference *reference,
                             struct prompt_meaning *meaning)
{
    struct prompt_target target;
    enum err err = prompt_link_find(db, &actor->organization_id, reach, reference, &target);
    meaning->version = err == ERR_NONE ? target.version : 0;
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

enum err prompt_meaning_find(struct db *db, const struct actor *actor,
                             const struct record_source *source, const struct prompt_reach *reach,
                             const struct prompt_reference_list *references,
                             struct prompt_meaning *meanings)
{
    int count = references->count;
    struct arena *arena = db_arena(db);
    const char **names = arena_array(arena, (size_t)count + 1, sizeof *names);
    struct record_meant *meant = arena_array(arena, (size_t)count + 1, sizeof *meant);
    for (int i = 0; i < count; i++)
        names[i] = references->references[i].name;
    enum err err = record_target_find(db, actor, prompt_store.kind, source, names, count, meant);
    for (int i = 0; i < count && err == ERR_NONE; i++) {
        meanings[i] = (struct prompt_meaning){.meant = meant[i]};
        if (!uuid_is_nil(&meant[i].id))
            err = find_version(db, actor, reach, &references->references[i], &meanings[i]);
    }
    return err;
}
