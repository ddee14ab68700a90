#ifndef TESTS_AUDIT_LOGS_H
#define TESTS_AUDIT_LOGS_H

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "crypt.h"
#include "crypt/checkpoint.h"

/* Exports of audit logs made without a database, and what a forger would do to them. */

enum audit_change {
    CHANGE_BIT,        /* of any byte */
    CHANGE_DELETION,   /* of a line */
    CHANGE_SWAP,       /* of two lines */
    CHANGE_INSERTION,  /* of a line, with or without a number that fits */
    CHANGE_CUT,        /* the end is missing, from any byte on */
    CHANGE_SIGNATURE,  /* a checkpoint that another key signed */
    CHANGE_CHECKPOINT, /* a checkpoint with the text of another */
    CHANGE_COUNT
};

static inline uint64_t audit_random(uint64_t *seed) /* splitmix64 */
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static inline size_t audit_below(uint64_t *seed, size_t limit)
{
    return (size_t)(audit_random(seed) % limit);
}

/* An event as audit_leaf.h has it. */
static inline char *audit_logs_event(struct arena *arena, const char *organization, uint64_t *seed)
{
    struct uuid id = uuid_make();
    char id_text[UUID_TEXT_LEN];
    uuid_format(&id, id_text);
    return arena_printf(
        arena,
        "{\"organization\":\"%s\",\"id\":\"%s\",\"time\":\"2026-05-03T14:05:06.123456Z\","
        "\"actor_kind\":\"user\",\"actor\":\"%s\",\"outside\":false,\"action\":\"prompt.update\","
        "\"record_type\":\"prompt\",\"record\":\"%s\",\"outcome\":\"success\",\"request\":\"%s\","
        "\"part\":0,\"subject\":null,\"details\":\"%016" PRIx64 "%016" PRIx64 "%016" PRIx64
        "%016" PRIx64 "\",\"personal_details\":null}",
        organization, id_text, id_text, id_text, id_text, audit_random(seed), audit_random(seed),
        audit_random(seed), audit_random(seed));
}

static inline char *audit_logs_note_line(struct arena *arena, const char *note)
{
    json_t *json = json_keep(arena, json_pack("{s:s}", "checkpoint", note));
    return arena_printf(arena, "%s\n", json_format(arena, json, JSON_LINE).data);
}

/* Adds one log of so many events with checkpoints every so many; one event in ten is deleted. */
static inline void audit_logs_add(struct buf *buf, const struct keyring *ring, int events,
                                  int between, uint64_t *seed)
{
    struct arena *arena = buf->arena;
    struct checkpoint checkpoint = {.organization_id = uuid_make()};
    struct chain chain = {.size = 0};
    char organization[UUID_TEXT_LEN];
    uuid_format(&checkpoint.organization_id, organization);
    buf_printf(buf, "{\"log\":\"%s\",\"events\":%d,\"checkpoints\":%d}\n", organization, events,
               (events + between - 1) / between);
    for (int seq = 1; seq <= events; seq++) {
        chain_hash leaf;
        chain_hash closed[CHAIN_LEVELS];
        const char *event = audit_logs_event(arena, organization, seed);
        chain_leaf(event, strlen(event), leaf);
        (void)chain_add(&chain, leaf, closed);
        buf_printf(buf, "{\"seq\":%d,", seq);
        if (audit_below(seed, 10) == 0) {
            buf_add_text(buf, "\"leaf\":\"");
            for (size_t i = 0; i < HASH_LEN; i++)
                buf_printf(buf, "%02x", leaf[i]);
            buf_add_text(buf, "\"}\n");
        } else {
            buf_printf(buf, "\"event\":%s}\n", event);
        }
        if (seq % between != 0 && seq != events)
            continue;
        checkpoint.size = seq;
        chain_root(&chain, checkpoint.root);
        buf_add_text(buf, audit_logs_note_line(arena, checkpoint_sign(ring, arena, &checkpoint)));
    }
}

/* A whole export of some logs. */
static inline struct text audit_logs_make(struct arena *arena, const struct keyring *ring,
                                          uint64_t *seed)
{
    struct buf buf;
    struct note_key key;
    int logs = 1 + (int)audit_below(seed, 2);
    buf_init(&buf, arena);
    if (note_key_of(ring, NULL, &key) != ERR_NONE)
        die("a ring without a key");
    buf_printf(&buf, "{\"rostrum_audit_export\":1,\"keys\":1,\"logs\":%d}\n{\"key\":\"%s\"}\n",
               logs, note_key_text(arena, &key));
    for (int i = 0; i < logs; i++)
        audit_logs_add(&buf, ring, 1 + (int)audit_below(seed, 30), 1 + (int)audit_below(seed, 20),
                       seed);
    return (struct text){buf.data, buf.len};
}

/* The lines of a text, with their line breaks. */
static inline int audit_logs_lines(struct text text, struct text lines[static 200])
{
    int count = 0;
    for (size_t at = 0; at < text.len && count < 200; count++) {
        const char *end = memchr(text.data + at, '\n', text.len - at);
        size_t len = end == NULL ? text.len - at : (size_t)(end - text.data) - at + 1;
        lines[count] = (struct text){text.data + at, len};
        at += len;
    }
    return count;
}

static inline bool audit_logs_is_checkpoint(struct text line)
{
    return strncmp(line.data, "{\"checkpoint\"", 13) == 0;
}

static inline int audit_logs_some_checkpoint(const struct text *lines, int count, uint64_t *seed)
{
    for (int i = (int)audit_below(seed, (size_t)count);; i = (i + 1) % count)
        if (audit_logs_is_checkpoint(lines[i]))
            return i;
}

/* The note of a line, as it is in JSON, up to where its signature begins: "\n\n" there. */
static inline size_t audit_logs_signed_len(struct text line)
{
    return (size_t)(strstr(line.data, "\\n\\n") - line.data);
}

/* The same text, signed with another key; or its root is another one, and so is its key. */
static inline struct text audit_logs_resign(struct arena *arena, const struct keyring *forger,
                                            struct text line, uint64_t *seed)
{
    struct note_key key;
    struct checkpoint checkpoint = {.size = 1 + (int64_t)audit_below(seed, 30)};
    if (note_key_of(forger, NULL, &key) != ERR_NONE ||
        uuid_parse(arena_copy(arena, line.data + 23, UUID_TEXT_LEN - 1),
                   &checkpoint.organization_id) != ERR_NONE)
        die("a checkpoint that is none: %s", line.data);
    char *forged = audit_logs_note_line(arena, checkpoint_sign(forger, arena, &checkpoint));
    if (audit_below(seed, 2) == 0) { /* what was signed before the signature that does not fit */
        size_t len = audit_logs_signed_len(line);
        const char *signature = strstr(forged, "\\n\\n");
        forged = arena_printf(arena, "%.*s%s", (int)len, line.data, signature);
    }
    return (struct text){forged, strlen(forged)};
}

static inline struct text audit_logs_join(struct arena *arena, const struct text *lines, int count)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < count; i++)
        buf_add(&buf, lines[i].data, lines[i].len);
    return (struct text){buf.data, buf.len};
}

static inline void audit_logs_insert(struct arena *arena, struct text *lines, int *count,
                                     uint64_t *seed)
{
    static const char zero[] = "00000000-0000-0000-0000-000000000000";
    int at = (int)audit_below(seed, (size_t)*count + 1);
    struct text line = lines[audit_below(seed, (size_t)*count)];
    if (audit_below(seed, 2) == 0) {
        char *forged = arena_printf(arena, "{\"seq\":%d,\"event\":%s}\n", at,
                                    audit_logs_event(arena, zero, seed));
        line = (struct text){forged, strlen(forged)};
    }
    memmove(&lines[at + 1], &lines[at], (size_t)(*count - at) * sizeof *lines);
    lines[at] = line;
    ++*count;
}

static inline struct text audit_logs_change_once(struct arena *arena, struct text text,
                                                 enum audit_change change,
                                                 const struct keyring *forger, uint64_t *seed)
{
    struct text lines[201];
    int count = audit_logs_lines(text, lines);
    int i = (int)audit_below(seed, (size_t)count);
    int j = (int)audit_below(seed, (size_t)count);
    char *copy = arena_copy(arena, text.data, text.len);
    struct text kept = lines[i];
    switch (change) {
    case CHANGE_BIT:
        copy[audit_below(seed, text.len)] ^= (char)(1 << audit_below(seed, 8));
        return (struct text){copy, text.len};
    case CHANGE_DELETION:
        memmove(&lines[i], &lines[i + 1], (size_t)(count - i - 1) * sizeof *lines);
        count--;
        break;
    case CHANGE_SWAP:
        lines[i] = lines[j];
        lines[j] = kept;
        break;
    case CHANGE_INSERTION:
        audit_logs_insert(arena, lines, &count, seed);
        break;
    case CHANGE_CUT:
        return (struct text){copy, audit_below(seed, text.len)};
    case CHANGE_SIGNATURE:
        i = audit_logs_some_checkpoint(lines, count, seed);
        lines[i] = audit_logs_resign(arena, forger, lines[i], seed);
        break;
    default:
        i = audit_logs_some_checkpoint(lines, count, seed);
        j = audit_logs_some_checkpoint(lines, count, seed);
        lines[i] = lines[j];
        break;
    }
    return audit_logs_join(arena, lines, count);
}

/* A forger changes a log: always so that it is another one. */
static inline struct text audit_logs_change(struct arena *arena, struct text text,
                                            enum audit_change change, const struct keyring *forger,
                                            uint64_t *seed)
{
    for (int tries = 0;; tries++) {
        enum audit_change how = tries < 20 ? change : CHANGE_BIT; /* one checkpoint has no other */
        struct text changed = audit_logs_change_once(arena, text, how, forger, seed);
        if (changed.len != text.len || memcmp(changed.data, text.data, text.len) != 0)
            return changed;
    }
}

#endif
