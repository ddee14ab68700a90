#include "pages/endpoint/endpoint_view.h"

#include <string.h>

const char endpoint_path[] = "/settings/endpoints";

const char *endpoint_view_url(struct page *page, const struct uuid *id, const char *rest)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_printf(page->arena, "%s/%s%s", endpoint_path, text, rest);
}

static void show_models(struct page *page, struct view *view, const char *models)
{
    int count = 0;
    const char *name = "";
    while (*models != '\0') {
        size_t len = strcspn(models, "\n");
        name = arena_copy(page->arena, models, len);
        view_text(view_add(view, "MODEL"), "MODEL_NAME", name);
        models += len + (models[len] == '\n');
        count++;
    }
    view_text(view, "MODELS_SHORT",
              count == 1 ? name : arena_printf(page->arena, "%d models", count));
}

static void show_check(struct page *page, struct view *view, const struct endpoint *endpoint)
{
    bool is_checked = endpoint->checked_at != 0;
    bool is_good = is_checked && endpoint->check_outcome == ENDPOINT_ANSWERED;
    bool is_archived = endpoint->archived_at != 0;
    view_show(view, "IS_ARCHIVED", is_archived);
    view_show(view, "IS_ACTIVE", !is_archived);
    view_show(view, "WORKS", !is_archived && is_good);
    view_show(view, "FAILS", !is_archived && is_checked && !is_good);
    view_show(view, "NOT_TESTED", !is_archived && !is_checked);
    if (!is_checked)
        return;
    struct view *check = view_add(view, "CHECK");
    view_text(check, "CHECK_TEXT", endpoint_outcome_texts[endpoint->check_outcome]);
    if (endpoint->check_status != 0)
        view_number(view_add(check, "CHECK_ANSWER"), "STATUS", endpoint->check_status);
    page_time(page, check, "CHECKED", endpoint->checked_at);
}

void endpoint_view(struct page *page, struct view *view, const struct endpoint *endpoint)
{
    static const char *const keys[ENDPOINT_SECRET_COUNT] = {
        "None", "Kept here, and never shown", "The one of whoever runs this installation"};
    page_uuid(page, view, "ID", &endpoint->id);
    view_text(view, "NAME", endpoint->name);
    view_text(view, "URL", endpoint->url);
    view_text(view, "KEY", keys[endpoint->secret_kind]);
    view_text(view, "CLASS", endpoint_classes[endpoint->data_class].title);
    view_text(view, "CLASS_TEXT", endpoint_classes[endpoint->data_class].text);
    view_text(view, "CURRENCY", endpoint->currency);
    view_number(view, "TIMEOUT_S", endpoint->timeout_s);
    if (endpoint->context_tokens != 0)
        view_number(view_add(view, "CONTEXT"), "TOKENS", endpoint->context_tokens);
    view_show(view, "NO_CONTEXT", endpoint->context_tokens == 0);
    show_models(page, view, endpoint->models);
    show_check(page, view, endpoint);
}
