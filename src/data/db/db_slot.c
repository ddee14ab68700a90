#include "data/db/db_slot.h"

#include "data/db/db_internal.h"

void **db_slot(struct db *db, const void *owner)
{
    for (size_t i = 0; i < DB_SLOTS; i++) {
        if (db->slot_owners[i] == NULL)
            db->slot_owners[i] = owner;
        if (db->slot_owners[i] == owner)
            return &db->slots[i];
    }
    die("more than %d modules keep something with the database", DB_SLOTS);
}

struct arena *db_slot_arena(struct db *db)
{
    return db->home;
}
