#ifndef TESTS_PAGES_SHELL_EVENT_CARDS_H
#define TESTS_PAGES_SHELL_EVENT_CARDS_H

#include <stdio.h>

#include "data/card/card.h"
#include "data/card/card_key_change.h"
#include "event_walk.h"

/* What must be there before the routes about the key of agent cards leave their events. */

static void with_card_key(struct walk *walk)
{
    struct problem problem;
    const struct actor *admin = actor_of(walk->f, PERSONA_CUSTOMER_ADMIN);
    struct uuid id = make_agent(walk->f, PERSONA_CUSTOMER_ADMIN, "Signed", AGENT_CONFIG);
    const struct card_settings settings = {.slug = "signed", .provider_url = "", .is_signed = true};
    assert_int_equal(card_set(walk->f->db, admin, &agent_store, &id, &settings, &problem),
                     ERR_NONE);
}

static void with_old_card_key(struct walk *walk)
{
    struct problem problem;
    struct card_key_list keys;
    char id[UUID_TEXT_LEN];
    const struct actor *admin = actor_of(walk->f, PERSONA_CUSTOMER_ADMIN);
    with_card_key(walk);
    assert_int_equal(card_key_replace(walk->f->db, admin, "", &problem), ERR_NONE);
    assert_int_equal(card_key_list(walk->f->db, admin, &keys), ERR_NONE);
    uuid_format(&keys.items[1].id, id);
    (void)snprintf(walk->path, sizeof walk->path, "/settings/agent-cards/keys/%s/withdraw", id);
}

#endif
