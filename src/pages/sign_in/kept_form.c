#include "pages/sign_in/kept_form.h"

#include <string.h>

static const char prefix[] = "kept.";

const char *kept_form_path(const char *next)
{
    return page_is_own_path(next) ? next : "/";
}

const struct request *kept_form_take(struct page *page, struct kept_form *kept)
{
    struct request *request = arena_alloc(page->arena, sizeof *request);
    *request = *page->request;
    *kept = (struct kept_form){.next = "/"};
    const struct param_list *all = &page->request->form;
    size_t room = (size_t)all->count;
    request->form.items = arena_array(page->arena, room, sizeof *all->items);
    request->form.count = 0;
    kept->fields.items = arena_array(page->arena, room, sizeof *all->items);
    for (int i = 0; i < all->count; i++) {
        struct param param = all->items[i];
        if (!text_starts_with(param.name, prefix)) {
            request->form.items[request->form.count++] = param;
            continue;
        }
        param.name += strlen(prefix);
        kept->fields.items[kept->fields.count++] = param;
    }
    return request;
}

/* A field as a hidden input. Passwords are typed again. */
static void keep(struct view *view, const char *name, const struct text *value)
{
    static const char *const left_out[] = {"csrf", "password", "current_password"};
    for (size_t i = 0; i < COUNT_OF(left_out); i++)
        if (strcmp(name, left_out[i]) == 0)
            return;
    struct view *kept = view_add(view, "KEPT");
    view_text(kept, "NAME", name);
    view_set_key(kept, view_key("VALUE"), value->data, value->len);
}

void kept_form_show(struct page *page, const struct kept_form *kept)
{
    struct view *view = page_view(page);
    view_text(view, "NEXT", kept->next);
    view_include(view, "KEPT_FORM", "sign_in/kept.tpl");
    view_show(view, "CONTINUE", kept->is_continuing);
    for (int i = 0; kept->is_continuing && i < kept->fields.count; i++)
        keep(view, kept->fields.items[i].name, &kept->fields.items[i].value);
}

/* The kept form as a request of its own, which the application serves in place of this one. */
static enum err continue_form(struct page *page, const struct kept_form *kept)
{
    struct request_input input = {
        .method = "POST",
        .uri = kept->next,
        .content_type = "application/x-www-form-urlencoded",
        .content_length = "0",
        .user_agent = page->request->user_agent,
        .remote_addr = page->request->remote_addr,
        .body = "",
    };
    struct request *request = arena_alloc(page->arena, sizeof *request);
    if (request_parse(page->arena, &input, request) != 0) {
        response_redirect(page->response, "/");
        return ERR_NONE;
    }
    request->request_id = page->request->request_id;
    memcpy(request->cookies, page->request->cookies, sizeof request->cookies);
    request->cookie_count = page->request->cookie_count;
    request->form = kept->fields;
    request->is_continued = true;
    request->form_refusal =
        "You are signed in again. Nothing was lost: check the form and send it.";
    return page->continue_request(page, request);
}

enum err kept_form_go_on(struct page *page, const struct kept_form *kept)
{
    if (kept->is_continuing)
        return continue_form(page, kept);
    response_redirect(page->response, kept->next);
    return ERR_NONE;
}
