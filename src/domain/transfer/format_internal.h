#ifndef DOMAIN_FORMAT_INTERNAL_H
#define DOMAIN_FORMAT_INTERNAL_H

#include "domain/transfer/bundle.h"

/* The documents that are understood: our own and those of other programs. Each has a file
 * (format_csv.c) that recognizes it by its content and reads it into the records of a bundle, in
 * the shape of our own documents, with a note for each key that will not be kept. The table of them
 * is in bundle_open.c. */

struct import_document {
    struct arena *arena;
    struct text text;   /* UTF-8 without NUL and byte order mark */
    const json_t *json; /* what it says, comments and trailing commas aside; NULL: it is no JSON */
};

struct import_format {
    const char *name; /* "Claude subagent": what the plan calls the document */
    const char *what; /* the same for whoever looks for it: "Markdown that begins with …" */
    bool (*recognize)(const struct import_document *document);
    /* ERR_INVALID with a sentence for what can't be read at all. */
    enum err (*read)(const struct import_document *document, struct bundle *bundle,
                     const char **problem);
};

/* A record on its way into the bundle. */
struct format_draft {
    struct bundle *bundle;
    enum record_kind_id kind;
    const char *path; /* where the document has it: "data[2]"; "": the document is this record */
    const char *name; /* cleaned */
    json_t *json;     /* as our own documents have it; the arena's */
    json_t *config;   /* of an agent, in json */
    struct config_problems *notes;
};

/* Begins a record: name is as the document has it, and what a name may not have is taken out, with
 * a note. An agent has an empty config. */
MUST_USE struct format_draft format_begin(struct bundle *bundle, enum record_kind_id kind,
                                          const char *path, const char *name) NONNULL;

/* The record is complete. Prompts come before agents and agents before teams. */
void format_end(const struct format_draft *draft) NONNULL;

/* The name that format_begin gives a record of this kind: for references. */
MUST_USE const char *format_name(struct arena *arena, enum record_kind_id kind,
                                 const char *name) NONNULL;

/* Says something of what stands under this key ("" is the record itself). */
void format_note(const struct format_draft *draft, const char *key, const char *message) NONNULL;

/* Notes the keys of an object of the record that are not among the known ones, which end with NULL:
 * nothing here holds them. null counts as not there. */
void format_note_others(const struct format_draft *draft, const json_t *object,
                        const char *const *known) __attribute__((nonnull(1, 3)));

/* Sets a text of an object unless it is "", or a copy of a value unless it is NULL or null. */
void format_set_text(json_t *object, const char *key, const char *text) NONNULL;
void format_set_value(json_t *object, const char *key, const json_t *value)
    __attribute__((nonnull(1, 2)));

/* Sets a list or an object that has something in it; an empty one is dropped. Takes the reference.
 */
void format_set_many(json_t *object, const char *key, json_t *many) NONNULL;

/* Adds a tool to the list of a config by its name; what is none is noted under the key. */
void format_add_tool(const struct format_draft *draft, json_t *tools, const char *key,
                     const char *name) NONNULL;

/* The model of an agent, and the object that it is. An agent must have one: "" becomes the one that
 * stands in its place, with a note. */
json_t *format_set_model(const struct format_draft *draft, const char *provider,
                         const char *name) NONNULL;

/* ERR_INVALID: more records than a document may have. */
MUST_USE enum err format_refuse_many(struct arena *arena, const char **problem) NONNULL;

/* The path of an item: "data[3]". */
MUST_USE const char *format_item(struct arena *arena, const char *path, size_t index) NONNULL;

/* Has the value (NULL: no) under this key a text, a list or an object? */
bool format_has(const json_t *json, const char *key, json_type type) __attribute__((nonnull(2)));

#endif
