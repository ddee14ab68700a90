#ifndef WEB_TRACE_CONTEXT_H
#define WEB_TRACE_CONTEXT_H

#include <stdbool.h>

#include "base/err.h"

/* The header traceparent: W3C Trace Context, levels 1 and 2, section 3.2. */

enum { TRACE_ID_LEN = 32, SPAN_ID_LEN = 16 };

struct trace_context {
    char trace_id[TRACE_ID_LEN + 1]; /* lower-case hex digits; "": there is none */
    char span_id[SPAN_ID_LEN + 1];   /* of the sender: "parent-id" in the standard */
};

/* Reads the header's value. False, with empty ids, for whatever the standard calls invalid: another
 * length or other characters than it has, an id of zeros, the version ff, something behind the
 * flags in version 00. Of a version that came later the parts that are known are read, if nothing
 * or a dash is behind them. */
bool trace_context_parse(const char *value, struct trace_context *trace) NONNULL;

#endif
