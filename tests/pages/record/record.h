#ifndef TESTS_PAGES_RECORD_H
#define TESTS_PAGES_RECORD_H

#include "test.h"

#include <stdio.h>
#include <string.h>

#include "agents.h"

/* What the tests of the pages of records share: the records are made by the verbs. */

static inline void sign_in_as(struct fixture *f, int persona)
{
    fixture_sign_in(f, &f->own.users[persona]);
}

/* "/agents/ID/rest", until the fourth call from here. */
static inline const char *record_path(const char *base, const struct uuid *id, const char *rest)
{
    static char paths[4][256];
    static int turn;
    char *path = paths[turn++ % 4];
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    (void)snprintf(path, sizeof paths[0], "%s/%s%s", base, text, rest);
    return path;
}

/* A link of a page as an address: its &amp; read. */
static inline void copy_link(const char *link, char *path, size_t size)
{
    size_t len = 0;
    for (const char *p = link; *p != '\0' && len + 1 < size; p++) {
        path[len++] = *p;
        if (strncmp(p, "&amp;", 5) == 0)
            p += 4;
    }
    path[len] = '\0';
}

/* The answer after the message of a redirect is shown. */
static inline struct response *post_bulk(struct fixture *f, const char *path,
                                         const struct uuid *ids, int count, const char *rest)
{
    char form[1024];
    size_t len = 0;
    for (int i = 0; i < count; i++) {
        char text[UUID_TEXT_LEN];
        uuid_format(&ids[i], text);
        len += (size_t)snprintf(form + len, sizeof form - len, "ids=%s&", text);
    }
    (void)snprintf(form + len, sizeof form - len, "%s", rest);
    return fixture_post(f, path, form);
}

#endif
