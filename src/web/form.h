#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "web/form_state.h"

/* Forms are declared as tables of fields; one call checks everything and fills a struct, or leaves
 * what was typed and one message per field, from which the page is shown again.
 *
 *     struct invite_form { const char *email; const char *full_name; int persona; };
 *     static const struct form_field invite_fields[] = {
 *         {.name = "email", .label = "Email", .kind = FORM_LINE, .is_required = true, .max_chars =
 * 254, .offset = offsetof(struct invite_form, email)},
 *         ...
 */

/* Parses the request's form into *out (of the struct the offsets are for). ERR_INVALID if any field
 * broke a rule, a field came that is not declared (besides csrf), a single one came twice, or the
 * request carries form_refusal; the form then holds the messages. Fields that are right are filled
 * in any case. */
MUST_USE enum err form_parse(struct form *form, const struct request *request,
                             const struct form_field *fields, int field_count, void *out) NONNULL;

/* The same over the query string of a GET; unknown parameters are ignored there, and wrong values
 * count as absent and leave a message. */
MUST_USE enum err form_parse_query(struct form *form, const struct request *request,
                                   const struct form_field *fields, int field_count,
                                   void *out) NONNULL;

#endif
