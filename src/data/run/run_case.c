#include "data/run/run_case.h"

#include <string.h>

#include "data/set/set.h"
#include "domain/set/set_case_find.h"

/* Is the id one of the lines? */
static bool is_listed(const char *case_ids, const char *id)
{
    size_t len = strlen(id);
    for (const char *at = case_ids; (at = strstr(at, id)) != NULL; at++)
        if ((at == case_ids || at[-1] == '\n') && (at[len] == '\n' || at[len] == '\0'))
            return true;
    return false;
}

void run_cases_choose(struct arena *arena, const struct set_cases *all, const char *case_ids,
                      struct run_cases *cases)
{
    cases->items = arena_array(arena, (size_t)all->count + 1, sizeof *cases->items);
    cases->count = 0;
    for (int i = 0; i < all->count; i++)
        if (case_ids[0] == '\0' || is_listed(case_ids, all->items[i].id))
            cases->items[cases->count++] = &all->items[i];
}

static enum err load_version(struct db *db, const struct test_run *run,
                             struct record_version *version)
{
    const struct record_head head = {
        .store = &set_store, .id = run->set_id, .organization_id = run->organization_id};
    return record_version_load(db, &head, run->set_version, version);
}

enum err run_cases_get(struct db *db, const struct test_run *run, struct run_cases *cases)
{
    struct record_version version;
    struct set_content *content = arena_alloc(db_arena(db), sizeof *content);
    enum err err = load_version(db, run, &version);
    if (err != ERR_NONE)
        return err;
    set_content_read(db_arena(db), &version.content, content);
    run_cases_choose(db_arena(db), &content->cases, run->case_ids, cases);
    return cases->count == run->case_count ? ERR_NONE : ERR_NOT_FOUND;
}

enum err run_case_get(struct db *db, const struct test_run *run, const char *case_id,
                      struct set_case *set_case)
{
    struct record_version version;
    enum err err = load_version(db, run, &version);
    if (err == ERR_NONE && version.content.parts[SET_PART_CASES].data == NULL)
        err = ERR_NOT_FOUND;
    return err == ERR_NONE ? set_case_find(db_arena(db), version.content.parts[SET_PART_CASES],
                                           case_id, set_case)
                           : err;
}
