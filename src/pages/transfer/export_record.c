#include "base/buf.h"
#include "data/transfer/export.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"

/* One record as a file, in the format that the import reads. */

/* A file name that every system takes: other characters become dashes. */
static const char *plain_name(struct page *page, const char *name)
{
    char *plain = arena_strdup(page->arena, name);
    for (char *p = plain; *p != '\0'; p++) {
        bool is_plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                        (*p >= '0' && *p <= '9') || *p == '_';
        if (!is_plain)
            *p = '-';
    }
    return plain;
}

enum err page_record_export(struct page *page)
{
    struct export_of_record export;
    struct response *response = page->response;
    const struct record_kind *kind = record_noun_of_page(page)->kind;
    enum err err = record_export(page->db, page->actor, kind, &page->match.ids[0], &export);
    if (err != ERR_NONE)
        return err;
    response->status = 200;
    response->content_type = "application/json";
    response->body = export.document;
    response_header(response, "Content-Disposition",
                    arena_printf(page->arena, "attachment; filename=\"%s-%s.json\"", kind->name,
                                 plain_name(page, export.name)));
    return ERR_NONE;
}
