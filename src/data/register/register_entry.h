#ifndef DATA_REGISTER_ENTRY_H
#define DATA_REGISTER_ENTRY_H

#include "crypt/seal.h"
#include "data/record/record_store.h"
#include "domain/register/register_rules.h"

/* Entries of the register of AI systems: what an organization says of an agent or a team. Every
 * save is an immutable version, numbered from 1: its revision. Prompts have none. */

enum { REGISTER_VERSION_LIMIT = 50 };

struct register_entry {
    int64_t revision;                       /* 0: nobody has filled it in */
    const char *texts[REGISTER_TEXT_COUNT]; /* "" for none */
    enum register_risk risk;
    struct uuid oversight_id;   /* nil: nobody */
    const char *oversight_name; /* NULL: nobody, or erased */
    bool is_oversight_active;   /* the person can still sign in */
    int64_t review_on;          /* first microsecond of the day in UTC; 0: none */
    struct uuid author_id;      /* of this version */
    const char *author_name;    /* NULL: erased */
    int64_t created_at;         /* of this version; 0 if revision is */
    bool has_provider;          /* the configs as they are now say who provides the models */
    const char *missing;        /* for a complete entry, in words; "" if nothing is */
};

/* Asks ahead (query_ahead) for what register_entry_get reads of the current version. */
void register_entry_ahead(struct db *db, const struct record_head *head) NONNULL;

/* The current entry of a record that was loaded: revision 0, and everything missing, if there is
 * none. ERR_DENIED for who may see the record but not read its content. */
MUST_USE enum err register_entry_get(struct db *db, const struct actor *actor,
                                     const struct record_head *head,
                                     struct register_entry *entry) NONNULL;

struct register_entry_list {
    struct register_entry *items; /* newest first */
    int count;
    bool has_more; /* older ones */
};

/* The REGISTER_VERSION_LIMIT newest versions. The first asks ahead (query_ahead). */
void register_entry_versions_ahead(struct db *db, const struct record_head *head) NONNULL;
MUST_USE enum err register_entry_versions(struct db *db, const struct actor *actor,
                                          const struct record_head *head,
                                          struct register_entry_list *list) NONNULL;

/* Inside the data module: the same as register_entry_get without asking anyone; head needs only
 * store and ids. */
MUST_USE enum err register_entry_load(struct db *db, const struct record_head *head,
                                      struct register_entry *entry) NONNULL;

/* Inside the data module: what is missing of an entry, of which all else is set. */
void register_entry_find_missing(struct db *db, struct register_entry *entry) NONNULL;

/* Inside the data module: the columns of a version v, its author a and its oversight person p, and
 * reading them from a row of any query, where they begin at column first. The column before says
 * what register_provider_add_known does. */
struct query;
void register_entry_add_columns(struct query *query) NONNULL;
void register_entry_add_joins(struct query *query) NONNULL;
MUST_USE enum err register_entry_read(struct db *db, const struct uuid *organization_id,
                                      const struct db_result *result, int row, int first,
                                      struct register_entry *entry) NONNULL;

/* Where a text of a version is sealed. */
struct seal_place register_text_place(enum register_text text, const struct uuid *organization_id,
                                      const struct uuid *version_id) NONNULL;

#endif
