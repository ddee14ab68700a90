#include "cli/test/test_report.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/number.h"
#include "base/unicode.h"
#include "data/record/record_load.h"
#include "data/run/run_download.h"
#include "data/run/run_result_file.h"

enum {
    BATCH = 8, /* results, each with an answer of megabytes */
    SCRATCH = 64 << 20,
};

/* What is written while the results are read. */
struct writing {
    const struct test_report *report;
    struct test_run run;
    const char **names; /* of the cases, by position; NULL: the test set is gone */
    FILE *junit;        /* NULL: not asked for */
    struct result_file_junit file;
    const char *unfinished;
    json_t *failures;
    struct arena *scratch; /* of one result */
};

const char *test_report_url(struct arena *arena, const char *public_url, const struct test_ask *ask,
                            const struct test_started *started)
{
    char record[UUID_TEXT_LEN], run[UUID_TEXT_LEN];
    uuid_format(&started->record_id, record);
    uuid_format(&started->run_id, run);
    return arena_printf(arena, "%s%s/%s/tests/%s", public_url, ask->store->kind->path, record, run);
}

/* ---- a result ------------------------------------------------------------------------------- */

static const char *name_of(const struct writing *writing, const struct test_result *result)
{
    return writing->names == NULL ? "" : writing->names[result->position % writing->run.case_count];
}

/* ---- the file of JUnit ---------------------------------------------------------------------- */

static enum err fail(const char *path)
{
    command_say("%s can't be written: %s.", path, strerror(errno));
    return ERR_UNAVAILABLE;
}

static enum err put(const struct writing *writing, const struct buf *buf)
{
    return fwrite(buf->data, 1, buf->len, writing->junit) == buf->len ? ERR_NONE
                                                                      : fail(writing->unfinished);
}

static enum err count_results(const struct writing *writing, int64_t *count)
{
    int64_t counts[RANK_COUNT];
    enum err err = result_counts(writing->report->command->db, &writing->run, counts);
    *count = 0;
    for (int i = 0; i < RANK_COUNT; i++)
        *count += counts[i];
    return err;
}

static enum err begin_junit(struct writing *writing)
{
    struct buf buf;
    int64_t count = 0;
    const struct test_run *run = &writing->run;
    struct arena *arena = writing->report->arena;
    char *path = arena_printf(arena, "%s.XXXXXX", writing->report->ask->junit);
    int fd = mkstemp(path);
    if (fd < 0 || (writing->junit = fdopen(fd, "w")) == NULL)
        return fail(path);
    writing->unfinished = path;
    enum err err = count_results(writing, &count);
    if (err != ERR_NONE)
        return err;
    buf_init(&buf, arena);
    writing->file = (struct result_file_junit){.run = run,
                                               .record_name = writing->report->ask->name,
                                               .set_name = writing->report->ask->set,
                                               .count = count};
    result_file_junit_begin(&buf, &writing->file);
    return put(writing, &buf);
}

static enum err add_junit(const struct writing *writing, const struct test_result *result)
{
    struct buf buf;
    buf_init(&buf, writing->scratch);
    result_file_junit_add(&buf, &writing->file, result, name_of(writing, result));
    return put(writing, &buf);
}

static enum err end_junit(struct writing *writing)
{
    struct buf buf;
    const char *path = writing->report->ask->junit;
    buf_init(&buf, writing->scratch);
    result_file_junit_end(&buf, &writing->file);
    enum err err = put(writing, &buf);
    bool is_closed = fclose(writing->junit) == 0;
    writing->junit = NULL;
    if (err == ERR_NONE && (!is_closed || rename(writing->unfinished, path) != 0))
        err = fail(path);
    if (err == ERR_NONE)
        writing->unfinished = NULL;
    return err;
}

static void drop_junit(struct writing *writing)
{
    if (writing->junit != NULL)
        (void)fclose(writing->junit);
    if (writing->unfinished != NULL)
        (void)unlink(writing->unfinished);
}

/* ---- standard output ------------------------------------------------------------------------ */

/* On a terminal nothing of a case or an answer acts by itself. */
static const char *plain(struct arena *arena, const char *text)
{
    struct buf buf;
    size_t at = 0, len = strlen(text);
    buf_init(&buf, arena);
    while (at < len) {
        size_t from = at;
        if (unicode_is_control(text_next_char(text, len, &at)))
            buf_add_char(&buf, ' ');
        else
            buf_add(&buf, text + from, at - from);
    }
    return buf.data;
}

static void show_failure(struct arena *arena, const json_t *failure)
{
    const char *name = json_string_value(json_object_get(failure, "name"));
    const char *why = result_file_join(arena, json_object_get(failure, "reasons"));
    (void)printf(
        "%s %s%s%s%s, repeat %lld: %s\n", json_string_value(json_object_get(failure, "state")),
        json_string_value(json_object_get(failure, "case")), name[0] == '\0' ? "" : " ",
        plain(arena, name), json_is_true(json_object_get(failure, "critical")) ? " (critical)" : "",
        (long long)number_of_json(NUMBER_RUN_REPEATS, json_object_get(failure, "repeat"), 1),
        plain(arena, why));
}

static void show_count(int64_t count, const char *one)
{
    if (count > 0)
        (void)printf(" · %" PRId64 " %s%s", count, one, count == 1 ? "" : "s");
}

static void show_text(const struct writing *writing)
{
    size_t i = 0;
    json_t *failure = NULL;
    const struct test_run *run = &writing->run;
    (void)printf("%" PRId64 " of %" PRId64 " passed", run->pass_count, run->planned_count);
    show_count(run->critical_fail_count, "critical failure");
    show_count(run->error_count, "error");
    (void)putchar('\n');
    if (!result_file_is_whole(run))
        (void)printf("%s\n", result_file_end_words(writing->scratch, run));
    json_array_foreach(writing->failures, i, failure)
    {
        arena_reset(writing->scratch);
        show_failure(writing->scratch, failure);
    }
    (void)printf("%s\n", writing->report->url);
}

static enum err show_json(const struct writing *writing, bool has_passed)
{
    const struct test_run *run = &writing->run;
    const struct test_ask *ask = writing->report->ask;
    char id[UUID_TEXT_LEN];
    uuid_format(&run->id, id);
    json_t *json = json_pack("{s:s, s:s, s:b, s:s, s:s}", "run", id, "url", writing->report->url,
                             "passed", has_passed, "state", run_state_names[run->state], "reason",
                             run_reason_texts[run->reason]);
    json_object_set_new(json, "record",
                        json_pack("{s:s, s:s, s:I}", "kind", ask->store->kind->name, "name",
                                  ask->name, "version", (json_int_t)run->version));
    json_object_set_new(
        json, "set",
        json_pack("{s:s, s:I}", "name", ask->set, "version", (json_int_t)run->set_version));
    json_object_set_new(
        json, "counts",
        json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "planned", (json_int_t)run->planned_count,
                  "results", (json_int_t)run->result_count, "passed", (json_int_t)run->pass_count,
                  "failed", (json_int_t)run->fail_count, "errors", (json_int_t)run->error_count,
                  "critical", (json_int_t)run->critical_fail_count));
    json_object_set(json, "failures", writing->failures);
    return command_print_json(json);
}

/* ---- the results ---------------------------------------------------------------------------- */

static enum err add_result(const struct writing *writing, const struct test_result *result)
{
    arena_reset(writing->scratch);
    json_t *reasons = result_file_reasons(writing->scratch, result);
    if (result->state == RESULT_FAILED || result->state == RESULT_ERROR)
        json_array_append_new(writing->failures,
                              json_pack("{s:s, s:s, s:I, s:b, s:s, s:O}", "case", result->case_id,
                                        "name", name_of(writing, result), "repeat",
                                        (json_int_t)result->repeat + 1, "critical",
                                        result->is_critical, "state",
                                        result_state_names[result->state], "reasons", reasons));
    return writing->junit == NULL ? ERR_NONE : add_junit(writing, result);
}

static enum err next_request(const struct writing *writing)
{
    struct command *command = writing->report->command;
    enum err err = command_next_request(command);
    (void)db_enter(command->db, (struct db_scope){DB_ORGANIZATION, writing->run.organization_id});
    return err;
}

static enum err read_results(struct writing *writing)
{
    struct test_result_list list = {.has_more = true};
    struct result_filter filter = {.is_by_position = true, .after_position = -1, .limit = BATCH};
    while (list.has_more) {
        enum err err = next_request(writing);
        if (err == ERR_NONE)
            err = result_list(writing->report->command->db, &writing->run, &filter, &list);
        for (int i = 0; err == ERR_NONE && i < list.count; i++) {
            filter.after_position = list.items[i].position;
            err = add_result(writing, &list.items[i]);
        }
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}

static enum err read_names(struct writing *writing)
{
    struct run_cases cases;
    struct arena *arena = writing->report->arena;
    enum err err = run_cases_get(writing->report->command->db, &writing->run, &cases);
    if (err != ERR_NONE || cases.count != writing->run.case_count)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    writing->names = arena_array(arena, (size_t)cases.count, sizeof *writing->names);
    for (int i = 0; i < cases.count; i++)
        writing->names[i] = arena_strdup(arena, cases.items[i]->name);
    return ERR_NONE;
}

/* The run, if the person may still see it; a file with its answers leaves an event. */
static enum err load(struct writing *writing)
{
    const struct test_report *report = writing->report;
    const struct actor *person = &report->started->person;
    const struct record_store *store = report->ask->store;
    struct db *db = report->command->db;
    struct run_download download = {.format = "junit"};
    struct record_head *head = arena_alloc(report->command->arena, store->size);
    enum err err = record_load(db, person, store, &report->started->record_id, store->kind->read,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = run_get(db, person, head, &report->started->run_id, &writing->run);
    download.run = writing->run;
    if (err == ERR_NONE && report->ask->junit != NULL)
        err = run_download_begin(db, person, head, &download);
    return err == ERR_NONE ? read_names(writing) : err;
}

static enum err write_all(struct writing *writing, bool has_passed)
{
    const struct test_ask *ask = writing->report->ask;
    enum err err = ask->junit == NULL ? ERR_NONE : begin_junit(writing);
    if (err == ERR_NONE)
        err = read_results(writing);
    if (err == ERR_NONE && writing->junit != NULL)
        err = end_junit(writing);
    if (err != ERR_NONE)
        return err;
    if (ask->is_json)
        return show_json(writing, has_passed);
    show_text(writing);
    return ERR_NONE;
}

enum err test_report(const struct test_report *report, bool *has_passed)
{
    struct writing writing = {.report = report,
                              .failures = json_keep(report->arena, json_array()),
                              .scratch = arena_create(SCRATCH)};
    enum err err = load(&writing);
    *has_passed = err == ERR_NONE && result_file_is_whole(&writing.run) &&
                  writing.run.pass_count == writing.run.planned_count;
    if (err == ERR_NONE)
        err = write_all(&writing, *has_passed);
    drop_junit(&writing);
    arena_destroy(writing.scratch);
    if (err != ERR_NONE)
        command_say("the results can't be shown here: %s", report->url);
    return err;
}
