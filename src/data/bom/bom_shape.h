#ifndef DATA_BOM_SHAPE_H
#define DATA_BOM_SHAPE_H

#include "base/err.h"
#include "base/text.h"
#include "base/uuid.h"
#include "crypt/token.h"
#include "domain/record/kind.h"

/* What a bill of materials is (bom.h). */

/* The kinds of records are types by their own numbers (enum record_kind_id); these are parts of a
 * config. */
enum bom_type {
    BOM_MODEL = RECORD_KIND_COUNT,
    BOM_TOOL,
    BOM_MCP_SERVER,
    BOM_SKILL,
    BOM_ENDPOINT,
    BOM_TYPE_COUNT
};

/* "prompt", "mcp_server" … */
MUST_USE const char *bom_type_name(int type);

enum { BOM_ITEMS_MAX = 2000, BOM_RECORDS_MAX = 500 };

struct bom_item {
    int type;        /* enum record_kind_id or enum bom_type */
    const char *ref; /* unique in the bill: "prompt:ID@3", "model:openai/gpt-4.1#1a2b3c4d5e6f" */
    const char *name;
    const struct record_kind *kind; /* of a record; NULL: part of a config */
    struct uuid id;                 /* of a record; nil: it is gone */
    int64_t version;                /* of a record; 0: none could be found */
    const char *label;              /* by which the first that names it refers to it; NULL */
    const char *detail;          /* a model's provider, a server's or an endpoint's address; "" */
    struct text content;         /* what is hashed; data NULL if problem is set */
    char sha256[SHA256_HEX_LEN]; /* "" if problem is set */
    bool is_stopped;             /* a record's version, by itself or by what it uses */
    const char *problem;         /* NULL, or why there is no content, in a sentence */
    int *needs;                  /* indices of the items that it names, in their order */
    int need_count;
};

struct bom {
    struct bom_item *items; /* the record itself first, then in the order in which they are named */
    int count;
    bool is_cut; /* there is more than BOM_ITEMS_MAX or BOM_RECORDS_MAX: the bill is not whole */
    int64_t at;  /* as asked */
};

#endif
