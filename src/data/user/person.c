#include "data/user/person.h"

struct seal_place person_name_place(const struct uuid *organization_id, const struct uuid *user_id)
{
    return (struct seal_place){.table = "users",
                               .column = "full_name",
                               .organization_id = *organization_id,
                               .row_id = *user_id};
}

/* What someone from outside is called. */
static const char *outside_name(struct db *db, const struct uuid *user_id)
{
    enum { SHORT_LEN = 8 };
    char text[UUID_TEXT_LEN];
    uuid_format(user_id, text);
    return arena_printf(db_arena(db), "Platform administrator %s",
                        text + UUID_TEXT_LEN - 1 - SHORT_LEN);
}

enum err person_name(struct db *db, const struct db_result *result, int row, int first,
                     const char **name)
{
    *name = NULL;
    if (db_is_null(result, row, first))
        return ERR_NONE;
    struct uuid user_id = db_get_uuid(result, row, first);
    if (db_is_null(result, row, first + 1)) {
        *name = outside_name(db, &user_id);
        return ERR_NONE;
    }
    struct uuid organization_id = db_get_uuid(result, row, first + 1);
    struct uuid data_key_id = db_get_uuid(result, row, first + 2);
    struct seal_place place = person_name_place(&organization_id, &user_id);
    struct text plain = {NULL, 0};
    enum err err = vault_learn_key(db, &organization_id, &data_key_id, result, row, first + 4);
    if (err == ERR_NONE)
        err = vault_unseal(db, &data_key_id, &place, db_get_bytes(result, row, first + 3), &plain);
    *name = plain.data;
    return err;
}
