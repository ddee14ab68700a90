#ifndef DATA_SET_SHAPE_H
#define DATA_SET_SHAPE_H

#include "base/problem.h"
#include "data/edit/record_save.h"
#include "domain/set/set_cases.h"
#include "domain/set/set_settings.h"

/* What a test set is, for those who read and those who write them. */

/* The parts of a content, both JSON. */
enum { SET_PART_CASES, SET_PART_SETTINGS };

struct set {
    union {
        struct record_head head;
        struct {
            RECORD_HEAD
        };
    };
    enum set_subject subject;
    struct text cases;    /* JSON; data NULL if the actor may only see metadata, likewise */
    struct text settings; /* JSON */
};

/* What a version of a set says, read. */
struct set_content {
    struct set_cases cases;
    struct set_settings settings;
};

/* What a form or a program sends; NULL is an empty array, and an empty object. */
struct set_draft {
    union {
        struct record_draft record;
        struct {
            RECORD_DRAFT
        };
    };
    const json_t *cases;
    const json_t *settings;
};

#endif
