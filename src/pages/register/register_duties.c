#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "domain/register/duties.h"
#include "pages/handlers.h"
#include "pages/register/register_show.h"

/* The duties of a law with their dates, as the installation's file tells them. The file is read
 * each time: whoever replaces it sees the new one at once. */

enum { FILE_MAX = 256 * 1024 /* bytes */ };

static enum err load(struct page *page, struct duties *duties, const char **problem)
{
    struct text text;
    enum err err = file_read(page->arena, page->config->duties_path, FILE_MAX, &text);
    if (err == ERR_NONE)
        return duties_parse(page->arena, text, duties, problem);
    *problem = err == ERR_NOT_FOUND ? "There is no such file, or it can't be read."
               : err == ERR_INVALID ? "The file is longer than 256 KiB."
                                    : "Reading it failed.";
    return ERR_INVALID;
}

static void show_duty(struct page *page, struct view *view, const struct duty *duty)
{
    view_text(view, "DUTY_TITLE", duty->title);
    view_text(view, "ARTICLES", duty->articles);
    view_text(view, "DUTY_TEXT", duty->text);
    view_text(view, "SOURCE", duty->source);
    view_text(view, "FROM", register_show_day(page, duty->applies_from));
    bool has_begun = duty->applies_from <= clock_now();
    view_show(view, "APPLIES", has_begun && duty->may_move_to <= clock_now());
    view_show(view, "UNLESS", has_begun && duty->may_move_to > clock_now());
    view_show(view, "COMES", !has_begun);
    if (duty->may_move_to != 0)
        view_text(view_add(view, "MOVES"), "MAY_MOVE_TO",
                  register_show_day(page, duty->may_move_to));
    for (int i = 0; i < RISK_COUNT; i++)
        if (duty->concerns[i]) {
            struct view *chip = view_add(view, "CONCERNS");
            register_show_risk(chip, (enum register_risk)i);
            view_text(chip, "RISK_NAME", register_risk_names[i]);
        }
}

enum err page_register_duties(struct page *page)
{
    struct duties duties;
    const char *problem = NULL;
    struct view *view = page_view(page);
    if (load(page, &duties, &problem) != ERR_NONE) {
        log_line(
            "error", "duties.invalid",
            (const struct log_field[]){{"path", page->config->duties_path}, {"problem", problem}},
            2);
        view_text(view_add(view, "BROKEN"), "PROBLEM", problem);
        return page_show(page, 200, "Duties and their dates", "register/duties.tpl");
    }
    struct view *list = view_add(view, "LIST");
    view_text(list, "LAW", duties.law);
    view_text(list, "AS_OF", register_show_day(page, duties.as_of));
    if (duties.note[0] != '\0')
        view_text(view_add(list, "HAS_NOTE"), "NOTE", duties.note);
    for (int i = 0; i < duties.count; i++)
        show_duty(page, view_add(list, "DUTY"), &duties.items[i]);
    for (int i = 0; i < duties.source_count; i++) {
        struct view *source = view_add(list, "OF_SOURCE");
        view_text(source, "SOURCE_TITLE", duties.sources[i].title);
        view_text(source, "SOURCE_URL", duties.sources[i].url);
    }
    return page_show(page, 200, "Duties and their dates", "register/duties.tpl");
}
