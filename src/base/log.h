#ifndef BASE_LOG_H
#define BASE_LOG_H

/* Structured logs: one JSON object a line (RFC 8259) on standard error. Never a secret, a body, a
 * token or an address of a person: that is the caller's promise, and a test greps for planted ones.
 */

struct log_field {
    const char *name;
    const char *value; /* UTF-8; NULL prints as null */
};

/* Writes one line with time, level ("info", "warn", "error", "fatal"), event, the request id if one
 * is set, and the fields. One write(2), so that lines of several workers do not mix. Lines are cut
 * at 4 KiB. */
void log_line(const char *level, const char *event, const struct log_field *fields, int count);

/* The request id that every line carries until it is set to NULL. Not copied. Nothing of a trace is
 * left by it. */
void log_set_request_id(const char *request_id);

/* … and beside it the ids of the trace that the request belongs to (W3C Trace Context), and of the
 * span that sent it. Not copied. */
void log_set_trace(const char *trace_id, const char *span_id);

#endif
