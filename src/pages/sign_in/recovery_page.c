#include "pages/sign_in/recovery_page.h"

#include "pages/handlers.h"
#include "pages/shell/page_download.h"

struct download_form {
    struct text codes;
};

static const struct form_field fields[] = {
    {.name = "codes",
     .label = "Codes",
     .kind = FORM_TEXT,
     .is_required = true,
     .max_bytes = 1000,
     .offset = offsetof(struct download_form, codes)},
};

enum err recovery_page_show(struct page *page, const struct recovery_codes *codes,
                            const struct kept_form *kept, bool is_first)
{
    struct view *view = page_view(page);
    struct buf all;
    buf_init(&all, page->arena);
    for (int i = 0; i < RECOVERY_CODE_COUNT; i++) {
        view_text(view_add(view, "ROW"), "CODE", codes->codes[i]);
        buf_printf(&all, "%s\n", codes->codes[i]);
    }
    view_text(view, "ALL", all.data);
    kept_form_show(page, kept);
    view_show(view, "GO_ON", !kept->is_continuing);
    view_show(view, is_first ? "IS_FIRST" : "IS_RENEWED", true);
    /* This page answers a POST: the switch of colors goes to one that can be asked for. */
    view_text(page->layout, "PATH", "/account/security");
    return page_show(page, 200, "Recovery codes", "sign_in/recovery_codes.tpl");
}

enum err page_recovery_codes_post(struct page *page)
{
    struct form form;
    struct recovery_codes *codes = arena_alloc(page->arena, sizeof *codes);
    const struct kept_form kept = {.next = "/account/security"};
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Make new recovery codes");
    err = second_factor_renew_codes(page->db, page->session, codes);
    if (err == ERR_CONFLICT)
        return page_redirect(page, "/account/security", "error",
                             "Recovery codes belong to a second factor. Set one up first.");
    return err == ERR_NONE ? recovery_page_show(page, codes, &kept, false) : err;
}

/* The server has only hashes: the page sends what it shows, and gets it back as a file. */
enum err page_recovery_codes_download_post(struct page *page)
{
    struct form form;
    struct download_form input;
    struct page_file text = {"rostrum recovery codes", ".txt", "text/plain; charset=utf-8", {0}};
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &input);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Download");
    buf_init(&text.body, page->arena);
    buf_printf(&text.body,
               "Recovery codes for Rostrum at %s\n"
               "Each works once, in place of a code of the authenticator app.\n\n%s",
               page->config->public_url, input.codes.data);
    page_download(page, &text);
    return ERR_NONE;
}
