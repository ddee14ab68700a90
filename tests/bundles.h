#ifndef TESTS_BUNDLES_H
#define TESTS_BUNDLES_H

#include "test.h"

#include <string.h>

#include "base/json.h"
#include "data/transfer/export.h"
#include "domain/transfer/bundle.h"

/* What the tests of documents share. */

/* Takes out what differs between an organization and its copy: ids, times, names of owners. */
static inline void bundle_strip(json_t *json)
{
    static const char *const keys[] = {"id",      "exported_at", "organization",
                                       "members", "created_at",  "updated_at",
                                       "from",    "to",          "agent_id"};
    const char *key = NULL;
    json_t *value = NULL;
    size_t index = 0;
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        json_object_del(json, keys[i]);
    if (json_object_get(json, "archived_at") != NULL)
        json_object_set_new(json, "archived_at", json_true());
    json_object_foreach(json, key, value) bundle_strip(value);
    json_array_foreach(json, index, value) bundle_strip(value);
}

/* The pieces of an export in one. */
static inline const char *bundle_all(struct export *export)
{
    struct db *db = export->db;
    struct arena *arena = db_arena(db);
    struct buf document;
    struct uuid request_id = uuid_make();
    bool is_done = false;
    buf_init(&document, arena);
    struct db_scope scope = db_enter(db, (struct db_scope){.reach = DB_ALL});
    while (!is_done)
        assert_int_equal(export_next(export, &document, &is_done), ERR_NONE);
    db_begin_request(db, arena, &request_id); /* each piece is a request of its own */
    (void)db_enter(db, scope);
    return document.data;
}

/* The whole of an organization as its document, and stripped. */
static inline const char *bundle_of(struct db *db, const struct actor *actor, const char **stripped)
{
    const struct export_choice all = {{true, true, true}, true, true};
    struct arena *arena = db_arena(db);
    struct export export;
    struct problem problem;
    json_t *json = NULL;
    const char *message = NULL;
    assert_int_equal(organization_export(db, actor, &all, &export, &problem), ERR_NONE);
    const char *document = bundle_all(&export);
    const struct text text = {document, strlen(document)};
    assert_int_equal(json_parse_deep(arena, text, BUNDLE_DEPTH, &json, &message), ERR_NONE);
    bundle_strip(json);
    *stripped = json_format(arena, json, JSON_INDENTED).data;
    return document;
}

#endif
