#include <inttypes.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "data/run/run_download.h"
#include "domain/endpoint/endpoint_completion.h"
#include "domain/run/run_finding.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/run/run_view.h"

/* The results of a run as a file, a line each: CSV (RFC 4180, in UTF-8) or JSON Lines, made while
 * it is sent. */

enum format { FORMAT_CSV, FORMAT_JSON };
enum { SCORE_WHOLE = 1000 };

enum column {
    COLUMN_POSITION,
    COLUMN_CASE,
    COLUMN_NAME,
    COLUMN_REPEAT,
    COLUMN_CRITICAL,
    COLUMN_STATE,
    COLUMN_OUTCOME,
    COLUMN_STATUS,
    COLUMN_ATTEMPTS,
    COLUMN_INPUT_TOKENS,
    COLUMN_OUTPUT_TOKENS,
    COLUMN_COST_NANOS,
    COLUMN_DURATION,
    COLUMN_VARIABLES,
    COLUMN_MESSAGES,
    COLUMN_EXPECTED,
    COLUMN_OUTPUT,
    COLUMN_TOOL_CALLS,
    COLUMN_CHECKS,
    COLUMN_DIGEST,
    COLUMN_JUDGE_PASSED,
    COLUMN_JUDGE_SCORE,
    COLUMN_JUDGE_INPUT_TOKENS,
    COLUMN_JUDGE_OUTPUT_TOKENS,
    COLUMN_JUDGE_COST_NANOS,
    COLUMN_COUNT
};

static const char *const names[COLUMN_COUNT] = {"position",
                                                "case",
                                                "name",
                                                "repeat",
                                                "critical",
                                                "state",
                                                "outcome",
                                                "status",
                                                "attempts",
                                                "input_tokens",
                                                "output_tokens",
                                                "cost_nanos",
                                                "duration_ms",
                                                "variables",
                                                "messages",
                                                "expected",
                                                "output",
                                                "tool_calls",
                                                "checks",
                                                "output_sha256",
                                                "judge_passed",
                                                "judge_score",
                                                "judge_input_tokens",
                                                "judge_output_tokens",
                                                "judge_cost_nanos"};

/* ---- a line -------------------------------------------------------------------------------- */

/* A new reference; null of what is below 0. */
static json_t *number_json(int64_t number)
{
    return number < 0 ? json_null() : json_integer(number);
}

static json_t *text_json(const char *text)
{
    return text == NULL || text[0] == '\0' ? json_null() : json_string(text);
}

/* A new reference to a value of somebody else; null of none. */
static json_t *other_json(json_t *value)
{
    return value == NULL ? json_null() : json_incref(value);
}

static void set_case(json_t *values[COLUMN_COUNT], const struct run_cases *cases, int64_t position)
{
    static const struct set_case none = {.name = "", .note = ""};
    const struct set_case *of = cases->count == 0 ? &none : cases->items[position % cases->count];
    values[COLUMN_NAME] = text_json(of->name);
    values[COLUMN_VARIABLES] = other_json(of->variables);
    values[COLUMN_MESSAGES] = other_json(of->messages);
    values[COLUMN_EXPECTED] = of->expected == NULL ? json_null() : json_string(of->expected);
}

static void set_output(struct arena *arena, json_t *values[COLUMN_COUNT],
                       const struct test_result *result)
{
    struct endpoint_completion completion = {.content = "", .refusal = "", .error = ""};
    if (result->output[0] != '\0')
        endpoint_completion_parse(arena, result->output, &completion);
    const char *text = completion.content[0] != '\0'   ? completion.content
                       : completion.refusal[0] != '\0' ? completion.refusal
                                                       : completion.error;
    values[COLUMN_OUTPUT] = result->output[0] == '\0' ? json_null() : json_string(text);
    values[COLUMN_TOOL_CALLS] = other_json(completion.tool_calls);
    values[COLUMN_CHECKS] =
        result->findings[0] == '\0'
            ? json_null()
            : json_incref(json_stored(
                  arena, (struct text){result->findings, strlen(result->findings)}, "findings"));
}

static void set_judge(json_t *values[COLUMN_COUNT], const struct test_result *result)
{
    bool has_judged = result->has_judged;
    values[COLUMN_JUDGE_PASSED] = has_judged ? json_boolean(result->judge_passed) : json_null();
    values[COLUMN_JUDGE_SCORE] =
        has_judged ? json_real((double)result->judge_score / SCORE_WHOLE) : json_null();
    values[COLUMN_JUDGE_INPUT_TOKENS] = number_json(result->judge_input_tokens);
    values[COLUMN_JUDGE_OUTPUT_TOKENS] = number_json(result->judge_output_tokens);
    values[COLUMN_JUDGE_COST_NANOS] = number_json(result->judge_cost_nanos);
}

static void set_values(struct arena *arena, json_t *values[COLUMN_COUNT],
                       const struct test_result *result, const struct run_cases *cases)
{
    values[COLUMN_POSITION] = json_integer(result->position + 1);
    values[COLUMN_CASE] = json_string(result->case_id);
    values[COLUMN_REPEAT] = json_integer(result->repeat + 1);
    values[COLUMN_CRITICAL] = json_boolean(result->is_critical);
    values[COLUMN_STATE] = json_string(result_state_names[result->state]);
    values[COLUMN_OUTCOME] =
        text_json(result->state == RESULT_OPEN ? "" : endpoint_outcome_names[result->outcome]);
    values[COLUMN_STATUS] = number_json(result->status == 0 ? -1 : result->status);
    values[COLUMN_ATTEMPTS] = json_integer(result->attempt_count);
    values[COLUMN_INPUT_TOKENS] = number_json(result->input_tokens);
    values[COLUMN_OUTPUT_TOKENS] = number_json(result->output_tokens);
    values[COLUMN_COST_NANOS] = number_json(result->cost_nanos);
    values[COLUMN_DURATION] = number_json(result->ended_at == 0 ? -1 : result->duration_ms);
    values[COLUMN_DIGEST] = text_json(result->output_digest);
    set_case(values, cases, result->position);
    set_output(arena, values, result);
    set_judge(values, result);
}

static const char *cell_of(struct arena *arena, const json_t *value)
{
    if (json_is_null(value))
        return NULL;
    return json_is_string(value) ? json_string_value(value)
                                 : json_format(arena, value, JSON_LINE).data;
}

static void add_line(struct buf *out, enum format format, const struct test_result *result,
                     const struct run_cases *cases)
{
    json_t *values[COLUMN_COUNT];
    json_t *line = json_keep(out->arena, json_object());
    set_values(out->arena, values, result, cases);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        json_object_set_new(line, names[i], values[i]);
        if (format == FORMAT_CSV)
            csv_add(out, cell_of(out->arena, values[i]));
    }
    if (format == FORMAT_CSV) {
        csv_end(out);
        return;
    }
    buf_add_text(out, json_format(out->arena, line, JSON_LINE).data);
    buf_add_char(out, '\n');
}

/* ---- the body ------------------------------------------------------------------------------ */

struct stream {
    struct run_download download;
    enum format format;
};

static enum err next_piece(void *context, struct buf *piece, bool *is_done)
{
    struct stream *stream = context;
    struct test_result_list list;
    struct run_cases cases;
    if (stream->format == FORMAT_CSV && stream->download.after < 0) {
        for (int i = 0; i < COLUMN_COUNT; i++)
            csv_add(piece, names[i]);
        csv_end(piece);
    }
    enum err err = run_download_next(&stream->download, piece->arena, &list, &cases);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        add_line(piece, stream->format, &list.items[i], &cases);
    *is_done = stream->download.is_over;
    return err;
}

static void leave(void *context)
{
    db_abandon(((struct stream *)context)->download.db);
}

static enum err send(struct page *page, enum format format)
{
    static const char *const endings[] = {"csv", "jsonl"};
    static const char *const types[] = {"text/csv; charset=utf-8; header=present",
                                        "application/jsonl; charset=utf-8"};
    char id[UUID_TEXT_LEN];
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct stream *stream = arena_alloc(page->arena, sizeof *stream);
    stream->format = format;
    stream->download.format = endings[format];
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = run_get(page->db, page->actor, head, &page->match.ids[1], &stream->download.run);
    if (err == ERR_NONE)
        err = run_download_begin(page->db, page->actor, head, &stream->download);
    if (err != ERR_NONE)
        return err;
    uuid_format(&stream->download.run.id, id);
    page->response->status = 200;
    page->response->content_type = types[format];
    page->response->stream = (struct response_stream){next_piece, stream, leave};
    response_header(page->response, "Content-Disposition",
                    arena_printf(page->arena, "attachment; filename=\"rostrum-run-%s.%s\"", id,
                                 endings[format]));
    return ERR_NONE;
}

enum err page_run_csv(struct page *page)
{
    return send(page, FORMAT_CSV);
}

enum err page_run_json(struct page *page)
{
    return send(page, FORMAT_JSON);
}
