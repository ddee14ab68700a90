/* Settings from a file, the environment and options, as both programs take them. */

#include "test.h"

#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/setting.h"
#include "programs.h"

static char dir[64];
static char path[128]; /* of the file */

static int open_folder(void **state)
{
    (void)state;
    put(dir, sizeof dir, "/tmp/settings-test-XXXXXX");
    assert_non_null(mkdtemp(dir));
    put(path, sizeof path, "%s/rostrum.conf", dir);
    for (int i = 0; i < SETTING_COUNT; i++)
        (void)unsetenv(setting_table[i].environment);
    (void)setenv(SETTING_FILE_VAR, path, 1);
    return 0;
}

static int close_folder(void **state)
{
    char text[PATH_LEN];
    (void)state;
    put(text, sizeof text, "rm -rf '%s'", dir);
    return run_text(text);
}

static void write_text(const char *text, size_t len)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void write_file(const char *text)
{
    write_text(text, strlen(text));
}

/* A member of a setting as the command says. */
static const char *member_of(const char *arguments, const char *name, const char *member)
{
    static char value[PATH_LEN];
    char text[PATH_LEN];
    size_t i = 0;
    json_t *setting = NULL;
    put(text, sizeof text, "config --json %s", arguments);
    if (rostrum(text) != 0)
        fail_msg("%s", out);
    json_t *document = json_loads(out, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(document);
    json_array_foreach(json_object_get(document, "settings"), i, setting)
    {
        if (strcmp(json_string_value(json_object_get(setting, "name")), name) == 0) {
            put(value, sizeof value, "%s", json_string_value(json_object_get(setting, member)));
            json_decref(document);
            return value;
        }
    }
    fail_msg("no setting %s", name);
    return NULL;
}

static void an_option_beats_the_environment_that_beats_the_file(void **state)
{
    char from[SETTING_SOURCE_LEN];
    (void)state;
    write_file("");
    assert_string_equal(member_of("", "public-url", "value"), "http://127.0.0.1:8080");
    assert_string_equal(member_of("", "public-url", "from"), "default");
    write_file("# where it is\n\n  public-url =  \"https://file.example.org\" \r\n");
    put(from, sizeof from, "file %s:3", path);
    assert_string_equal(member_of("", "public-url", "value"), "https://file.example.org");
    assert_string_equal(member_of("", "public-url", "from"), from);
    (void)setenv("ROSTRUM_PUBLIC_URL", "https://environment.example.org", 1);
    assert_string_equal(member_of("", "public-url", "value"), "https://environment.example.org");
    assert_string_equal(member_of("", "public-url", "from"), "environment ROSTRUM_PUBLIC_URL");
    assert_string_equal(member_of("--public-url https://o.example", "public-url", "value"),
                        "https://o.example");
    assert_string_equal(member_of("--public-url https://o.example", "public-url", "from"),
                        "option --public-url");
    (void)setenv("ROSTRUM_PUBLIC_URL", "", 1); /* counts as none */
    assert_string_equal(member_of("", "public-url", "from"), from);
}

static void what_is_wrong_is_told_with_file_and_line(void **state)
{
    static const struct {
        const char *text, *answer;
    } files[] = {
        {"databse = sqlite:x\n", ":1: there is no setting \"databse\"; did you mean \"database\"?"},
        {"\n\nunicorn = 1\n", ":3: there is no setting \"unicorn\"."},
        {"api-rate = many\n", ":1: api-rate must be a whole number"},
        {"metrics-from = 10.0.0.0/40\n", ":1: metrics-from must be addresses and networks"},
        {"api-rate = 10\napi-rate = 20\n", ":2: api-rate is there already, on line 1"},
        {"database = mysql:x", ":1: database must be sqlite:PATH"},
        {"pool = fats\n", ":1: pool must be fast, sign-in or slow"},
        {"smtp-url = mail.example.org\n", ":1: smtp-url must be smtp://HOST:PORT"},
        {"smtp-timeout-s = 61\n", ":1: smtp-timeout-s must be from 1 to 60"},
        {"api-origins = https://a.example b.example\n", ":1: api-origins must be origins"},
        {"public-url https://x.example\n", ":1: a line is \"name = value\""},
        {"postgresql://u:hush@h/d?sslmode=require\n", ":1: a line is \"name = value\", and a name"},
        {"mail-from =\n", ":1: mail-from has no value"},
        {"mail-from = \"a@b.example\n", ":1: the value of mail-from begins with a quote"},
        {"# \xff\n", ":1: the file is not text in UTF-8"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        write_file(files[i].text);
        assert_int_equal(rostrum("config"), 2);
        assert_out_has(path);
        assert_out_has(files[i].answer);
        assert_null(strstr(out, "hush"));
        assert_int_equal(rostrum("migrate"), 2); /* every command says the same */
        assert_out_has(files[i].answer);
    }
    write_text("mail-from = a@b.example\0", 24);
    assert_int_equal(rostrum("config"), 2);
    assert_out_has("not text in UTF-8");
    write_file("");
    (void)setenv("ROSTRUM_API_RATE", "0", 1);
    assert_int_equal(rostrum("config"), 2);
    assert_out_has("environment ROSTRUM_API_RATE: api-rate must be a whole number");
    (void)unsetenv("ROSTRUM_API_RATE");
}

/* A byte is changed, lost, doubled or cut off, thousands of times. */
static void whatever_the_file_holds_it_is_read_or_refused(void **state)
{
    static const char whole[] = "# settings\ndatabase = sqlite:/hush-hush/r.db\napi-rate = 60\n"
                                "mail-from = \"a@b.example\"\npool=fast\n\nruntime =\t/run/x \r\n";
    char text[sizeof whole + 1], problem[SETTING_PROBLEM_LEN];
    unsigned seed = 1;
    (void)state;
    for (int i = 0; i < 5000; i++) {
        size_t len = sizeof whole - 1;
        memcpy(text, whole, len);
        for (int change = 0; change < 1 + i % 3; change++) {
            seed = seed * 1103515245u + 12345u;
            size_t at = seed / 65536 % len;
            switch (seed / 16 % 4) {
            case 0:
                text[at] = (char)(seed >> 8);
                break;
            case 1:
                memmove(text + at, text + at + 1, len - at - 1);
                len--;
                break;
            case 2:
                text[at] = "=\n\"#\0 \xc3"[seed / 256 % 7];
                break;
            default:
                len = at + 1;
            }
        }
        write_text(text, len);
        memset(problem, 'x', sizeof problem);
        enum err err = setting_read_file(path, problem);
        assert_true(err == ERR_NONE || err == ERR_INVALID);
        if (err == ERR_NONE)
            continue;
        assert_non_null(memchr(problem, '\0', sizeof problem));
        assert_int_equal(strncmp(problem, path, strlen(path)), 0);
        assert_null(strstr(problem, "hush"));
    }
    write_file("");
    assert_int_equal(setting_read_file(path, problem), ERR_NONE);
}

static void a_file_that_was_named_must_be_there(void **state)
{
    static char large[70000];
    char text[PATH_LEN];
    (void)state;
    assert_int_equal(rostrum("config"), 2);
    assert_out_has("No such file or directory");
    (void)setenv(SETTING_FILE_VAR, "/nonexistent.conf", 1);
    write_file("api-rate = 7\n");
    put(text, sizeof text, "--config '%s'", path);
    assert_string_equal(member_of(text, "api-rate", "value"), "7");
    memset(large, '#', sizeof large);
    write_text(large, sizeof large);
    put(text, sizeof text, "config --config '%s'", path);
    assert_int_equal(rostrum(text), 2);
    assert_out_has("the file is too long");
    put(text, sizeof text, "config --config '%s'", dir);
    assert_int_equal(rostrum(text), 2);
}

static void passwords_of_an_address_are_never_printed(void **state)
{
    static const char *const urls[] = {
        "postgresql://rostrum:hush-hush@db.example.org/rostrum?sslmode=require",
        "postgresql://rostrum:hush-hush@h/r?password=hush-hush&sslmode=require",
        "postgresql://rostrum@h/r?sslpassword=hush-hush",
        "postgresql://rostrum:hush@hush-hush@h/r",
    };
    char text[PATH_LEN];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(urls); i++) {
        put(text, sizeof text, "database = %s\n", urls[i]);
        write_file(text);
        assert_int_equal(rostrum("config"), 0);
        assert_null(strstr(out, "hush"));
        assert_out_has("***");
        assert_null(strstr(member_of("", "database", "value"), "hush"));
        assert_int_equal(rostrum("check"), 1);
        assert_null(strstr(out, "hush"));
    }
    write_file("database = postgresql://rostrum@h:5432/r\n");
    assert_string_equal(member_of("", "database", "value"), "postgresql://rostrum@h:5432/r");
}

static void the_workers_read_the_same_file(void **state)
{
    char text[4 * PATH_LEN];
    (void)state;
    put(text, sizeof text,
        "database = sqlite:%s/r.db\nkey-ring = %s/ring\ntemplates = %s/templates\n", dir, dir,
        folder_of_source());
    write_file(text);
    assert_int_equal(rostrum("init"), 0);
    assert_int_equal(ask_ready(NULL), 0);
    assert_out_has("Status: 200");
    put(text + strlen(text), sizeof text - strlen(text), "api-rat = 9\n");
    write_file(text);
    assert_int_equal(ask_ready(NULL), EXIT_CONFIG);
    assert_out_has(":4: there is no setting");
    assert_out_has("did you mean");
}

/* `make printed` prints it anew. */
static void the_document_is_what_the_program_prints(void **state)
{
    char text[PATH_LEN];
    (void)state;
    write_file("");
    put(text, sizeof text, "'%s/rostrum' config --table | diff - '%s/docs/settings.md'",
        folder_of_build(), folder_of_source());
    if (run_text(text) != 0)
        fail_msg("%s", out);
    assert_int_equal(rostrum("manual rostrum.conf"), 0);
    for (int i = 0; i < SETTING_COUNT; i++)
        assert_out_has(setting_table[i].environment);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_folder, close_folder)
    const struct CMUnitTest tests[] = {
        TEST(an_option_beats_the_environment_that_beats_the_file),
        TEST(what_is_wrong_is_told_with_file_and_line),
        TEST(whatever_the_file_holds_it_is_read_or_refused),
        TEST(a_file_that_was_named_must_be_there),
        TEST(passwords_of_an_address_are_never_printed),
        TEST(the_workers_read_the_same_file),
        TEST(the_document_is_what_the_program_prints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
