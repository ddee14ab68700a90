#ifndef API_OPERATION_H
#define API_OPERATION_H

#include "api/field.h"
#include "api/parameters.h"

/* What the description of the API says of a route beyond its address. */

/* What an operation answers, of the kind of record in its address where there is one. */
enum api_shape {
    SHAPE_NOTHING, /* 204 */
    SHAPE_DESCRIPTION,
    SHAPE_RECORD,
    SHAPE_RECORD_LIST,
    SHAPE_VERSION,
    SHAPE_VERSION_LIST,
    SHAPE_LABEL,
    SHAPE_LABEL_LIST,
    SHAPE_USAGE,
    SHAPE_PROPOSAL,
    SHAPE_PROPOSAL_LIST,
    SHAPE_STOP,
    SHAPE_STOP_LIST,
    SHAPE_RULE,
    SHAPE_RULE_LIST,
    SHAPE_OVERRIDE,
    SHAPE_OVERRIDE_LIST,
    SHAPE_RUN,
    SHAPE_RUN_LIST,
    SHAPE_RUN_ESTIMATE,
    SHAPE_RESULT_LIST,
    SHAPE_JUNIT, /* XML */
    SHAPE_RESULT,
    SHAPE_USER,
    SHAPE_USER_LIST,
    SHAPE_EVENT,
    SHAPE_EVENT_LIST,
    SHAPE_SEARCH,
    SHAPE_IMPORT,
    SHAPE_DOCUMENT,
    SHAPE_NOTE,      /* a signed text */
    SHAPE_FORMATTED, /* files of another framework, or without a format a document */
    SHAPE_COUNT
};

/* Which statuses an operation may answer beyond those that follow from its row: 401 and 403 of all
 * that need a token, 404 of an address with an id or a name, 400 of one with a query or a body. */
enum operation_trait {
    REFUSES_CONFLICT = 1 << 0, /* 409 */
    REFUSES_INVALID = 1 << 1,  /* 422 */
    REFUSES_STALE = 1 << 2,    /* 412 */
    NEEDS_MATCH = 1 << 3,      /* 412, and 428 without If-Match */
    GIVES_PAGES = 1 << 4,      /* Link */
    GIVES_ETAG = 1 << 5,       /* 304 */
    TAKES_MATCH = 1 << 7,      /* 412 with an If-Match that does not fit */
    MAY_BE_KEPT = 1 << 6,      /* its answers, if they say so: call.h */
};

struct operation {
    const char *id;      /* "listPrompts" */
    const char *summary; /* a short sentence without its full stop */
    enum api_shape out;
    int status; /* of success */
    unsigned traits;
    const struct api_parameters *query; /* NULL: none */
    const struct api_fields *in;        /* of the body; NULL: none */
    enum api_use use;                   /* which of them */
};

/* May the operation answer with this status of a refusal (4xx)? What any may answer besides (429,
 * 5xx) is not said of each. */
bool operation_may_answer(const struct route *route, int status) NONNULL;

/* The kind of record in its address, or NULL. */
const struct record_kind *operation_kind(const struct route *route) NONNULL;

#endif
