#include "domain/record/label.h"

#include <string.h>

bool label_is_wellformed(const char *label)
{
    size_t len = strlen(label);
    return len >= 1 && len <= LABEL_MAX &&
           strspn(label, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == len;
}

/* "2" and "v2" mean versions; with dots one can mean a range of versions or a folder. */
static bool looks_like_version(const char *label)
{
    const char *number = label[0] == 'v' ? label + 1 : label;
    bool is_number = number[0] != '\0' && strspn(number, "0123456789") == strlen(number);
    return is_number || strcmp(label, ".") == 0 || strstr(label, "..") != NULL;
}

enum err label_check(const char *label, const char **problem)
{
    if (!label_is_wellformed(label)) {
        *problem = "A label is 1 to 36 lowercase letters, digits, underscores, dots or hyphens.";
        return ERR_INVALID;
    }
    if (strcmp(label, LABEL_LATEST) == 0) {
        *problem = "“latest” always means the newest version and cannot be set.";
        return ERR_INVALID;
    }
    if (looks_like_version(label)) {
        *problem = "A label must not look like a version or a range of versions, such as 2, v2 or "
                   "1..2.";
        return ERR_INVALID;
    }
    return ERR_NONE;
}
