#include "test.h"

#include <string.h>

#include "agents.h"
#include "base/json.h"
#include "data/edit/record_state.h"
#include "data/evidence/evidence_digest.h"
#include "fixture.h"

/* The digest of a release: another byte anywhere in what would be served is another digest, and
 * nothing else is. */

struct shop {
    struct fixture *f;
    struct uuid tone, answer, agent;
};

#define TOOLS(type)                                                                                \
    "\"tools\":[{\"type\":\"function\",\"name\":\"find\",\"description\":\"Finds\","               \
    "\"parameters\":{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"" type "\"}}}}]"
#define CONFIG(temperature, type)                                                                  \
    "{\"model\":{\"name\":\"m\",\"temperature\":" temperature "},\"prompt\":{\"name\":\"answer\"," \
    "\"label\":\"production\"}," TOOLS(type) "}"

/* An agent whose prompt refers to another prompt by its label. */
static struct shop open_shop(struct fixture *f)
{
    struct shop shop = {.f = f};
    shop.tone = make_prompt(f, PERSONA_PRODUCT_MANAGER, "tone", "friendly");
    put_label(f, &prompt_store, &shop.tone, "production", 0, 1);
    shop.answer = make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer",
                              "Be @@@prompt:name=tone|label=production@@@.");
    put_label(f, &prompt_store, &shop.answer, "production", 0, 1);
    shop.agent = make_agent(f, PERSONA_ENTERPRISE_TEAM, "Support", CONFIG("0.5", "string"));
    return shop;
}

static const char *digest_of(struct fixture *f, const struct record_store *store,
                             const struct uuid *id, int64_t version)
{
    struct evidence_digest digest;
    fixture_begin(f);
    struct record_head *head = get_head(f, store, id);
    assert_int_equal(
        evidence_digest(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), head, version, &digest),
        ERR_NONE);
    static char kept[16][SHA256_HEX_LEN]; /* longer than a request */
    static int next;
    char *hex = kept[next++ % 16];
    memcpy(hex, digest.hex, SHA256_HEX_LEN);
    return hex;
}

static const char *agent_digest(const struct shop *shop, int64_t version)
{
    return digest_of(shop->f, &agent_store, &shop->agent, version);
}

static void a_byte_anywhere_is_another_digest(void **state)
{
    struct fixture *f = *state;
    struct shop shop = open_shop(f);
    const char *before = agent_digest(&shop, 1);
    assert_int_equal(strlen(before), SHA256_HEX_LEN - 1);
    assert_string_equal(agent_digest(&shop, 1), before);

    /* a label of a prompt that a prompt of the agent refers to */
    (void)save_body(f, &shop.tone, "Friendly");
    assert_string_equal(agent_digest(&shop, 1), before);
    put_label(f, &prompt_store, &shop.tone, "production", 1, 2);
    const char *deep = agent_digest(&shop, 1);
    assert_string_not_equal(deep, before);
    put_label(f, &prompt_store, &shop.tone, "production", 2, 1);
    assert_string_equal(agent_digest(&shop, 1), before);
    put_label(f, &prompt_store, &shop.tone, "production", 1, 0);
    assert_string_not_equal(agent_digest(&shop, 1), before);
    put_label(f, &prompt_store, &shop.tone, "production", 0, 1);

    /* the prompt's own text, which refers to the same */
    (void)save_body(f, &shop.answer, "Be @@@prompt:name=tone|label=production@@@!");
    put_label(f, &prompt_store, &shop.answer, "production", 1, 2);
    assert_string_not_equal(agent_digest(&shop, 1), before);
    put_label(f, &prompt_store, &shop.answer, "production", 2, 1);

    /* a setting, and the schema of a tool */
    assert_int_equal(save_config(f, &shop.agent, CONFIG("0.6", "string")), 2);
    assert_int_equal(save_config(f, &shop.agent, CONFIG("0.5", "number")), 3);
    assert_string_not_equal(agent_digest(&shop, 2), before);
    assert_string_not_equal(agent_digest(&shop, 3), before);
    assert_string_not_equal(agent_digest(&shop, 3), agent_digest(&shop, 2));
    assert_string_equal(agent_digest(&shop, 1), before);
}

static void the_settings_of_a_prompt_are_in_it(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct record_saved saved;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "tone", "friendly");
    struct prompt_draft draft = draft_from(f, &id);
    draft.settings = "{\"temperature\":0.1}";
    assert_int_equal(
        prompt_update(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem),
        ERR_NONE);
    assert_string_not_equal(digest_of(f, &prompt_store, &id, 2),
                            digest_of(f, &prompt_store, &id, 1));
}

/* The same bytes in another version, a version that nobody refers to, labels that nobody follows,
 * tags, descriptions. */
static void nothing_else_changes_it(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct record_saved saved;
    struct shop shop = open_shop(f);
    const char *before = agent_digest(&shop, 1);
    put_label(f, &prompt_store, &shop.tone, "staging", 0, 1);
    put_label(f, &agent_store, &shop.agent, "production", 0, 1);
    struct prompt_draft draft = draft_from(f, &shop.answer);
    draft.description = "What we say";
    draft.tags = "support";
    assert_int_equal(
        prompt_update(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem),
        ERR_NONE);
    assert_string_equal(agent_digest(&shop, 1), before);

    (void)save_body(f, &shop.tone, "strict");
    (void)save_body(f, &shop.tone, "friendly");
    put_label(f, &prompt_store, &shop.tone, "production", 1, 3);
    assert_string_equal(agent_digest(&shop, 1), before);
    assert_int_equal(save_config(f, &shop.agent, CONFIG("0.6", "string")), 2);
    assert_int_equal(save_config(f, &shop.agent, CONFIG("0.5", "string")), 3);
    assert_string_equal(agent_digest(&shop, 3), before);
}

/* An old version still names what was deleted; programs are served what has the name now. */
static void a_name_that_another_has_now_leads_there(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid tone = make_prompt(f, PERSONA_PRODUCT_MANAGER, "tone", "friendly");
    struct uuid answer =
        make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer", "Be @@@prompt:name=tone|label=latest@@@");
    const char *before = digest_of(f, &prompt_store, &answer, 1);
    (void)save_body(f, &answer, "Be yourself");
    assert_int_equal(archive_prompt(f, PERSONA_CUSTOMER_ADMIN, &tone), ERR_NONE);
    assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, &tone,
                                   "tone", &problem),
                     ERR_NONE);
    const char *gone = digest_of(f, &prompt_store, &answer, 1);
    assert_string_not_equal(gone, before);
    tone = make_prompt(f, PERSONA_PRODUCT_MANAGER, "Tone", "strict");
    const char *other = digest_of(f, &prompt_store, &answer, 1);
    assert_string_not_equal(other, gone);
    assert_string_not_equal(other, before);
    (void)save_body(f, &tone, "friendly");
    assert_string_equal(digest_of(f, &prompt_store, &answer, 1), before);
}

/* A member of a team, as its version or label says. */
static void the_members_of_a_team_are_in_it(void **state)
{
    struct fixture *f = *state;
    struct shop shop = open_shop(f);
    struct uuid team = make_team(f, PERSONA_ENTERPRISE_TEAM, "Desk", &shop.agent, NULL, 1);
    const char *before = digest_of(f, &team_store, &team, 1);
    (void)save_body(f, &shop.tone, "strict");
    put_label(f, &prompt_store, &shop.tone, "production", 1, 2);
    assert_string_not_equal(digest_of(f, &team_store, &team, 1), before);
    put_label(f, &prompt_store, &shop.tone, "production", 2, 1);
    assert_string_equal(digest_of(f, &team_store, &team, 1), before);
    assert_int_equal(save_config(f, &shop.agent, CONFIG("0.6", "string")), 2);
    assert_string_not_equal(digest_of(f, &team_store, &team, 1), before);
}

/* What is longer than can be looked at has no digest. */
static void what_is_cut_has_none(void **state)
{
    struct fixture *f = *state;
    char name[32], config[80];
    struct uuid id = make_agent(f, PERSONA_ENTERPRISE_TEAM, "a0", "{\"model\":{\"name\":\"m\"}}");
    for (int i = 1; i <= COMPOSITION_DEPTH + 1; i++) {
        if (i == COMPOSITION_DEPTH + 1)
            assert_int_equal(strlen(digest_of(f, &agent_store, &id, 1)), SHA256_HEX_LEN - 1);
        (void)snprintf(name, sizeof name, "a%d", i);
        (void)snprintf(config, sizeof config, "{\"model\":{\"name\":\"m\"},\"handoffs\":[\"a%d\"]}",
                       i - 1);
        id = make_agent(f, PERSONA_ENTERPRISE_TEAM, name, config);
    }
    assert_string_equal(digest_of(f, &agent_store, &id, 1), "");
}

/* As docs/audit.md says, so that others can compute it. */
static void the_digest_is_of_this_text(void **state)
{
    struct fixture *f = *state;
    char body[SHA256_HEX_LEN], expected[SHA256_HEX_LEN];
    struct uuid tone = make_prompt(f, PERSONA_PRODUCT_MANAGER, "tone", "friendly");
    static const char text[] = "Be @@@prompt:name=tone|version=1@@@";
    struct uuid answer = make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer", text);
    (void)tone;
    sha256_hex(text, strlen(text), body);
    const char *settings = "";
    const char *json = arena_printf(f->arena,
                                    "[{\"facet\":\"text\",\"kind\":\"prompt\",\"sha256\":"
                                    "[\"%s\",\"%s\"],\"used_as\":null,\"used_by\":-1},",
                                    body, settings);
    sha256_hex("friendly", strlen("friendly"), body);
    json = arena_printf(f->arena,
                        "%s{\"facet\":\"text\",\"kind\":\"prompt\",\"sha256\":[\"%s\",\"%s\"],"
                        "\"used_as\":\"reference\",\"used_by\":0}]",
                        json, body, settings);
    sha256_hex(json, strlen(json), expected);
    assert_string_equal(digest_of(f, &prompt_store, &answer, 1), expected);
}

static void other_organizations_see_none(void **state)
{
    struct fixture *f = *state;
    struct evidence_digest digest;
    struct shop shop = open_shop(f);
    fixture_begin(f);
    struct record_head *head = get_head(f, &agent_store, &shop.agent);
    assert_int_equal(
        evidence_digest(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, head, 1, &digest),
        ERR_NOT_FOUND);
    assert_int_equal(evidence_digest(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), head, 2, &digest),
                     ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
        TEST(a_byte_anywhere_is_another_digest), TEST(the_settings_of_a_prompt_are_in_it),
        TEST(nothing_else_changes_it),           TEST(a_name_that_another_has_now_leads_there),
        TEST(the_members_of_a_team_are_in_it),   TEST(what_is_cut_has_none),
        TEST(the_digest_is_of_this_text),        TEST(other_organizations_see_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
