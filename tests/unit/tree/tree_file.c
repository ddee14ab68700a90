#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "domain/tree/tree_file.h"
#include "domain/tree/tree_path.h"

/* What is written is read back the same, and what can't be read says where. */

static int open_arena(void **state)
{
    *state = arena_create(64 << 20);
    return 0;
}

static int close_arena(void **state)
{
    arena_destroy(*state);
    return 0;
}

static json_t *json_of(struct arena *arena, const char *text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(arena, text, strlen(text), &json, &problem) != ERR_NONE)
        fail_msg("%s: %s", text, problem);
    return json;
}

static struct tree_file write(struct arena *arena, enum record_kind_id kind, const json_t *record,
                              const json_t *version)
{
    struct tree_file file;
    tree_file_write(arena, kind, record, version, &file);
    return file;
}

static json_t *read_back(struct arena *arena, const struct tree_file *file)
{
    json_t *record = NULL;
    const char *problem = NULL;
    if (tree_file_read(arena, file, &record, &problem) != ERR_NONE)
        fail_msg("%s: %s\n%s", file->path, problem, file->text.data);
    return record;
}

static void assert_json(const json_t *json, const json_t *wanted)
{
    if (!json_equal(json, wanted))
        fail_msg("%s is not %s", json_dumps(json, JSON_ENCODE_ANY),
                 json_dumps(wanted, JSON_ENCODE_ANY));
}

/* ---- prompts ------------------------------------------------------------------------------ */

static void bodies_come_back_byte_for_byte(void **state)
{
    static const char *const bodies[] = {
        "Hello {{name}}.",
        "",
        "\n",
        "one\ntwo\n",
        "\n\n",
        "---\nname: x\n---\n",
        "a\r\nb\r\n",
        "\xEF\xBB\xBF"
        "bom",
        "\xE2\x80\xA8",
        "trailing  ",
        "<!-- message {} -->",
        "\t\x01",
    };
    struct arena *arena = *state;
    json_t *record = json_of(arena, "{\"name\":\"a\",\"description\":\"d\",\"tags\":[\"x\"]}");
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        json_t *version = json_keep(arena, json_pack("{s:i, s:s, s:{s:f}}", "version", 3, "body",
                                                     bodies[i], "settings", "temperature", 0.5));
        struct tree_file file = write(arena, RECORD_PROMPT, record, version);
        json_t *back = read_back(arena, &file);
        assert_string_equal(json_text(back, "body"), bodies[i]);
        assert_string_equal(json_text(back, "name"), "a");
        assert_string_equal(json_text(back, "description"), "d");
        assert_int_equal(json_integer_value(json_object_get(back, "version")), 3);
        assert_json(json_object_get(back, "tags"), json_object_get(record, "tags"));
        assert_json(json_object_get(back, "settings"), json_object_get(version, "settings"));
    }
}

static void a_prompt_is_markdown_that_people_read(void **state)
{
    struct arena *arena = *state;
    struct tree_file file =
        write(arena, RECORD_PROMPT,
              json_of(arena, "{\"id\":\"1\",\"name\":\"support/answer\",\"description\":\"How\","
                             "\"type\":\"text\",\"tags\":[\"a\"],\"labels\":{\"production\":2}}"),
              json_of(arena, "{\"version\":2,\"body\":\"Answer.\",\"message\":\"m\","
                             "\"created_at\":\"now\"}"));
    assert_string_equal(file.path, "prompts/support/answer.md");
    assert_string_equal(file.text.data, "---\nname: \"support/answer\"\ndescription: \"How\"\n"
                                        "tags: [\"a\"]\nversion: 2\n---\nAnswer.\n");
}

static void chats_come_back_with_all_that_a_message_has(void **state)
{
    static const char messages[] =
        "[{\"role\":\"system\",\"content\":\"Be kind.\\n\\nAlways.\\n\"},"
        "{\"placeholder\":\"history\"},"
        "{\"role\":\"user\",\"content\":\"\"},"
        "{\"role\":\"user\",\"content\":\"<!-- message {\\\"role\\\":\\\"user\\\"} -->\\nx\"},"
        "{\"role\":\"user\",\"content\":\"<!-- \\\\message {}\\n<!-- \\\\\\\\message -->\"},"
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"a --> b\"}]},"
        "{\"role\":\"tool\",\"tool_call_id\":\"1\",\"content\":\"42\"},"
        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}]";
    struct arena *arena = *state;
    json_t *version = json_keep(
        arena, json_pack("{s:i, s:O}", "version", 1, "messages", json_of(arena, messages)));
    struct tree_file file =
        write(arena, RECORD_PROMPT, json_of(arena, "{\"name\":\"a\",\"tags\":[]}"), version);
    json_t *back = read_back(arena, &file);
    assert_json(json_object_get(back, "messages"), json_object_get(version, "messages"));
    assert_string_equal(json_text(back, "type"), "chat");
    /* The comments end where they seem to. */
    for (const char *at = file.text.data; (at = strstr(at, "-->")) != NULL; at++)
        assert_true(at[3] == '\n');
    assert_non_null(strstr(file.text.data, "Be kind.\n\nAlways.\n\n<!-- message"));
}

static void line_breaks_that_git_converted_are_converted_back(void **state)
{
    static const char text[] = "---\r\nname: a\r\n---\r\nOne\r\ntwo\r\n";
    struct arena *arena = *state;
    struct tree_file file = {"prompts/a.md", {text, sizeof text - 1}};
    assert_string_equal(json_text(read_back(arena, &file), "body"), "One\ntwo");
}

static void people_write_front_matter_by_hand(void **state)
{
    static const char text[] = "---\n# a comment\n\ndescription: It's here: now\n"
                               "tags: [\"a\", \"b\"]\n---\nHi";
    struct arena *arena = *state;
    struct tree_file file = {"prompts/support/new one.md", {text, sizeof text - 1}};
    json_t *record = read_back(arena, &file);
    assert_string_equal(json_text(record, "name"), "support/new one");
    assert_string_equal(json_text(record, "description"), "It's here: now");
    assert_string_equal(json_text(record, "body"), "Hi");
    assert_int_equal(json_array_size(json_object_get(record, "tags")), 2);
}

/* ---- agents and teams --------------------------------------------------------------------- */

static void agents_and_teams_are_json_with_names(void **state)
{
    struct arena *arena = *state;
    struct tree_file agent = write(
        arena, RECORD_AGENT, json_of(arena, "{\"name\":\"Ada\",\"description\":\"\",\"tags\":[]}"),
        json_of(arena,
                "{\"version\":1,\"config\":{\"model\":{\"name\":\"m\"},\"z\":1,\"a\":0.1}}"));
    assert_string_equal(agent.path, "agents/Ada.json");
    assert_string_equal(agent.text.data,
                        "{\n  \"name\": \"Ada\",\n  \"description\": \"\",\n  \"tags\": [],\n"
                        "  \"version\": 1,\n  \"config\": {\n    \"model\": {\n"
                        "      \"name\": \"m\"\n    },\n    \"z\": 1,\n    \"a\": 0.1\n  }\n}\n");
    struct tree_file team = write(
        arena, RECORD_TEAM, json_of(arena, "{\"name\":\"Desk\",\"tags\":[]}"),
        json_of(arena,
                "{\"version\":1,\"kind\":\"graph\",\"members\":[\"1\"],\"member_details\":[{"
                "\"agent_id\":\"1\",\"agent\":\"Ada\",\"role\":\"lead\",\"agent_version\":null,"
                "\"agent_label\":null},{\"agent_id\":\"2\",\"agent\":\"Bea\",\"role\":\"worker\","
                "\"agent_version\":4,\"agent_label\":null}],\"settings\":{\"edges\":[{"
                "\"from\":\"1\",\"to\":\"2\",\"from_name\":\"Ada\",\"to_name\":\"Bea\"}]}}"));
    assert_json(read_back(arena, &team),
                json_of(arena, "{\"name\":\"Desk\",\"tags\":[],\"version\":1,\"kind\":\"graph\","
                               "\"member_details\":[{\"agent\":\"Ada\",\"role\":\"lead\"},"
                               "{\"agent\":\"Bea\",\"role\":\"worker\",\"agent_version\":4}],"
                               "\"settings\":{\"edges\":[{\"from\":\"Ada\",\"to\":\"Bea\"}]}}"));
}

/* ---- paths -------------------------------------------------------------------------------- */

static void every_name_has_a_path_of_its_own(void **state)
{
    static const char *const names[][2] = {
        {"a", "prompts/a.md"},
        {"a.md/b", "prompts/a%2Emd/b.md"},
        {"a.md", "prompts/a.md.md"},
        {".git/config", "prompts/%2Egit/config.md"},
        {"what? 50%", "prompts/what%3F 50%25.md"},
        {"C:\\x", "prompts/C%3A%5Cx.md"},
        {"end. /ü", "prompts/end.%20/ü.md"},
    };
    struct arena *arena = *state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *path = tree_path(arena, RECORD_PROMPT, names[i][0]);
        assert_string_equal(path, names[i][1]);
        assert_string_equal(tree_path_name(arena, path), names[i][0]);
    }
}

static void long_names_are_cut_and_still_differ(void **state)
{
    struct arena *arena = *state;
    struct buf name;
    buf_init(&name, arena);
    for (int i = 0; i < 199; i++)
        buf_add_text(&name, i % 3 == 0 ? "%" : "𠀀");
    const char *one = tree_path(arena, RECORD_AGENT, arena_printf(arena, "%sa", name.data));
    const char *other = tree_path(arena, RECORD_AGENT, arena_printf(arena, "%sb", name.data));
    assert_string_not_equal(one, other);
    assert_true(strlen(one) < 255);
    assert_true(text_is_utf8(one, strlen(one)));
}

/* ---- what can't be read -------------------------------------------------------------------- */

static void what_cant_be_read_says_where(void **state)
{
    static const struct {
        const char *path, *text, *problem;
    } cases[] = {
        {"prompts/a.md", "", "must begin with its front matter"},
        {"prompts/a.md", "Hello", "must begin with its front matter"},
        {"prompts/a.md", "---\nname: a\n", "has no end"},
        {"prompts/a.md", "---\ntags: [a\n---\n", "Line 2: This value can't be read"},
        {"prompts/a.md", "---\nname: a\nname: b\n---\n", "Line 3: This key is there twice"},
        {"prompts/a.md", "---\ntags:\n  - a\n---\n", "Line 3: Each line of the front matter"},
        {"prompts/a.md", "---\ntgas: []\n---\n", "\"tgas\" is not known here"},
        {"prompts/a.md", "---\nbody: x\n---\n", "\"body\" is not known here"},
        {"prompts/a.md", "---\ntype: chat\n---\nHello", "A chat begins with a line"},
        {"prompts/a.md", "---\ntype: chat\n---\n<!-- message {\"role\" -->\n", "A line before"},
        {"prompts/a.md", "---\ntype: chat\n---\n<!-- message [] -->\n", "A line before"},
        {"prompts/a.md", "---\nname: \xFF\n---\n", "not text in UTF-8"},
        {"agents/a.json", "{\"name\": \"a\", }", "Line 1"},
        {"agents/a.json", "[]", "must have one object"},
        {"agents/a.json", "{\"name\": \"a\", \"confg\": {}}", "\"confg\" is not known here"},
        {"agents/a.txt", "{}", "no file of a prompt"},
        {"other/a.md", "{}", "no file of a prompt"},
    };
    struct arena *arena = *state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct tree_file file = {cases[i].path, {cases[i].text, strlen(cases[i].text)}};
        json_t *record = NULL;
        const char *problem = "";
        assert_int_equal(tree_file_read(arena, &file, &record, &problem), ERR_INVALID);
        if (strstr(problem, cases[i].problem) == NULL)
            fail_msg("\"%s\": \"%s\" is not in \"%s\"", cases[i].text, cases[i].problem, problem);
    }
}

static void what_is_too_deep_is_refused(void **state)
{
    struct arena *arena = *state;
    struct buf text;
    buf_init(&text, arena);
    buf_add_text(&text, "---\nsettings: ");
    for (int i = 0; i < 100000; i++)
        buf_add_char(&text, '[');
    buf_add_text(&text, "\n---\n");
    struct tree_file file = {"prompts/a.md", {text.data, text.len}};
    json_t *record = NULL;
    const char *problem = "";
    assert_int_equal(tree_file_read(arena, &file, &record, &problem), ERR_INVALID);
}

int main(void)
{
#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        WITH_ARENA(bodies_come_back_byte_for_byte),
        WITH_ARENA(a_prompt_is_markdown_that_people_read),
        WITH_ARENA(chats_come_back_with_all_that_a_message_has),
        WITH_ARENA(line_breaks_that_git_converted_are_converted_back),
        WITH_ARENA(people_write_front_matter_by_hand),
        WITH_ARENA(agents_and_teams_are_json_with_names),
        WITH_ARENA(every_name_has_a_path_of_its_own),
        WITH_ARENA(long_names_are_cut_and_still_differ),
        WITH_ARENA(what_cant_be_read_says_where),
        WITH_ARENA(what_is_too_deep_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
