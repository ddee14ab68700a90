#include "crypt/log_check.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/number.h"
#include "crypt/proof_check.h"

enum {
    KEYS_MAX = 1000,
    SCRATCH = 4 << 20,
    PREFIX_LEN = 160, /* of the line of an event, up to the id of the organization and its quote */
    HASH_HEX_LEN = 2 * HASH_LEN,
};

/* Where it is: what the next line has to be. */
enum place { AT_BEGIN, AT_KEYS, AT_LOG, IN_LOG, IN_PROOFS, AT_END };

struct log_check {
    struct arena *arena;
    struct arena *scratch; /* for one line */
    struct note_key *keys;
    int key_count;
    bool is_pinned;
    enum place place;
    int64_t keys_left;
    int64_t logs_left;
    int64_t events; /* of the log */
    int64_t checkpoints_left;
    int64_t covered; /* events of the log that a checkpoint has covered */
    struct uuid organization_id;
    char organization_text[UUID_TEXT_LEN];
    struct chain chain;
    const struct checkpoint *kept; /* by organization and size */
    int64_t kept_count;
    int64_t next_kept; /* of the log */
    struct log_report report;
};

struct log_check *log_check_begin(struct arena *arena, const struct note_key *keys, int key_count)
{
    struct log_check *check = arena_alloc(arena, sizeof *check);
    check->arena = arena;
    check->scratch = arena_create(SCRATCH);
    check->is_pinned = key_count > 0;
    check->keys = arena_array(arena, KEYS_MAX, sizeof *check->keys);
    for (int i = 0; i < key_count && i < KEYS_MAX; i++)
        check->keys[check->key_count++] = keys[i];
    return check;
}

static int compare(const void *a, const void *b)
{
    const struct checkpoint *left = a;
    const struct checkpoint *right = b;
    int order = memcmp(&left->organization_id, &right->organization_id, sizeof(struct uuid));
    return order != 0 ? order : (left->size > right->size) - (left->size < right->size);
}

void log_check_expect(struct log_check *check, struct checkpoint *kept, int64_t count)
{
    if (count > 0)
        qsort(kept, (size_t)count, sizeof *kept, compare);
    check->kept = kept;
    check->kept_count = count;
}

static enum err fail(struct log_check *check, const char *problem)
{
    log_check_fail(check, problem);
    return ERR_INVALID;
}

void log_check_fail(struct log_check *check, const char *problem)
{
    if (check->report.problem == NULL)
        check->report.problem = problem;
}

/* True if the line is this text. */
static bool is_line(struct text line, const char *expected)
{
    return strlen(expected) == line.len && memcmp(line.data, expected, line.len) == 0;
}

static const char *find(const char *line, const char *what)
{
    const char *found = strstr(line, what);
    return found == NULL ? "" : found + strlen(what);
}

static int64_t number_after(const char *line, const char *name)
{
    return number_leading(NUMBER_COUNTER, find(line, name), NULL);
}

static enum err read_proof(struct log_check *check, struct text line)
{
    const char *problem = NULL;
    const struct note_key *keys = check->is_pinned ? check->keys : NULL;
    if (proof_check(check->scratch, line, keys, check->key_count, &problem) != ERR_NONE)
        return fail(check, problem);
    check->report.proof_count++;
    check->place = IN_PROOFS;
    return ERR_NONE;
}

/* Lines that are read are compared with what would have been written. */
static enum err read_begin(struct log_check *check, struct text line)
{
    char expected[PREFIX_LEN];
    check->keys_left = number_after(line.data, "\"keys\":");
    check->logs_left = number_after(line.data, "\"logs\":");
    (void)snprintf(expected, sizeof expected,
                   "{\"rostrum_audit_export\":1,\"keys\":%" PRId64 ",\"logs\":%" PRId64 "}",
                   check->keys_left, check->logs_left);
    if (!is_line(line, expected) || check->keys_left < 0 || check->keys_left > KEYS_MAX ||
        check->logs_left < 0)
        return fail(check, "the first line is not that of an export of audit logs");
    check->place = check->keys_left > 0 ? AT_KEYS : check->logs_left > 0 ? AT_LOG : AT_END;
    return ERR_NONE;
}

static enum err read_key(struct log_check *check, struct text line)
{
    static const char begin[] = "{\"key\":\"";
    struct note_key key;
    const char *text = find(line.data, begin);
    char *key_text = arena_copy(check->scratch, text, strcspn(text, "\""));
    if (!is_line(line, arena_printf(check->scratch, "%s%s\"}", begin, key_text)) ||
        note_key_read(key_text, &key) != ERR_NONE ||
        strcmp(note_key_text(check->scratch, &key), key_text) != 0)
        return fail(check, "the line is not that of a public key");
    if (!check->is_pinned && check->key_count < KEYS_MAX)
        check->keys[check->key_count++] = key;
    if (--check->keys_left == 0)
        check->place = check->logs_left > 0 ? AT_LOG : AT_END;
    return ERR_NONE;
}

/* The first one of this log: where its checkpoints would be. */
static void find_kept(struct log_check *check)
{
    int64_t at = 0;
    while (at < check->kept_count && memcmp(&check->kept[at].organization_id,
                                            &check->organization_id, sizeof(struct uuid)) < 0)
        at++;
    check->next_kept = at;
}

static bool is_kept_of_log(const struct log_check *check)
{
    return check->next_kept < check->kept_count &&
           uuid_equal(&check->kept[check->next_kept].organization_id, &check->organization_id);
}

/* Whatever was kept of this size says what the tree is. */
static enum err check_kept(struct log_check *check)
{
    chain_hash root;
    for (; is_kept_of_log(check) && check->kept[check->next_kept].size == check->chain.size;
         check->next_kept++) {
        chain_root(&check->chain, root);
        if (memcmp(root, check->kept[check->next_kept].root, HASH_LEN) != 0)
            return fail(check, "the log is not the one of a checkpoint that was kept");
        check->report.kept_count++;
    }
    return ERR_NONE;
}

static enum err read_log(struct log_check *check, struct text line)
{
    char expected[PREFIX_LEN];
    static const char begin[] = "{\"log\":\"";
    const char *id = find(line.data, begin);
    size_t len = strnlen(id, UUID_TEXT_LEN - 1);
    memcpy(check->organization_text, id, len);
    check->organization_text[len] = '\0';
    check->events = number_after(line.data, "\"events\":");
    check->checkpoints_left = number_after(line.data, "\"checkpoints\":");
    (void)snprintf(expected, sizeof expected,
                   "%s%s\",\"events\":%" PRId64 ",\"checkpoints\":%" PRId64 "}", begin,
                   check->organization_text, check->events, check->checkpoints_left);
    if (!is_line(line, expected) || check->events < 1 || check->checkpoints_left < 1 ||
        uuid_parse(check->organization_text, &check->organization_id) != ERR_NONE)
        return fail(check, "the line does not begin a log");
    check->chain = (struct chain){.size = 0};
    check->covered = 0;
    find_kept(check);
    check->logs_left--;
    check->report.log_count++;
    check->place = IN_LOG;
    return ERR_NONE;
}

static enum err add_leaf(struct log_check *check, const chain_hash leaf)
{
    chain_hash closed[CHAIN_LEVELS];
    (void)chain_add(&check->chain, leaf, closed);
    check->report.event_count++;
    return check->kept_count > 0 ? check_kept(check) : ERR_NONE;
}

/* An event that was deleted: the hash that it left. */
static enum err read_leaf(struct log_check *check, struct text line)
{
    char expected[PREFIX_LEN];
    char hex[HASH_HEX_LEN + 1];
    chain_hash leaf;
    size_t len = 0;
    const char *text = find(line.data, "\"leaf\":\"");
    if (strlen(text) < HASH_HEX_LEN ||
        sodium_hex2bin(leaf, HASH_LEN, text, HASH_HEX_LEN, NULL, &len, NULL) != 0 ||
        len != HASH_LEN)
        return fail(check, "the line is not that of an event");
    (void)sodium_bin2hex(hex, sizeof hex, leaf, HASH_LEN);
    (void)snprintf(expected, sizeof expected, "{\"seq\":%" PRId64 ",\"leaf\":\"%s\"}",
                   check->chain.size + 1, hex);
    if (!is_line(line, expected))
        return fail(check, "the line is not the next event");
    check->report.deleted_count++;
    return add_leaf(check, leaf);
}

static enum err read_event(struct log_check *check, struct text line)
{
    char expected[PREFIX_LEN];
    chain_hash leaf;
    if (check->chain.size == check->events)
        return fail(check, "there are more events than the log says");
    int before = snprintf(expected, sizeof expected,
                          "{\"seq\":%" PRId64 ",\"event\":", check->chain.size + 1);
    int len = before + snprintf(expected + before, sizeof expected - (size_t)before,
                                "{\"organization\":\"%s\",", check->organization_text);
    if (line.len < (size_t)before || memcmp(line.data, expected, (size_t)before) != 0)
        return read_leaf(check, line);
    if (line.len < (size_t)len + 2 || memcmp(line.data, expected, (size_t)len) != 0)
        return fail(check, "the event is of another log");
    if (memcmp(line.data + line.len - 2, "}}", 2) != 0)
        return fail(check, "the line of the event has no end");
    chain_leaf(line.data + before, line.len - (size_t)before - 1, leaf);
    return add_leaf(check, leaf);
}

/* The note in a line, if the line is what would have been written for it. */
static const char *note_of(struct log_check *check, struct text line)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(check->scratch, line.data, line.len, &json, &problem) != ERR_NONE)
        return NULL;
    const char *note = json_string_value(json_object_get(json, "checkpoint"));
    if (note == NULL)
        return NULL;
    json = json_keep(check->scratch, json_pack("{s:s}", "checkpoint", note));
    return is_line(line, json_format(check->scratch, json, JSON_LINE).data) ? note : NULL;
}

static enum err read_checkpoint(struct log_check *check, struct text line)
{
    struct checkpoint checkpoint;
    chain_hash root;
    const char *note = note_of(check, line);
    if (note == NULL)
        return fail(check, "the line is not that of a checkpoint");
    enum err err =
        checkpoint_open(check->scratch, check->keys, check->key_count, note, &checkpoint);
    if (err == ERR_NOT_FOUND)
        return fail(check, check->is_pinned
                               ? "the checkpoint is not signed with a key that was given"
                               : "the checkpoint is not signed with a key of this export");
    if (err != ERR_NONE)
        return fail(check, "the checkpoint is malformed, or its signature is wrong");
    if (!uuid_equal(&checkpoint.organization_id, &check->organization_id))
        return fail(check, "the checkpoint is of another log");
    if (checkpoint.size != check->chain.size || check->covered == checkpoint.size)
        return fail(check, "the checkpoint does not stand behind the last event that it covers");
    chain_root(&check->chain, root);
    if (memcmp(root, checkpoint.root, HASH_LEN) != 0)
        return fail(check, "the events up to here are not those that the checkpoint was signed "
                           "for: one was changed, moved, added or removed");
    if (--check->checkpoints_left < 0)
        return fail(check, "there are more checkpoints than the log says");
    check->covered = checkpoint.size;
    check->report.checkpoint_count++;
    if (check->covered == check->events && check->checkpoints_left > 0)
        return fail(check, "there are fewer checkpoints than the log says");
    if (check->covered == check->events)
        check->place = check->logs_left > 0 ? AT_LOG : AT_END;
    return ERR_NONE;
}

static enum err read_line(struct log_check *check, struct text line)
{
    switch (check->place) {
    case AT_BEGIN:
        return text_starts_with(line.data, PROOF_BEGIN) ? read_proof(check, line)
                                                        : read_begin(check, line);
    case IN_PROOFS:
        return read_proof(check, line);
    case AT_KEYS:
        return read_key(check, line);
    case AT_LOG:
        return read_log(check, line);
    case IN_LOG:
        return text_starts_with(line.data, "{\"seq\":") ? read_event(check, line)
                                                        : read_checkpoint(check, line);
    default:
        return fail(check, "there is something behind the end of the export");
    }
}

enum err log_check_line(struct log_check *check, struct text line)
{
    if (check->report.problem != NULL)
        return ERR_INVALID;
    check->report.line_count++;
    if (strlen(line.data) != line.len)
        return fail(check, "the line contains a NUL");
    enum err err = read_line(check, line);
    arena_reset(check->scratch);
    return err;
}

enum err log_check_end(struct log_check *check, struct log_report *report)
{
    if (check->place != AT_END && check->place != IN_PROOFS)
        log_check_fail(check, "the export has no end: lines are missing");
    if (check->report.kept_count < check->kept_count)
        log_check_fail(check, "the log is missing, or ends before a checkpoint that was kept");
    arena_destroy(check->scratch);
    *report = check->report;
    return report->problem == NULL ? ERR_NONE : ERR_INVALID;
}
