#include <string.h>

#include "data/set/set.h"
#include "data/set/set_content.h"
#include "domain/set_file/set_file.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/set/set_import_show.h"
#include "pages/set/set_noun.h"

/* Cases from a file into a test set. An import is shown before anything is saved; the form
 * below it carries what was read, so that the file is not needed again. */

static const char template_file[] = "set/import.tpl";

struct import_form {
    struct upload upload;
    struct text text;  /* pasted in place of a file */
    struct text cases; /* what was read, as JSON */
    const char *message;
    int64_t revision; /* of the set that the import was shown for; 0: it is to be shown */
};

static const struct form_field fields[] = {
    {.name = "file",
     .label = "File",
     .kind = FORM_FILE,
     .offset = offsetof(struct import_form, upload)},
    {.name = "text",
     .label = "Text",
     .kind = FORM_TEXT,
     .offset = offsetof(struct import_form, text)},
    {.name = "cases",
     .label = "Cases",
     .kind = FORM_TEXT,
     .offset = offsetof(struct import_form, cases)},
    {.name = "message",
     .label = "Change message",
     .kind = FORM_LINE,
     .max_chars = 200,
     .offset = offsetof(struct import_form, message)},
    {.name = "revision",
     .label = "Revision",
     .kind = FORM_INT,
     .number = NUMBER_REVISION,
     .offset = offsetof(struct import_form, revision)},
};

/* A set and what a file would make of it. */
struct import {
    struct set set;
    struct set_content content;
    struct set_file file;
    struct set_file_merge merge;
};

static enum err load(struct page *page, struct import *import)
{
    enum err err = record_page_load(page, &set_noun, RECORD_WHOLE, &import->set);
    if (err == ERR_NONE && !record_page_allows(page, PERMISSION_SET_CHANGE, &import->set.head))
        err = ERR_DENIED;
    if (err == ERR_NONE)
        set_content_read(page->arena, &import->set.content, &import->content);
    return err;
}

/* ---- the page ------------------------------------------------------------------------------ */

static enum err show(struct page *page, struct form *form, const struct import *import,
                     struct text text, enum err refusal)
{
    struct view *view = page_view(page);
    const struct set *set = &import->set;
    const char *title = arena_printf(page->arena, "Import into %s", set->name);
    record_page_path(view, set->name);
    view_text(view, "BASE", record_page_url(page, set_noun.kind, &set->id, ""));
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    view_set_key(view, view_key("TEXT_SHOWN"), text.data, text.len);
    if (refusal != ERR_NONE)
        return record_page_refuse(page, form, refusal, title, template_file);
    return page_show(page, 200, title, template_file);
}

enum err page_set_import(struct page *page)
{
    struct import *import = arena_alloc(page->arena, sizeof *import);
    enum err err = load(page, import);
    return err == ERR_NONE ? show(page, NULL, import, (struct text){"", 0}, ERR_NONE) : err;
}

/* ---- importing ----------------------------------------------------------------------------- */

/* The good cases of a file as JSON, as it gave them. */
static const char *carried(struct arena *arena, const struct set_file *file)
{
    json_t *list = json_keep(arena, json_array());
    for (int i = 0; i < file->count; i++) {
        const struct set_file_row *row = &file->rows[i];
        struct set_case set_case = row->set_case;
        if (row->problem != NULL)
            continue;
        set_case.id = row->set_case.id == NULL ? "" : row->set_case.id;
        json_t *json = set_case_json(arena, &set_case);
        if (row->set_case.id == NULL)
            (void)json_object_del(json, "id");
        if (!row->has_origin)
            (void)json_object_del(json, "origin");
        json_array_append(list, json);
    }
    return json_format(arena, list, JSON_LINE).data;
}

static enum err show_preview(struct page *page, struct import *import, bool is_stale)
{
    struct view *view = page_view(page);
    const struct set *set = &import->set;
    record_page_path(view, set->name);
    view_text(view, "BASE", record_page_url(page, set_noun.kind, &set->id, ""));
    view_show(view, "IS_STALE", is_stale);
    set_import_show(page, view, &import->file, &import->merge);
    if (import->merge.new_count + import->merge.changed_count > 0) {
        struct view *save = view_add(view, "SAVE");
        view_text(save, "CASES", carried(page->arena, &import->file));
        view_number(save, "REVISION", set->revision);
        view_text(save, "MESSAGE",
                  arena_printf(page->arena, "Imported: %s",
                               set_import_words(page->arena, &import->merge)));
    } else {
        view_show(view, "NOTHING", true);
    }
    return page_show(page, is_stale ? 409 : 200,
                     arena_printf(page->arena, "Review import into %s", set->name),
                     "set/import_review.tpl");
}

static enum err save(struct page *page, struct form *form, struct import *import,
                     const struct import_form *typed)
{
    struct problem problem = {0};
    struct record_saved saved;
    struct set_draft draft = {
        .id = import->set.id,
        .based_on_revision = typed->revision,
        .name = import->set.name,
        .description = import->set.description,
        .tags = tag_list_join(page->arena, &import->set.tags),
        .message = typed->message,
        .cases = set_cases_json(page->arena, &import->merge.cases),
        .settings = set_settings_json(page->arena, &import->content.settings),
    };
    enum err err = set_update(page->db, page->actor, &draft, &saved, &problem);
    if (err == ERR_NONE)
        return record_page_saved(page, &set_noun, &saved);
    if (err == ERR_STALE) {
        err = load(page, import);
        if (err == ERR_NONE)
            err = set_file_merge(page->arena, &import->content.cases, &import->file, &import->merge,
                                 &problem.message);
        return err == ERR_NONE ? show_preview(page, import, true) : err;
    }
    if (!record_page_problem(form, err, &problem))
        return err;
    return show(page, form, import, typed->cases, err);
}

/* The text that was sent: a file, what was pasted, or what was read before. */
static struct text source_of(const struct import_form *typed)
{
    if (typed->upload.bytes.data != NULL && typed->upload.bytes.len > 0)
        return typed->upload.bytes;
    return typed->revision > 0 ? typed->cases : typed->text;
}

enum err page_set_import_post(struct page *page)
{
    struct import *import = arena_alloc(page->arena, sizeof *import);
    struct import_form typed;
    struct form form;
    const char *problem = NULL;
    enum err err = load(page, import);
    if (err != ERR_NONE)
        return err;
    err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    struct text text = source_of(&typed);
    bool is_text = text_is_utf8(text.data, text.len) && !text_has_nul(text.data, text.len);
    if (err == ERR_NONE && text.len == 0)
        problem = "Choose a file, or paste its text.";
    else if (err == ERR_NONE &&
             set_file_read(page->arena, text, &import->file, &problem) == ERR_NONE)
        (void)!set_file_merge(page->arena, &import->content.cases, &import->file, &import->merge,
                              &problem);
    if (problem != NULL)
        form_error(&form, "text", problem);
    if (err != ERR_NONE || problem != NULL)
        return show(page, &form, import, is_text ? text : (struct text){"", 0}, ERR_INVALID);
    if (typed.revision == 0)
        return show_preview(page, import, false);
    if (typed.revision != import->set.revision)
        return show_preview(page, import, true);
    return save(page, &form, import, &typed);
}
