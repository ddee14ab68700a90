#ifndef DATA_REGISTER_MODEL_H
#define DATA_REGISTER_MODEL_H

#include "data/record/record_store.h"

/* The models that agents and teams run on: of an agent what its current config says, of a team what
 * the configs of its members say, at the versions that they follow. */

struct register_model {
    const char *name;
    const char *provider; /* "" for none, or if an older config has another model */
};

struct register_model_list {
    struct register_model *items; /* by name */
    int count;
};

/* Asks ahead (query_ahead) for what register_model_list reads. */
void register_model_ahead(struct db *db, const struct record_head *head) NONNULL;

/* The models of a record that was loaded: metadata, for everyone who may see it. */
MUST_USE enum err register_model_list(struct db *db, const struct record_head *head,
                                      struct register_model_list *list) NONNULL;

/* "gpt-4.1 (openai), o3": all of them, in the arena; "" for none. */
MUST_USE const char *register_model_words(struct arena *arena,
                                          const struct register_model_list *list) NONNULL;

/* Inside the data module: the same for some records of a kind at once, at most 50: lists[i] is of
 * ids[i]. */
enum { REGISTER_MODELS_AT_ONCE = 50 };
MUST_USE enum err register_model_of(struct db *db, const struct uuid *organization_id,
                                    const struct record_kind *kind, const struct uuid *ids,
                                    int count, struct register_model_list *lists) NONNULL;

#endif
