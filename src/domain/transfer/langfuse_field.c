#include "domain/transfer/langfuse_field.h"

#include <string.h>

#include "base/text.h"

const char *langfuse_field(const char *field)
{
    static const char *const names[][2] = {
        {"body", "prompt"}, {"settings", "config"}, {"message", "commitMessage"}};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i][0], field) == 0)
            return names[i][1];
    return field;
}
