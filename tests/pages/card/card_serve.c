#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/json_canonical.h"
#include "cards.h"
#include "crypt/base64.h"
#include "crypt/jws.h"
#include "data/account/organization_state.h"

/* Agent cards as programs get them: who gets which, in both generations, in step with production,
 * signed once. */

#define CARD(slug) "/a2a/northwind/agents/" slug "/.well-known/agent-card.json"
#define KEYS       "/a2a/northwind/.well-known/jwks.json"

static struct response *get(struct fixture *f, const char *path)
{
    return send_call(f, "GET", path, &(struct sent){.a2a_version = "1.0"});
}

static struct response *get_as(struct fixture *f, const char *path, const char *secret)
{
    return send_call(f, "GET", path, &(struct sent){.a2a_version = "1.0", .secret = secret});
}

static void assert_text(const json_t *json, const char *key, const char *expected)
{
    assert_string_equal(json_text(json, key), expected);
}

/* Kept until the next call: the answer is gone with the next request. */
static const char *etag_of(const struct response *response)
{
    static char etag[80];
    (void)snprintf(etag, sizeof etag, "%s", fixture_header(response, "ETag"));
    return etag;
}

/* ---- what is in it ------------------------------------------------------------------------ */

static void both_generations_are_served(void **state)
{
    struct fixture *f = *state;
    (void)make_carded_agent(f, "support/helper", &(struct card_choice){"helper", true, false});
    struct response *response = get(f, CARD("helper"));
    fixture_assert_status(response, 200);
    assert_string_equal(response->content_type, "application/json");
    assert_string_equal(fixture_header(response, "Cache-Control"), "public, max-age=60");
    assert_string_equal(fixture_header(response, "Vary"), "A2A-Version, Authorization");
    const char *etag = etag_of(response);
    const json_t *card = call_json(f, response);
    assert_text(card, "name", "support/helper");
    assert_text(card, "version", "1");
    const json_t *first = json_array_get(json_object_get(card, "supportedInterfaces"), 0);
    assert_text(first, "url", "https://agents.example.com/helper");
    assert_text(first, "protocolVersion", "1.0");
    static const char *const old[] = {NULL, "", "0.3", "0.3.0"};
    for (size_t i = 0; i < COUNT_OF(old); i++) {
        response = send_call(f, "GET", "/a2a/northwind/agents/helper/card.json",
                             &(struct sent){.a2a_version = old[i]});
        fixture_assert_status(response, 200);
        assert_text(call_json(f, response), "protocolVersion", "0.3.0");
        assert_text(call_json(f, response), "url", "https://agents.example.com/helper");
        assert_string_not_equal(fixture_header(response, "ETag"), etag);
    }
    response = send_call(f, "GET", CARD("helper"), &(struct sent){.a2a_version = "2.0"});
    assert_problem(f, response, 400);
    response = send_call(f, "POST", CARD("helper"), &(struct sent){.a2a_version = "1.0"});
    assert_problem(f, response, 405);
    assert_string_equal(fixture_header(response, "Allow"), "GET, HEAD");
}

static void a_moved_label_is_served_at_the_next_request(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_carded_agent(f, "helper", &(struct card_choice){"helper", true, false});
    struct response *response = get(f, CARD("helper"));
    const char *etag = etag_of(response);
    (void)save_config(f, &id, CARD_CONFIG_AT("https://agents.example.com/new"));
    assert_string_equal(fixture_header(get(f, CARD("helper")), "ETag"), etag);
    put_label(f, &agent_store, &id, "production", 1, 2);
    response = get(f, CARD("helper"));
    assert_text(call_json(f, response), "version", "2");
    assert_string_not_equal(fixture_header(response, "ETag"), etag);
    put_label(f, &agent_store, &id, "production", 2, 1);
    response = send_call(f, "GET", CARD("helper"),
                         &(struct sent){.a2a_version = "1.0", .if_none_match = etag});
    fixture_assert_status(response, 304);
    assert_int_equal(response->body.len, 0);
    assert_string_equal(fixture_header(response, "ETag"), etag);
    assert_string_equal(fixture_header(response, "Vary"), "A2A-Version, Authorization");
    assert_string_equal(fixture_header(response, "Cache-Control"), "public, max-age=60");
    put_label(f, &agent_store, &id, "production", 1, 0);
    assert_problem(f, get(f, CARD("helper")), 404);
}

static void a_renamed_agent_keeps_its_address(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_carded_agent(f, "helper", &(struct card_choice){"helper", true, false});
    fixture_assert_status(get(f, CARD("helper")), 200);
    struct agent_draft draft = agent_draft_from(f, &id);
    struct agent_problem problem;
    struct record_saved saved;
    draft.name = "desk/other";
    draft.description = "Says more.";
    assert_int_equal(
        agent_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
        ERR_NONE);
    const json_t *card = call_json(f, get(f, CARD("helper")));
    assert_text(card, "name", "desk/other");
    assert_text(card, "description", "Says more.");
    assert_problem(f, get(f, CARD("desk-other")), 404);
}

static void nothing_secret_gets_out(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_carded_agent(f, "helper", &(struct card_choice){"helper", true, false});
    (void)save_config(f, &id,
                      "{\"model\":{\"provider\":\"openai\",\"name\":\"model-planted\"},"
                      "\"instructions\":\"instructions-planted\",\"mcp_servers\":[{\"name\":"
                      "\"server-planted\",\"url\":\"https://10.1.2.3/url-planted\",\"headers\":"
                      "{\"x\":{\"secret\":\"KEY_PLANTED\"}}}],\"metadata\":{\"a\":\"more-planted\"}"
                      ",\"endpoint\":{\"url\":\"https://agents.example.com/\"}}");
    put_label(f, &agent_store, &id, "production", 1, 2);
    static const char *const versions[] = {"1.0", "0.3"};
    for (size_t i = 0; i < COUNT_OF(versions); i++) {
        struct response *response =
            send_call(f, "GET", CARD("helper"), &(struct sent){.a2a_version = versions[i]});
        fixture_assert_status(response, 200);
        fixture_assert_has_not(response, "planted");
        fixture_assert_has_not(response, "PLANTED");
        fixture_assert_has_not(response, "10.1.2.3");
    }
    static const char *const bad[] = {CARD_CONFIG_AT("https://10.1.2.3/"),
                                      CARD_CONFIG_AT("http://agents.internal/x"),
                                      "{\"model\":{\"name\":\"m\"}}",
                                      "{\"model\":{\"name\":\"m\"},\"endpoint\":{\"url\":"
                                      "{\"secret\":\"URL\"}}}"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        int64_t version = save_config(f, &id, bad[i]);
        put_label(f, &agent_store, &id, "production", version - 1, version);
        assert_problem(f, get(f, CARD("helper")), 404);
    }
}

static void a_team_is_reached_at_its_entry(void **state)
{
    struct fixture *f = *state;
    struct uuid agents[2];
    agents[0] = make_agent(f, PERSONA_CUSTOMER_ADMIN, "first", CARD_CONFIG);
    agents[1] = make_agent(f, PERSONA_CUSTOMER_ADMIN, "second", AGENT_CONFIG);
    (void)save_config(f, &agents[0], CARD_CONFIG_AT("https://agents.example.com/two"));
    const int64_t pinned[] = {1, 0};
    struct uuid team = make_team(f, PERSONA_CUSTOMER_ADMIN, "desk", agents, pinned, 2);
    put_label(f, &team_store, &team, "production", 0, 1);
    publish_card(f, &team_store, &team, &(struct card_choice){"desk", true, false});
    struct response *response = get(f, CARD("desk"));
    fixture_assert_status(response, 200);
    const json_t *card = call_json(f, response);
    const json_t *at = json_array_get(json_object_get(card, "supportedInterfaces"), 0);
    assert_text(at, "url", "https://agents.example.com/helper"); /* of its version 1 */
    const json_t *skills = json_object_get(card, "skills");
    assert_int_equal(json_array_size(skills), 2);
    assert_text(json_array_get(skills, 0), "name", "first");
    assert_text(json_array_get(skills, 1), "name", "second");
}

/* ---- who gets it -------------------------------------------------------------------------- */

static void private_cards_need_a_token_that_may_read_it(void **state)
{
    struct fixture *f = *state;
    char own[API_SECRET_LEN], prompts[API_SECRET_LEN], elsewhere[API_SECRET_LEN],
        other[API_SECRET_LEN];
    (void)make_carded_agent(f, "support/helper", &(struct card_choice){"helper", false, false});
    make_token(f, PERSONA_INDIVIDUAL_DEVELOPER, SCOPE_AGENTS_READ, own);
    make_token(f, PERSONA_INDIVIDUAL_DEVELOPER, SCOPE_PROMPTS_READ, prompts);
    make_token_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN], SCOPE_AGENTS_READ, "sales", elsewhere);
    make_token_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN], SCOPE_AGENTS_READ, NULL, other);
    fixture_begin(f);
    struct response *response = get_as(f, CARD("helper"), own);
    fixture_assert_status(response, 200);
    assert_string_equal(fixture_header(response, "Cache-Control"), "private, max-age=60");
    assert_problem(f, get_as(f, CARD("helper"), prompts), 404);
    assert_problem(f, get_as(f, CARD("helper"), elsewhere), 404);
    assert_problem(f, get_as(f, CARD("helper"), other), 404);
    assert_string_equal(fixture_header(get(f, CARD("helper")), "Cache-Control"), "no-store");
    /* what is not there answers the same */
    static const char *const paths[] = {CARD("helper"), CARD("nobody"),
                                        "/a2a/nowhere/agents/helper/card.json"};
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        assert_problem(f, get(f, paths[i]), 404);
        assert_int_equal(f->work.statements, 2); /* and costs the same */
        response = get_as(f, paths[i], "sk-nonsense");
        assert_problem(f, response, 401);
        assert_string_equal(fixture_header(response, "WWW-Authenticate"), "Bearer");
    }
}

static void public_cards_are_for_everyone(void **state)
{
    struct fixture *f = *state;
    char other[API_SECRET_LEN];
    (void)make_carded_agent(f, "helper", &(struct card_choice){"helper", true, false});
    make_token_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN], SCOPE_PROMPTS_READ, NULL, other);
    fixture_begin(f);
    fixture_assert_status(get_as(f, CARD("helper"), other), 200);
    fixture_assert_status(get(f, CARD("helper")), 200);
    assert_int_equal(f->work.statements, 1); /* the card and the answer were kept */
    fixture_assert_status(get_as(f, CARD("helper"), "sk-nonsense"), 200);
    assert_problem(f, get(f, "/a2a/contoso/agents/helper/card.json"), 404);
    assert_problem(f, get(f, CARD("HELPER")), 404);
    assert_problem(f, get(f, "/a2a/northwind/agents/a%2F..%2Fhelper/card.json"), 404);
    assert_problem(f, get(f, "/a2a/northwind/agents/helper/card.json/"), 404);
    assert_problem(f, get(f, "/a2a"), 404);
    fixture_assert_status(get(f, CARD("helper")), 200);
}

static void what_is_archived_or_gone_has_none(void **state)
{
    struct fixture *f = *state;
    struct problem problem = {0};
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct uuid id = make_carded_agent(f, "helper", &(struct card_choice){"helper", true, true});
    (void)make_carded_agent(f, "other", &(struct card_choice){"other", true, true});
    fixture_assert_status(get(f, CARD("helper")), 200);
    assert_int_equal(archive_agent(f, admin, &id, &problem), ERR_NONE);
    fixture_begin(f);
    assert_problem(f, get(f, CARD("helper")), 404);
    assert_int_equal(record_restore(f->db, admin, &agent_store, &id, &problem), ERR_NONE);
    fixture_begin(f);
    fixture_assert_status(get(f, CARD("helper")), 200);
    assert_int_equal(card_remove(f->db, admin, &agent_store, &id, &problem), ERR_NONE);
    fixture_begin(f);
    assert_problem(f, get(f, CARD("helper")), 404);
    publish_card(f, &agent_store, &id, &(struct card_choice){"helper", true, true});
    assert_int_equal(record_delete(f->db, admin, &agent_store, &id, "helper", &problem), ERR_NONE);
    fixture_begin(f);
    assert_problem(f, get(f, CARD("helper")), 404);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM cards WHERE organization_id = $1", &f->own.id), 1);
    fixture_assert_status(get(f, CARD("other")), 200);
    assert_int_equal(organization_suspend(f->db, &f->command, &f->own.id, "Unpaid", &problem),
                     ERR_NONE);
    fixture_begin(f);
    assert_problem(f, get(f, CARD("other")), 404);
    assert_problem(f, get(f, KEYS), 404);
}

/* ---- signatures --------------------------------------------------------------------------- */

/* Is the card's signature one of the organization's keys, over the rest of the card? */
static void assert_signed(struct fixture *f, const char *version)
{
    static char set[4096];
    (void)snprintf(set, sizeof set, "%s", get(f, KEYS)->body.data);
    assert_null(strstr(set, "\"d\""));
    struct response *response =
        send_call(f, "GET", CARD("helper"), &(struct sent){.a2a_version = version});
    fixture_assert_status(response, 200);
    json_t *card = call_json(f, response);
    json_t *signatures = json_keep(f->arena, json_incref(json_object_get(card, "signatures")));
    json_object_del(card, "signatures");
    const json_t *one = json_array_get(signatures, 0);
    const char *token = arena_printf(f->arena, "%s.%s.%s", json_text(one, "protected"),
                                     base64url_make(f->arena, json_canonical(f->arena, card)),
                                     json_text(one, "signature"));
    const json_t *keys = json_object_get(config_of(f, set), "keys");
    json_t *checked = NULL;
    const char *problem = NULL;
    if (jws_verify(f->arena, token, keys, &checked, &problem) != ERR_NONE)
        fail_msg("%s: %s", version, problem);
    assert_text(checked, "name", "helper");
}

static void what_says_the_same_is_signed_the_same(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_carded_agent(f, "helper", &(struct card_choice){"helper", true, true});
    assert_signed(f, "1.0");
    assert_signed(f, "0.3");
    const char *etag = etag_of(get(f, CARD("helper")));
    fixture_restart_app(f);
    assert_string_equal(fixture_header(get(f, CARD("helper")), "ETag"), etag);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM card_signatures WHERE "
                                   "organization_id = $1",
                                   &f->own.id),
                     2);
    (void)save_config(f, &id, CARD_CONFIG_AT("https://agents.example.com/new"));
    put_label(f, &agent_store, &id, "production", 1, 2);
    assert_string_not_equal(fixture_header(get(f, CARD("helper")), "ETag"), etag);
    assert_signed(f, "1.0");
    put_label(f, &agent_store, &id, "production", 2, 1);
    assert_string_equal(fixture_header(get(f, CARD("helper")), "ETag"), etag);
    fixture_assert_has_not(get(f, KEYS), "\"d\"");
    assert_problem(f, get(f, "/a2a/contoso/.well-known/jwks.json"), 404);
    assert_problem(f, get(f, "/a2a/nowhere/.well-known/jwks.json"), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(both_generations_are_served, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_moved_label_is_served_at_the_next_request,
                                        fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(a_renamed_agent_keeps_its_address, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(nothing_secret_gets_out, fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(a_team_is_reached_at_its_entry, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(private_cards_need_a_token_that_may_read_it,
                                        fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(public_cards_are_for_everyone, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(what_is_archived_or_gone_has_none, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(what_says_the_same_is_signed_the_same, fixture_open_app,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
