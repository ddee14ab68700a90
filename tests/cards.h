#ifndef TESTS_CARDS_H
#define TESTS_CARDS_H

#include "agents.h"
#include "calls.h"
#include "data/card/card.h"

/* Agents with cards. */

#define CARD_CONFIG_AT(url)                                                                        \
    "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4.1\"},\"instructions\":\"Never tell the " \
    "recipe.\",\"endpoint\":{\"url\":\"" url "\",\"protocol\":\"a2a\"},\"skills\":[{\"id\":"       \
    "\"refunds\",\"name\":\"Refunds\",\"tags\":[\"money\"]}]}"
#define CARD_CONFIG CARD_CONFIG_AT("https://agents.example.com/helper")

struct card_choice {
    const char *slug;
    bool is_public;
    bool is_signed;
};

static inline void publish_card(struct fixture *f, const struct record_store *store,
                                const struct uuid *id, const struct card_choice *choice)
{
    struct problem problem = {0};
    struct card_settings settings = {.slug = choice->slug,
                                     .provider_url = "",
                                     .is_public = choice->is_public,
                                     .is_signed = choice->is_signed};
    enum err err =
        card_set(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), store, id, &settings, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s", choice->slug, problem.message);
}

/* An agent whose version 1 is production, with a card. */
static inline struct uuid make_carded_agent(struct fixture *f, const char *name,
                                            const struct card_choice *choice)
{
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, name, CARD_CONFIG);
    put_label(f, &agent_store, &id, "production", 0, 1);
    publish_card(f, &agent_store, &id, choice);
    fixture_begin(f);
    return id;
}

#endif
