#ifndef TESTS_WRITES_H
#define TESTS_WRITES_H

#include <stdio.h>
#include <string.h>

#include "fixture.h"

/* How long verbs hold the one write lock, and how much memory they make inside their write
 * transactions: tests/rules/writes names them all. */

#ifdef __SANITIZE_ADDRESS__
enum { LIMIT_US = 10 * 1000 * 1000 }; /* how long it takes then says nothing */
#else
enum { LIMIT_US = 200 * 1000 };
#endif

enum {
    LINES = 80,
    TRIES = 3,
    POSTGRES_TIMES =
        3, /* the server has the processor in turns with us, and others write meanwhile */
    MEMORY = 900 << 10, /* bytes for a record: less than the largest content */
};

static struct line {
    char verb[72];
    int64_t took_us;
    int64_t made; /* bytes of memory inside the transaction */
} lines[LINES];
static int line_count; /* of all tries */
static int next_line;  /* of this one */
static int64_t limit_us;

static inline void must(enum err err)
{
    assert_int_equal(err, ERR_NONE);
}

static inline const struct actor *admin(struct fixture *f)
{
    return &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
}

/* After a verb: the longest of its write transactions. */
static inline void took(struct fixture *f, const char *verb, enum err err)
{
    int64_t took_us = db_take_longest_write(f->db);
    if (err != ERR_NONE)
        fail_msg("%s: %s", verb, err_name(err));
    assert_true(next_line < LINES && took_us > 0);
    struct line *line = &lines[next_line++];
    (void)snprintf(line->verb, sizeof line->verb, "%s", verb);
    line->made = db_take_largest_write(f->db);
    if (next_line > line_count || took_us < line->took_us)
        line->took_us = took_us;
    if (next_line > line_count)
        line_count = next_line;
}

/* Before a verb: what was done to prepare it does not count. */
static inline void next(struct fixture *f)
{
    fixture_begin(f);
    (void)db_take_longest_write(f->db);
    (void)db_take_largest_write(f->db);
}

/* A verb over so many records at once. */
static inline void assert_small(int count)
{
    for (int i = 0; i < line_count; i++)
        if (lines[i].made > (int64_t)count * MEMORY)
            fail_msg("%s: %lld bytes were made inside its write transaction", lines[i].verb,
                     (long long)lines[i].made);
}

static inline bool is_short(void)
{
    for (int i = 0; i < line_count; i++)
        if (lines[i].took_us > limit_us)
            return false;
    return true;
}

/* Runs verbs, each time in a fresh database, and lists what they took. */
static inline void measure(void *state, const char *title, void (*verbs)(struct fixture *f))
{
    line_count = 0;
    for (int i = 0; i < TRIES && (i == 0 || !is_short()); i++) {
        void *fixture = state; /* of the same engine */
        next_line = 0;
        assert_int_equal(fixture_open(&fixture), 0);
        limit_us = LIMIT_US * (((struct fixture *)fixture)->is_postgres ? POSTGRES_TIMES : 1);
        verbs(fixture);
        assert_int_equal(fixture_close(&fixture), 0);
    }
    print_message("# longest write lock, ms, and memory made inside, KiB: %s\n", title);
    for (int i = 0; i < line_count; i++)
        print_message("#   %8.1f  %8lld  %s\n", (double)lines[i].took_us / 1000,
                      (long long)lines[i].made / 1024, lines[i].verb);
}

#endif
