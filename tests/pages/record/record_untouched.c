#include "pages/record/kinds.h"
#include "pages/record/sent_form.h"

#include "teams.h"

/* A form that was opened and saved without a change leaves what an import or a program stored as it
 * is, byte for byte, though browsers send line breaks in their own way. */

static struct record_head *whole(struct fixture *f, enum record_kind_id kind, const struct uuid *id)
{
    static const struct record_store *const stores[] = {&prompt_store, &agent_store, &team_store,
                                                        &set_store};
    struct record_head *head = arena_alloc(f->arena, stores[kind]->size);
    assert_int_equal(record_load(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), stores[kind], id,
                                 record_kinds[kind].see, RECORD_WHOLE, head),
                     ERR_NONE);
    return head;
}

/* Opens the editor and saves, changing from to to, and gives the record afterwards. */
static const struct record_head *save(struct fixture *f, enum record_kind_id kind,
                                      const struct uuid *id, const char *from, const char *to)
{
    fixture_begin(f);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = kinds_get(f, kind, id, "/edit");
    fixture_assert_status(response, 200);
    const char *form = form_of(f, response, from, to);
    fixture_assert_status(kinds_post(f, kind, id, "/edit", form), 303);
    return whole(f, kind, id);
}

static void assert_untouched(struct fixture *f, enum record_kind_id kind, const struct uuid *id)
{
    struct arena *kept = arena_create(8 << 20);
    fixture_begin(f);
    struct record_head before = *whole(f, kind, id);
    before.description = arena_strdup(kept, before.description);
    before.content.facet = arena_strdup(kept, before.content.facet);
    for (int i = 0; i < RECORD_PARTS_MAX; i++)
        if (before.content.parts[i].data != NULL)
            before.content.parts[i].data =
                arena_copy(kept, before.content.parts[i].data, before.content.parts[i].len);
    const struct record_head *after = save(f, kind, id, NULL, NULL);
    assert_int_equal(after->revision, before.revision);
    assert_int_equal(after->version, before.version);
    assert_string_equal(after->description, before.description);
    assert_true(record_content_equal(&after->content, &before.content));
    arena_destroy(kept);
    fixture_assert_has(kinds_get(f, kind, id, ""), "Nothing was changed");
}

/* ---- records as a program writes them ----------------------------------------------------- */

static struct uuid store_prompt(struct fixture *f, enum prompt_type type, const char *body)
{
    struct problem problem;
    struct record_saved saved;
    struct prompt_draft draft = draft_of("Of a program", body);
    fixture_begin(f);
    draft.type = type;
    draft.description = "one\r\ntwo\rthree\n";
    draft.settings = "{\r\n\t\"temperature\": 0.50 }";
    assert_int_equal(
        prompt_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem),
        ERR_NONE);
    return saved.id;
}

static struct text body_of(struct fixture *f, const struct uuid *id)
{
    return get_prompt(f, id).body;
}

static void a_text_keeps_its_line_breaks(void **state)
{
    struct fixture *f = *state;
    static const char body[] = "\r\nDear {{name}},\r\n\rlone\nmixed \r\n";
    struct uuid id = store_prompt(f, PROMPT_TEXT, body);
    assert_untouched(f, RECORD_PROMPT, &id);
    assert_string_equal(body_of(f, &id).data, body);
    /* a new tag changes nothing else */
    const struct record_head *after = save(f, RECORD_PROMPT, &id, "", "fine");
    assert_int_equal(after->version, 2); /* the message is "fine", too */
    assert_string_equal(body_of(f, &id).data, body);
    assert_string_equal(after->description, "one\r\ntwo\rthree\n");
    /* a body that was changed is as it was sent */
    (void)save(f, RECORD_PROMPT, &id, "\r\nDear {{name}},\r\n\r\nlone\r\nmixed \r\n", "a\r\nb");
    assert_string_equal(body_of(f, &id).data, "a\nb");
}

static void a_chat_keeps_what_was_not_changed(void **state)
{
    struct fixture *f = *state;
    static const char body[] = "[ {\"role\":\"system\", \"content\":\"Be\\r\\nbrief\\rnow\"},\r\n"
                               " {\"placeholder\":\"history\"},\n"
                               " {\"role\":\"user\",\"content\":\"Hi\\r\\n\"}]";
    struct uuid id = store_prompt(f, PROMPT_CHAT, body);
    assert_untouched(f, RECORD_PROMPT, &id);
    assert_string_equal(body_of(f, &id).data, body);
    (void)save(f, RECORD_PROMPT, &id, "Hi\r\n", "Hello");
    assert_non_null(strstr(body_of(f, &id).data, "Be\\r\\nbrief\\rnow"));
    assert_non_null(strstr(body_of(f, &id).data, "Hello"));
}

static void an_agent_keeps_its_line_breaks(void **state)
{
    struct fixture *f = *state;
    static const char config[] =
        "{\"model\":{\"name\":\"gpt-4.1\",\"stop\":[\"a\\r\\nb\",\" c \"]},"
        "\"instructions\":\"one\\r\\ntwo\\rthree\\n\","
        "\"tools\":[{\"name\":\"look_up\",\"description\":\"x\\r\\ny\",\"parameters\":"
        "{\"title\":\"p\\r\\nq\"}}],"
        "\"skills\":[{\"id\":\"s\",\"name\":\" S\",\"tags\":[\" a\"],\"examples\":[\"e\\r\\n\"]}],"
        "\"metadata\":{\"k\":\"v\\r\\nw\",\" l\":\" x\"},\"x-more\":\"\\r\"}";
    struct agent_problem agent_problem;
    struct record_saved saved;
    fixture_begin(f);
    struct agent_draft draft = agent_draft_of(f, "Of a program", config);
    draft.description = "one\r\ntwo\r";
    enum err err =
        agent_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &agent_problem);
    if (err != ERR_NONE)
        fail_msg("%s", agent_problem.problem.message);
    assert_untouched(f, RECORD_AGENT, &saved.id);
}

static void a_team_keeps_its_texts(void **state)
{
    struct fixture *f = *state;
    fixture_begin(f);
    struct crew crew = make_crew(f);
    struct team_draft *draft = draft_crew(&crew, TEAM_GRAPH);
    struct team_problem problem;
    struct record_saved saved;
    crew.edges[0] = (struct team_edge){crew.agents[0], crew.agents[1], " if asked "};
    crew.edges[1] = (struct team_edge){crew.agents[1], crew.agents[2], ""};
    draft->plan.edge_count = 2;
    draft->plan.termination.text = " DONE now ";
    draft->description = "one\r\ntwo\r";
    enum err err =
        team_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), draft, &saved, &problem);
    if (err != ERR_NONE)
        fail_msg("%s", problem.problem.message);
    assert_untouched(f, RECORD_TEAM, &saved.id);
    const struct record_head *after = save(f, RECORD_TEAM, &saved.id, "9", "12");
    assert_int_equal(after->version, 2);
    const char *settings = after->content.parts[TEAM_PART_SETTINGS].data;
    assert_non_null(strstr(settings, "\" if asked \""));
    assert_non_null(strstr(settings, "\" DONE now \""));
}

/* What the form would write in another way is left, too. */
static void settings_of_a_team_stay_as_a_program_wrote_them(void **state)
{
    struct fixture *f = *state;
    struct team_problem problem;
    struct record_saved saved;
    fixture_begin(f);
    struct crew crew = make_crew(f);
    struct team_draft *draft = draft_crew(&crew, TEAM_ROUND_ROBIN);
    draft->settings =
        config_of(f, "{\"edges\":[],\"termination\":{\"text\":\"\",\"max_turns\":3},\"x\":1}");
    assert_int_equal(
        team_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), draft, &saved, &problem),
        ERR_NONE);
    assert_untouched(f, RECORD_TEAM, &saved.id);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_text_keeps_its_line_breaks),
        TEST(a_chat_keeps_what_was_not_changed),
        TEST(an_agent_keeps_its_line_breaks),
        TEST(a_team_keeps_its_texts),
        TEST(settings_of_a_team_stay_as_a_program_wrote_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
