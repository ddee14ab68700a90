#ifndef DATA_DB_DISK_H
#define DATA_DB_DISK_H

#include "data/db/disk_watch.h"

/* The disk of the database, when it has no room or takes no writes. What is read is right then, and
 * a change fails whole. The engines tell why a statement failed; from then on all workers know it,
 * until one of them has committed a change with its event, or none has failed for five minutes. */
struct db;

/* What is known now: of the last write of any worker, and of the disk itself where the engine can
 * see it. */
enum db_disk db_disk_now(const struct db *db) NONNULL;

/* Why this request failed, if that was the disk; else DB_DISK_FINE. */
enum db_disk db_disk_refused(const struct db *db) NONNULL;

#endif
