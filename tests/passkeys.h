#ifndef TESTS_PASSKEYS_H
#define TESTS_PASSKEYS_H

#include <stdio.h>
#include <string.h>

#include "authenticator.h"
#include "data/sign_in/passkey.h"
#include "fixture.h"

/* Pages with passkeys, and a browser that answers them. */

#define PASSKEYS_ORIGIN "http://127.0.0.1:8080"
enum { PASSKEYS_FORM = 2000 };

static inline struct authenticator passkeys_device(void)
{
    return authenticator_make(PASSKEYS_ORIGIN, "127.0.0.1");
}

static inline const char *passkeys_challenge(struct fixture *f, const char *path)
{
    const char *challenge = fixture_between(f, fixture_get(f, path), "data-challenge=\"", "\"");
    assert_non_null(challenge);
    return challenge;
}

/* The page that adds one, answered: everything of its form but the token. */
static inline void passkeys_make(struct fixture *f, const struct authenticator *device,
                                 const char *name, char form[PASSKEYS_FORM])
{
    struct passkey_answer answer = authenticator_register(
        device, f->page_arena, passkeys_challenge(f, "/account/passkeys/new"));
    (void)snprintf(form, PASSKEYS_FORM, "name=%s&client_data=%s&auth_data=%s&algorithm=-8", name,
                   answer.client_data, answer.auth_data);
}

/* The sign-in page, answered for a person. */
static inline void passkeys_use(struct fixture *f, const struct authenticator *device,
                                const struct fixture_user *user, const char *path,
                                char form[PASSKEYS_FORM])
{
    struct passkey_answer answer =
        authenticator_sign(device, f->page_arena, passkeys_challenge(f, path));
    struct text id = {device->id, sizeof device->id};
    (void)snprintf(form, PASSKEYS_FORM,
                   "client_data=%s&auth_data=%s&signature=%s&credential_id=%s&handle=%s",
                   answer.client_data, answer.auth_data, answer.signature,
                   base64url_make(f->page_arena, id), passkey_handle(f->db, &user->actor));
}

#endif
