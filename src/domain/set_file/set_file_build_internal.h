#ifndef DOMAIN_SET_FILE_BUILD_INTERNAL_H
#define DOMAIN_SET_FILE_BUILD_INTERNAL_H

#include "domain/set_file/set_file_shape.h"

/* A file that is being read. */
struct set_file_builder {
    struct arena *arena;
    struct set_file *file;
    const char *problem; /* with the file as a whole: nothing of it is taken; NULL */
};

/* A case as set_case_read takes it, or why it can't be taken. Cases beyond SET_CASES_MAX are a
 * problem of the file. */
void set_file_add(struct set_file_builder *builder, const char *place, json_t *json) NONNULL;
void set_file_refuse(struct set_file_builder *builder, const char *place,
                     const char *problem) NONNULL;

/* Something of the case at a place is not taken along. */
void set_file_note(struct set_file_builder *builder, const char *place, const char *what) NONNULL;

/* Puts a text in a case that is being made. */
void set_file_put(json_t *json, const char *key, const char *text) NONNULL;

/* The id and the name of a case, if they can be one; a note otherwise. A name that is too long, or
 * that has several lines, becomes the note of the case. */
void set_file_put_id(struct set_file_builder *builder, json_t *json, const char *place,
                     const char *id) NONNULL;
void set_file_put_name(struct set_file_builder *builder, json_t *json, const char *place,
                       const char *name) NONNULL;

/* Copies what a document has of our own keys of a case beyond its input: checks, critical, note,
 * origin and the like. Everything else of the object is a note, with
 * `before` in front of its key. */
void set_file_take(struct set_file_builder *builder, const char *place, const json_t *from,
                   const char *before, json_t *json) NONNULL;

/* A value as a text: a text as it is, anything else as JSON. */
const char *set_file_text(struct arena *arena, const json_t *value) __attribute__((nonnull(1)));

#endif
