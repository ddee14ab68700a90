#ifndef DOMAIN_BUNDLE_VALUE_INTERNAL_H
#define DOMAIN_BUNDLE_VALUE_INTERNAL_H

#include "domain/json_path.h"
#include "domain/transfer/bundle.h"

/* The parts of a record. Every reader gives what stands there, or a problem
 * with its path and something harmless. */

struct bundle_reader {
    struct arena *arena;
    const struct bundle *bundle;
    struct bundle_record *record;
    struct config_problems *problems;
    json_t *paths;         /* of the versions of a Langfuse prompt */
    struct json_path path; /* of the record */
    const char *root;      /* what stands before the path: "prompts[3]", or "" */
};

void bundle_refuse(const struct bundle_reader *reader, const struct json_path *path,
                   const char *message) NONNULL;

/* The notes of a value that stands at the path. */
void bundle_note_all(const struct bundle_reader *reader, const struct json_path *path,
                     const struct config_problems *notes) NONNULL;

/* Notes the keys of an object that are not among the known ones: nothing here keeps them. */
void bundle_note_unknown(const struct bundle_reader *reader, const struct json_path *path,
                         const json_t *object, const char *const *known, size_t count) NONNULL;

/* A member of an object: a text ("" if it is not there), a whole number from 1 (0), a truth value
 * (false), an object or array (NULL). null counts as not there. */
const char *bundle_text(const struct bundle_reader *reader, const struct json_path *path,
                        const json_t *object, const char *key) NONNULL;
int64_t bundle_number(const struct bundle_reader *reader, const struct json_path *path,
                      const json_t *object, const char *key) NONNULL;
bool bundle_bool(const struct bundle_reader *reader, const struct json_path *path,
                 const json_t *object, const char *key) NONNULL;
const json_t *bundle_object(const struct bundle_reader *reader, const struct json_path *path,
                            const json_t *object, const char *key) NONNULL;
const json_t *bundle_array(const struct bundle_reader *reader, const struct json_path *path,
                           const json_t *object, const char *key) NONNULL;

/* A list of texts, as they are typed: "a, b". */
const char *bundle_tags(const struct bundle_reader *reader, const struct json_path *path,
                        const json_t *object) NONNULL;

/* The messages of a chat as its canonical JSON; Langfuse's {"type": "placeholder", "name": …} is
 * understood. */
struct text bundle_chat(const struct bundle_reader *reader, const struct json_path *path,
                        const json_t *messages) NONNULL;

/* The settings of a prompt's version as text: "" for an empty object. */
const char *bundle_settings(const struct bundle_reader *reader, const json_t *object,
                            const char *key) NONNULL;

#endif
