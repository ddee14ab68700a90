#ifndef TESTS_PAGES_SHELL_EVENT_REVIEWS_H
#define TESTS_PAGES_SHELL_EVENT_REVIEWS_H

#include <stdio.h>

#include "data/review/review_snapshot.h"
#include "event_walk.h"
#include "factors.h"
#include "tokens.h"

/* What must be there before an access review is signed, or somebody's access is taken back. */

static void review_to_sign(struct walk *walk)
{
    char text[UUID_TEXT_LEN];
    struct uuid id;
    assert_int_equal(
        review_prepare(walk->f->db, actor_of(walk->f, PERSONA_CUSTOMER_ADMIN), "", &id), ERR_NONE);
    uuid_format(&id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/settings/access/%s/sign", text);
}

static void colleague_signed_in(struct walk *walk)
{
    char token[TOKEN_TEXT_LEN];
    (void)factor_session(walk->f, &walk->f->own.users[PERSONA_DEVOPS_ENGINEER], token);
}

static void colleague_with_token(struct walk *walk)
{
    (void)tokens_make(walk->f, actor_of(walk->f, PERSONA_DEVOPS_ENGINEER), "x", NULL, "");
}

#endif
