#include "domain/record/label.h"

#include <string.h>

bool label_is_wellformed(const char *label)
{
    size_t len = strlen(label);
    return len >= 1 && len <= LABEL_MAX &&
           strspn(label, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == len;
}

enum err label_check(const char *label, const char **problem)
{
    if (!label_is_wellformed(label)) {
        *problem = "A label is 1 to 36 small letters, digits, underscores, dots or hyphens.";
        return ERR_INVALID;
    }
    if (strcmp(label, LABEL_LATEST) == 0) {
        *problem = "“latest” always means the newest version and cannot be set.";
        return ERR_INVALID;
    }
    return ERR_NONE;
}
