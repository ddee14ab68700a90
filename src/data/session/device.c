#include "data/session/device.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/number.h"
#include "crypt/blind_index.h"
#include "crypt/token.h"

enum { HASH_HEX = 32, COOKIE_MAX = 2048 };

static const char prefix[] = "device";

/* " HASH ID DAY" in the cookie: the day, counted from 1970, on which the person signed in first. */
struct entry {
    const char *hash;
    const char *id;
    int64_t day;
};

struct entry_list {
    struct entry entries[DEVICE_PEOPLE];
    int count;
};

struct subject {
    char hashes[KEYRING_HASHES][HASH_HEX + 1];
};

static struct subject subject_of(struct db *db, const char *email)
{
    struct subject subject;
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    char *normalized = NULL;
    const char *problem = NULL;
    if (email_normalize(db_arena(db), email, &normalized, &problem) == ERR_NONE)
        email = normalized;
    const char *text = arena_printf(db_arena(db), "device %s", email);
    keyring_hash_all(db_keyring(db), KEY_PURPOSE_SOURCE, text, strlen(text), hashes);
    for (int i = 0; i < KEYRING_HASHES; i++)
        for (size_t j = 0; j < HASH_HEX / 2; j++)
            (void)snprintf(subject.hashes[i] + 2 * j, 3, "%02x", hashes[i][j]);
    return subject;
}

static bool is_of(const struct entry *entry, const struct subject *subject)
{
    return strcmp(entry->hash, subject->hashes[0]) == 0 ||
           strcmp(entry->hash, subject->hashes[1]) == 0;
}

static int64_t today(void)
{
    return clock_now() / CLOCK_DAY;
}

/* Takes the next word of the text. */
static char *take_word(char **rest)
{
    char *word = *rest;
    char *end = strchr(word, ' ');
    *rest = end == NULL ? word + strlen(word) : end + 1;
    if (end != NULL)
        *end = '\0';
    return word;
}

static struct entry_list read_cookie(struct db *db, const char *cookie)
{
    struct entry_list list = {.count = 0};
    char *rest = NULL;
    if (cookie == NULL || strlen(cookie) > COOKIE_MAX ||
        signed_text_open(db_keyring(db), db_arena(db), cookie, &rest) != ERR_NONE ||
        strcmp(take_word(&rest), prefix) != 0)
        return list;
    while (*rest != '\0' && list.count < DEVICE_PEOPLE) {
        struct entry entry = {.hash = take_word(&rest), .id = take_word(&rest)};
        bool is_day = number_parse(NUMBER_DAY, take_word(&rest), &entry.day) == ERR_NONE;
        if (is_day && entry.day + DEVICE_LIFETIME / CLOCK_DAY > today())
            list.entries[list.count++] = entry;
    }
    return list;
}

const char *device_find(struct db *db, const char *cookie, const char *email)
{
    struct entry_list list = read_cookie(db, cookie);
    struct subject subject = subject_of(db, email);
    const char *id = NULL;
    for (int i = 0; i < list.count; i++)
        if (is_of(&list.entries[i], &subject))
            id = list.entries[i].id;
    return id;
}

char *device_remember(struct db *db, const char *cookie, const char *email)
{
    struct entry_list list = read_cookie(db, cookie);
    struct subject subject = subject_of(db, email);
    char fresh[SECRET_TEXT_LEN];
    secret_make(fresh);
    struct entry own = {subject.hashes[0], fresh, today()};
    struct buf text;
    for (int i = 0; i < list.count; i++)
        if (is_of(&list.entries[i], &subject))
            own = (struct entry){subject.hashes[0], list.entries[i].id, list.entries[i].day};
    buf_init(&text, db_arena(db));
    buf_printf(&text, "%s %s %s %lld", prefix, own.hash, own.id, (long long)own.day);
    for (int i = 0, count = 1; i < list.count && count < DEVICE_PEOPLE; i++) {
        const struct entry *entry = &list.entries[i];
        if (is_of(entry, &subject))
            continue;
        buf_printf(&text, " %s %s %lld", entry->hash, entry->id, (long long)entry->day);
        count++;
    }
    return signed_text_make(db_keyring(db), db_arena(db), text.data);
}
