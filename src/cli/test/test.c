#include "cli/test/test.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/number.h"
#include "cli/mail/watch.h"
#include "cli/test/test_import.h"
#include "cli/test/test_report.h"
#include "data/agent/agent.h"
#include "data/prompt/prompt.h"
#include "data/run/run.h"

/* A test run for pipelines: started, waited for, and told by an exit status. */

enum { LOOK_MS = 500, LASTING = 64 << 20 };
#define PROGRESS_PAUSE (3 * CLOCK_SECOND)

/* ---- what is asked -------------------------------------------------------------------------- */

static bool read_number(const struct command_options *options, const char *name, enum number number,
                        int64_t *value)
{
    const char *text = command_value(options, name);
    if (text == NULL || number_parse(number, text, value) == ERR_NONE)
        return true;
    command_say("--%s is %s.", name, number_limits[number].words);
    return false;
}

/* An import has no model to call, and a run no file. */
static bool has_all(const struct command_options *options)
{
    static const struct needed {
        const char *name;
        bool of_run, of_import; /* where it is needed, or may be */
        bool is_needed;
    } needed[] = {
        {"organization", true, true, true}, {"as", true, true, true},
        {"set", true, true, true},          {"endpoint", true, false, true},
        {"model", true, false, true},       {"repeats", true, false, false},
        {"cap-tokens", true, false, false}, {"set-version", false, true, false},
        {"column", false, true, false},
    };
    bool is_import = command_value(options, "results") != NULL;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        bool is_given = command_value(options, needed[i].name) != NULL;
        bool may_be = is_import ? needed[i].of_import : needed[i].of_run;
        if (is_given == may_be || (may_be && !needed[i].is_needed))
            continue;
        if (is_given)
            command_say("--%s goes %s --results.", needed[i].name, is_import ? "without" : "with");
        else
            command_say("--%s is missing.", needed[i].name);
        return false;
    }
    return true;
}

static bool read_store(const struct command_options *options, const struct record_store **store)
{
    const char *kind = command_value(options, "kind");
    *store = kind == NULL || strcmp(kind, prompt_store.kind->name) == 0 ? &prompt_store
             : strcmp(kind, agent_store.kind->name) == 0                ? &agent_store
                                                                        : NULL;
    if (*store == NULL)
        command_say("--kind is prompt or agent.");
    return *store != NULL;
}

/* Before anything is spent. */
static bool can_write(struct arena *arena, const char *path)
{
    const char *folder = file_folder(arena, path);
    if (access(folder, W_OK | X_OK) == 0)
        return true;
    command_say("nothing can be written in the folder %s.", folder);
    return false;
}

/* false: the person has been told what is wrong. */
static bool read_ask(const struct command_options *options, struct arena *arena,
                     struct test_ask *ask)
{
    *ask = (struct test_ask){
        .name = options->words[0],
        .organization = command_value(options, "organization"),
        .email = command_value(options, "as"),
        .label = command_value(options, "label"),
        .set = command_value(options, "set"),
        .endpoint = command_value(options, "endpoint"),
        .model = command_value(options, "model"),
        .repeats = 1,
        .token_cap = -1,
        .results = command_value(options, "results"),
        .column = -1,
        .junit = command_value(options, "junit"),
        .is_json = command_value(options, "json") != NULL,
    };
    if (!has_all(options) || !read_store(options, &ask->store) ||
        !read_number(options, "record-version", NUMBER_VERSION, &ask->version) ||
        !read_number(options, "repeats", NUMBER_RUN_REPEATS, &ask->repeats) ||
        !read_number(options, "cap-tokens", NUMBER_RUN_TOKENS, &ask->token_cap) ||
        !read_number(options, "set-version", NUMBER_VERSION, &ask->set_version) ||
        !read_number(options, "column", NUMBER_RESULT_PLACE, &ask->column))
        return false;
    if (ask->label != NULL && ask->version != 0) {
        command_say("say a version or a label, not both.");
        return false;
    }
    if (ask->junit != NULL && !can_write(arena, ask->junit))
        return false;
    return ask->results == NULL || test_import_read(arena, ask);
}

/* ---- waiting -------------------------------------------------------------------------------- */

static void show_progress(const struct test_run *run, int64_t *shown_at)
{
    if (clock_now() - *shown_at < PROGRESS_PAUSE)
        return;
    *shown_at = clock_now();
    if (run->result_count == 0)
        command_say("no result of %" PRId64 " yet: \"rostrum work\" carries the run out.",
                    run->planned_count);
    else
        command_say("%" PRId64 " of %" PRId64 " results, %" PRId64 " passed", run->result_count,
                    run->planned_count, run->pass_count);
}

/* ERR_CONFLICT if the end was asked for. */
static enum err wait_for_end(struct command *command, const struct test_started *started)
{
    struct test_run run;
    int64_t shown_at = clock_now();
    const struct uuid *organization_id = &started->person.organization_id;
    for (;;) {
        enum err err = command_next_request(command);
        (void)db_enter(command->db, (struct db_scope){DB_ORGANIZATION, *organization_id});
        if (err == ERR_NONE)
            err = run_find(command->db, organization_id, &started->run_id, &run);
        if (err == ERR_NONE)
            err = run_row_judge(command->db, &run, 1);
        if (err != ERR_NONE || run_state_is_over(run.state))
            return err;
        if (watch_is_over())
            return ERR_CONFLICT;
        show_progress(&run, &shown_at);
        watch_wait_ms(LOOK_MS);
    }
}

/* ---- the command ---------------------------------------------------------------------------- */

static int follow(struct command *command, struct test_report *report)
{
    bool has_passed = false;
    bool is_import = report->ask->results != NULL;
    command_say("%s: %s", is_import ? "imported" : "started", report->url);
    enum err err = is_import ? ERR_NONE : wait_for_end(command, report->started);
    if (err == ERR_CONFLICT)
        command_say("the run goes on: %s", report->url);
    else if (err != ERR_NONE)
        command_say("the run can't be followed any more: %s", report->url);
    else
        err = test_report(report, &has_passed);
    return err == ERR_NONE && has_passed ? COMMAND_DONE : COMMAND_FAILED;
}

static int test(struct command *command, const struct command_options *options,
                const struct test_ask *ask, struct arena *arena)
{
    struct test_started started;
    enum err err = watch_begin();
    if (err == ERR_NONE)
        err = ask->results == NULL ? test_start(command, ask, &started)
                                   : test_import(command, ask, &started);
    if (err != ERR_NONE)
        return err == ERR_UNAVAILABLE ? COMMAND_FAILED : COMMAND_MISUSED;
    struct test_report report = {
        .command = command,
        .arena = arena,
        .ask = ask,
        .started = &started,
        .url = test_report_url(arena, options->public_url, ask, &started),
    };
    return follow(command, &report);
}

static int run(const struct command_options *options)
{
    struct command command;
    struct test_ask ask;
    struct arena *arena = arena_create(LASTING);
    int status = COMMAND_MISUSED;
    if (read_ask(options, arena, &ask)) {
        enum err err = command_open(options, false, &command);
        status = err == ERR_NONE ? test(&command, options, &ask, arena) : COMMAND_FAILED;
        if (command_end(&command, err) != COMMAND_DONE && status == COMMAND_DONE)
            status = COMMAND_FAILED;
    }
    arena_destroy(arena);
    return status;
}

const struct subcommand test_subcommand = {
    .name = "test",
    .words = "NAME",
    .words_min = 1,
    .words_max = 1,
    .summary = "runs a test set against a prompt or an agent, and says whether all cases passed",
    .help = "As a person, with their rights. \"rostrum work\" makes the calls; this waits for "
            "them. If it is ended, the run goes on. Without a label or a version it is the current "
            "version. Without --cap-tokens the cap is twice the estimate. With --results nothing "
            "is called: what \"promptfoo eval -o FILE\" wrote becomes a run that is marked as "
            "imported.",
    .exits = "1 if a case did not pass, or the run did not reach its end; 2 if something that is "
             "named is not there, or the person may not run or import it, or the file of results "
             "is refused",
    .options = {{"organization", "SLUG", "whose records, by its short name"},
                {"as", "EMAIL", "the person who starts the run"},
                {"kind", "KIND", "prompt or agent (prompt)"},
                {"label", "LABEL", "the version with this label"},
                {"record-version", "NUMBER", "this version"},
                {"set", "NAME", "the test set"},
                {"endpoint", "NAME", "the endpoint"},
                {"model", "MODEL", "its model"},
                {"repeats", "COUNT", "how often each case is run, 1 to 10 (1)"},
                {"cap-tokens", "COUNT", "the run stops before it takes more tokens"},
                {"results", "FILE", "imports these results of promptfoo in place of a run"},
                {"set-version", "NUMBER", "of an import, the version of the test set"},
                {"column", "NUMBER", "of an import, the promptIdx to take (the lowest)"},
                {"junit", "FILE", "writes the results there, as JUnit reports are"},
                {"json", NULL, "prints JSON"}},
    .run = run,
};
