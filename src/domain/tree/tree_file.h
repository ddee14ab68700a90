#ifndef DOMAIN_TREE_FILE_H
#define DOMAIN_TREE_FILE_H

#include "base/json.h"
#include "domain/record/kind.h"

/* A record as a file that people read, change and compare (docs/tree.md): a prompt as Markdown with
 * front matter, an agent or a team as JSON. Both sides are records as the document of exports and
 * imports has them (domain/transfer/bundle.h). */

enum { TREE_FILE_MAX = 4 << 20 }; /* bytes */

struct tree_file {
    const char *path; /* below the tree's folder: tree_path.h */
    struct text text;
};

/* Writes a version of a record: what the version says of it, and the record's name, description and
 * tags. Ids, times, people and labels are no part of it. The same record is the same bytes. */
void tree_file_write(struct arena *arena, enum record_kind_id kind, const json_t *record,
                     const json_t *version, struct tree_file *file) NONNULL;

/* Reads a file back into a record with one version. ERR_INVALID with *problem, which says where.
 * What the record may be is for the import to check. Everything is the arena's. */
MUST_USE enum err tree_file_read(struct arena *arena, const struct tree_file *file, json_t **record,
                                 const char **problem) NONNULL;

#endif
