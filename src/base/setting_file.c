#include "base/setting_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/nearest.h"
#include "base/text.h"

/* The file of settings: "name = value" on each line, "#" begins a comment line. A value may stand
 * in double quotes. */

enum { FILE_MAX = 64 << 10, PATH_LEN = 256 };

/* The text of the file, cut into values where it is. */
static struct {
    char path[PATH_LEN];
    char text[FILE_MAX + 1];
    const char *values[SETTING_COUNT];
    int lines[SETTING_COUNT];
} file;

const char *setting_in_file(enum setting_id id, int *line)
{
    *line = file.lines[id];
    return file.values[id];
}

const char *setting_file(void)
{
    return file.path;
}

static enum err refuse(char *problem, int line, const char *format, ...) PRINTF(3, 4);
static enum err refuse(char *problem, int line, const char *format, ...)
{
    char what[SETTING_PROBLEM_LEN / 2];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(what, sizeof what, format, args);
    va_end(args);
    (void)snprintf(problem, SETTING_PROBLEM_LEN, "%.200s:%d: %s", file.path, line, what);
    return ERR_INVALID;
}

static char *trim(char *text)
{
    text += strspn(text, " \t");
    size_t len = strlen(text);
    while (len > 0 && strchr(" \t\r", text[len - 1]) != NULL)
        text[--len] = '\0';
    return text;
}

/* What can't be a name may be a secret in the wrong place, and is not repeated. */
static enum err refuse_name(const char *name, int line, char *problem)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-";
    if (strspn(name, letters) != strlen(name))
        return refuse(problem, line,
                      "a line is \"name = value\", and a name has letters and dashes");
    struct nearest nearest = {.word = name};
    for (int i = 0; i < SETTING_COUNT; i++)
        nearest_try(&nearest, setting_table[i].name);
    if (nearest.best != NULL)
        return refuse(problem, line, "there is no setting \"%.60s\"; did you mean \"%s\"?", name,
                      nearest.best);
    return refuse(problem, line, "there is no setting \"%.60s\"", name);
}

/* Takes the quotes off; NULL if only one is there. */
static char *unquote(char *value)
{
    size_t len = strlen(value);
    if (value[0] != '"')
        return value;
    if (len < 2 || value[len - 1] != '"')
        return NULL;
    value[len - 1] = '\0';
    return value + 1;
}

static enum err take_line(char *text, int line, char *problem)
{
    char *name = trim(text);
    if (name[0] == '\0' || name[0] == '#')
        return ERR_NONE;
    char *equals = strchr(name, '=');
    if (equals == NULL)
        return refuse(problem, line, "a line is \"name = value\", or begins with #");
    *equals = '\0';
    char *value = unquote(trim(equals + 1));
    name = trim(name);
    const struct setting *setting = setting_find(name);
    if (setting == NULL)
        return refuse_name(name, line, problem);
    size_t id = (size_t)(setting - setting_table);
    if (file.values[id] != NULL)
        return refuse(problem, line, "%s is there already, on line %d", name, file.lines[id]);
    if (value == NULL)
        return refuse(problem, line, "the value of %s begins with a quote that does not end", name);
    if (value[0] == '\0')
        return refuse(problem, line, "%s has no value: leave the line out", name);
    const char *must = setting->refuse == NULL ? NULL : setting->refuse(value);
    if (must != NULL)
        return refuse(problem, line, "%s %s", name, must);
    file.values[id] = value;
    file.lines[id] = line;
    return ERR_NONE;
}

static enum err take_text(size_t len, char *problem)
{
    int line = 1;
    enum err err = ERR_NONE;
    if (!text_is_utf8(file.text, len) || text_has_nul(file.text, len))
        return refuse(problem, 1, "the file is not text in UTF-8");
    for (char *at = file.text; at != NULL && err == ERR_NONE; line++) {
        char *end = strchr(at, '\n');
        if (end != NULL)
            *end = '\0';
        err = take_line(at, line, problem);
        at = end == NULL ? NULL : end + 1;
    }
    return err;
}

static enum err fail(const char *path, const char *reason, char *problem)
{
    bool is_closed = errno == EACCES;
    (void)snprintf(problem, SETTING_PROBLEM_LEN, "%.200s: %s%s", path, reason,
                   is_closed ? "; it is for root and the user of the workers, as in \"runuser -u "
                               "rostrum -- rostrum ...\""
                             : "");
    return ERR_UNAVAILABLE;
}

enum err setting_read_file(const char *path, char problem[SETTING_PROBLEM_LEN])
{
    const char *named = path != NULL ? path : getenv(SETTING_FILE_VAR);
    bool is_named = named != NULL && named[0] != '\0';
    const char *from = is_named ? named : SETTING_FILE;
    if (strlen(from) >= PATH_LEN)
        return fail(from, "the path is too long", problem);
    int fd = open(from, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 && errno == ENOENT && !is_named)
        return ERR_NONE;
    if (fd < 0)
        return fail(from, strerror(errno), problem);
    memset(&file, 0, sizeof file);
    (void)snprintf(file.path, sizeof file.path, "%s", from);
    size_t len = 0;
    ssize_t got = 0;
    while (len < FILE_MAX && (got = read(fd, file.text + len, FILE_MAX - len)) > 0)
        len += (size_t)got;
    int failure = errno;
    (void)close(fd);
    if (got < 0)
        return fail(from, strerror(failure), problem);
    if (len == FILE_MAX)
        return fail(from, "the file is too long", problem);
    return take_text(len, problem);
}
