#include "data/set/set_export.h"
#include "data/set/set.h"
#include "data/set/set_content.h"
#include "domain/set_file/set_file.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/set/set_noun.h"
#include "pages/shell/page_download.h"

/* The cases of a test set as files. */

static enum err load(struct page *page, struct set *set)
{
    enum err err = record_page_load(page, &set_noun, RECORD_WHOLE, set);
    return err == ERR_NONE && set->cases.data == NULL ? ERR_DENIED : err;
}

enum err page_set_exports(struct page *page)
{
    struct set set;
    enum err err = load(page, &set);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    const char *base = record_page_url(page, set_noun.kind, &set.id, "");
    record_page_path(view, set.name);
    view_text(view, "BASE", base);
    for (int i = 0; i < SET_FILE_FORMAT_COUNT; i++) {
        struct view *row = view_add(view, "EXPORT");
        view_text(row, "TITLE", set_file_kinds[i].title);
        view_text(row, "HINT", set_file_kinds[i].hint);
        view_text(
            row, "EXPORT_URL",
            arena_printf(page->arena, "%s/exports/file?format=%s", base, set_file_kinds[i].name));
    }
    return page_show(page, 200, arena_printf(page->arena, "Export %s", set.name),
                     "set/exports.tpl");
}

enum err page_set_export_file(struct page *page)
{
    const struct text *name = param_find(&page->request->query, "format");
    enum set_file_format format = SET_FILE_CSV;
    struct set set;
    struct set_content content;
    struct text text;
    enum err err = load(page, &set);
    if (err != ERR_NONE)
        return err;
    if (name != NULL && set_file_format_parse(name->data, &format) != ERR_NONE)
        return ERR_NOT_FOUND;
    set_content_read(page->arena, &set.content, &content);
    if (set_file_write(page->arena, format, &content.cases, set.name, &text) != ERR_NONE)
        return page_redirect(page, record_page_url(page, set_noun.kind, &set.id, "/exports"),
                             "warning",
                             "A table has no room for so many variables. Use another format.");
    err = set_export_note(page->db, page->actor, &set, set_file_kinds[format].name);
    if (err != ERR_NONE)
        return err;
    struct buf body;
    buf_init(&body, page->arena);
    buf_add(&body, text.data, text.len);
    page_download(page, &(struct page_file){.name = set.name,
                                            .ending = set_file_kinds[format].end,
                                            .content_type = set_file_kinds[format].type,
                                            .body = body});
    return ERR_NONE;
}
