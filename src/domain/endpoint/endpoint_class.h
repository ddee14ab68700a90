#ifndef DOMAIN_ENDPOINT_CLASS_H
#define DOMAIN_ENDPOINT_CLASS_H

#include "base/err.h"

/* How sensitive the data is that may be sent to a model: up to this class. */

enum endpoint_class {
    ENDPOINT_PUBLIC,
    ENDPOINT_INTERNAL,
    ENDPOINT_CONFIDENTIAL,
    ENDPOINT_RESTRICTED,
    ENDPOINT_CLASS_COUNT
};

/* As they are stored and sent; NULL after the last. */
extern const char *const endpoint_class_names[ENDPOINT_CLASS_COUNT + 1];

struct endpoint_class_words {
    const char *title;
    const char *text;
};
extern const struct endpoint_class_words endpoint_classes[ENDPOINT_CLASS_COUNT];

/* ERR_INVALID for a name that is none. */
MUST_USE enum err endpoint_class_parse(const char *name, enum endpoint_class *class) NONNULL;

#endif
