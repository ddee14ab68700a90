#include <inttypes.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "data/run/run_download.h"
#include "data/run/run_result_file.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/run/run_view.h"

/* The results of a run as a file, a line each: CSV (RFC 4180, in UTF-8) or JSON Lines, made while
 * it is sent. */

enum format { FORMAT_CSV, FORMAT_JSON };

/* ---- a line -------------------------------------------------------------------------------- */

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
    json_t *values[RESULT_FILE_COLUMNS];
    json_t *line = json_keep(out->arena, json_object());
    result_file_values(out->arena, result, cases, values);
    for (int i = 0; i < RESULT_FILE_COLUMNS; i++) {
        json_object_set_new(line, result_file_names[i], values[i]);
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
        for (int i = 0; i < RESULT_FILE_COLUMNS; i++)
            csv_add(piece, result_file_names[i]);
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
