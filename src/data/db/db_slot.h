#ifndef DATA_DB_SLOT_H
#define DATA_DB_SLOT_H

#include "base/arena.h"

struct db;

/* What a module above keeps with a connection: a pointer, NULL until the module sets it. owner is
 * the address of something that only this module has. What it points to is owned by db_slot_arena,
 * which is wiped when the database is closed, and has room for small things only: at most 128 KiB
 * of all modules. */
void **db_slot(struct db *db, const void *owner) NONNULL;
struct arena *db_slot_arena(struct db *db) NONNULL;

#endif
