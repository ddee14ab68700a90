#ifndef API_PARAMETERS_H
#define API_PARAMETERS_H

#include "api/call.h"
#include "data/listing/record_list.h"

/* What programs may write behind the question mark, for those who read it and for the description
 * of the API. What reads a query says ERR_INVALID for a wrong one, and has answered then. */

struct api_parameters {
    const struct form_field *fields;
    int count;
};

/* Of one record. */
struct record_get_query {
    int64_t version; /* 0: not given */
    const char *label;
    int64_t at;    /* 0: not given */
    int audit_log; /* 0: "true", 1: "false", -1: not given */
};
extern const struct api_parameters record_get_parameters;
MUST_USE enum err record_get_query_parse(struct call *call, struct record_get_query *query) NONNULL;

/* Of a list of records; its facet has the name of the kind's. */
extern const struct api_parameters record_list_parameters[RECORD_KIND_COUNT];
MUST_USE enum err record_list_query_parse(struct call *call, struct record_filter *filter) NONNULL;

/* Of lists in pages. */
struct page_query {
    const char *cursor;
    int64_t limit;
};
extern const struct api_parameters page_parameters;
MUST_USE enum err page_query_parse(struct call *call, struct page_query *query) NONNULL;

/* Each in the file of its handlers. */
extern const struct api_parameters user_list_parameters, event_list_parameters, search_parameters;
extern const struct api_parameters export_parameters, import_parameters, framework_parameters,
    bundle_parameters;

#endif
