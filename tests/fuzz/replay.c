/* Runs one fuzz target over every file of its corpus, tests/fuzz/corpus/TARGET/, as a TAP test, so
 * that an input that once broke something is tried at each `make check`. The files to run may also
 * be given as arguments. A target that fails aborts, and the plan that is left open is the failure.
 */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum { PATH_LEN = 4096, INPUT_LIMIT = 8 * 1024 * 1024 };

static void replay(const char *path, int number)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(INPUT_LIMIT);
    if (file == NULL || data == NULL) {
        printf("not ok %d - %s cannot be read\n", number, path);
        exit(1);
    }
    size_t size = fread(data, 1, INPUT_LIMIT, file);
    (void)fclose(file);
    /* Its exact size, so that AddressSanitizer sees a read past the end. */
    uint8_t *input = malloc(size + (size == 0));
    if (input == NULL)
        exit(1);
    memcpy(input, data, size);
    free(data);
    (void)LLVMFuzzerTestOneInput(input, size);
    free(input);
    printf("ok %d - %s\n", number, strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1);
    (void)fflush(stdout);
}

static int is_input(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int replay_corpus(const char *target)
{
    const char *top = getenv("top_srcdir");
    char folder[PATH_LEN];
    (void)snprintf(folder, sizeof folder, "%s/tests/fuzz/corpus/%s", top == NULL ? "." : top,
                   target);
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_input, alphasort);
    if (count <= 0) {
        printf("Bail out! No corpus in %s\n", folder);
        return 1;
    }
    printf("1..%d\n", count);
    for (int i = 0; i < count; i++) {
        char path[PATH_LEN * 2];
        (void)snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        replay(path, i + 1);
        free(entries[i]);
    }
    free(entries);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        const char *slash = strrchr(argv[0], '/');
        return replay_corpus(slash == NULL ? argv[0] : slash + 1);
    }
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++)
        replay(argv[i], i);
    return 0;
}
