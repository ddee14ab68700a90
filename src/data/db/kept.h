#ifndef DATA_KEPT_H
#define DATA_KEPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "base/uuid.h"

/* What a process keeps of a customer's content from one request to the next: bytes that were read
 * or rendered, under the organization, its content version and a key that says what else they
 * depend on. It is all in one piece of memory, KEPT_BUDGET; what was not used longest makes room.
 *
 * Nothing stale is ever found: the version is read before the content, and every commit that people
 * can see moves it (db_table.h), so the content under a version that still holds is what would be
 * read now. Therefore nothing is found or kept inside a write transaction, or after one that
 * changed what people see.
 *
 * What is kept is wiped when a request finds another version, when its time is over, when it makes
 * room, when the connection is a new one, and at exit. */

struct db;

enum {
    KEPT_BUDGET = 4 << 20,     /* bytes, with all that finds them */
    KEPT_LEN_MAX = 512 * 1024, /* bytes of a key and its value; longer ones are not kept */
};

/* The version of the organization's content as this request has just read it, before anything else
 * of that content. Without this call, or with a nil version, nothing is found or kept. */
void kept_enter(struct db *db, const struct uuid *organization_id,
                const struct uuid *version) NONNULL;

/* Is there something of this key, of whatever version? Then it is worth asking for the version
 * alone (kept_row.h). For before kept_enter; what is there must not be used. */
bool kept_may_hold(struct db *db, const struct uuid *organization_id, struct text key) NONNULL;

/* The bytes of a key, copied to the request's arena; data NULL if there are none. */
struct text kept_find(struct db *db, struct text key) NONNULL;

/* Keeps bytes until a time; they must come from this organization's visible tables, the key and
 * nothing else. */
void kept_store(struct db *db, struct text key, struct text value, int64_t until) NONNULL;

#endif
