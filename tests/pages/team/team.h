#ifndef TESTS_PAGES_TEAM_H
#define TESTS_PAGES_TEAM_H

#include "pages/prompt/prompt.h"

#include <stdlib.h>

#include "agents.h"

/* What the tests of the team pages share. */

/* Agents of an organization, "Agent 01" and so on, by their ids as a form sends them. */
struct agent_ids {
    struct uuid ids[TEAM_MEMBERS_MAX + 20];
    char texts[TEAM_MEMBERS_MAX + 20][UUID_TEXT_LEN];
    int count;
};

static inline void make_agents_of(struct fixture *f, const struct actor *actor, int count,
                                  struct agent_ids *agents)
{
    fixture_begin(f);
    agents->count = count;
    for (int i = 0; i < count; i++) {
        struct agent_draft draft =
            agent_draft_of(f, arena_printf(f->arena, "Agent %02d", i + 1), AGENT_CONFIG);
        struct agent_problem problem;
        struct record_saved saved;
        assert_int_equal(agent_create(f->db, actor, &draft, &saved, &problem), ERR_NONE);
        agents->ids[i] = saved.id;
        uuid_format(&agents->ids[i], agents->texts[i]);
    }
}

static inline void make_agents(struct fixture *f, int count, struct agent_ids *agents)
{
    make_agents_of(f, actor_of(f, PERSONA_ENTERPRISE_TEAM), count, agents);
}

enum { TEAM_FORM_SIZE = 128 * 1024 };

/* A form of a team with the first count agents, and what else there is: "&max_turns=3". Kept until
 * the next one. */
static inline const char *team_form_named(const char *name, const char *kind,
                                          const struct agent_ids *agents, int count,
                                          const char *rest)
{
    static char form[TEAM_FORM_SIZE];
    size_t len = (size_t)snprintf(form, sizeof form, "name=%s&description=&kind=%s", name, kind);
    for (int i = 0; i < count; i++)
        len += (size_t)snprintf(form + len, sizeof form - len,
                                "&members=%s&role=worker&pin=", agents->texts[i]);
    len += (size_t)snprintf(form + len, sizeof form - len, "%s", rest);
    assert_true(len < sizeof form);
    return form;
}

static inline const char *team_form(const char *kind, const struct agent_ids *agents, int count,
                                    const char *rest)
{
    return team_form_named("Crew", kind, agents, count, rest);
}

static inline struct prompt_address created(struct response *response)
{
    struct prompt_address address;
    fixture_assert_status(response, 303);
    (void)snprintf(address.text, sizeof address.text, "%s", fixture_header(response, "Location"));
    assert_true(text_starts_with(address.text, "/teams/"));
    return address;
}

static inline struct prompt_address create_team(struct fixture *f, const char *kind,
                                                const struct agent_ids *agents, int count,
                                                const char *rest)
{
    return created(fixture_post(f, "/teams/new", team_form(kind, agents, count, rest)));
}

/* How often a text stands on a page. */
static inline int count_of(const struct response *response, const char *text)
{
    int count = 0;
    for (const char *p = strstr(response->body.data, text); p != NULL; p = strstr(p + 1, text))
        count++;
    return count;
}

/* True if one text stands before the other, both being there. */
static inline bool is_before(const struct response *response, const char *first, const char *second)
{
    const char *a = strstr(response->body.data, first);
    const char *b = strstr(response->body.data, second);
    return a != NULL && b != NULL && a < b;
}

#endif
