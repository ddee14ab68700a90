#include "cli/audit/verify_bundle.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "cli/audit/key_list.h"
#include "crypt/offline_check.h"

/* The file, its JSON, and what is made of it on the way. */
#define ARENA ((size_t)4 << 30)

static int tell(const struct offline_report *report, const char *problem)
{
    if (problem != NULL) {
        (void)printf("NOT VERIFIED: %s.\n", problem);
        return EXIT_FAILURE;
    }
    (void)printf("Verified: the records of %s as they were signed%s. %s.\n", report->organization,
                 report->is_pinned ? "" : " with a key that the file names", report->records);
    for (size_t i = 0; i < json_array_size(report->problems); i++)
        (void)printf("Not complete: %s\n", json_string_value(json_array_get(report->problems, i)));
    if (!report->is_pinned)
        (void)printf("Whoever forged it would have put their own key there: name the keys that "
                     "you got another way with --key.\n");
    return EXIT_SUCCESS;
}

static int run(const struct command_options *options)
{
    struct note_key keys[KEY_LIST_MAX];
    struct offline_report report;
    struct text note;
    int key_count = 0;
    const char *problem = NULL;
    const char *path = options->words[0];
    const char *key_path = command_value(options, "key");
    if (key_path != NULL && key_list_read(key_path, keys, &key_count) != ERR_NONE)
        return EXIT_FAILURE;
    struct arena *arena = arena_create(ARENA);
    int status = EXIT_FAILURE;
    if (file_read(arena, path, OFFLINE_FILE_MAX, &note) != ERR_NONE) {
        command_say("%s can't be read, or is longer than 256 MiB.", path);
    } else {
        enum err err =
            offline_check(arena, note, key_count > 0 ? keys : NULL, key_count, &report, &problem);
        status = tell(&report, err == ERR_NONE ? NULL : problem);
    }
    arena_destroy(arena);
    return status;
}

const struct subcommand verify_bundle_subcommand = {
    .name = "verify-bundle",
    .words = "FILE",
    .words_min = 1,
    .words_max = 1,
    .summary = "verifies a set of records from GET /api/v1/bundle",
    .help = "Without a key ring and without a database.",
    .exits = "1 if it does not verify",
    .options = {{"key", "FILE", "the public keys that may have signed"}},
    .run = run,
};
