#include "pages/handlers.h"
#include "pages/shell/page.h"

static const char *const themes[] = {"system", "light", "dark", NULL};

struct theme_form {
    int theme;
    const char *back;
};

static const struct form_field theme_fields[] = {
    {.name = "theme",
     .label = "Colors",
     .kind = FORM_CHOICE,
     .is_required = true,
     .choices = themes,
     .offset = offsetof(struct theme_form, theme)},
    {.name = "return",
     .label = "Page",
     .kind = FORM_LINE,
     .offset = offsetof(struct theme_form, back)},
};

enum err page_theme_post(struct page *page)
{
    struct form form;
    struct theme_form input;
    enum err err =
        form_parse(&form, page->request, theme_fields, (int)COUNT_OF(theme_fields), &input);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Change colors");
    page_set_cookie(page, COOKIE_THEME, input.theme == 0 ? NULL : themes[input.theme]);
    response_redirect(page->response, page_is_own_path(input.back) ? input.back : "/");
    return ERR_NONE;
}
