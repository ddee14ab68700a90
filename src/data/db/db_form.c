#include "data/db/db_form.h"

#include "data/db/db_internal.h"

void db_name_form(struct db *db, const struct uuid *form_id)
{
    db->form_id = *form_id;
}

const struct uuid *db_form_id(const struct db *db)
{
    return &db->form_id;
}

bool db_has_done_form(const struct db *db)
{
    return db->form_part > 0;
}

const struct uuid *db_event_request_id(const struct db *db)
{
    return db_writes_form(db) ? &db->form_id : &db->request_id;
}

int db_next_part(struct db *db)
{
    return db_writes_form(db) ? db->form_part++ : db->part++;
}

bool db_has_events(const struct db *db)
{
    return db->part > 0 || db->form_part > 0;
}
