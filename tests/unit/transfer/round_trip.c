#include "test.h"

#include <stdio.h>
#include <string.h>

#include "bundles.h"
#include "data/prompt/prompt_shape.h"
#include "data/record/work_check.h"
#include "domain/agent/agent_config.h"
#include "domain/prompt/prompt_chat.h"
#include "domain/record/record_name.h"
#include "domain/record/tag.h"
#include "imports.h"
#include "teams.h"

/* What can be saved can be exported, imported elsewhere, and is the same there: at every limit. */

/* The text, again and again, until it has so many bytes; the rest are dots. */
static const char *fill(struct fixture *f, const char *piece, size_t len)
{
    struct buf text;
    buf_init(&text, f->arena);
    while (text.len + strlen(piece) <= len)
        buf_add_text(&text, piece);
    while (text.len < len)
        buf_add_text(&text, ".");
    return text.data;
}

static const char *repeat(struct fixture *f, const char *piece, int count)
{
    return fill(f, piece, strlen(piece) * (size_t)count);
}

/* 200 characters of four bytes each, the last one its own. */
static const char *longest_name(struct fixture *f, const char *last)
{
    return arena_printf(f->arena, "%s%s", repeat(f, "𠀀", RECORD_NAME_MAX - 1), last);
}

static const char *most_tags(struct fixture *f)
{
    struct buf tags;
    buf_init(&tags, f->arena);
    for (int i = 0; i < TAG_LIST_MAX; i++)
        buf_printf(&tags, "%s%02d,", repeat(f, "𠀀", TAG_MAX - 2), i);
    return tags.data;
}

/* An object of so many levels and bytes. */
static const char *deep_object(struct fixture *f, const char *begin, int depth, size_t len)
{
    int rest = depth - 1;
    const char *head = arena_printf(f->arena, "{%s\"deep\":%s%s,\"long\":\"", begin,
                                    repeat(f, "[", rest), repeat(f, "]", rest));
    return arena_printf(f->arena, "%s%s\"}", head, fill(f, "\\u0001\\\"ä", len - strlen(head) - 2));
}

static void describe_prompt(struct fixture *f, struct prompt_draft *draft)
{
    draft->description = repeat(f, "\xf0\xa0\x80\x80\n", WORK_DESCRIPTION_MAX / 2);
    draft->tags = most_tags(f);
    draft->message = repeat(f, "𠀀", WORK_LINE_MAX);
    draft->settings = deep_object(f, "", JSON_DEPTH, PROMPT_SETTINGS_MAX);
}

static void save_prompt(struct fixture *f, const struct prompt_draft *draft, enum err expected)
{
    struct problem problem = {.message = ""};
    struct record_saved saved;
    enum err err = prompt_create(f->db, manager(f), draft, &saved, &problem);
    if (err != expected)
        fail_msg("%s: %s", err_name(err), problem.message);
    if (err == ERR_NONE)
        assert_int_equal(
            move_label(f, PERSONA_CUSTOMER_ADMIN, &saved.id, repeat(f, "l", LABEL_MAX), 0, 1),
            ERR_NONE);
}

static void save_texts(struct fixture *f)
{
    fixture_begin(f);
    struct prompt_draft draft = draft_of(
        longest_name(f, "a"), fill(f, "\x01\x7f\"\\\r\n\xf0\xa0\x80\x80", PROMPT_BODY_MAX));
    describe_prompt(f, &draft);
    save_prompt(f, &draft, ERR_NONE);
    draft.name = "more";
    draft.body = text_of(fill(f, "x", PROMPT_BODY_MAX + 1));
    save_prompt(f, &draft, ERR_INVALID);
    draft.body = text_of("x");
    draft.settings = deep_object(f, "", JSON_DEPTH + 1, 200);
    save_prompt(f, &draft, ERR_INVALID);
    draft.settings = deep_object(f, "", JSON_DEPTH, PROMPT_SETTINGS_MAX + 1);
    save_prompt(f, &draft, ERR_INVALID);
}

/* So many messages, a body of so many bytes in all. */
static const char *chat_of(struct fixture *f, int count, size_t len)
{
    static const char end[] = "\"}]";
    struct buf chat;
    buf_init(&chat, f->arena);
    buf_add_text(&chat, "[{\"placeholder\":\"history\"}");
    for (int i = 2; i < count; i++)
        buf_add_text(&chat, ",{\"role\":\"assistant\",\"content\":\"\\u0001\"}");
    buf_add_text(&chat, ",{\"role\":\"user\",\"content\":\"");
    return arena_printf(f->arena, "%s%s%s", chat.data,
                        fill(f, "ä\\\"", len - chat.len - strlen(end)), end);
}

static void save_chats(struct fixture *f)
{
    fixture_begin(f);
    struct prompt_draft draft =
        draft_of(longest_name(f, "c"), chat_of(f, CHAT_MESSAGES_MAX, PROMPT_BODY_MAX));
    draft.type = PROMPT_CHAT;
    describe_prompt(f, &draft);
    save_prompt(f, &draft, ERR_NONE);
    draft.name = "more";
    draft.body = text_of(chat_of(f, CHAT_MESSAGES_MAX + 1, PROMPT_BODY_MAX));
    save_prompt(f, &draft, ERR_INVALID);
}

static void save_agent(struct fixture *f, const char *name, const char *config, enum err expected)
{
    struct agent_draft draft = agent_draft_of(f, name, AGENT_CONFIG);
    struct config_problems problems;
    struct agent_problem problem;
    struct record_saved saved;
    json_t *json = NULL;
    draft.tags = most_tags(f);
    enum err err = agent_config_parse(f->arena, config, strlen(config), &json, &problems);
    if (err == ERR_NONE) {
        draft.config = json;
        err = agent_create(f->db, manager(f), &draft, &saved, &problem);
    }
    assert_int_equal(err, expected);
}

#define MOST_NUMBERS                                                                               \
    "\"limits\":{\"max_turns\":100000,\"timeout_s\":604800,\"max_tokens\":1000000000},"
#define MODEL(temperature)                                                                         \
    "\"model\":{\"name\":\"m\",\"temperature\":" temperature ",\"top_p\":1,"                       \
    "\"max_output_tokens\":1000000000},"

static void save_agents(struct fixture *f)
{
    fixture_begin(f);
    save_agent(f, longest_name(f, "d"),
               deep_object(f, MODEL("0.1") MOST_NUMBERS, JSON_DEPTH, AGENT_CONFIG_MAX), ERR_NONE);
    save_agent(f, "deeper", deep_object(f, MODEL("2"), JSON_DEPTH + 1, 300), ERR_INVALID);
    save_agent(f, "longer", deep_object(f, MODEL("2"), JSON_DEPTH, AGENT_CONFIG_MAX + 1),
               ERR_INVALID);
    save_agent(f, "hotter", "{" MODEL("2.001") "\"x\":1}", ERR_INVALID);
}

static void make_members(struct fixture *f, struct team_member *members)
{
    for (int i = 0; i < TEAM_MEMBERS_MAX; i++) {
        fixture_begin(f);
        const char *rest = longest_name(f, "d") + strlen("𠀀") * (i < 90 ? 2 : 3);
        const char *name = arena_printf(f->arena, "%d%s", 10 + i, rest);
        members[i] = (struct team_member){make_agent(f, PERSONA_CUSTOMER_ADMIN, name, AGENT_CONFIG),
                                          i == 0 ? TEAM_LEAD : TEAM_REVIEWER, i % 2, NULL};
    }
}

/* Every pair of neighbours in each of the lines, in settings that are as long as they may be. */
static void save_team(struct fixture *f)
{
    static struct team_member members[TEAM_MEMBERS_MAX];
    static struct team_edge edges[TEAM_EDGES_MAX];
    struct team_problem problem;
    struct record_saved saved;
    make_members(f, members);
    fixture_begin(f);
    for (int i = 0; i < TEAM_EDGES_MAX; i++) {
        int from = i % TEAM_MEMBERS_MAX;
        int to = (from + 1 + i / TEAM_MEMBERS_MAX) % TEAM_MEMBERS_MAX;
        edges[i] = (struct team_edge){members[from].agent_id, members[to].agent_id, ""};
    }
    struct team_draft draft = {.name = longest_name(f, "t"),
                               .description = "",
                               .tags = most_tags(f),
                               .message = "",
                               .plan = {.kind = TEAM_GRAPH,
                                        .members = members,
                                        .member_count = TEAM_MEMBERS_MAX,
                                        .edges = edges,
                                        .edge_count = TEAM_EDGES_MAX,
                                        .termination = {100000, 100000, 604800, 1000000000,
                                                        repeat(f, "𠀀", TEAM_END_TEXT_MAX)}}};
    size_t len =
        json_format(f->arena, team_settings_write(f->arena, &draft.plan, NULL), JSON_LINE).len;
    for (int i = 0; len < TEAM_SETTINGS_MAX; i++) {
        static const char key[] = ",\"condition\":\"\"";
        size_t room = TEAM_SETTINGS_MAX - len;
        size_t most = room - (sizeof key - 1) < TEAM_CONDITION_MAX ? room - (sizeof key - 1)
                                                                   : TEAM_CONDITION_MAX;
        edges[i].condition = fill(f, "x", most);
        len =
            json_format(f->arena, team_settings_write(f->arena, &draft.plan, NULL), JSON_LINE).len;
    }
    assert_int_equal(len, TEAM_SETTINGS_MAX);
    enum err err = team_create(f->db, manager(f), &draft, &saved, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s", err_name(err), problem.problem.message);
}

/* The document of the organization, imported into an empty one, says the same there, byte for byte.
 */
static void assert_travels(struct fixture *f)
{
    const struct actor *elsewhere = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    struct problem problem = {.message = ""};
    struct import import = {.state = IMPORT_CHECKING};
    struct uuid id;
    struct arena *kept = arena_create(64 << 20);
    const char *before = NULL, *after = NULL;
    fixture_begin(f);
    const char *text = bundle_of(f->db, manager(f), &before);
    before = arena_copy(kept, before, strlen(before));
    struct import_draft draft = {"x", {text, strlen(text)}, false};
    assert_int_equal(import_create(f->db, elsewhere, &draft, &id, &problem), ERR_NONE);
    while (import.state == IMPORT_CHECKING) {
        fixture_begin(f);
        assert_int_equal(import_check(f->db, elsewhere, &id, CLOCK_MINUTE, &import), ERR_NONE);
    }
    struct import_line_filter filter = {id, IMPORT_REFUSED, 0, NULL};
    struct import_line_list list;
    assert_int_equal(import_line_list(f->db, elsewhere, &filter, &list), ERR_NONE);
    if (list.count > 0)
        fail_msg("%s: %s: %s", list.lines[0].name, list.lines[0].notes[0].path,
                 list.lines[0].notes[0].message);
    if (start_as(f, elsewhere, &id, &problem) != ERR_NONE)
        fail_msg("%s", problem.message);
    fixture_begin(f);
    (void)bundle_of(f->db, elsewhere, &after);
    assert_int_equal(strlen(after), strlen(before));
    assert_true(strcmp(after, before) == 0);
    arena_destroy(kept);
}

/* Messages of tools, with a part as deep as it can be, and one level more. */
static const char *tools_of(struct fixture *f, int depth)
{
    return arena_printf(
        f->arena,
        "[{\"role\":\"developer\",\"content\":[{\"type\":\"text\",\"text\":\"Hi {{x}}\"},"
        "{\"type\":\"data\",\"value\":%s}]},{\"role\":\"assistant\",\"content\":null,"
        "\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\","
        "\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"content\":\"1\",\"tool_call_id\":\"c\"}]",
        deep_object(f, "", depth, 200));
}

static void save_tools(struct fixture *f)
{
    fixture_begin(f);
    struct prompt_draft draft = draft_of("tools", tools_of(f, JSON_DEPTH - 4));
    draft.type = PROMPT_CHAT;
    save_prompt(f, &draft, ERR_NONE);
    draft.name = "deeper";
    draft.body = text_of(tools_of(f, JSON_DEPTH - 3));
    save_prompt(f, &draft, ERR_INVALID);
}

static void prompts_at_their_limits_travel(void **state)
{
    struct fixture *f = *state;
    save_texts(f);
    save_chats(f);
    save_tools(f);
    assert_travels(f);
}

static void agents_and_teams_at_their_limits_travel(void **state)
{
    struct fixture *f = *state;
    save_agents(f);
    save_team(f);
    assert_travels(f);
}

/* Unknown keys are kept, as deep as settings may be. */
static void settings_of_a_team_are_as_deep_as_they_can_be_read(void **state)
{
    struct fixture *f = *state;
    for (int depth = JSON_DEPTH; depth <= JSON_DEPTH + 1; depth++) {
        struct problem problem = {.message = ""};
        fixture_begin(f);
        const char *document =
            arena_printf(f->arena,
                         "{\"rostrum\":1,\"kind\":\"organization\",\"agents\":[{\"name\":\"Ada\","
                         "\"config\":" AGENT_CONFIG "}],\"teams\":[{\"name\":\"T%d\",\"kind\":"
                         "\"sequential\",\"members\":[\"Ada\"],\"settings\":%s}]}",
                         depth, deep_object(f, "", depth, 200));
        struct import_draft draft = {"x", {document, strlen(document)}, false};
        struct uuid id;
        assert_int_equal(import_create(f->db, manager(f), &draft, &id, &problem), ERR_NONE);
        (void)check_all(f, &id);
        (void)start(f, &id, &problem);
        struct import_line line = line_of(f, &id, depth == JSON_DEPTH ? "T32" : "T33");
        assert_int_equal(line.outcome, depth == JSON_DEPTH ? IMPORT_CREATED : IMPORT_REFUSED);
    }
    assert_travels(f);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(prompts_at_their_limits_travel),
        TEST(settings_of_a_team_are_as_deep_as_they_can_be_read),
        TEST(agents_and_teams_at_their_limits_travel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
