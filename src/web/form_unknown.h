#ifndef WEB_FORM_UNKNOWN_H
#define WEB_FORM_UNKNOWN_H

#include "web/form_state.h"

/* Inside the web module: leaves a message if a field or a file came that the form does not declare
 * (besides csrf). */
void form_refuse_unknown(struct form *form) NONNULL;

#endif
