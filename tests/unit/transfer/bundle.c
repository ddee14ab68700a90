#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "domain/transfer/bundle_open.h"
#include "domain/transfer/bundle_read.h"

static struct arena *arena;
static struct bundle bundle;
static struct bundle_record record;
static struct config_problems problems;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(256 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static enum err open_text(const char *text, const char **problem)
{
    *problem = NULL;
    return bundle_open(arena, text, strlen(text), &bundle, problem);
}

static void open_own(const char *lists)
{
    const char *problem = NULL;
    const char *text =
        arena_printf(arena, "{\"rostrum\": 1, \"kind\": \"organization\", %s}", lists);
    if (open_text(text, &problem) != ERR_NONE)
        fail_msg("%s", problem);
}

static void read_good(int place)
{
    if (bundle_read(arena, &bundle, place, &record, &problems) != ERR_NONE)
        fail_msg("%s: %s", problems.items[0].path, problems.items[0].message);
}

/* The record at the place is refused for this alone. */
static void assert_refused(int place, const char *path, const char *message)
{
    assert_int_equal(bundle_read(arena, &bundle, place, &record, &problems), ERR_INVALID);
    assert_string_equal(problems.items[0].path, path);
    assert_non_null(strstr(problems.items[0].message, message));
}

static void records_are_found_by_name(void **state)
{
    (void)state;
    open_own(
        "\"organization\": {\"name\": \"Acme\"}, \"teams\": [{\"name\": \"x\"}],"
        "\"prompts\": [{\"name\": \"a\"}, {\"name\": \"x\"}], \"agents\": [{\"name\": \"x\"}]");
    assert_int_equal(bundle.count, 4);
    assert_string_equal(bundle.organization, "Acme");
    assert_int_equal(bundle_find(&bundle, RECORD_PROMPT, "x"), 1);
    assert_int_equal(bundle_find(&bundle, RECORD_AGENT, "x"), 2);
    assert_int_equal(bundle_find(&bundle, RECORD_TEAM, "x"), 3);
    assert_int_equal(bundle_find(&bundle, RECORD_TEAM, "a"), -1);
    assert_string_equal(bundle.entries[1].path, "prompts[1]");
}

static void what_is_not_said_is_not_known(void **state)
{
    (void)state;
    open_own("\"prompts\": [{\"name\": \"a\", \"body\": \"x\"},"
             "{\"name\": \"b\", \"body\": \"x\", \"description\": \"\", \"tags\": []}]");
    read_good(0);
    assert_null(record.description);
    assert_null(record.tags);
    assert_int_equal(record.version_count, 1);
    assert_int_equal(record.versions[0].number, 1);
    assert_string_equal(record.versions[0].settings, "");
    read_good(1);
    assert_string_equal(record.description, "");
    assert_string_equal(record.tags, "");
}

static void versions_keep_their_numbers(void **state)
{
    (void)state;
    open_own("\"prompts\": [{\"name\": \"a\", \"labels\": {\"production\": 3, \"latest\": 9},"
             "\"versions\": [{\"version\": 3, \"body\": \"x\"}, {\"body\": \"y\"},"
             "{\"version\": 9, \"messages\": [{\"role\": \"user\", \"content\": \"z\"}]}]},"
             "{\"name\": \"b\", \"versions\": [{\"version\": 2, \"body\": \"x\"},"
             "{\"version\": 2, \"body\": \"y\"}]},"
             "{\"name\": \"c\", \"body\": \"x\", \"labels\": {\"production\": 2}}]");
    read_good(0);
    assert_int_equal(record.version_count, 3);
    assert_int_equal(record.versions[1].number, 4);
    assert_int_equal(record.versions[2].number, 9);
    assert_true(record.versions[2].is_chat);
    assert_int_equal(record.label_count, 1);
    assert_int_equal(record.labels[0].version, 3);
    assert_refused(1, "prompts[1].versions[1].version", "must rise");
    assert_refused(2, "prompts[2].labels.production", "not in the document");
}

static void numbers_of_versions_end_where_pages_end(void **state)
{
    (void)state;
    open_own("\"prompts\": [{\"name\": \"a\", \"versions\": [{\"version\": 1000000000, \"body\": "
             "\"x\"}]},"
             "{\"name\": \"b\", \"versions\": [{\"version\": 1000000001, \"body\": \"x\"}]},"
             "{\"name\": \"c\", \"versions\": [{\"version\": 0, \"body\": \"x\"}]}]");
    read_good(0);
    assert_int_equal(record.versions[0].number, 1000000000);
    assert_refused(1, "prompts[1].versions[0].version", "from 1 to 1000000000.");
    assert_refused(2, "prompts[2].versions[0].version", "from 1 to 1000000000.");
}

static void wrong_shapes_are_told_by_path(void **state)
{
    (void)state;
    open_own("\"prompts\": [{\"name\": \"a\", \"body\": 7}, {\"name\": \"b\", \"body\": \"x\","
             "\"tags\": [\"a,b\"]}, {\"name\": \"c\", \"type\": \"chat\", \"body\": \"x\"},"
             "{\"name\": \"d\", \"messages\": [{\"role\": \"robot\", \"content\": \"x\"}]},"
             "{\"name\": \"d\", \"body\": \"x\"}, {\"body\": \"x\"}, 7],"
             "\"agents\": [{\"name\": \"a\"}, {\"name\": \"b\", \"config\": []}],"
             "\"teams\": [{\"name\": \"a\", \"kind\": \"ring\"}, {\"name\": \"b\", \"kind\": "
             "\"sequential\", \"member_details\": [{\"agent\": \"a\", \"role\": \"boss\"}]}]");
    assert_refused(0, "prompts[0].body", "must be a text");
    assert_refused(1, "prompts[1].tags[0]", "without commas");
    assert_refused(2, "prompts[2].type", "type must be");
    assert_refused(3, "prompts[3].messages[0].role", "role must be");
    assert_refused(4, "prompts[4].name", "already: prompts[3]");
    assert_refused(5, "prompts[5].name", "needs a name");
    assert_refused(6, "prompts[6]", "must be an object");
    assert_refused(7, "agents[0].config", "needs a config");
    assert_refused(8, "agents[1].config", "must be an object");
    assert_refused(9, "teams[0].kind", "kind must be");
    assert_refused(10, "teams[1].member_details[0].role", "role must be");
}

#define ID "01890a5d-ac96-774b-bcce-b302099a8057"

static void agents_are_named_by_their_ids(void **state)
{
    (void)state;
    open_own("\"agents\": [{\"id\": \"" ID "\", \"name\": \"Ada\", \"config\": {}}],"
             "\"teams\": [{\"name\": \"t\", \"kind\": \"graph\", \"members\": [\"" ID
             "\", \"Bea\"],"
             "\"settings\": {\"edges\": [{\"from\": \"" ID "\", \"to\": \"Bea\"},"
             "{\"from\": \"gone\", \"from_name\": \"Bea\", \"to\": \"" ID "\"}], \"own\": 1}}]");
    read_good(1);
    assert_int_equal(record.versions[0].member_count, 2);
    assert_string_equal(record.versions[0].members[0].agent, "Ada");
    assert_string_equal(record.versions[0].members[1].agent, "Bea");
    assert_int_equal(record.versions[0].members[0].role, TEAM_WORKER);
    assert_string_equal(json_format(arena, record.versions[0].team_settings, JSON_LINE).data,
                        "{\"edges\":[{\"from\":\"Ada\",\"to\":\"Bea\"},"
                        "{\"from\":\"Bea\",\"to\":\"Ada\"}],\"own\":1}");
}

static void langfuse_versions_become_one_record(void **state)
{
    (void)state;
    const char *problem = NULL;
    assert_int_equal(
        open_text("[{\"name\": \"a\", \"version\": 2, \"prompt\": \"new "
                  "@@@langfusePrompt:name=b|version=1@@@ @@@langfusePrompt:name=c@@@\","
                  "\"labels\": [\"production\", \"latest\"], \"tags\": [\"x\", \"y\"]},"
                  "{\"name\": \"b\", \"prompt\": [{\"role\": \"developer\", \"content\": \"c\"},"
                  "{\"type\": \"placeholder\", \"name\": \"h\"}], \"config\": {\"t\": 0}},"
                  "{\"name\": \"a\", \"version\": 1, \"prompt\": \"old\", \"labels\": [\"old\"]},"
                  "{\"name\": \"c\", \"versions\": [1, 2]}]",
                  &problem),
        ERR_NONE);
    assert_true(bundle.is_langfuse);
    assert_int_equal(bundle.count, 3);
    read_good(0);
    assert_int_equal(record.version_count, 2);
    assert_string_equal(record.versions[0].body.data, "old");
    assert_string_equal(record.versions[1].body.data,
                        "new @@@prompt:name=b|version=1@@@ @@@prompt:name=c@@@");
    assert_int_equal(record.label_count, 2);
    assert_string_equal(record.tags, "x, y");
    read_good(1);
    assert_string_equal(record.versions[0].body.data,
                        "[{\"role\":\"developer\",\"content\":\"c\"},{\"placeholder\":\"h\"}]");
    assert_string_equal(record.versions[0].settings, "{\"t\":0}");
    assert_refused(2, "[3].prompt", "a text or a list of messages");
}

static void assert_note(int index, const char *path, const char *message)
{
    assert_true(index < record.notes.count);
    assert_string_equal(record.notes.items[index].path, path);
    assert_non_null(strstr(record.notes.items[index].message, message));
}

static void what_is_not_kept_is_noted(void **state)
{
    (void)state;
    const char *problem = NULL;
    open_own("\"prompts\": [{\"id\": \"x\", \"name\": \"a\", \"colour\": 1, \"archived_at\": null,"
             "\"versions\": [{\"version\": 1, \"created_at\": \"y\", \"mood\": 1, \"messages\": ["
             "{\"role\": \"user\", \"content\": \"x\", \"name\": \"Ada\", \"tool_calls\": [], "
             "\"weight\": 1},"
             "{\"placeholder\": \"h\", \"limit\": 3}]}]}],"
             "\"agents\": [{\"name\": \"b\", \"config\": {\"own\": 1}}],"
             "\"teams\": [{\"name\": \"t\", \"kind\": \"sequential\", \"member_details\": "
             "[{\"agent\": \"b\", \"weight\": 2}]}]");
    read_good(0);
    assert_int_equal(record.notes.count, 4);
    assert_note(0, "prompts[0].versions[0].messages[0].weight", "Not kept");
    assert_note(1, "prompts[0].versions[0].messages[1].limit", "Not kept");
    assert_note(2, "prompts[0].versions[0].mood", "Not kept");
    assert_note(3, "prompts[0].colour", "Not kept");
    assert_string_equal(record.versions[0].body.data,
                        "[{\"role\":\"user\",\"content\":\"x\",\"name\":\"Ada\"},"
                        "{\"placeholder\":\"h\"}]");
    read_good(1);
    assert_int_equal(record.notes.count, 0); /* configs keep what they have */
    read_good(2);
    assert_note(0, "teams[0].member_details[0].weight", "Not kept");
    assert_int_equal(open_text("{\"data\": [{\"name\": \"z\", \"prompt\": \"x\"}, {\"name\": \"a\","
                               "\"prompt\": [{\"type\": \"chatmessage\", \"role\": \"developer\","
                               "\"content\": \"c\", \"name\": \"Ada\"}, {\"type\": \"placeholder\","
                               "\"name\": \"h\"}], \"mood\": 1}]}",
                               &problem),
                     ERR_NONE);
    read_good(1);
    assert_int_equal(record.notes.count, 1);
    assert_note(0, "data[1].mood", "Not kept");
}

#define CALL                                                                                       \
    "{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}"

static void messages_of_tools_are_kept(void **state)
{
    (void)state;
    const char *problem = NULL;
    static const char messages[] =
        "[{\"role\":\"developer\",\"content\":[{\"type\":\"text\",\"text\":\"@@@prompt:name=x@@@\"}"
        ","
        "{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\"}}]},"
        "{\"role\":\"assistant\",\"tool_calls\":[" CALL "]},"
        "{\"role\":\"tool\",\"content\":\"r\",\"tool_call_id\":\"c\",\"name\":\"f\"}]";
    open_own(arena_printf(arena, "\"prompts\": [{\"name\": \"a\", \"messages\": %s}]", messages));
    read_good(0);
    assert_int_equal(record.notes.count, 0);
    assert_string_equal(record.versions[0].body.data, messages);
    const char *text = arena_printf(
        arena,
        "[{\"name\": \"a\", \"type\": \"chat\", \"prompt\": %s, \"version\": 1}, {\"name\": \"b\","
        "\"prompt\": [{\"role\": \"function\", \"content\": \"x\"}]}, {\"name\": \"c\", \"prompt\":"
        "[{\"role\": \"user\", \"content\": [{\"type\": \"text\"}]}]}]",
        messages);
    assert_int_equal(open_text(text, &problem), ERR_NONE);
    read_good(0);
    assert_string_equal(record.versions[0].body.data, messages);
    assert_refused(1, "[1].prompt[0].role", "developer, user, assistant or tool");
    assert_refused(2, "[2].prompt[0]", "the text of a part must be a text");
}

/* The list of Langfuse's API has versions, but no texts. */
static void a_list_without_texts_says_what_to_do(void **state)
{
    (void)state;
    const char *problem = NULL;
    assert_int_equal(open_text("{\"data\": [{\"name\": \"a\", \"type\": \"text\", \"versions\": "
                               "[1, 2], \"labels\": [\"production\"], \"tags\": [], "
                               "\"lastConfig\": {}}], \"meta\": {\"page\": 1}}",
                               &problem),
                     ERR_NONE);
    assert_refused(0, "data[0].prompt", "fetch each prompt by its name");
}

static void refusals_name_the_paths_of_the_document(void **state)
{
    (void)state;
    const char *problem = NULL;
    assert_int_equal(
        open_text("[{\"name\": \"a\", \"version\": 1, \"prompt\": \"x\"},"
                  "{\"name\": \"a\", \"version\": 2, \"prompt\": \"\"},"
                  "{\"name\": \"b\", \"prompt\": []},"
                  "{\"name\": \"c\", \"prompt\": \"x\", \"config\": []},"
                  "{\"name\": \"d\", \"prompt\": \"x\", \"commitMessage\": 1},"
                  "{\"name\": \"e\", \"prompt\": [{\"role\": \"user\", \"content\": null}]},"
                  "{\"name\": \"f\", \"prompt\": [{\"type\": \"placeholder\"}]}]",
                  &problem),
        ERR_NONE);
    assert_refused(0, "[1].prompt", "empty");
    assert_refused(1, "[2].prompt", "empty");
    read_good(2); /* a config is any JSON */
    assert_string_equal(record.versions[0].settings, "[]");
    assert_refused(3, "[4].commitMessage", "must be a text");
    assert_refused(4, "[5].prompt[0].content", "empty");
    assert_refused(5, "[6].prompt[0].name", "empty");
    assert_int_equal(open_text("{\"name\": \"a\", \"prompt\": \"\"}", &problem), ERR_NONE);
    assert_refused(0, "prompt", "empty");
    open_own("\"prompts\": [{\"name\": \"a\", \"body\": \"\"}, {\"name\": \"b\", \"messages\": []},"
             "{\"name\": \"\", \"body\": \"x\"}]");
    assert_refused(0, "prompts[0].body", "empty");
    assert_refused(1, "prompts[1].messages", "empty");
    assert_refused(2, "prompts[2].name", "empty");
}

static void configs_of_other_programs_are_understood(void **state)
{
    (void)state;
    open_own(
        "\"agents\": [{\"name\": \"a\", \"config\": {\"mcpServers\": {\"files\": {\"command\": "
        "\"npx\"}, \"crm\": {\"name\": \"CRM\", \"url\": \"https://x\"}}, \"tools\": ["
        "{\"type\": \"web_search\"}, {\"type\": \"function\", \"function\": {\"name\": \"f\","
        "\"parameters\": {\"type\": \"object\"}}}, {\"type\": \"function\", \"name\": \"g\","
        "\"function\": {\"name\": \"h\"}}]}},"
        "{\"name\": \"b\", \"config\": {\"mcp_servers\": {\"x\": {\"url\": \"https://x\"}},"
        "\"mcpServers\": {}}}]");
    read_good(0);
    assert_string_equal(
        record.versions[0].body.data,
        "{\"tools\":[{\"type\":\"web_search\"},{\"type\":\"function\",\"name\":\"f\","
        "\"parameters\":{\"type\":\"object\"}},{\"type\":\"function\",\"name\":\"g\",\"function\":"
        "{\"name\":\"h\"}}],\"mcp_servers\":[{\"name\":\"files\",\"command\":\"npx\"},"
        "{\"name\":\"CRM\",\"url\":\"https://x\"}]}");
    assert_int_equal(record.notes.count, 2);
    assert_note(0, "agents[0].config.mcpServers", "mcp_servers with 2 servers");
    assert_note(1, "agents[0].config.tools[1].function", "as the tool itself");
    read_good(1);
    assert_string_equal(
        record.versions[0].body.data,
        "{\"mcpServers\":{},\"mcp_servers\":[{\"name\":\"x\",\"url\":\"https://x\"}]}");
    assert_note(0, "agents[1].config.mcp_servers", "with 1 server.");
}

static void documents_have_limits(void **state)
{
    (void)state;
    const char *problem = NULL;
    char *large = arena_alloc(arena, BUNDLE_MAX + 2);
    memset(large, ' ', BUNDLE_MAX + 1);
    assert_int_equal(bundle_open(arena, large, BUNDLE_MAX + 1, &bundle, &problem), ERR_INVALID);
    assert_non_null(strstr(problem, "16 MiB"));
    struct buf many;
    buf_init(&many, arena);
    buf_add_text(&many, "[{\"prompt\":1}");
    for (int i = 0; i < BUNDLE_RECORDS_MAX; i++)
        buf_add_text(&many, ",1");
    buf_add_text(&many, "]");
    assert_int_equal(open_text(many.data, &problem), ERR_INVALID);
    assert_non_null(strstr(problem, "50000"));
    assert_int_equal(open_text("\xef\xbb\xbf[{\"name\":\"a\",\"prompt\":\"x\"}]", &problem),
                     ERR_NONE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(records_are_found_by_name),
        TEST(what_is_not_said_is_not_known),
        TEST(versions_keep_their_numbers),
        TEST(wrong_shapes_are_told_by_path),
        TEST(numbers_of_versions_end_where_pages_end),
        TEST(wrong_shapes_are_told_by_path),
        TEST(agents_are_named_by_their_ids),
        TEST(langfuse_versions_become_one_record),
        TEST(what_is_not_kept_is_noted),
        TEST(messages_of_tools_are_kept),
        TEST(a_list_without_texts_says_what_to_do),
        TEST(refusals_name_the_paths_of_the_document),
        TEST(configs_of_other_programs_are_understood),
        TEST(documents_have_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
