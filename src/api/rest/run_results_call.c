#include "api/handlers.h"
#include "api/parameters.h"
#include "api/rest/run_view.h"
#include "base/json.h"
#include "base/number.h"
#include "data/run/run_download.h"
#include "data/run/run_result_file.h"

/* What a run came to, result by result: as JSON in pages, or as one JUnit report. */

enum { RESULTS_A_PAGE = 50 /* at most: each may have an answer of megabytes */ };

/* ---- JSON ---------------------------------------------------------------------------------- */

static json_t *result_json(struct call *call, const struct test_result *result,
                           const struct run_cases *cases)
{
    json_t *values[RESULT_FILE_COLUMNS];
    json_t *json = json_object();
    result_file_values(call->arena, result, cases, values);
    for (int i = 0; i < RESULT_FILE_COLUMNS; i++)
        json_object_set_new(json, result_file_names[i], values[i]);
    return json;
}

/* Without a test set the results are there all the same. */
static enum err load_cases(struct call *call, const struct test_run *run, struct run_cases *cases)
{
    enum err err = run_cases_get(call->db, run, cases);
    if (err == ERR_NOT_FOUND)
        cases->count = 0;
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err answer_results(struct call *call, const struct test_run *run,
                               const struct result_filter *filter)
{
    struct run_cases cases;
    struct test_result_list list;
    enum err err = load_cases(call, run, &cases);
    if (err == ERR_NONE)
        err = result_list(call->db, run, filter, &list);
    if (err != ERR_NONE)
        return err;
    json_t *items = json_array();
    for (int i = 0; i < list.count; i++)
        json_array_append_new(items, result_json(call, &list.items[i], &cases));
    if (list.has_more)
        call_link(
            call, "next", "cursor",
            arena_printf(call->arena, "%lld", (long long)list.items[list.count - 1].position + 1));
    return call_answer(call, 200, json_pack("{s:o}", "items", items));
}

/* A cursor is the position of the last result that was given, as it is shown. */
enum err api_run_results(struct call *call)
{
    struct page_query query;
    struct record_head *head = NULL;
    struct test_run run;
    int64_t shown = 0;
    if (page_query_parse(call, &query) != ERR_NONE)
        return ERR_NONE;
    if (query.cursor[0] != '\0' && number_parse(NUMBER_PLACE, query.cursor, &shown) != ERR_NONE)
        return call_refuse_cursor(call, ERR_INVALID);
    const struct result_filter filter = {.is_by_position = true,
                                         .after_position = shown - 1,
                                         .limit = query.limit > 0 && query.limit < RESULTS_A_PAGE
                                                      ? (int)query.limit
                                                      : RESULTS_A_PAGE};
    enum err err = run_view_load(call, &head, &run);
    return err == ERR_NONE ? answer_results(call, &run, &filter) : err;
}

/* ---- JUnit --------------------------------------------------------------------------------- */

struct stream {
    struct run_download download;
    struct result_file_junit file;
};

static const char *name_of(const struct run_cases *cases, int64_t position)
{
    return cases->count == 0 ? "" : cases->items[position % cases->count]->name;
}

static enum err next_piece(void *context, struct buf *piece, bool *is_done)
{
    struct stream *stream = context;
    struct test_result_list list;
    struct run_cases cases;
    if (stream->download.after < 0)
        result_file_junit_begin(piece, &stream->file);
    enum err err = run_download_next(&stream->download, piece->arena, &list, &cases);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        result_file_junit_add(piece, &stream->file, &list.items[i],
                              name_of(&cases, list.items[i].position));
    *is_done = stream->download.is_over;
    if (err == ERR_NONE && *is_done)
        result_file_junit_end(piece, &stream->file);
    return err;
}

static void leave(void *context)
{
    db_abandon(((struct stream *)context)->download.db);
}

static enum err count_results(struct call *call, const struct test_run *run, int64_t *count)
{
    int64_t counts[RANK_COUNT];
    enum err err = result_counts(call->db, run, counts);
    *count = 0;
    for (int i = 0; err == ERR_NONE && i < RANK_COUNT; i++)
        *count += counts[i];
    return err;
}

enum err api_run_junit(struct call *call)
{
    struct record_head *head = NULL;
    struct stream *stream = arena_alloc(call->arena, sizeof *stream);
    struct test_run *run = &stream->download.run;
    stream->download.format = "junit";
    enum err err = run_view_load(call, &head, run);
    if (err == ERR_NONE)
        err = count_results(call, run, &stream->file.count);
    if (err == ERR_NONE)
        err = run_download_begin(call->db, call->actor, head, &stream->download);
    if (err != ERR_NONE)
        return err;
    stream->file.run = run;
    stream->file.record_name = head->name;
    stream->file.set_name = run->set_name == NULL ? "a deleted test set" : run->set_name;
    call->response->status = 200;
    call->response->content_type = "application/xml";
    call->response->stream = (struct response_stream){next_piece, stream, leave};
    return ERR_NONE;
}
