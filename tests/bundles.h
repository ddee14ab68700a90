#ifndef TESTS_BUNDLES_H
#define TESTS_BUNDLES_H

#include "test.h"

#include "base/json.h"
#include "data/transfer/export.h"

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

/* The whole of an organization as its document, and stripped. */
static inline const char *bundle_of(struct db *db, const struct actor *actor, const char **stripped)
{
    const struct export_choice all = {{true, true, true}, true, true};
    struct export export;
    struct problem problem;
    json_t *json = NULL;
    const char *message = NULL;
    assert_int_equal(organization_export(db, actor, &all, &export, &problem), ERR_NONE);
    assert_int_equal(
        json_parse(db_arena(db), export.document.data, export.document.len, &json, &message),
        ERR_NONE);
    bundle_strip(json);
    *stripped = json_format(db_arena(db), json, JSON_INDENTED).data;
    return export.document.data;
}

#endif
