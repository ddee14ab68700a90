#include "pages/inbox/inbox_import.h"

#include "data/transfer/import.h"
#include "pages/record/record_page.h"

static const char *what_of(struct page *page, const struct import *import)
{
    if (import->state == IMPORT_CHECKING)
        return "Check not finished";
    return arena_printf(page->arena, "Ready to apply: %s",
                        record_page_count(page, import_change_count(import), "change"));
}

static void ahead_imports(struct page *page)
{
    import_list_ahead(page->db, page->actor);
}

static enum err show_imports(struct inbox_section *section)
{
    struct page *page = section->page;
    struct import_list list;
    enum err err = import_list(page->db, page->actor, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        char id[UUID_TEXT_LEN];
        uuid_format(&list.imports[i].id, id);
        const char *url = arena_printf(page->arena, "/import/%s", id);
        inbox_section_add(section, &(struct inbox_row){.icon = "transfer",
                                                       .name = list.imports[i].source,
                                                       .name_url = url,
                                                       .what = what_of(page, &list.imports[i]),
                                                       .at = list.imports[i].created_at,
                                                       .verb = "Review",
                                                       .url = url});
    }
    return err;
}

const struct inbox_block inbox_import = {INBOX_IMPORT, "Imports to apply", ahead_imports,
                                         show_imports};
