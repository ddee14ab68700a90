#include "pages/shell/page_download.h"

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

void page_download(struct page *page, const struct page_file *file)
{
    struct response *response = page->response;
    response->status = 200;
    response->content_type = file->content_type;
    if (file->body.data != NULL)
        response->body = file->body;
    response_header(response, "Content-Disposition",
                    arena_printf(page->arena, "attachment; filename=\"%s%s\"",
                                 plain_name(page, file->name), file->ending));
}
