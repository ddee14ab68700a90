#include "base/time_zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/text.h"

enum { PATH_SIZE = sizeof TIME_ZONE_FILES + 1 + TIME_ZONE_MAX, LINE_SIZE = 512, LIST_MAX = 1000 };

/* Letters, digits and "_+-" between slashes: without a dot no name leads out of the folder. */
static bool is_name(const char *name)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                  "_+-/";
    size_t len = strlen(name);
    return len > 0 && len <= TIME_ZONE_MAX && strspn(name, allowed) == len && name[0] != '/' &&
           name[len - 1] != '/' && strstr(name, "//") == NULL;
}

/* Files that are no zones of their own: the same rules with leap seconds, or a link to one. */
static bool is_reserved(const char *name)
{
    static const char *const reserved[] = {"posix/", "right/", "posixrules", "localtime",
                                           "Factory"};
    for (size_t i = 0; i < COUNT_OF(reserved); i++)
        if (text_starts_with(name, reserved[i]))
            return true;
    return false;
}

bool time_zone_is_known(const char *name)
{
    static const char magic[] = "TZif"; /* RFC 8536, 3.1 */
    char path[PATH_SIZE];
    char head[sizeof magic - 1] = "";
    if (strcmp(name, TIME_ZONE_UTC) == 0)
        return true;
    if (!is_name(name) || is_reserved(name))
        return false;
    (void)snprintf(path, sizeof path, "%s/%s", TIME_ZONE_FILES, name);
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return false;
    bool is_zone = fread(head, sizeof head, 1, file) == 1 && memcmp(head, magic, sizeof head) == 0;
    (void)fclose(file);
    return is_zone;
}

/* The third column of a line of zone.tab, or NULL. */
static const char *zone_of(struct arena *arena, const char *line)
{
    if (line[0] == '#')
        return NULL;
    for (int column = 0; column < 2 && line != NULL; column++)
        line = strchr(line, '\t') == NULL ? NULL : strchr(line, '\t') + 1;
    if (line == NULL)
        return NULL;
    const char *name = arena_copy(arena, line, strcspn(line, "\t\n"));
    return is_name(name) ? name : NULL;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct time_zone_list time_zone_list(struct arena *arena)
{
    struct time_zone_list list = {arena_array(arena, LIST_MAX, sizeof *list.names), 0};
    list.names[list.count++] = TIME_ZONE_UTC;
    char line[LINE_SIZE];
    FILE *file = fopen(TIME_ZONE_FILES "/zone.tab", "re");
    if (file == NULL)
        return list;
    budget_hold();
    while (list.count < LIST_MAX && fgets(line, sizeof line, file) != NULL) {
        const char *name = zone_of(arena, line);
        if (name != NULL)
            list.names[list.count++] = name;
    }
    (void)fclose(file);
    budget_release();
    qsort(list.names + 1, (size_t)list.count - 1, sizeof *list.names, compare);
    return list;
}
