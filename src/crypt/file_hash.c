#include "crypt/file_hash.h"

#include <errno.h>
#include <sodium.h>
#include <unistd.h>

enum { PIECE = 64 << 10 };

static bool write_all(int fd, const unsigned char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t count = write(fd, bytes, len);
        if (count < 0 && errno != EINTR)
            return false;
        bytes += count > 0 ? count : 0;
        len -= count > 0 ? (size_t)count : 0;
    }
    return true;
}

enum err file_hash(int from, int to, char hex[SHA256_HEX_LEN], int64_t *byte_count)
{
    unsigned char piece[PIECE];
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    *byte_count = 0;
    for (;;) {
        ssize_t count = read(from, piece, sizeof piece);
        if (count < 0 && errno == EINTR)
            continue;
        if (count == 0)
            break;
        if (count < 0 || (to >= 0 && !write_all(to, piece, (size_t)count)))
            return ERR_UNAVAILABLE;
        crypto_hash_sha256_update(&state, piece, (unsigned long long)count);
        *byte_count += count;
    }
    crypto_hash_sha256_final(&state, hash);
    sodium_bin2hex(hex, SHA256_HEX_LEN, hash, sizeof hash);
    return ERR_NONE;
}
