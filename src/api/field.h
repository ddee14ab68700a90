#ifndef API_FIELD_H
#define API_FIELD_H

#include <jansson.h>

#include "data/record/record_load.h"
#include "data/record/record_mark.h"
#include "data/record/record_version.h"
#include "data/set/set.h"
#include "data/team/team.h"
#include "data/trail/audit_list.h"
#include "domain/record/kind.h"

/* The fields of records as programs see them: one table a kind. What is shown, what is taken and
 * what the description of the API says of them come from it. The names are fixed. */

enum api_type {
    API_STRING,
    API_UUID,
    API_TIME, /* RFC 3339 */
    API_INTEGER,
    API_NUMBER,
    API_BOOLEAN,
    API_STRINGS,
    API_UUIDS,
    API_OBJECT,
    API_JSON,    /* any value but null */
    API_LABELS,  /* an object of label to version */
    API_BODY,    /* a text, or the messages of a chat */
    API_MEMBERS, /* agents with their roles and versions */
    API_CASES,   /* of a test set */
    API_EVENTS,
};

/* Where a field occurs, and where it must be given. */
enum api_use {
    API_IN_LIST = 1 << 0,
    API_IN_RECORD = 1 << 1,
    API_IN_VERSION_LIST = 1 << 2,
    API_IN_VERSION = 1 << 3,
    API_TO_CREATE = 1 << 4,
    API_TO_UPDATE = 1 << 5,
    API_NEEDED = 1 << 6,   /* to create it */
    API_OPTIONAL = 1 << 7, /* is left out for who may not see it */
    API_NULLABLE = 1 << 8,
};

/* A record on its way to a program: what lists know of it, and what more is shown of one. */
struct api_view {
    struct db *db;
    const struct record_kind *kind;
    struct record_head head;          /* of a row: what it has */
    const struct record_marks *marks; /* its labels */
    const char *facet;
    const struct record_version *version; /* whose content is shown; NULL in lists of records */
    const struct team_content *team;      /* of a team's version */
    const struct audit_list *events;      /* NULL: they are not shown */
};

struct api_field {
    const char *name;
    enum api_type type;
    unsigned uses;
    const char *const *choices; /* NULL: any */
    const char *about;
    /* A new reference; NULL leaves the field out. NULL: it is only taken. */
    json_t *(*get)(const struct api_view *view);
};

struct api_fields {
    const struct api_field *items;
    int count;
};

/* By record_kind_id. */
extern const struct api_fields api_record_fields[RECORD_KIND_COUNT];

/* The fields of a view for one use, in their order. A new reference. */
MUST_USE json_t *api_fields_json(const struct api_view *view, enum api_use use) NONNULL;

#endif
