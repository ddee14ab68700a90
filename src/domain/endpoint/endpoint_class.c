#include "domain/endpoint/endpoint_class.h"

#include <string.h>

const char *const endpoint_class_names[ENDPOINT_CLASS_COUNT + 1] = {
    [ENDPOINT_PUBLIC] = "public",
    [ENDPOINT_INTERNAL] = "internal",
    [ENDPOINT_CONFIDENTIAL] = "confidential",
    [ENDPOINT_RESTRICTED] = "restricted",
};

const struct endpoint_class_words endpoint_classes[ENDPOINT_CLASS_COUNT] = {
    [ENDPOINT_PUBLIC] = {"Public", "What anyone may read, or made-up data."},
    [ENDPOINT_INTERNAL] = {"Internal", "What everyone in the organization may read."},
    [ENDPOINT_CONFIDENTIAL] = {"Confidential", "Customers' data and business secrets as well."},
    [ENDPOINT_RESTRICTED] = {"Restricted", "Everything, such as health data and payment data."},
};

enum err endpoint_class_parse(const char *name, enum endpoint_class *class)
{
    for (int i = 0; i < ENDPOINT_CLASS_COUNT; i++)
        if (strcmp(endpoint_class_names[i], name) == 0) {
            *class = (enum endpoint_class)i;
            return ERR_NONE;
        }
    return ERR_INVALID;
}
