#include "cli/audit/audit_certificate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cli/command/command.h"

enum { CERTIFICATE_MAX = 16 << 20, ARENA = 256 << 20, PIECE = 64 << 10 };

bool audit_certificate_is(const char *path)
{
    char begin[2] = "";
    FILE *file = fopen(path, "re");
    size_t len = file == NULL ? 0 : fread(begin, 1, sizeof begin, file);
    if (file != NULL)
        (void)fclose(file);
    return len == sizeof begin && memcmp(begin, "{\n", sizeof begin) == 0;
}

/* The whole file; data NULL (told) if it is too long or can't be read. */
static struct text read_whole(struct arena *arena, const char *path)
{
    struct buf buf;
    char piece[PIECE];
    size_t len = 0;
    FILE *file = fopen(path, "re");
    buf_init(&buf, arena);
    while (file != NULL && (len = fread(piece, 1, sizeof piece, file)) > 0 &&
           buf.len <= CERTIFICATE_MAX)
        buf_add(&buf, piece, len);
    bool is_read = file != NULL && ferror(file) == 0 && buf.len <= CERTIFICATE_MAX;
    if (file != NULL)
        (void)fclose(file);
    if (!is_read)
        command_say("%s can't be read, or is longer than 16 MiB.", path);
    return is_read ? (struct text){buf.data, buf.len} : (struct text){NULL, 0};
}

int audit_certificate_verify(const char *path, const struct note_key *keys, int key_count)
{
    struct certificate certificate;
    const char *problem = "it contains a NUL";
    struct arena *arena = arena_create(ARENA);
    struct text note = read_whole(arena, path);
    bool is_sound =
        note.data != NULL && strlen(note.data) == note.len &&
        certificate_check(arena, note.data, keys, key_count, &certificate, &problem) == ERR_NONE;
    if (note.data != NULL && !is_sound)
        (void)printf("NOT VERIFIED: %s.\n", problem);
    if (is_sound)
        (void)printf("Verified: a certificate of %s, signed%s, with %d events that are in the log "
                     "of their checkpoints.\n",
                     certificate.subject,
                     certificate.is_pinned ? "" : " with a key that it names itself",
                     certificate.event_count);
    arena_destroy(arena);
    return is_sound ? EXIT_SUCCESS : EXIT_FAILURE;
}
