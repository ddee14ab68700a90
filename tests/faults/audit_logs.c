/* Writes exports of audit logs into a folder: COUNT sound ones, COUNT that were changed, and the
 * public key by which they are checked; or one log of many events.
 *
 *     audit_logs FOLDER COUNT
 *     audit_logs FOLDER --events COUNT */

#include <stdio.h>

#include "audit_logs.h"

enum { ARENA = 64 << 20, BETWEEN = 1000 };

static FILE *create(const char *folder, const char *name)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    if (file == NULL)
        die("%s can't be written", path);
    return file;
}

static void write_file(const char *folder, const char *name, struct text text)
{
    FILE *file = create(folder, name);
    if (fwrite(text.data, 1, text.len, file) != text.len || fclose(file) != 0)
        die("%s can't be written", name);
}

static const char *key_text(struct arena *arena, const struct keyring *ring)
{
    struct note_key key;
    if (note_key_of(ring, NULL, &key) != ERR_NONE)
        die("a ring without a key");
    return note_key_text(arena, &key);
}

static void write_some(const char *folder, int count, const struct keyring *ring,
                       const struct keyring *forger)
{
    struct arena *arena = arena_create(ARENA);
    uint64_t seed = 10;
    char name[64];
    for (int i = 0; i < count; i++) {
        enum audit_change change = (enum audit_change)(i % CHANGE_COUNT);
        arena_reset(arena);
        (void)snprintf(name, sizeof name, "sound-%d", i);
        struct text text = audit_logs_make(arena, ring, &seed);
        write_file(folder, name, text);
        (void)snprintf(name, sizeof name, "changed-%d-%d", (int)change, i);
        write_file(folder, name, audit_logs_change(arena, text, change, forger, &seed));
    }
    arena_destroy(arena);
}

/* In the memory of a few events. */
static void write_many(const char *folder, int count, const struct keyring *ring)
{
    struct arena *arena = arena_create(ARENA);
    struct checkpoint checkpoint = {.organization_id = uuid_make()};
    struct chain chain = {.size = 0};
    uint64_t seed = 11;
    char organization[UUID_TEXT_LEN];
    FILE *file = create(folder, "many");
    uuid_format(&checkpoint.organization_id, organization);
    (void)fprintf(file,
                  "{\"rostrum_audit_export\":1,\"keys\":1,\"logs\":1}\n{\"key\":\"%s\"}\n"
                  "{\"log\":\"%s\",\"events\":%d,\"checkpoints\":%d}\n",
                  key_text(arena, ring), organization, count, (count + BETWEEN - 1) / BETWEEN);
    for (int seq = 1; seq <= count; seq++) {
        chain_hash leaf;
        chain_hash closed[CHAIN_LEVELS];
        const char *event = audit_logs_event(arena, organization, &seed);
        chain_leaf(event, strlen(event), leaf);
        (void)chain_add(&chain, leaf, closed);
        (void)fprintf(file, "{\"seq\":%d,\"event\":%s}\n", seq, event);
        if (seq % BETWEEN == 0 || seq == count) {
            checkpoint.size = seq;
            chain_root(&chain, checkpoint.root);
            (void)fputs(audit_logs_note_line(arena, checkpoint_sign(ring, arena, &checkpoint)),
                        file);
        }
        arena_reset(arena);
    }
    if (fclose(file) != 0)
        die("the log can't be written");
    arena_destroy(arena);
}

int main(int argc, char **argv)
{
    struct keyring *ring = ring_of("a active " RING_KEY_A "\n");
    struct keyring *forger = ring_of("a active " RING_KEY_B "\n");
    struct arena *arena = arena_create(ARENA);
    if (argc < 3 || ring == NULL || forger == NULL)
        die("usage: audit_logs FOLDER [--events] COUNT");
    const char *key = arena_printf(arena, "%s\n", key_text(arena, ring));
    write_file(argv[1], "keys", (struct text){key, strlen(key)});
    if (argc == 4)
        write_many(argv[1], atoi(argv[3]), ring);
    else
        write_some(argv[1], atoi(argv[2]), ring, forger);
    arena_destroy(arena);
    keyring_close(ring);
    keyring_close(forger);
    return 0;
}
