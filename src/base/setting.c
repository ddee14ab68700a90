#include "base/setting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

static const char *given[SETTING_COUNT]; /* as options */

void setting_give(enum setting_id id, const char *value)
{
    given[id] = value;
}

static const char *in_environment(enum setting_id id)
{
    const char *value = getenv(setting_table[id].environment);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

const char *setting_get(enum setting_id id)
{
    int line = 0;
    if (given[id] != NULL)
        return given[id];
    const char *value = in_environment(id);
    if (value == NULL)
        value = setting_in_file(id, &line);
    return value != NULL ? value : setting_table[id].fallback;
}

int64_t setting_search_us(int64_t asked, int64_t usual)
{
    int64_t ms = 0;
    if (asked > 0)
        return asked;
    bool is_set = number_parse(NUMBER_SEARCH_MS, setting_get(SETTING_SEARCH_MS), &ms) == ERR_NONE;
    return is_set ? ms * 1000 : usual;
}

void setting_source(enum setting_id id, char source[SETTING_SOURCE_LEN])
{
    int line = 0;
    if (given[id] != NULL)
        (void)snprintf(source, SETTING_SOURCE_LEN, "option --%s", setting_table[id].name);
    else if (in_environment(id) != NULL)
        (void)snprintf(source, SETTING_SOURCE_LEN, "environment %s", setting_table[id].environment);
    else if (setting_in_file(id, &line) != NULL)
        (void)snprintf(source, SETTING_SOURCE_LEN, "file %s:%d", setting_file(), line);
    else
        (void)snprintf(source, SETTING_SOURCE_LEN, "default");
}

static enum err check(char problem[SETTING_PROBLEM_LEN])
{
    for (int id = 0; id < SETTING_COUNT; id++) {
        const char *value = setting_get((enum setting_id)id);
        const char *must = value[0] == '\0' || setting_table[id].refuse == NULL
                               ? NULL
                               : setting_table[id].refuse(value);
        char source[SETTING_SOURCE_LEN];
        if (must == NULL)
            continue;
        setting_source((enum setting_id)id, source);
        (void)snprintf(problem, SETTING_PROBLEM_LEN, "%.200s: %s %s", source,
                       setting_table[id].name, must);
        return ERR_INVALID;
    }
    return ERR_NONE;
}

enum err setting_read(const char *path, char problem[SETTING_PROBLEM_LEN])
{
    enum err err = setting_read_file(path, problem);
    return err == ERR_NONE ? check(problem) : err;
}

/* Copies, with what stands between two places left out. */
static void hide(char *text, size_t from, size_t to, size_t size)
{
    char rest[SETTING_SHOWN_LEN];
    (void)snprintf(rest, sizeof rest, "%s", text + to);
    (void)snprintf(text + from, size - from, "***%s", rest);
}

/* postgresql://USER:PASSWORD@HOST…, and what is called …password in its parameters. */
void setting_show(enum setting_id id, char shown[SETTING_SHOWN_LEN])
{
    (void)snprintf(shown, SETTING_SHOWN_LEN, "%s", setting_get(id));
    char *begin = strstr(shown, "://");
    if (begin == NULL)
        return;
    begin += 3;
    size_t host_len = strcspn(begin, "/?");
    char *end = memchr(begin, '@', strlen(begin));
    for (char *at = end; at != NULL && (size_t)(at - begin) < host_len; at = strchr(at + 1, '@'))
        end = at;
    char *colon = end == NULL ? NULL : memchr(begin, ':', (size_t)(end - begin));
    if (colon != NULL)
        hide(shown, (size_t)(colon + 1 - shown), (size_t)(end - shown), SETTING_SHOWN_LEN);
    for (char *at = shown; (at = strstr(at, "password=")) != NULL;) {
        at += strlen("password=");
        hide(shown, (size_t)(at - shown), (size_t)(at - shown) + strcspn(at, "& "),
             SETTING_SHOWN_LEN);
    }
}
