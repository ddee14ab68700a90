#include "crypt/run_file.h"

#include <string.h>

static const char magic[] = "rostrum-run 1\n";

struct text run_file_seal(struct arena *arena, const struct runner_public *to, struct text document)
{
    struct text sealed = runner_seal(arena, to, document);
    const char *line = runner_public_text(arena, to);
    size_t head = sizeof magic - 1 + strlen(line) + 1, len = head + sealed.len;
    char *file = arena_alloc(arena, len + 1);
    memcpy(file, magic, sizeof magic - 1);
    memcpy(file + sizeof magic - 1, line, strlen(line));
    file[head - 1] = '\n';
    memcpy(file + head, sealed.data, sealed.len);
    file[len] = '\0';
    return (struct text){file, len};
}

enum err run_file_open(struct arena *arena, const struct runner_key *key, struct text file,
                       struct text *document, const char **problem)
{
    const char *own = runner_public_text(arena, &key->public);
    *problem = "it is not a run of Rostrum";
    if (file.len < sizeof magic || memcmp(file.data, magic, sizeof magic - 1) != 0)
        return ERR_INVALID;
    const char *line = file.data + sizeof magic - 1;
    size_t left = file.len - (sizeof magic - 1);
    const char *end = memchr(line, '\n', left < RUNNER_LINE_MAX ? left : RUNNER_LINE_MAX);
    if (end == NULL)
        return ERR_INVALID;
    size_t len = (size_t)(end - line);
    *problem = "it is sealed to another runner's key";
    if (len != strlen(own) || memcmp(line, own, len) != 0)
        return ERR_INVALID;
    *problem = "it was changed since it was sealed";
    return runner_unseal(arena, key, (struct text){end + 1, left - len - 1}, document);
}
