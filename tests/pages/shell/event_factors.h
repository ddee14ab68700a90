#ifndef TESTS_PAGES_SHELL_EVENT_FACTORS_H
#define TESTS_PAGES_SHELL_EVENT_FACTORS_H

#include <stdio.h>
#include <string.h>

#include "event_walk.h"
#include "factors.h"
#include "passkeys.h"
#include "rich.h"
#include "sso.h"

/* What must be there before the routes about second factors leave their events. */

static void with_sso(struct walk *walk)
{
    sso_set_up(walk->f);
}

static void with_own_link(struct walk *walk)
{
    sso_set_up(walk->f);
    sso_link_person(walk->f, &walk->f->own.users[walk->persona]);
}

static void with_colleague_link(struct walk *walk)
{
    sso_set_up(walk->f);
    sso_link_person(walk->f, &walk->f->own.users[PERSONA_DEVOPS_ENGINEER]);
}

/* Nobody is signed in. */
static void nobody(struct walk *walk)
{
    walk->f->jar->count = 0;
    walk->f->jar->csrf[0] = '\0';
}

/* The person has an authenticator app, and their browser a fresh session. */
static struct recovery_codes enrolled(struct walk *walk, const struct fixture_user *user)
{
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    struct recovery_codes codes;
    factor_enrol(walk->f, user, secret, token, &codes);
    fixture_sign_in(walk->f, &walk->f->own.users[walk->persona]);
    return codes;
}

static void with_factor(struct walk *walk)
{
    (void)enrolled(walk, &walk->f->own.users[walk->persona]);
}

static void colleague_with_factor(struct walk *walk)
{
    (void)enrolled(walk, &walk->f->own.users[PERSONA_DEVOPS_ENGINEER]);
}

static void with_passkey(struct walk *walk)
{
    const struct fixture_user *user = &walk->f->own.users[walk->persona];
    struct passkey_list list;
    char id[UUID_TEXT_LEN];
    factor_add_passkey(walk->f, user, "Laptop");
    assert_int_equal(passkey_list(walk->f->db, &user->actor, &list), ERR_NONE);
    uuid_format(&list.items[0].id, id);
    fixture_sign_in(walk->f, user);
    (void)snprintf(walk->path, sizeof walk->path, "/account/passkeys/%s", id);
}

/* The browser made one. */
static void passkey_made(struct walk *walk)
{
    struct authenticator device = passkeys_device();
    passkeys_make(walk->f, &device, "Laptop", walk->own_form);
}

/* The browser of nobody signs with one. */
static void passkey_signed(struct walk *walk)
{
    struct fixture *f = walk->f;
    struct authenticator device = passkeys_device();
    passkeys_make(f, &device, "Laptop", walk->own_form);
    fixture_assert_status(fixture_post(f, "/account/passkeys/new", walk->own_form), 200);
    nobody(walk);
    passkeys_use(f, &device, &f->own.users[walk->persona], "/login", walk->own_form);
}

static void passkey_to_rename(struct walk *walk)
{
    with_passkey(walk);
    (void)snprintf(walk->path + strlen(walk->path), 16, "/rename");
}

static void passkey_to_remove(struct walk *walk)
{
    with_passkey(walk);
    (void)snprintf(walk->path + strlen(walk->path), 16, "/remove");
}

/* The page of an app that is about to be set up, and what the app shows. */
static void scanned(struct walk *walk)
{
    struct fixture *f = walk->f;
    char secret[TOTP_SECRET_LEN], code[TOTP_DIGITS + 1];
    factor_read_page(f, fixture_get(f, "/account/second-factor"), secret, walk->own_form);
    factor_code(secret, 0, code);
    (void)snprintf(walk->own_form + strlen(walk->own_form), 32, "&code=%s", code);
}

/* The password was given, and one recovery code is at hand. */
static void between_two_steps(struct walk *walk)
{
    const struct fixture_user *user = &walk->f->own.users[walk->persona];
    struct recovery_codes codes = enrolled(walk, user);
    nobody(walk);
    factor_give_step(walk->f, user);
    (void)snprintf(walk->own_form, sizeof walk->own_form, "recovery_code=%s", codes.codes[3]);
}

#endif
