#include "data/set/set.h"

#include "data/audit/audit.h"
#include "data/set/set_content.h"
#include "data/set/set_draft.h"
#include "domain/diff/json_diff.h"
#include "domain/set/set_diff.h"

enum { SHOWN_CHANGES = 50, SHOWN_LEN = 300 /* bytes */ };

static enum err read(struct db *db, void *record)
{
    struct set *set = record;
    (void)db;
    if (set_subject_parse(set->content.facet, &set->subject) != ERR_NONE)
        die("an unknown subject of a test set");
    set->cases = set->content.parts[SET_PART_CASES];
    set->settings = set->content.parts[SET_PART_SETTINGS];
    return ERR_NONE;
}

/* ---- events ------------------------------------------------------------------------------- */

/* A value as events keep it: the versions have it whole. */
static const char *shorten(struct arena *arena, struct text text)
{
    if (text.data == NULL || text.len <= SHOWN_LEN)
        return text.data;
    size_t len = text_cut(text.data, text.len, SHOWN_LEN);
    return arena_printf(arena, "%s…", arena_copy(arena, text.data, len));
}

static const char *case_words(struct arena *arena, const struct set_case *set_case)
{
    return set_case == NULL
               ? NULL
               : shorten(arena, json_format(arena, set_case_json(arena, set_case), JSON_LINE));
}

/* Of a case that is in both versions each change, of others the whole. */
static int describe_case(struct arena *arena, const struct set_change *change, json_t *details)
{
    const struct set_case *shown = change->after == NULL ? change->before : change->after;
    const char *path = arena_printf(arena, "cases.%s", shown->id);
    struct json_diff diff;
    if (change->before == NULL || change->after == NULL) {
        audit_change(details, path, case_words(arena, change->before),
                     case_words(arena, change->after));
        return 1;
    }
    set_change_diff(arena, change, &diff);
    for (int i = 0; i < diff.count; i++)
        audit_change(details, arena_printf(arena, "%s.%s", path, diff.changes[i].path),
                     shorten(arena, diff.changes[i].before), shorten(arena, diff.changes[i].after));
    return diff.count;
}

static void describe_cases(struct arena *arena, const struct set_diff *diff, json_t *details)
{
    int shown = 0, i = 0;
    for (; i < diff->count && shown < SHOWN_CHANGES; i++)
        shown += describe_case(arena, &diff->changes[i], details);
    if (i < diff->count)
        audit_change(
            details, "cases", NULL,
            arena_printf(arena, "and %s", text_counted(arena, diff->count - i, "more case")));
    else if (diff->is_reordered)
        audit_change(details, "cases", NULL, "in another order");
}

static void describe(struct db *db, const struct record_head *head,
                     const struct record_content *before, const struct record_content *after,
                     json_t *details)
{
    struct arena *arena = db_arena(db);
    struct set_content old, new;
    struct set_diff diff;
    struct json_diff settings;
    (void)head;
    if (after->facet == NULL) /* it is deleted: its subject says what it was */
        return;
    set_content_read(arena, before, &old);
    set_content_read(arena, after, &new);
    set_diff(arena, &old.cases, &new.cases, &diff);
    describe_cases(arena, &diff, details);
    json_diff(arena, set_settings_json(arena, &old.settings),
              set_settings_json(arena, &new.settings), &settings);
    for (int i = 0; i < settings.count; i++)
        audit_change(details, arena_printf(arena, "settings.%s", settings.changes[i].path),
                     settings.changes[i].before.data, settings.changes[i].after.data);
}

const struct record_store set_store = {
    .kind = &record_kinds[RECORD_SET],
    .size = sizeof(struct set),
    .read = read,
    .prepare = set_draft_prepare,
    .check = set_draft_check,
    .describe = describe,
};

/* ---- verbs -------------------------------------------------------------------------------- */

enum err set_get(struct db *db, const struct actor *actor, const struct uuid *id, struct set *set)
{
    return record_load(db, actor, &set_store, id, PERMISSION_SET_SEE, RECORD_WHOLE, set);
}

enum err set_get_by_name(struct db *db, const struct actor *actor, const char *name,
                         struct set *set)
{
    struct record_found found;
    enum err err = record_find(db, actor, set_store.kind, name, &found);
    return err == ERR_NONE ? set_get(db, actor, &found.id, set) : err;
}

enum err set_create(struct db *db, const struct actor *actor, const struct set_draft *draft,
                    struct record_saved *saved, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct record_fields fields;
    enum err err = record_draft_check(&work, &draft->record, &fields);
    fields.draft = (void *)draft;
    return err == ERR_NONE ? record_create(&work, &set_store, &fields, saved) : err;
}

enum err set_update(struct db *db, const struct actor *actor, const struct set_draft *draft,
                    struct record_saved *saved, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct record_key key = {draft->id, draft->based_on_revision};
    struct record_fields fields;
    enum err err = record_draft_check(&work, &draft->record, &fields);
    fields.draft = (void *)draft;
    return err == ERR_NONE ? record_update(&work, &set_store, &key, &fields, saved) : err;
}
