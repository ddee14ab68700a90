#ifndef TESTS_PAGES_SHELL_EVENT_WEBHOOKS_H
#define TESTS_PAGES_SHELL_EVENT_WEBHOOKS_H

#include <stdio.h>
#include <string.h>

#include "event_walk.h"
#include "webhooks.h"

/* What must be there before the routes about webhooks leave their events. */

/* "/settings/webhooks/ID/" and the rest. */
static void webhook_path_of(struct walk *walk, const struct uuid *id, const char *rest)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    (void)snprintf(walk->path, sizeof walk->path, "/settings/webhooks/%s/%s", text, rest);
}

static struct uuid webhook_made(struct walk *walk)
{
    struct uuid id = webhooks_plant(walk->f);
    const char *end = arena_strdup(db_arena(walk->f->db), strrchr(walk->path, '/') + 1);
    webhook_path_of(walk, &id, end);
    return id;
}

static void with_webhook(struct walk *walk)
{
    (void)webhook_made(walk);
}

static void with_webhook_off(struct walk *walk)
{
    struct uuid id = webhook_made(walk);
    assert_int_equal(webhook_disable(walk->f->db, webhooks_admin(walk->f), &id), ERR_NONE);
}

static void with_webhook_failed(struct walk *walk)
{
    char text[UUID_TEXT_LEN];
    struct uuid id = webhooks_plant(walk->f);
    struct uuid message_id = webhooks_fail(walk->f, &id);
    uuid_format(&message_id, text);
    webhook_path_of(walk, &id, "");
    (void)snprintf(walk->path + strlen(walk->path), sizeof walk->path - strlen(walk->path),
                   "deliveries/%s/resend", text);
}

#endif
