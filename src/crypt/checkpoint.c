#include "crypt/checkpoint.h"
#include "base/number.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { ROOT_TEXT_LEN = sodium_base64_ENCODED_LEN(HASH_LEN, sodium_base64_VARIANT_ORIGINAL) };

static const char origin_prefix[] = "rostrum/";

static char *text_of(struct arena *arena, const struct checkpoint *checkpoint)
{
    char organization_id[UUID_TEXT_LEN];
    char root[ROOT_TEXT_LEN];
    uuid_format(&checkpoint->organization_id, organization_id);
    (void)sodium_bin2base64(root, sizeof root, checkpoint->root, HASH_LEN,
                            sodium_base64_VARIANT_ORIGINAL);
    return arena_printf(arena, "%s%s\n%" PRId64 "\n%s\n", origin_prefix, organization_id,
                        checkpoint->size, root);
}

char *checkpoint_sign(const struct keyring *ring, struct arena *arena,
                      const struct checkpoint *checkpoint)
{
    return signed_note_make(ring, arena, text_of(arena, checkpoint));
}

/* What is read must be what would be written. */
static enum err read_text(struct arena *arena, const char *text, struct checkpoint *checkpoint)
{
    size_t prefix_len = strlen(origin_prefix);
    size_t len = 0;
    if (strncmp(text, origin_prefix, prefix_len) != 0 || strlen(text) < prefix_len + UUID_TEXT_LEN)
        return ERR_INVALID;
    const char *size = text + prefix_len + UUID_TEXT_LEN;
    const char *root = strchr(size, '\n');
    if (uuid_parse(arena_copy(arena, text + prefix_len, UUID_TEXT_LEN - 1),
                   &checkpoint->organization_id) != ERR_NONE ||
        root == NULL ||
        sodium_base642bin(checkpoint->root, HASH_LEN, root + 1, strcspn(root + 1, "\n"), NULL, &len,
                          NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        len != HASH_LEN)
        return ERR_INVALID;
    checkpoint->size = number_leading(NUMBER_COUNTER, size, NULL);
    bool is_same = checkpoint->size > 0 && strcmp(text_of(arena, checkpoint), text) == 0;
    return is_same ? ERR_NONE : ERR_INVALID;
}

enum err checkpoint_open(struct arena *arena, const struct note_key *keys, int key_count,
                         const char *note, struct checkpoint *checkpoint)
{
    const struct note_key *key = NULL;
    const char *text = NULL;
    enum err err = signed_note_open(arena, keys, key_count, note, &text, &key);
    return err == ERR_NONE ? read_text(arena, text, checkpoint) : err;
}
