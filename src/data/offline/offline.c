#include "data/offline/offline.h"

#include <string.h>

#include "crypt/offline_check.h"
#include "data/bom/bom_stores.h"
#include "data/db/query.h"
#include "data/offline/offline_entry_internal.h"
#include "data/offline/offline_pin_internal.h"
#include "data/organization/organization.h"
#include "data/vault/signing_key.h"
#include "domain/record/label.h"

enum { BATCH = 200 };

/* ---- what has the label ------------------------------------------------------------------- */

/* In the folder of the token and below it: "/" is followed by "0". */
static void add_folder(struct query *q, struct arena *arena, const char *folder)
{
    if (folder[0] == '\0')
        return;
    const char *low = arena_printf(arena, "%s/", folder);
    const char *high = arena_printf(arena, "%s0", folder);
    query_bind(q, " AND (r.folder = ", db_text(folder));
    query_bind(q, " OR (r.folder >= ", db_text(low));
    query_bind(q, " AND r.folder < ", db_text(high));
    query_add(q, "))");
}

static void select_labeled(struct query *q, const struct offline_set *set,
                           const struct record_kind *kind, const char *last)
{
    bool is_latest = strcmp(set->label, LABEL_LATEST) == 0;
    query_begin(q, set->db, "SELECT r.id, r.name_key, ");
    query_add(q, is_latest ? "r.version" : "l.version");
    query_add(q, " FROM ");
    query_add(q, kind->table);
    query_add(q, " r");
    if (!is_latest) {
        query_add(q, " JOIN ");
        query_add(q, kind->labels);
        query_add(q, " l ON l.organization_id = r.organization_id AND l.record_id = r.id");
        query_bind(q, " AND l.label = ", db_text(set->label));
    }
    query_bind(q, " WHERE r.organization_id = ", db_uuid(&set->actor->organization_id));
    query_bind(q, " AND r.name_key > ", db_text(last));
    add_folder(q, db_arena(set->db), policy_folder(set->actor));
    query_bind(q, " AND r.archived_at IS NULL ORDER BY r.name_key LIMIT ", db_int(BATCH));
}

static enum err add_labeled(struct offline_set *set, const struct record_kind *kind)
{
    struct query q;
    struct db_result rows;
    const char *last = "";
    enum err err = ERR_NONE;
    bool is_over = set->label[0] == '\0' || !policy_allows_some(set->actor, kind->read);
    while (err == ERR_NONE && !is_over) {
        select_labeled(&q, set, kind, last);
        err = query_run(&q, &rows);
        is_over = err == ERR_NONE && rows.row_count < BATCH;
        for (int i = 0; err == ERR_NONE && i < rows.row_count; i++) {
            last = db_get_text(&rows, i, 1);
            err = offline_set_add(set, &(struct offline_item){.store = bom_stores[kind->id],
                                                              .id = db_get_uuid(&rows, i, 0),
                                                              .version = db_get_int(&rows, i, 2),
                                                              .is_asked = true,
                                                              .is_labeled = true});
        }
    }
    return err;
}

/* Pins first: the first version of a record that is asked for is its version. */
static enum err gather(struct offline_set *set, const struct offline_ask *ask)
{
    enum err err = offline_pin_add(set, ask->pins);
    for (int i = 0; err == ERR_NONE && i < RECORD_KIND_COUNT; i++)
        err = add_labeled(set, &record_kinds[i]);
    for (int i = 0, count = 0; err == ERR_NONE && i < set->count; i += count)
        err = offline_entry_make(set, i, &count);
    offline_set_sort(set);
    return err;
}

/* ---- the document ------------------------------------------------------------------------- */

static json_t *keys_json(struct arena *arena, const struct note_key *keys, int count)
{
    json_t *list = json_array();
    for (int i = 0; i < count; i++)
        json_array_append_new(list, json_string(note_key_text(arena, &keys[i])));
    return list;
}

static json_t *entries_of(const struct offline_set *set, const struct record_kind *kind)
{
    json_t *entries = json_array();
    for (int i = 0; i < set->count; i++)
        if (set->items[i].store->kind == kind && set->items[i].entry != NULL)
            json_array_append(entries, set->items[i].entry);
    return entries;
}

static enum err write_set(const struct offline_set *set, const struct offline_ask *ask,
                          json_t **json)
{
    struct organization organization;
    struct note_key *keys = NULL;
    int key_count = 0;
    struct arena *arena = db_arena(set->db);
    enum err err = organization_find(set->db, &set->actor->organization_id, &organization);
    if (err == ERR_NONE)
        err = signing_key_list(set->db, &keys, &key_count);
    if (err != ERR_NONE)
        return err;
    *json = json_keep(arena,
                      json_pack("{s:i, s:{s:o, s:s, s:s}, s:s, s:s, s:O}", "bundle", OFFLINE_FORMAT,
                                "organization", "id", json_uuid(&organization.id), "name",
                                organization.name, "slug", organization.slug, "label", ask->label,
                                "pins", ask->pins, "problems", set->problems));
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        json_object_set_new(*json, record_kinds[i].plural, entries_of(set, &record_kinds[i]));
    json_object_set_new(*json, "keys", keys_json(arena, keys, key_count));
    return ERR_NONE;
}

/* A version that is in the set because of the label was asked for by it. */
static void list_served(const struct offline_set *set, struct offline_made *made)
{
    made->served = arena_array(db_arena(set->db), (size_t)set->count + 1, sizeof *made->served);
    made->served_count = 0;
    for (int i = 0; i < set->count; i++) {
        const struct offline_item *item = &set->items[i];
        if (item->entry == NULL)
            continue;
        struct usage_served *served = &made->served[made->served_count++];
        *served = (struct usage_served){.kind = item->store->kind->id,
                                        .record_id = item->id,
                                        .version = item->version,
                                        .protocol = USAGE_BUNDLE};
        usage_set_label(served, item->is_labeled ? set->label : "");
    }
}

enum err offline_make(struct db *db, const struct actor *actor, const struct offline_ask *ask,
                      struct offline_made *made, struct problem *problem)
{
    struct offline_set set = {.db = db, .actor = actor, .problem = problem, .label = ask->label};
    json_t *json = NULL;
    if (ask->label[0] != '\0' && !label_is_wellformed(ask->label))
        return problem_refuse(problem, ERR_INVALID, "label", "This is no label.");
    offline_set_begin(&set);
    enum err err = gather(&set, ask);
    if (err == ERR_NONE)
        err = write_set(&set, ask, &json);
    if (err != ERR_NONE)
        return err;
    const char *text = signed_note_make_json(db_keyring(db), db_arena(db), json);
    made->note = (struct text){text, strlen(text)};
    list_served(&set, made);
    return ERR_NONE;
}
