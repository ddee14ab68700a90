#include "test.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/json.h"
#include "data/bom/bom.h"
#include "data/bom/bom_cyclonedx.h"
#include "kinds.h"

/* The bill of materials: what a record is made of to any depth, with hashes that anyone can make
 * again, and as CycloneDX. */

#define CLERK                                                                                      \
    "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt\"},\"prompt\":{\"name\":\"greeting\","     \
    "\"label\":\"production\"},\"tools\":[{\"type\":\"function\",\"name\":\"look_up\"},"           \
    "{\"type\":\"web_search\"}],\"mcp_servers\":[{\"name\":\"files\",\"url\":"                     \
    "\"https://mcp.example\"}],\"handoffs\":[\"porter\"],\"skills\":[{\"id\":\"s\",\"name\":"      \
    "\"Refunds\"}],\"endpoint\":{\"url\":\"https://a.example\",\"protocol\":\"a2a\"}}"
#define PORTER "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt\"},\"handoffs\":[\"clerk\"]}"

struct made {
    struct uuid style, greeting, clerk, porter, desk;
};

/* greeting v2 in production uses style at production, v1; clerk and porter hand over to each other;
 * desk has clerk. */
static struct made make(struct fixture *f)
{
    struct made made;
    made.style = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "style", "Be plain.");
    put_label(f, &prompt_store, &made.style, "production", 0, 1);
    (void)save_body(f, &made.style, "Be rich.");
    made.greeting = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "greeting", "Hello");
    (void)save_body(f, &made.greeting, "Hello @@@prompt:name=style|label=production@@@");
    put_label(f, &prompt_store, &made.greeting, "production", 0, 2);
    made.porter = make_agent(f, PERSONA_CUSTOMER_ADMIN, "porter",
                             "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt\"}}");
    made.clerk = make_agent(f, PERSONA_CUSTOMER_ADMIN, "clerk", CLERK);
    (void)save_config(f, &made.porter, PORTER);
    struct team_member member = {.agent_id = made.clerk, .role = TEAM_WORKER};
    struct team_draft draft = {
        .plan = {.kind = TEAM_ROUND_ROBIN, .members = &member, .member_count = 1}};
    draft.record.name = "desk";
    draft.record.description = draft.record.tags = draft.record.message = "";
    draft.plan.termination.max_turns = 3;
    struct record_saved saved;
    struct team_problem problem;
    assert_int_equal(
        team_create(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
        ERR_NONE);
    made.desk = saved.id;
    fixture_begin(f);
    return made;
}

static struct bom get_bom(struct fixture *f, const struct record_store *store,
                          const struct uuid *id, int64_t version, int64_t at)
{
    struct bom bom;
    struct bom_of of = {store, *id, version, at};
    fixture_begin(f);
    enum err err = bom_get(f->db, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER), &of, &bom);
    if (err != ERR_NONE)
        fail_msg("%s", err_name(err));
    return bom;
}

/* "agent clerk 1, model gpt 0 …" */
static const char *words_of(struct fixture *f, const struct bom *bom)
{
    const char *words = "";
    for (int i = 0; i < bom->count; i++)
        words = arena_printf(f->arena, "%s%s%s %s %lld", words, i == 0 ? "" : ", ",
                             bom_type_name(bom->items[i].type), bom->items[i].name,
                             (long long)bom->items[i].version);
    return words;
}

static const struct bom_item *item_of(const struct bom *bom, const char *name)
{
    for (int i = 0; i < bom->count; i++)
        if (strcmp(bom->items[i].name, name) == 0)
            return &bom->items[i];
    fail_msg("no item %s", name);
    return NULL;
}

static void everything_is_there_once_to_any_depth(void **state)
{
    struct fixture *f = *state;
    struct made made = make(f);
    struct bom bom = get_bom(f, &agent_store, &made.clerk, 0, 0);
    assert_string_equal(words_of(f, &bom),
                        "agent clerk 1, model gpt 0, tool look_up 0, tool web_search 0, mcp_server "
                        "files 0, skill Refunds 0, endpoint a2a 0, prompt greeting 2, agent porter "
                        "2, prompt style 1");
    assert_int_equal(bom.items[0].need_count, 8);
    /* The two agents hand over to each other, and share the model. */
    const struct bom_item *porter = item_of(&bom, "porter");
    assert_int_equal(porter->need_count, 2);
    assert_int_equal(porter->needs[0], 1);
    assert_int_equal(porter->needs[1], 0);
    bom = get_bom(f, &team_store, &made.desk, 0, 0);
    assert_int_equal(bom.count, 11);
    assert_string_equal(bom.items[0].name, "desk");
    bom = get_bom(f, &prompt_store, &made.greeting, 0, 0);
    assert_string_equal(words_of(f, &bom), "prompt greeting 2, prompt style 1");
    bom = get_bom(f, &prompt_store, &made.greeting, 1, 0);
    assert_string_equal(words_of(f, &bom), "prompt greeting 1");
}

static void hashes_are_of_the_content_byte_for_byte(void **state)
{
    struct fixture *f = *state;
    struct made made = make(f);
    char expected[SHA256_HEX_LEN];
    struct bom bom = get_bom(f, &agent_store, &made.clerk, 0, 0);
    sha256_hex("Be plain.", 9, expected);
    assert_string_equal(item_of(&bom, "style")->sha256, expected);
    sha256_hex(CLERK, strlen(CLERK), expected);
    assert_string_equal(bom.items[0].sha256, expected);
    static const char model[] = "{\"provider\":\"openai\",\"name\":\"gpt\"}";
    sha256_hex(model, strlen(model), expected);
    assert_string_equal(item_of(&bom, "gpt")->sha256, expected);
    assert_memory_equal(item_of(&bom, "gpt")->ref, "model:openai/gpt#", 17);
    /* A prompt's settings come behind its body. */
    struct prompt_draft draft = draft_from(f, &made.style);
    draft.settings = "{\"temperature\":1}";
    struct record_saved saved;
    struct problem problem;
    assert_int_equal(
        prompt_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
        ERR_NONE);
    bom = get_bom(f, &prompt_store, &made.style, 0, 0);
    static const char both[] = "Be rich.\n{\"temperature\":1}";
    sha256_hex(both, strlen(both), expected);
    assert_string_equal(bom.items[0].sha256, expected);
}

static void a_moment_before_resolves_as_it_was(void **state)
{
    struct fixture *f = *state;
    struct made made = make(f);
    int64_t then = clock_now();
    put_label(f, &prompt_store, &made.style, "production", 1, 2);
    (void)save_config(f, &made.porter, "{\"model\":{\"name\":\"other\"}}");
    struct bom bom = get_bom(f, &agent_store, &made.clerk, 0, 0);
    assert_int_equal(item_of(&bom, "style")->version, 2);
    assert_int_equal(item_of(&bom, "porter")->version, 3);
    bom = get_bom(f, &agent_store, &made.clerk, 0, then);
    assert_int_equal(item_of(&bom, "style")->version, 1);
    assert_int_equal(item_of(&bom, "porter")->version, 2);
    struct bom_of of = {&agent_store, made.clerk, 0, CLOCK_DAY};
    assert_int_equal(bom_get(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &of, &bom), ERR_NOT_FOUND);
}

static void what_leads_nowhere_is_an_item_with_a_problem(void **state)
{
    struct fixture *f = *state;
    struct made made = make(f);
    put_label(f, &prompt_store, &made.greeting, "production", 2, 0);
    struct bom bom = get_bom(f, &agent_store, &made.clerk, 0, 0);
    const struct bom_item *greeting = item_of(&bom, "greeting");
    assert_string_equal(greeting->problem,
                        "The label production is on no version of the prompt “greeting”.");
    assert_string_equal(greeting->sha256, "");
    assert_null(greeting->content.data);
}

static void who_may_not_read_gets_none(void **state)
{
    struct fixture *f = *state;
    struct made made = make(f);
    struct bom bom;
    struct bom_of of = {&agent_store, made.clerk, 0, 0};
    assert_int_equal(bom_get(f->db, actor_of(f, PERSONA_PLATFORM_ADMIN), &of, &bom), ERR_DENIED);
    assert_int_equal(bom_get(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, &of, &bom),
                     ERR_NOT_FOUND);
    of.version = 9;
    assert_int_equal(bom_get(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &of, &bom), ERR_NOT_FOUND);
}

/* ---- CycloneDX ---------------------------------------------------------------------------- */

static const char *required(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    if (text == NULL || text[0] == '\0')
        fail_msg("no %s in %s", key, json_dumps(object, JSON_ENCODE_ANY));
    return text;
}

/* The ref is new; gives the number of refs. */
static size_t note_ref(json_t *refs, const json_t *object)
{
    const char *ref = required(object, "bom-ref");
    assert_null(json_object_get(refs, ref));
    json_object_set_new(refs, ref, json_true());
    return json_object_size(refs);
}

/* What the schema of CycloneDX 1.6 requires of a component. */
static void check_component(json_t *refs, const json_t *component)
{
    static const char *const allowed[] = {"application", "data", "machine-learning-model"};
    const char *type = required(component, "type");
    bool is_allowed = false;
    for (size_t i = 0; i < COUNT_OF(allowed); i++)
        is_allowed = is_allowed || strcmp(allowed[i], type) == 0;
    assert_true(is_allowed);
    (void)required(component, "name");
    (void)note_ref(refs, component);
    const json_t *hash = json_array_get(json_object_get(component, "hashes"), 0);
    assert_string_equal(required(hash, "alg"), "SHA-256");
    assert_int_equal(strlen(required(hash, "content")), 64);
    assert_int_equal(strspn(required(hash, "content"), "0123456789abcdef"), 64);
    size_t i = 0;
    json_t *property = NULL;
    json_array_foreach(json_object_get(component, "properties"), i, property)
    {
        (void)required(property, "name");
        (void)required(property, "value");
    }
    if (strcmp(type, "data") == 0)
        assert_string_equal(required(json_array_get(json_object_get(component, "data"), 0), "type"),
                            "definition");
}

static void the_document_has_what_cyclonedx_requires(void **state)
{
    struct fixture *f = *state;
    struct made made = make(f);
    struct bom bom = get_bom(f, &team_store, &made.desk, 0, 0);
    struct uuid serial = uuid_make();
    struct text text = bom_cyclonedx(f->arena, &bom, &serial, clock_now());
    json_error_t problem;
    json_t *json = json_loads(text.data, JSON_REJECT_DUPLICATES, &problem);
    json_t *refs = json_object();
    size_t i = 0;
    json_t *one = NULL;
    assert_non_null(json);
    assert_string_equal(required(json, "bomFormat"), "CycloneDX");
    assert_string_equal(required(json, "specVersion"), "1.6");
    assert_memory_equal(required(json, "serialNumber"), "urn:uuid:", 9);
    assert_int_equal(strlen(required(json, "serialNumber")), 9 + 36);
    assert_int_equal(json_integer_value(json_object_get(json, "version")), 1);
    const json_t *metadata = json_object_get(json, "metadata");
    assert_int_equal(required(metadata, "timestamp")[10], 'T');
    check_component(refs, json_object_get(metadata, "component"));
    json_array_foreach(json_object_get(json, "components"), i, one) check_component(refs, one);
    json_array_foreach(json_object_get(json, "services"), i, one)
    {
        (void)required(one, "name");
        (void)note_ref(refs, one);
        assert_true(json_array_size(json_object_get(one, "endpoints")) == 1);
    }
    assert_int_equal(json_object_size(refs), bom.count);
    assert_int_equal(json_array_size(json_object_get(json, "services")), 2);
    json_array_foreach(json_object_get(json, "dependencies"), i, one)
    {
        size_t j = 0;
        json_t *needed = NULL;
        assert_non_null(json_object_get(refs, required(one, "ref")));
        json_array_foreach(json_object_get(one, "dependsOn"), j, needed)
            assert_non_null(json_object_get(refs, json_string_value(needed)));
    }
    assert_int_equal(i, bom.count);
    json_decref(refs);
    json_decref(json);
}

static void the_document_is_the_same_but_for_serial_and_time(void **state)
{
    struct fixture *f = *state;
    struct made made = make(f);
    struct uuid serial = uuid_make();
    struct bom bom = get_bom(f, &team_store, &made.desk, 0, 0);
    char *first = strdup(bom_cyclonedx(f->arena, &bom, &serial, CLOCK_DAY).data);
    bom = get_bom(f, &team_store, &made.desk, 0, 0);
    assert_string_equal(bom_cyclonedx(f->arena, &bom, &serial, CLOCK_DAY).data, first);
    free(first);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(everything_is_there_once_to_any_depth),
        TEST(hashes_are_of_the_content_byte_for_byte),
        TEST(a_moment_before_resolves_as_it_was),
        TEST(what_leads_nowhere_is_an_item_with_a_problem),
        TEST(who_may_not_read_gets_none),
        TEST(the_document_has_what_cyclonedx_requires),
        TEST(the_document_is_the_same_but_for_serial_and_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
