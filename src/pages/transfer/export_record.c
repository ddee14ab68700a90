#include "data/transfer/export.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/shell/page_download.h"

/* One record as a file, in the format that the import reads. */

static enum err next_piece(void *context, struct buf *piece, bool *is_done)
{
    return export_next(context, piece, is_done);
}

static void leave(void *context)
{
    db_abandon(((struct export *)context)->db);
}

enum err page_record_export(struct page *page)
{
    const char *name = NULL;
    struct export *export = arena_alloc(page->arena, sizeof *export);
    const struct record_kind *kind = record_noun_of_page(page)->kind;
    enum err err = record_export(page->db, page->actor, kind, &page->match.ids[0], export, &name);
    if (err != ERR_NONE)
        return err;
    page_download(page,
                  &(struct page_file){.name = arena_printf(page->arena, "%s-%s", kind->name, name),
                                      .ending = ".json",
                                      .content_type = "application/json"});
    page->response->stream = (struct response_stream){next_piece, export, leave};
    return ERR_NONE;
}
