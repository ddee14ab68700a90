#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "data/trail/audit_download.h"
#include "pages/handlers.h"
#include "pages/shell/page_password.h"
#include "pages/trail/audit_lines.h"
#include "pages/trail/audit_query.h"

/* What the filter of the list finds, as a file: first how much it is, then a body that is made
 * while it is sent. */

static const char title[] = "Export events";
static const char file[] = "trail/audit_export.tpl";

static const char *const formats[] = {[AUDIT_CSV] = "csv", [AUDIT_JSON] = "jsonl", NULL};

struct export_form {
    struct audit_query query;
    int format;
};

static const struct form_field format_field = {
    .name = "format",
    .label = "Format",
    .kind = FORM_CHOICE,
    .is_required = true,
    .choices = formats,
    .offset = offsetof(struct export_form, format),
};

/* The filter goes through the form as it came; what was filtered by is said in words. */
static void show_filter(struct page *page, const struct param_list *params)
{
    static const char *const names[] = {"actor", "record", "action", "from", "until"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct text *value = param_find(params, names[i]);
        if (value == NULL || value->len == 0)
            continue;
        struct view *kept = view_add(page->view, "KEPT");
        view_text(kept, "KEPT_NAME", names[i]);
        view_text(kept, "KEPT_VALUE", value->data);
    }
}

static void show_back(struct page *page, const struct param_list *params)
{
    struct buf url;
    buf_init(&url, page->arena);
    buf_add_text(&url, "/audit");
    for (int i = 0; i < params->count; i++) {
        const char *name = params->items[i].name;
        if (strcmp(name, "csrf") == 0 || strcmp(name, "format") == 0 ||
            params->items[i].value.len == 0)
            continue;
        buf_printf(&url, "%c%s=%s", strchr(url.data, '?') == NULL ? '?' : '&',
                   text_percent_encode(page->arena, name),
                   text_percent_encode(page->arena, params->items[i].value.data));
    }
    view_text(page->view, "BACK_URL", url.data);
}

/* "1,234". */
static const char *thousands(struct arena *arena, int64_t number)
{
    const char *digits = arena_printf(arena, "%" PRId64, number);
    size_t len = strlen(digits);
    struct buf buf;
    buf_init(&buf, arena);
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            buf_add_char(&buf, ',');
        buf_add_char(&buf, digits[i]);
    }
    return buf.data;
}

static enum err fill(struct page *page, const struct audit_query *query,
                     const struct param_list *params, int format)
{
    int64_t count = 0;
    struct audit_filter filter = audit_query_filter(page, query);
    enum err err = audit_list_count(page->db, page->actor, &filter, &count);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    view_text(view, "COUNT", thousands(page->arena, count));
    view_show(view, "IS_ONE", count == 1);
    view_show(view, "IS_MANY", count != 1);
    view_show(view, "CSV_CHECKED", format != AUDIT_JSON);
    view_show(view, "JSON_CHECKED", format == AUDIT_JSON);
    view_show(view, "ASK_PASSWORD", !page_is_reauthenticated(page));
    show_filter(page, params);
    show_back(page, params);
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    return ERR_NONE;
}

enum err page_audit_export(struct page *page)
{
    struct form form;
    struct audit_query query;
    enum err wrong = audit_query_parse(page, &form, &query);
    enum err err = fill(page, &query, &page->request->query, AUDIT_CSV);
    if (err != ERR_NONE)
        return err;
    return wrong == ERR_NONE ? page_show(page, 200, title, file)
                             : page_show_form(page, &form, title, file);
}

/* ---- the body ------------------------------------------------------------------------------ */

struct stream {
    struct audit_download download;
    enum audit_format format;
};

static enum err next_piece(void *context, struct buf *piece, bool *is_done)
{
    struct stream *stream = context;
    struct audit_list list;
    if (stream->download.done == 0)
        audit_lines_begin(piece, stream->format);
    enum err err = audit_download_next(&stream->download, piece->arena, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        audit_lines_add(piece, stream->format, &list.entries[i]);
    *is_done = err != ERR_NONE || list.count == 0 || !list.has_more;
    return err;
}

static void leave(void *context)
{
    db_abandon(((struct stream *)context)->download.db);
}

static enum err send(struct page *page, const struct export_form *input)
{
    char day[CLOCK_DAY_LEN];
    struct stream *stream = arena_alloc(page->arena, sizeof *stream);
    struct audit_filter filter = audit_query_filter(page, &input->query);
    stream->format = (enum audit_format)input->format;
    enum err err = audit_download_begin(page->db, page->actor, &filter, formats[input->format],
                                        &stream->download);
    if (err != ERR_NONE)
        return err;
    clock_format_day(clock_now(), day);
    page->response->status = 200;
    page->response->content_type = stream->format == AUDIT_CSV
                                       ? "text/csv; charset=utf-8; header=present"
                                       : "application/jsonl; charset=utf-8";
    page->response->stream = (struct response_stream){next_piece, stream, leave};
    response_header(page->response, "Content-Disposition",
                    arena_printf(page->arena, "attachment; filename=\"rostrum-events-%s.%s\"", day,
                                 formats[input->format]));
    response_header(page->response, "X-Event-Count",
                    arena_printf(page->arena, "%" PRId64, stream->download.count));
    return ERR_NONE;
}

enum err page_audit_export_post(struct page *page)
{
    struct form form;
    struct export_form input;
    int count = 0;
    struct form_field *fields =
        audit_query_fields(page, offsetof(struct export_form, query), &count);
    fields[count++] = format_field;
    enum err err = form_parse(&form, page->request, fields, count, &input);
    if (err == ERR_NONE)
        return send(page, &input);
    if (err != ERR_INVALID)
        return err;
    err = fill(page, &input.query, &page->request->form, input.format);
    return err == ERR_NONE ? page_show_form(page, &form, title, file) : err;
}
