#include "web/static_file.h"

#include <string.h>

#include "base/err.h"

#define STATIC_FILE(name, hashed_name) {name, "/static/" hashed_name},

static const struct {
    const char *name;
    const char *url;
} files[] = {
#include "static_names.h"
};

const char *static_file_url(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(files); i++)
        if (strcmp(files[i].name, name) == 0)
            return files[i].url;
    die("no static file %s", name);
}
