#include "data/set/set_case.h"

#include <string.h>

#include "data/set/set.h"
#include "data/set/set_content.h"

/* Adding one case. */

enum { ATTEMPTS = 5 };

/* The cases of a set with one more, which has the id that it brings unless that is taken. */
static struct set_cases with_case(struct arena *arena, const struct set_cases *before,
                                  struct set_case *added)
{
    struct set_cases cases = {arena_array(arena, (size_t)before->count + 1, sizeof *cases.items),
                              before->count};
    for (int i = 0; i < before->count; i++) {
        cases.items[i] = before->items[i];
        if (added->id != NULL && strcmp(before->items[i].id, added->id) == 0)
            added->id = NULL;
    }
    cases.items[cases.count++] = *added;
    return cases;
}

static enum err add_once(const struct work *work, const struct set_addition *addition,
                         struct record_saved *saved)
{
    struct arena *arena = db_arena(work->db);
    struct set_content content;
    struct set set;
    enum err err = record_load(work->db, work->actor, &set_store, &addition->set_id,
                               PERMISSION_SET_CHANGE, RECORD_WHOLE, &set);
    if (err != ERR_NONE)
        return err;
    set_content_read(arena, &set.content, &content);
    struct set_cases cases = with_case(arena, &content.cases, addition->set_case);
    struct set_draft draft = {
        .id = set.id,
        .based_on_revision = set.revision,
        .name = set.name,
        .description = set.description,
        .tags = tag_list_join(arena, &set.tags),
        .message = addition->message,
        .cases = set_cases_json(arena, &cases),
        .settings = set_settings_json(arena, &content.settings),
    };
    return set_update(work->db, work->actor, &draft, saved, work->problem);
}

/* What it was called by the save. */
static enum err find_id(const struct work *work, const struct set_addition *addition,
                        const struct record_saved *saved)
{
    struct record_head head = {.store = &set_store,
                               .id = addition->set_id,
                               .organization_id = work->actor->organization_id};
    struct record_version version;
    struct set_content content;
    enum err err = record_version_load(work->db, &head, saved->version, &version);
    if (err != ERR_NONE)
        return err;
    set_content_read(db_arena(work->db), &version.content, &content);
    addition->set_case->id = content.cases.items[content.cases.count - 1].id;
    return ERR_NONE;
}

enum err set_add_case(struct db *db, const struct actor *actor, const struct set_addition *addition,
                      struct record_saved *saved, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = ERR_STALE;
    for (int i = 0; err == ERR_STALE && i < ATTEMPTS; i++)
        err = add_once(&work, addition, saved);
    return err == ERR_NONE ? find_id(&work, addition, saved) : err;
}
