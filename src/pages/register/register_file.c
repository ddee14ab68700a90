#include "base/clock.h"
#include "base/csv.h"
#include "data/register/register_export.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/register/register_query.h"
#include "pages/register/register_row.h"
#include "pages/register/register_show.h"

/* The register to be taken elsewhere: a form to print, and a file. Columns are named after what
 * asks for them in Regulation (EU) 2024/1689: Article 26 for deployers, Article 49 with Annex VIII
 * for registration. What the register does not know has a column of its own to be filled in. */

static const char *const columns[] = {
    "Name (Annex VIII A 4, B 4)",
    "Reference (Annex VIII A 4, B 4)",
    "Kind",
    "Owner",
    "Purpose (Annex VIII A 5, B 5)",
    "Data categories (Annex VIII A 6; Article 26(4))",
    "Model and its provider (Annex VIII A 6)",
    "Affected people (Article 26(7), 26(11))",
    "Human oversight (Article 26(2))",
    "Risk class (Articles 5, 6, 50, 51)",
    "Reason for the risk class (Article 6(4); Annex VIII B 6, B 7)",
    "Status (Annex VIII A 7, B 8)",
    "Last served to a program",
    "Next review (Article 26(5))",
    "Missing in the register",
    "Entry version",
    "Entry saved at",
    "Entry saved by",
    "To fill in: provider, address, contact (Annex VIII A 1 to 3, B 1 to 3)",
    "To fill in: deployer, address, contact (Annex VIII C 1, C 2)",
    "To fill in: entry in the EU database (Annex VIII C 3)",
    "To fill in: fundamental rights impact assessment (Article 27; Annex VIII C 4)",
    "To fill in: data protection impact assessment (Article 26(9); Annex VIII C 5)",
    "To fill in: certificate and declaration of conformity (Annex VIII A 8, A 9, A 11)",
    "To fill in: Member States (Annex VIII A 10, B 9)",
    "To fill in: instructions for use (Article 26(1); Annex VIII A 12)",
    "To fill in: logs kept for (Article 26(6))",
};
enum { KNOWN_COLUMNS = 18 };

struct stream {
    struct register_export export;
    struct page page; /* with the arena of the piece that is made */
    bool has_begun;
};

static const char *time_or_empty(struct page *page, int64_t time)
{
    if (time == 0)
        return "";
    char *text = arena_alloc(page->arena, CLOCK_ISO_LEN);
    clock_format_iso(time, text);
    return text;
}

static void add_row(struct page *page, struct buf *buf, const struct register_row *row)
{
    const struct register_entry *entry = &row->entry;
    const char *url = record_page_url(page, row->kind, &row->id, "");
    const char *const cells[KNOWN_COLUMNS] = {
        row->name,
        arena_printf(page->arena, "%s%s", page->config->public_url, url),
        row->kind->name,
        record_page_name(row->owner_name),
        entry->texts[REGISTER_PURPOSE],
        entry->texts[REGISTER_DATA_CATEGORIES],
        register_model_words(page->arena, &row->models),
        entry->texts[REGISTER_AFFECTED_PEOPLE],
        uuid_is_nil(&entry->oversight_id) ? "" : record_page_name(entry->oversight_name),
        register_risk_titles[entry->risk],
        entry->texts[REGISTER_RISK_REASON],
        register_row_status(page, row),
        time_or_empty(page, row->last_served_at),
        register_show_day(page, entry->review_on),
        entry->missing,
        arena_printf(page->arena, "%lld", (long long)entry->revision),
        time_or_empty(page, entry->created_at),
        entry->revision == 0 ? "" : record_page_name(entry->author_name),
    };
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        csv_add(buf, i < KNOWN_COLUMNS ? cells[i] : "");
    csv_end(buf);
}

static enum err next_piece(void *context, struct buf *piece, bool *is_done)
{
    struct stream *stream = context;
    struct register_list list;
    stream->page.arena = piece->arena;
    if (!stream->has_begun) {
        for (size_t i = 0; i < COUNT_OF(columns); i++)
            csv_add(piece, columns[i]);
        csv_end(piece);
    }
    stream->has_begun = true;
    enum err err = register_export_next_alone(&stream->export, piece->arena, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        add_row(&stream->page, piece, &list.rows[i]);
    *is_done = err != ERR_NONE || list.next == NULL;
    return err;
}

static void leave(void *context)
{
    db_abandon(((struct stream *)context)->export.db);
}

enum err page_register_csv(struct page *page)
{
    struct register_query query;
    struct stream *stream = arena_alloc(page->arena, sizeof *stream);
    char day[CLOCK_DAY_LEN];
    if (register_query_parse(page, &query) != ERR_NONE)
        return ERR_NOT_FOUND;
    *stream = (struct stream){.page = *page};
    enum err err = register_export_begin(page->db, page->actor, &query.filter, 0, &stream->export);
    if (err != ERR_NONE)
        return err;
    clock_format_day(clock_now(), day);
    page->response->status = 200;
    page->response->content_type = "text/csv; charset=utf-8; header=present";
    page->response->stream = (struct response_stream){next_piece, stream, leave};
    response_header(page->response, "Content-Disposition",
                    arena_printf(page->arena, "attachment; filename=\"register-%s.csv\"", day));
    return ERR_NONE;
}

/* ---- the printable form ------------------------------------------------------------------- */

enum { PRINTED_MAX = 500 };

static void show_system(struct page *page, const struct register_row *row)
{
    struct view *system = view_add(page->view, "SYSTEM");
    register_row_show(page, system, row);
    view_text(system, "ENTRY_SAVED", time_or_empty(page, row->entry.created_at));
    view_show(system, "HAS_ENTRY", row->entry.revision > 0);
    view_number(system, "ENTRY_NUMBER", row->entry.revision);
    view_text(system, "ENTRY_AUTHOR", record_page_name(row->entry.author_name));
}

static enum err show_systems(struct page *page, struct register_export *export)
{
    struct register_list list = {.count = 1};
    enum err err = ERR_NONE;
    for (int shown = 0; err == ERR_NONE && list.count > 0 && shown < PRINTED_MAX;) {
        err = register_export_next(export, &list);
        for (int i = 0; err == ERR_NONE && i < list.count && shown < PRINTED_MAX; i++, shown++)
            show_system(page, &list.rows[i]);
    }
    return err;
}

enum err page_register_print(struct page *page)
{
    struct register_query query;
    char day[CLOCK_DAY_LEN];
    if (register_query_parse(page, &query) != ERR_NONE)
        return ERR_NOT_FOUND;
    (void)page_view(page);
    struct register_export export;
    enum err err =
        register_export_begin(page->db, page->actor, &query.filter, PRINTED_MAX, &export);
    if (err == ERR_NONE)
        err = show_systems(page, &export);
    if (err != ERR_NONE)
        return err;
    clock_format_day(clock_now(), day);
    view_text(page->view, "TODAY", arena_strdup(page->arena, day));
    view_text(page->view, "LIST_URL",
              arena_printf(page->arena, "/register%s", register_query_with(page, "from", NULL)));
    if (export.count > PRINTED_MAX) {
        struct view *cut = view_add(page->view, "CUT");
        view_number(cut, "SHOWN", PRINTED_MAX);
        view_number(cut, "COUNT", export.count);
    }
    view_text(page->view, "ORGANIZATION", page->session->organization_name);
    return page_show(page, 200, "Register, to print", "register/print.tpl");
}
