/* What the command prints of itself: --help, manual pages, completion. All of it comes from one
 * table, which these tests know from the completion. */

#include "test.h"

#include "programs.h"

enum { COMMANDS_MAX = 64, OPTIONS_LEN = 512, LINE_LEN = 1024 };

static struct command_row {
    char name[64];
    char options[OPTIONS_LEN]; /* "--a --b " */
} commands[COMMANDS_MAX];
static int command_count;
static char common[OPTIONS_LEN];

/* Copies what stands between two marks on the line. */
static bool between(const char *line, const char *begin, const char *end, char *to, size_t size)
{
    const char *from = strstr(line, begin);
    if (from == NULL)
        return false;
    from += strlen(begin);
    const char *until = strstr(from, end);
    if (until == NULL)
        return false;
    put(to, size, "%.*s", (int)(until - from), from);
    return true;
}

static int read_table(void **state)
{
    (void)state;
    assert_int_equal(rostrum("completion bash"), 0);
    for (char *line = strtok(out, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        struct command_row *row = &commands[command_count];
        (void)between(line, "local common='", "'", common, sizeof common);
        if (strstr(line, "' | '") == NULL)
            continue;
        assert_true(between(line, "'", "'", row->name, sizeof row->name));
        assert_true(between(line, "options='", "'", row->options, sizeof row->options));
        assert_true(++command_count < COMMANDS_MAX);
    }
    return 0;
}

/* Each option of the list stands in what was printed; `before` is what stands for its dashes. */
static void assert_out_has_all(const char *options, const char *dashes)
{
    char list[OPTIONS_LEN];
    put(list, sizeof list, "%s", options);
    for (const char *option = strtok(list, " "); option != NULL; option = strtok(NULL, " ")) {
        char text[128] = "";
        for (const char *c = option; *c != '\0'; c++)
            put(text + strlen(text), sizeof text - strlen(text), *c == '-' ? "%s" : "%.1s",
                *c == '-' ? dashes : c);
        assert_out_has(text);
    }
}

static void the_table_has_all_commands(void **state)
{
    static const char *const wanted[] = {
        "init",          "migrate",      "user add", "user list", "user link", "user deactivate",
        "user activate", "user recover", "demo",     "backup",    "restore",   "export",
        "import",        "copy",         "check",    "config",    "help",      "manual",
        "completion",    "test"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        int at = 0;
        while (at < command_count && strcmp(commands[at].name, wanted[i]) != 0)
            at++;
        if (at == command_count)
            fail_msg("no command %s", wanted[i]);
    }
    assert_true(strstr(common, "--database ") != NULL && strstr(common, "--config ") != NULL);
}

static void every_command_says_how_it_is_called(void **state)
{
    static char first[OUTPUT_MAX];
    char arguments[256], text[256];
    (void)state;
    for (int i = 0; i < command_count; i++) {
        put(arguments, sizeof arguments, "%s --help", commands[i].name);
        assert_int_equal(rostrum(arguments), 0);
        put(text, sizeof text, "usage: rostrum %s", commands[i].name);
        assert_int_equal(strncmp(out, text, strlen(text)), 0);
        assert_out_has_all(commands[i].options, "-");
        assert_out_has_all(common, "-");
        assert_out_has("Exit status:");
        put(first, sizeof first, "%s", out);
        put(arguments, sizeof arguments, "help %s", commands[i].name);
        assert_int_equal(rostrum(arguments), 0);
        assert_string_equal(out, first);
    }
}

static void the_list_has_a_line_for_each(void **state)
{
    char text[128];
    (void)state;
    assert_int_equal(rostrum("--help"), 0);
    for (int i = 0; i < command_count; i++) {
        put(text, sizeof text, "\n  %s", commands[i].name);
        assert_out_has(text);
    }
    assert_int_equal(rostrum("user --help"), 0);
    assert_out_has("\n  user recover EMAIL");
    assert_null(strstr(out, "backup"));
}

static void no_line_is_too_wide(void **state)
{
    (void)state;
    assert_int_equal(rostrum("--help"), 0);
    for (const char *line = strtok(out, "\n"); line != NULL; line = strtok(NULL, "\n"))
        assert_in_range(strlen(line), 1, 80);
}

/* An option of a command itself goes before one of the same name that every command takes. */
static void an_own_option_is_not_hidden_by_a_common_one(void **state)
{
    static char version[OUTPUT_MAX];
    char list[OPTIONS_LEN], arguments[256], every[128];
    int count = 0;
    (void)state;
    assert_int_equal(rostrum("--version"), 0);
    put(version, sizeof version, "%s", out);
    for (int i = 0; i < command_count; i++) {
        put(list, sizeof list, "%s", commands[i].options);
        for (char *option = strtok(list, " "); option != NULL; option = strtok(NULL, " ")) {
            put(every, sizeof every, "%s ", option);
            if (strstr(common, every) == NULL)
                continue;
            count++;
            put(arguments, sizeof arguments, "%s %s", commands[i].name, option);
            assert_int_equal(rostrum(arguments), 2);
            put(every, sizeof every, "a value is missing behind %s", option);
            assert_out_has(every);
            put(arguments, sizeof arguments, "%s %s nothing", commands[i].name, option);
            assert_int_not_equal(rostrum(arguments), 0);
            if (strstr(out, version) != NULL)
                fail_msg("%s gives the version of the program", arguments);
            put(arguments, sizeof arguments, "%s=nothing %s", option, commands[i].name);
            assert_int_equal(rostrum(arguments), 2); /* before its command it is that of all */
        }
    }
    assert_int_equal(count, 1); /* export --version */
}

static void a_slip_is_answered_with_what_was_meant(void **state)
{
    static const struct {
        const char *arguments, *answer;
    } slips[] = {
        {"bakcup x", "there is no command bakcup; did you mean rostrum backup?"},
        {"user lnik", "there is no command user lnik; did you mean rostrum user link?"},
        {"usre link", "did you mean rostrum user"},
        {"check --jsno", "there is no option --jsno; did you mean --json?"},
        {"backup --databse x", "there is no option --databse; did you mean --database?"},
        {"unicorn", "there is no command unicorn; \"rostrum --help\""},
        {"backup", "a word is missing: DIR"},
        {"user", "a word is missing behind user"},
        {"init one", "there is a word too much: one"},
        {"init --json", "this command does not take --json"},
        {"init --database", "a value is missing behind --database"},
        {"check --json=yes", "there is no value for --json"},
        {"check -x", "there is no option -x"},
        {"completion tcsh", "there is no completion for tcsh"},
        {"manual passwd", "there is no page passwd"},
        {"help unicorn", "there is no command unicorn"},
        {"copy --from sqlite:x", "name two databases"},
        {"user add x@example.com", "say in which --organization"},
        {"check 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", "a word too much"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(slips); i++) {
        assert_int_equal(rostrum(slips[i].arguments), 2);
        assert_out_has(slips[i].answer);
    }
}

static bool has_program(const char *name)
{
    char text[128];
    put(text, sizeof text, "command -v %s", name);
    return run_text(text) == 0;
}

static void the_manual_pages_have_all_and_no_warning(void **state)
{
    char text[PATH_LEN];
    (void)state;
    assert_int_equal(rostrum("manual"), 0);
    for (int i = 0; i < command_count; i++) {
        put(text, sizeof text, ".SS rostrum %s", commands[i].name);
        for (char *dash = text; strchr(text, '-') != NULL && (dash = strchr(dash, '-')) != NULL;)
            *dash = '?'; /* a name with a dash is escaped, and looked for below */
        if (strchr(text, '?') == NULL)
            assert_out_has(text);
        assert_out_has_all(commands[i].options, "\\-");
    }
    assert_out_has(".SS rostrum verify\\-bundle");
    assert_out_has_all(common, "\\-");
    static const char *const pages[] = {"rostrum", "rostrum.conf"};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        put(text, sizeof text,
            "'%s/rostrum' manual %s | groff -man -ww -Tascii -z 2>&1 | grep . && exit 1; "
            "'%s/rostrum' manual %s | man --warnings -l - 2>&1 >/dev/null | grep . && exit 1; exit "
            "0",
            folder_of_build(), pages[i], folder_of_build(), pages[i]);
        if (has_program("groff") && has_program("man") && run_text(text) != 0)
            fail_msg("%s", out);
        put(text, sizeof text, "'%s/rostrum' manual %s | mandoc -Tlint -Wwarning 2>&1",
            folder_of_build(), pages[i]);
        if (has_program("mandoc") && run_text(text) != 0)
            fail_msg("%s", out);
    }
}

/* What bash offers behind a line, separated by spaces. */
static void complete(const char *line)
{
    char text[4 * PATH_LEN];
    put(text, sizeof text,
        "bash -c 'source <(\"%s/rostrum\" completion bash); complete -p rostrum >/dev/null || exit "
        "1; COMP_WORDS=(rostrum %s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _rostrum; "
        "echo \"${COMPREPLY[*]}\"' 2>&1",
        folder_of_build(), line);
    if (run_text(text) != 0)
        fail_msg("%s", out);
}

static void bash_completes_commands_options_and_files(void **state)
{
    static const struct {
        const char *line, *offered;
    } lines[] = {
        {"bac", "backup\n"},
        {"co", "copy config completion\n"},
        {"user rec", "recover\n"},
        {"user add x --pers", "--persona\n"},
        {"--database sqlite:x user lin", "link\n"},
        {"check --js", "--json\n"},
        {"copy --f", "--from\n"},
        {"backup --key", "--key-ring\n"},
        {"backup /et", "/etc\n"},
        {"export --tree /et", "/etc\n"},
        {"config --config /et", "/etc\n"},
        {"user add --name a", "\n"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        complete(lines[i].line);
        assert_string_equal(out, lines[i].offered);
    }
}

static void other_shells_read_their_completion(void **state)
{
    char text[PATH_LEN];
    (void)state;
    static const char *const shells[] = {"bash", "zsh", "fish"};
    for (size_t i = 0; i < COUNT_OF(shells); i++) {
        put(text, sizeof text, "'%s/rostrum' completion %s | %s -n 2>&1", folder_of_build(),
            shells[i], shells[i]);
        if (has_program(shells[i]) && run_text(text) != 0)
            fail_msg("%s: %s", shells[i], out);
    }
    put(text, sizeof text,
        "fish -c 'source (\"%s/rostrum\" completion fish | psub); complete -C \"rostrum user "
        "rec\"'",
        folder_of_build());
    if (has_program("fish")) {
        assert_int_equal(run_text(text), 0);
        assert_out_has("recover\t");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_has_all_commands),
        cmocka_unit_test(every_command_says_how_it_is_called),
        cmocka_unit_test(the_list_has_a_line_for_each),
        cmocka_unit_test(no_line_is_too_wide),
        cmocka_unit_test(an_own_option_is_not_hidden_by_a_common_one),
        cmocka_unit_test(a_slip_is_answered_with_what_was_meant),
        cmocka_unit_test(the_manual_pages_have_all_and_no_warning),
        cmocka_unit_test(bash_completes_commands_options_and_files),
        cmocka_unit_test(other_shells_read_their_completion),
    };
    return cmocka_run_group_tests(tests, read_table, NULL);
}
