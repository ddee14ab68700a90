#ifndef TESTS_PAGES_PROMPT_H
#define TESTS_PAGES_PROMPT_H

#include "test.h"

#include <stdio.h>
#include <string.h>

#include "fixture.h"

/* What the tests of the prompt pages share. */

static inline void sign_in_as(struct fixture *f, int persona)
{
    fixture_sign_in(f, &f->own.users[persona]);
}

/* Posts a new prompt and gives its address, "/prompts/ID", in a buffer of the caller. */
struct prompt_address {
    char text[64];
};

static inline struct prompt_address create_prompt(struct fixture *f, const char *name,
                                                  const char *rest)
{
    struct prompt_address address;
    char form[4096];
    (void)snprintf(form, sizeof form, "name=%s&%s", name, rest);
    struct response *response = fixture_post(f, "/prompts/new", form);
    fixture_assert_status(response, 303);
    const char *location = fixture_header(response, "Location");
    assert_non_null(location);
    (void)snprintf(address.text, sizeof address.text, "%s", location);
    return address;
}

static inline struct response *get_below(struct fixture *f, struct prompt_address address,
                                         const char *rest)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s%s", address.text, rest);
    return fixture_get(f, path);
}

static inline struct response *post_below(struct fixture *f, struct prompt_address address,
                                          const char *rest, const char *form)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s%s", address.text, rest);
    return fixture_post(f, path, form);
}

#endif
