#ifndef DATA_RECORD_STORE_H
#define DATA_RECORD_STORE_H

#include "data/identity/person.h"
#include "data/record/record_head.h"
#include "data/record/work.h"

/* Inside the data module: what the verbs of prompts, agents and teams share. What is particular
 * about a noun is a const struct: prompt_store, agent_store, team_store. */

/* SQL texts are constants, so they are put together here. own are the noun's own columns, over its
 * table as r. */
#define RECORD_LOAD(table, own)                                                                    \
    "SELECT r.organization_id, r.name, r.description, r.version, r.owner_id, r.archived_at, "      \
    "r.created_at, r.updated_at, " PERSON_COLUMNS(                                                 \
        u) ", " own " FROM " table " r CROSS JOIN users u "                                        \
           "WHERE r.id = $1 AND (r.organization_id = $2 OR $3) AND u.id = r.owner_id"
/* The numbers of the neighbours of a version v, NULL at the ends. */
#define RECORD_NEIGHBOURS(versions, id)                                                            \
    "(SELECT max(b.version) FROM " versions " b WHERE b." id " = v." id                            \
    " AND b.version < v.version), "                                                                \
    "(SELECT min(b.version) FROM " versions " b WHERE b." id " = v." id                            \
    " AND b.version > v.version)"
/* $1 record, $2 a version, $3 limit. */
#define RECORD_NEWER(versions, id)                                                                 \
    "SELECT version FROM " versions " WHERE " id " = $1 AND version > $2 ORDER BY version LIMIT "  \
    "$3"
#define RECORD_FIND(table) "SELECT id FROM " table " WHERE organization_id = $1 AND name = $2"
#define RECORD_ARCHIVE(table)                                                                      \
    "UPDATE " table " SET archived_at = $3, updated_at = $4 "                                      \
    "WHERE organization_id = $1 AND id = $2"
#define RECORD_TRANSFER(table)                                                                     \
    "UPDATE " table " SET owner_id = $3, updated_at = $4 "                                         \
    "WHERE organization_id = $1 AND id = $2"
#define RECORD_DELETE(table) "DELETE FROM " table " WHERE organization_id = $1 AND id = $2"

struct record_store {
    const char *type; /* "prompt": of its events, and for sentences */
    const char *one;  /* "a prompt" */
    enum permission see;
    enum permission create;
    enum permission change;
    enum permission remove;
    /* The names of events. */
    const char *archive;
    const char *restore;
    const char *transfer;
    const char *delete_for_good;
    /* RECORD_LOAD and so on. */
    const char *load_sql;
    const char *find_sql;
    const char *archive_sql;
    const char *transfer_sql;
    const char *delete_sql;
    /* The noun's struct, which begins with its head: a record below is one of these. read sets its
     * own members from the columns of the only row, from column at on. */
    size_t size;
    void (*read)(const struct db_result *result, int at, void *record);
    /* Why it can't be archived or restored. NULL: nothing stands in the way. */
    enum err (*check_archived)(const struct work *work, void *record, bool is_archived);
    /* Why it can't be deleted; loads what describe tells. */
    enum err (*check_delete)(const struct work *work, void *record);
    /* The last word on a record, after name and description: what its rows no longer can tell. */
    void (*describe)(struct db *db, const void *record, json_t *details);
    /* Counts an active record (by 1) or no longer (-1) where the noun keeps sums. NULL: nowhere. */
    enum err (*count)(struct db *db, const void *record, int by);
};

/* The record's own row with its owner's name. Asks the policy. */
MUST_USE enum err record_load(struct db *db, const struct actor *actor,
                              const struct record_store *store, const struct uuid *id,
                              enum permission permission, void *record) NONNULL;

/* The page of a list of versions that comes before the one whose newest is `top`: its
 * before_version, 0 for the newest page, -1 if there is none. */
struct record_newer {
    const char *newer_sql; /* RECORD_NEWER */
    int64_t top;
    int limit; /* versions on a page */
};
MUST_USE enum err record_find_newer(struct db *db, const struct record_head *head,
                                    const struct record_newer *source,
                                    int64_t *before_version) NONNULL;

/* The id of the record of the actor's organization with this name. ERR_NOT_FOUND; asks nobody. */
MUST_USE enum err record_find(struct db *db, const struct actor *actor,
                              const struct record_store *store, const char *name,
                              struct uuid *id) NONNULL;

/* A record that the actor is about to make, without a name. ERR_DENIED for who may not, and for a
 * command, which is nobody who could own it. */
MUST_USE enum err record_new(const struct actor *actor, const struct record_store *store,
                             void *record) NONNULL;

/* ERR_CONFLICT for an archived record; ERR_STALE for one that was saved since a person saw it. */
MUST_USE enum err record_check_active(const struct work *work, const struct record_store *store,
                                      const struct record_head *head) NONNULL;
MUST_USE enum err record_check_seen(const struct work *work, const struct record_store *store,
                                    const struct record_head *head,
                                    int64_t based_on_version) NONNULL;

/* ERR_CONFLICT if another of the organization has the name: asks before the database would refuse,
 * which would end the transaction. */
MUST_USE enum err record_check_name(const struct work *work, const struct record_store *store,
                                    const struct record_head *head, const char *name) NONNULL;
MUST_USE enum err record_refuse_taken(const struct work *work,
                                      const struct record_store *store) NONNULL;

/* work_finish and work_audit for a record; head is of one that was loaded, or only its ids. */
MUST_USE enum err record_finish(const struct work *work, const struct record_store *store,
                                enum err err, const char *action, const struct uuid *id) NONNULL;
MUST_USE enum err record_audit(const struct work *work, const struct record_store *store,
                               const char *action, const struct record_head *head, json_t *details)
    __attribute__((nonnull(1, 2, 3, 4)));

#endif
