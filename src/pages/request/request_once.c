#include "pages/request/request_once.h"

#include <string.h>

#include "crypt/digest.h"
#include "data/audit/audit_form.h"
#include "data/db/db_form.h"
#include "data/db/db_settle.h"
#include "domain/record/kind.h"

static const char done[] = "This was saved when it was sent first. Nothing was done twice.";
static const char done_elsewhere[] = "This was saved when it was sent first. Nothing was done "
                                     "twice. If it was to show you something "
                                     "once, such as a link or a token, make a new one.";
static const char unsure[] =
    "The database stopped answering, so it is not known whether this was saved. Send it again: "
    "it is carried out once.";

static bool is_form(const struct page *page)
{
    return page->match.kind == ROUTE_PAGE && page->session != NULL && page->match.route != NULL &&
           !request_is_safe(page->request);
}

static void add_text(struct digest *digest, const char *text, size_t len)
{
    for (size_t used = 0; used < len; used++) {
        size_t line = strcspn(text + used, "\r");
        line = line > len - used ? len - used : line;
        digest_add(digest, text + used, line);
        used += line;
    }
    digest_add(digest, "", 1);
}

/* What was typed, however it is spelled: a page that offers the form again spells it anew. Without
 * the password that confirms it, which that page does not have. */
static void add_fields(struct digest *digest, const struct request *request)
{
    for (int i = 0; i < request->form.count; i++) {
        const struct param *param = &request->form.items[i];
        if (strcmp(param->name, "csrf") == 0 || strcmp(param->name, "current_password") == 0)
            continue;
        digest_add(digest, param->name, strlen(param->name) + 1);
        add_text(digest, param->value.data, param->value.len);
    }
    if (request->files.count > 0)
        digest_add(digest, request->body.data, request->body.len);
}

/* The token is random: nobody finds out what was typed from the hash. */
static struct uuid id_of(const struct page *page)
{
    const struct request *request = page->request;
    const struct text *token = param_find(&request->form, "csrf");
    struct digest digest;
    char hex[SHA256_HEX_LEN];
    uint8_t hash[HASH_LEN];
    struct uuid id;
    digest_begin(&digest);
    digest_add(&digest, page->actor->user_id.bytes, sizeof page->actor->user_id.bytes);
    digest_add(&digest, request->target, strlen(request->target) + 1);
    if (token != NULL)
        digest_add(&digest, token->data, token->len);
    add_fields(&digest, request);
    digest_end(&digest, hex);
    sha256(hex, strlen(hex), hash);
    memcpy(id.bytes, hash, sizeof id.bytes);
    id.bytes[6] = (uint8_t)(0x80 | (id.bytes[6] & 0x0f)); /* version 8, RFC 9562 */
    id.bytes[8] = (uint8_t)(0x80 | (id.bytes[8] & 0x3f));
    return id;
}

void page_once_begin(struct page *page)
{
    if (!is_form(page) || page->request->form_refusal != NULL)
        return;
    struct uuid id = id_of(page);
    db_name_form(page->db, &id);
}

/* The next page above the form's address: of /users/new the list. */
static const char *page_above(struct page *page, const struct route *routes, int route_count)
{
    struct route_match match;
    struct request *request = arena_alloc(page->arena, sizeof *request);
    *request = *page->request;
    request->method = HTTP_GET;
    char *path = arena_copy(page->arena, request->path, strlen(request->path));
    while (request->segment_count > 1) {
        request->segment_count--;
        *strrchr(path, '/') = '\0';
        if (route_find(routes, route_count, request, &match) == 0)
            return path;
    }
    return "/";
}

static const char *place_of(struct page *page, const struct audit_form *form,
                            const struct record_kind *kind)
{
    char id[UUID_TEXT_LEN];
    if (strcmp(form->action, kind->event.remove) == 0)
        return kind->path;
    uuid_format(&form->record_id, id);
    return arena_printf(page->arena, "%s/%s", kind->path, id);
}

bool page_once_was_done(struct page *page, const struct route *routes, int route_count)
{
    struct audit_form form;
    const struct uuid *id = db_form_id(page->db); /* of page_once_begin */
    bool is_signed_in = page->session != NULL;    /* a form may have ended the session */
    if (!is_signed_in || uuid_is_nil(id) || page->request->form_refusal != NULL ||
        db_has_done_form(page->db) || db_has_failed(page->db))
        return false;
    if (audit_form_find(page->db, &page->actor->organization_id, id, &form) != ERR_NONE ||
        !form.is_done || db_confirm(page->db) != ERR_NONE)
        return false;
    const struct record_kind *kind = record_kind_find(form.record_type);
    response_init(page->response, page->arena);
    if (kind == NULL || uuid_is_nil(&form.record_id))
        return page_redirect(page, page_above(page, routes, route_count), "success",
                             done_elsewhere) == ERR_NONE;
    return page_redirect(page, place_of(page, &form, kind), "success", done) == ERR_NONE;
}

/* With the token that was sent, which is a part of the form's id. */
bool page_once_offer(struct page *page)
{
    const struct text *token = param_find(&page->request->form, "csrf");
    if (!is_form(page) || token == NULL || page->request->files.count > 0)
        return false;
    struct request *request = arena_alloc(page->arena, sizeof *request);
    *request = *page->request;
    request->form_refusal = unsure;
    request->refusal_status = 503;
    page->request = request;
    page->layout = page->view = NULL; /* what was put there belongs to another page */
    page->form_token = token->data;
    page->form_token_cookie = page->session_cookie;
    page->form_token_session = page->session;
    struct form form;
    return page_parse_empty(page, &form) != ERR_NONE &&
           page_offer_again(page, &form, "Send again") == ERR_NONE;
}
