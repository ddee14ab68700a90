#include "data/offline/offline_pin_internal.h"

#include <string.h>

#include "base/number.h"
#include "data/bom/bom_stores.h"
#include "data/record/record_load.h"
#include "data/record/record_version.h"

static enum err refuse(struct offline_set *set, const char *line, const char *why)
{
    return problem_refuse(set->problem, ERR_INVALID, "pins",
                          arena_printf(db_arena(set->db), "“%.300s” %s", line, why));
}

/* "agent:support/helper@3" */
static bool read_line(struct arena *arena, const char *line, const struct record_kind **kind,
                      const char **name, int64_t *version)
{
    const char *colon = strchr(line, ':');
    const char *at = strrchr(line, '@');
    if (colon == NULL || at == NULL || at < colon)
        return false;
    *kind = record_kind_find(arena_printf(arena, "%.*s", (int)(colon - line), line));
    *name = arena_printf(arena, "%.*s", (int)(at - colon - 1), colon + 1);
    return *kind != NULL && number_parse(NUMBER_VERSION, at + 1, version) == ERR_NONE;
}

/* Is it there, and may the actor read it? */
static enum err check(struct offline_set *set, const struct offline_item *item)
{
    bool exists = false;
    struct record_head *head = arena_alloc(db_arena(set->db), item->store->size);
    enum err err = record_load(set->db, set->actor, item->store, &item->id, item->store->kind->read,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = record_version_exists(set->db, head, item->version, &exists);
    return err == ERR_NONE && !exists ? ERR_NOT_FOUND : err;
}

static enum err add_line(struct offline_set *set, const char *line)
{
    const struct record_kind *kind = NULL;
    struct record_found found;
    struct offline_item item = {.is_asked = true};
    if (!read_line(db_arena(set->db), line, &kind, &item.name, &item.version))
        return refuse(set, line, "is no pin: KIND:NAME@VERSION, such as agent:support/helper@3.");
    enum err err = record_find(set->db, set->actor, kind, item.name, &found);
    if (err == ERR_NONE) {
        item.store = bom_stores[kind->id];
        item.id = found.id;
        err = check(set, &item);
    }
    if (err == ERR_NOT_FOUND || err == ERR_DENIED)
        return refuse(set, line, "is not there.");
    if (err == ERR_NONE && offline_set_chosen(set, &item.id) != 0)
        return refuse(set, line, "is pinned twice.");
    return err == ERR_NONE ? offline_set_add(set, &item) : err;
}

enum err offline_pin_add(struct offline_set *set, const char *pins)
{
    enum err err = ERR_NONE;
    char *line = NULL, *rest = arena_strdup(db_arena(set->db), pins);
    for (int count = 0; err == ERR_NONE && (line = strsep(&rest, "\n")) != NULL; count++) {
        if (count == OFFLINE_PINS_MAX)
            return problem_refuse(set->problem, ERR_INVALID, "pins", "At most 200 can be pinned.");
        line[strcspn(line, "\r")] = '\0';
        if (line[0] != '\0')
            err = add_line(set, line);
    }
    return err;
}
