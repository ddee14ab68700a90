#ifndef TESTS_PAGES_SHELL_EVENT_TOKENS_H
#define TESTS_PAGES_SHELL_EVENT_TOKENS_H

#include <stdio.h>
#include <string.h>

#include "event_walk.h"
#include "tokens.h"

/* What must be there before the routes about API tokens leave their events. */

static struct api_token token_of(struct walk *walk)
{
    struct api_token token;
    const struct actor *actor = actor_of(walk->f, walk->persona);
    struct api_token_made made = tokens_make(walk->f, actor, "x", NULL, "");
    assert_int_equal(api_token_get(walk->f->db, actor, &made.id, &token), ERR_NONE);
    return token;
}

static void set_token_path(struct walk *walk, const char *base, const char *rest)
{
    char text[UUID_TEXT_LEN], secret[UUID_TEXT_LEN];
    struct api_token token = token_of(walk);
    uuid_format(&token.id, text);
    uuid_format(&token.secret_id, secret);
    (void)snprintf(walk->path, sizeof walk->path, "%s/%s%s", base, text, rest);
    if (strcmp(rest, "/rotate") == 0)
        (void)snprintf(walk->own_form, sizeof walk->own_form, "secret=%s&", secret);
}

static void own_token_to_rotate(struct walk *walk)
{
    set_token_path(walk, "/account/tokens", "/rotate");
}

static void own_token_to_revoke(struct walk *walk)
{
    set_token_path(walk, "/account/tokens", "/revoke");
}

static void token_to_rotate(struct walk *walk)
{
    set_token_path(walk, "/settings/tokens", "/rotate");
}

static void token_to_revoke(struct walk *walk)
{
    set_token_path(walk, "/settings/tokens", "/revoke");
}

static void set_account(struct walk *walk, const char *rest)
{
    char text[UUID_TEXT_LEN];
    struct uuid id = tokens_account(walk->f, actor_of(walk->f, PERSONA_CUSTOMER_ADMIN), "bot");
    uuid_format(&id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/settings/service-accounts/%s%s", text, rest);
    (void)snprintf(walk->own_form, sizeof walk->own_form, "responsible_id=%s",
                   walk->f->own.users[PERSONA_DEVOPS_ENGINEER].id_text);
}

static void account_to_appoint(struct walk *walk)
{
    set_account(walk, "");
}

static void account_to_deactivate(struct walk *walk)
{
    set_account(walk, "/deactivate");
    walk->own_form[0] = '\0';
}

static void account_that_needs_a_token(struct walk *walk)
{
    set_account(walk, "");
    char id[UUID_TEXT_LEN];
    (void)snprintf(id, sizeof id, "%s", strrchr(walk->path, '/') + 1);
    (void)snprintf(walk->path, sizeof walk->path, "/settings/tokens/new");
    walk->has_path = true;
    (void)snprintf(walk->own_form, sizeof walk->own_form, "account=%s&", id);
}

static void account_to_create(struct walk *walk)
{
    (void)snprintf(walk->own_form, sizeof walk->own_form, "responsible_id=%s&",
                   walk->f->own.users[PERSONA_DEVOPS_ENGINEER].id_text);
}

#endif
