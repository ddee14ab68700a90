#ifndef DATA_PROMPT_SHAPE_H
#define DATA_PROMPT_SHAPE_H

#include "data/edit/record_save.h"

/* What a prompt is, for those who read and those who write them. */

extern const struct record_store prompt_store;

enum {
    PROMPT_BODY_MAX = 1024 * 1024,   /* bytes */
    PROMPT_SETTINGS_MAX = 64 * 1024, /* bytes */
};

/* The parts of a content. */
enum { PROMPT_PART_BODY, PROMPT_PART_SETTINGS };

enum prompt_type { PROMPT_TEXT, PROMPT_CHAT };

/* "text" or "chat"; and back, ERR_INVALID for any other word. */
const char *prompt_type_name(enum prompt_type type);
MUST_USE enum err prompt_type_parse(const char *name, enum prompt_type *type) NONNULL;

/* What a version of a prompt says. */
struct prompt_content {
    enum prompt_type type;
    struct text body;     /* data NULL if the actor may only see metadata */
    const char *settings; /* JSON but for null, or ""; NULL if the actor may only see metadata */
};
struct prompt_content prompt_content(const struct record_content *content) NONNULL;

struct prompt {
    union {
        struct record_head head;
        struct {
            RECORD_HEAD
        };
    };
    enum prompt_type type;
    struct text body;     /* the current one's */
    const char *settings; /* likewise */
};

/* For policy_allows(): which buttons a page shows. */
static inline struct policy_target prompt_target(const struct prompt *prompt)
{
    return record_target(&prompt->head);
}

/* What a form or a program sends. */
struct prompt_draft {
    union {
        struct record_draft record;
        struct {
            RECORD_DRAFT
        };
    };
    enum prompt_type type;
    struct text body;     /* stored byte for byte: UTF-8 without NUL; of a chat its JSON */
    const char *settings; /* JSON but for null, most often an object; or "" */
    /* A program publishes: a version in any case, with these labels. */
    bool is_published;
    const char *const *labels;
    int label_count;
    bool *proposed; /* of each label whether it was proposed instead (label_set.h), or NULL */
};

#endif
