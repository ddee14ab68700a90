#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "cli/audit/audit.h"
#include "cli/audit/audit_certificate.h"
#include "cli/audit/audit_logs.h"
#include "cli/audit/key_list.h"
#include "crypt/log_check.h"

enum {
    ARENA = 256 << 20,
    SCRATCH = 1 << 20,
    LINE_MAX_LEN = 4096, /* of a checkpoint */
    READ_LEN = 1 << 20,  /* and the longest line */
};

/* Checkpoints that were kept, and the memory that they have. */
struct kept {
    struct arena *arena;
    struct checkpoint *items;
    int64_t count, capacity;
};

static void keep(struct kept *kept, const struct checkpoint *checkpoint)
{
    if (kept->count == kept->capacity) {
        kept->capacity = 2 * kept->capacity + 1000;
        struct checkpoint *items = arena_array(kept->arena, (size_t)kept->capacity, sizeof *items);
        if (kept->count > 0)
            memcpy(items, kept->items, (size_t)kept->count * sizeof *items);
        kept->items = items;
    }
    kept->items[kept->count++] = *checkpoint;
}

static enum err read_kept_line(struct arena *scratch, const char *line, const struct note_key *keys,
                               int key_count, struct kept *kept)
{
    json_t *json = NULL;
    const char *problem = NULL;
    struct checkpoint checkpoint;
    if (json_parse(scratch, line, strlen(line), &json, &problem) != ERR_NONE)
        return ERR_INVALID;
    const char *note = json_string_value(json_object_get(json, "checkpoint"));
    if (note == NULL || checkpoint_open(scratch, keys, key_count, note, &checkpoint) != ERR_NONE)
        return ERR_INVALID;
    keep(kept, &checkpoint);
    return ERR_NONE;
}

/* A file of checkpoints as Rostrum appends them outside the database. A line that is cut off, as a
 * full disk leaves it, is not one. */
static enum err read_kept(const char *path, const struct note_key *keys, int key_count,
                          struct kept *kept)
{
    char line[LINE_MAX_LEN];
    enum err err = ERR_NONE;
    struct arena *scratch = arena_create(SCRATCH);
    FILE *file = fopen(path, "re");
    while (file != NULL && err == ERR_NONE && fgets(line, sizeof line, file) != NULL) {
        size_t len = strlen(line);
        if (len > 1 && line[len - 2] == '}')
            err = read_kept_line(scratch, line, keys, key_count, kept);
        arena_reset(scratch);
    }
    arena_destroy(scratch);
    if (file != NULL)
        (void)fclose(file);
    if (file != NULL && err == ERR_NONE && kept->count > 0)
        return ERR_NONE;
    command_say("%s is not a file of checkpoints that one of the keys signed.", path);
    return ERR_INVALID;
}

/* Hands whole lines over; gives how many bytes they were. */
static size_t check_lines(struct log_check *check, char *bytes, size_t len, enum err *err)
{
    size_t begin = 0;
    char *end = NULL;
    while (*err == ERR_NONE && (end = memchr(bytes + begin, '\n', len - begin)) != NULL) {
        *end = '\0';
        *err = log_check_line(check, (struct text){bytes + begin, (size_t)(end - bytes) - begin});
        begin = (size_t)(end - bytes) + 1;
    }
    return begin;
}

static void check_stream(struct log_check *check, int fd, char *bytes)
{
    size_t len = 0;
    ssize_t got = 0;
    enum err err = ERR_NONE;
    do {
        got = read(fd, bytes + len, READ_LEN - len);
        if (got > 0)
            len += (size_t)got;
        size_t done = check_lines(check, bytes, len, &err);
        memmove(bytes, bytes + done, len - done);
        len -= done;
        if (err == ERR_NONE && len == READ_LEN)
            log_check_fail(check, "there is a line without an end");
    } while (err == ERR_NONE && len < READ_LEN && (got > 0 || (got < 0 && errno == EINTR)));
    if (got < 0)
        log_check_fail(check, strerror(errno));
    if (err == ERR_NONE && len > 0)
        log_check_fail(check, "the last line has no end");
}

static enum err check_file(struct log_check *check, struct arena *arena, const char *path)
{
    int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        command_say("%s can't be read: %s.", path, strerror(errno));
        return ERR_NOT_FOUND;
    }
    check_stream(check, fd, arena_alloc(arena, READ_LEN + 1));
    if (fd != STDIN_FILENO)
        (void)close(fd);
    return ERR_NONE;
}

static enum err check_line(void *context, struct text line)
{
    return log_check_line(context, line);
}

/* The database gives the lines that its export would have. */
static enum err check_database(struct log_check *check, const struct command_options *options)
{
    struct command command;
    struct audit_logs logs;
    const struct audit_output output = {check_line, check};
    enum err err = command_open(options, false, &command);
    if (err == ERR_NONE) {
        err = audit_logs_open(&command, NULL, false, &logs);
        if (err == ERR_NONE)
            err = audit_logs_give(&command, &logs, &output);
        audit_logs_close(&logs);
        if (err == ERR_UNAVAILABLE)
            command_say("the database does not answer; the lines above say why.");
    }
    enum err end = command_close(&command);
    err = err == ERR_INVALID ? ERR_NONE : err; /* the report says it */
    return err == ERR_NONE ? end : err;
}

static void tell_keys(void)
{
    (void)printf("The signatures were checked with the keys in the file itself. Whoever forged it "
                 "would have put their own there: name the keys that you got another way with "
                 "--key.\n");
}

static int tell(const struct log_report *report, bool is_pinned)
{
    if (report->problem != NULL) {
        (void)printf("NOT VERIFIED. Line %" PRId64 ": %s.\n", report->line_count, report->problem);
        return EXIT_FAILURE;
    }
    if (report->proof_count > 0) {
        (void)printf("Verified: %" PRId64 " events are in the logs of the checkpoints that are "
                     "with them.\n",
                     report->proof_count);
        if (!is_pinned)
            tell_keys();
        return EXIT_SUCCESS;
    }
    (void)printf("Verified: %" PRId64 " logs with %" PRId64 " events and %" PRId64
                 " checkpoints.\n",
                 report->log_count, report->event_count, report->checkpoint_count);
    if (report->kept_count > 0)
        (void)printf("%" PRId64 " checkpoints that were kept are of these logs.\n",
                     report->kept_count);
    if (report->deleted_count > 0)
        (void)printf("%" PRId64 " events were deleted, as retention does: what they said is not "
                     "there, but their place and hash are.\n",
                     report->deleted_count);
    if (!is_pinned)
        tell_keys();
    (void)printf("This proves that no event up to the last checkpoint of each log was changed, "
                 "moved, added or removed since it was signed. It does not prove that everything "
                 "that happened was recorded, nor anything about what came after that "
                 "checkpoint.\n");
    return EXIT_SUCCESS;
}

static int run(const struct command_options *options)
{
    struct note_key keys[KEY_LIST_MAX];
    struct log_report report;
    int key_count = 0;
    const char *key_path = command_value(options, "key");
    const char *kept_path = command_value(options, "kept");
    if (key_path != NULL && key_list_read(key_path, keys, &key_count) != ERR_NONE)
        return EXIT_FAILURE;
    if (kept_path != NULL && key_path == NULL) {
        command_say("--kept needs --key: the keys that signed what was kept.");
        return EXIT_FAILURE;
    }
    if (options->word_count > 0 && audit_certificate_is(options->words[0]))
        return audit_certificate_verify(options->words[0], key_count > 0 ? keys : NULL, key_count);
    struct arena *arena = arena_create(ARENA);
    struct kept kept = {.arena = arena};
    if (kept_path != NULL && read_kept(kept_path, keys, key_count, &kept) != ERR_NONE)
        return EXIT_FAILURE;
    struct log_check *check = log_check_begin(arena, keys, key_count);
    log_check_expect(check, kept.items, kept.count);
    enum err err = options->word_count > 0 ? check_file(check, arena, options->words[0])
                                           : check_database(check, options);
    enum err end = log_check_end(check, &report);
    int status = err == ERR_NONE ? tell(&report, key_count > 0) : EXIT_FAILURE;
    arena_destroy(arena);
    return end == ERR_NONE ? status : EXIT_FAILURE;
}

const struct subcommand audit_verify_subcommand = {
    .name = "audit verify",
    .words = "[FILE]",
    .words_max = 1,
    .summary = "verifies an export or a certificate, or the logs of the database",
    .help = "With a file it needs no key ring and no database.",
    .exits = "1 if something does not verify",
    .options = {{"key", "FILE", "the public keys that may have signed"},
                {"kept", "FILE",
                 "checkpoints from outside the database, which must be of these logs"}},
    .run = run,
};
