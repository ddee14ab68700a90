#include <string.h>

#include "base/buf.h"
#include "domain/agent/config_adopt.h"
#include "pages/agent/agent_form.h"
#include "pages/agent/agent_form_show.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"

/* An agent from a JSON file, or from the same pasted: what an export gave, or a config alone. It is
 * read into the editor; nothing is saved before the person says so. */

static const char title[] = "Import agent";
static const char file[] = "agent/import.tpl";

struct import_form {
    struct upload upload;
    struct text text;
};

static const struct form_field fields[] = {
    {.name = "file",
     .label = "File",
     .kind = FORM_FILE,
     .offset = offsetof(struct import_form, upload)},
    {.name = "text",
     .label = "JSON",
     .kind = FORM_TEXT,
     .offset = offsetof(struct import_form, text)},
};

static enum err show(struct page *page, struct form *form, struct text text, enum err refusal)
{
    struct view *view = page_view(page);
    view_set_key(view, view_key("TEXT_SHOWN"), text.data, text.len);
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    if (refusal != ERR_NONE)
        return record_page_refuse(page, form, refusal, title, file);
    return page_show(page, 200, title, file);
}

enum err page_agent_import(struct page *page)
{
    struct view *view = page_view(page);
    view_text(view, "TEXT_SHOWN", "");
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    return page_show(page, 200, title, file);
}

/* What the document says. */
struct document {
    const char *name;
    const char *description;
    const char *tags; /* separated by commas */
    json_t *config;
    struct config_problems notes; /* what is read as something else */
};

/* Those that are texts. */
static const char *tags_in(struct arena *arena, const json_t *json)
{
    const json_t *list = json_object_get(json, "tags");
    struct buf tags;
    buf_init(&tags, arena);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *tag = json_string_value(json_array_get(list, i));
        if (tag != NULL)
            buf_printf(&tags, "%s%s", tags.len > 0 ? ", " : "", tag);
    }
    return tags.data;
}

/* The agent of a document of an organization that has nothing else, as an export gives it: with
 * the config of its newest version. NULL for any other document. */
static const json_t *only_agent(const json_t *json)
{
    const json_t *agents = json_object_get(json, record_kinds[RECORD_AGENT].plural);
    size_t count = 0;
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        count += json_array_size(json_object_get(json, record_kinds[i].plural));
    return count == 1 ? json_array_get(agents, 0) : NULL;
}

static json_t *config_in(const json_t *json)
{
    const json_t *versions = json_object_get(json, "versions");
    const json_t *newest = json_array_get(versions, json_array_size(versions) - 1);
    json_t *config = json_object_get(json, "config");
    return config == NULL ? json_object_get(newest, "config") : config;
}

/* An export, or a config alone, which has a model and no config. */
static const char *read_document(struct arena *arena, const json_t *json, struct document *document)
{
    const char *kind = json_text(json, "kind");
    bool is_bundle = strcmp(kind, "organization") == 0 && only_agent(json) != NULL;
    const json_t *agent = is_bundle ? only_agent(json) : json;
    json_t *config = config_in(agent);
    if (!json_is_object(json))
        return "This is JSON, but no object: an agent is one, {…}.";
    if (kind[0] != '\0' && !is_bundle && strcmp(kind, "agent") != 0)
        return "This is not an agent. Documents of whole organizations and teams are read by "
               "\"Import\" in the menu.";
    if (config == NULL && json_object_get(json, "model") == NULL)
        return "This is no agent: there is neither a config in it nor a model.";
    *document = (struct document){.name = json_text(agent, "name"),
                                  .description = json_text(agent, "description"),
                                  .tags = tags_in(arena, agent),
                                  .config = config == NULL ? (json_t *)json : config};
    agent_config_adopt(arena, document->config, &document->notes);
    return NULL;
}

static void add_problems(struct form *form, const struct config_problems *problems)
{
    for (int i = 0; i < problems->count; i++)
        form_error_at(form, "text", problems->items[i].path, problems->items[i].message);
    if (problems->has_more)
        form_error(form, "text", "There are more problems than these in the config.");
}

/* Reads the text, or leaves messages. */
static enum err read_text(struct page *page, struct form *form, struct text text,
                          struct document *document)
{
    json_t *json = NULL;
    const char *problem = NULL;
    struct config_problems problems = {.count = 0};
    if (text.len == 0)
        problem = "Choose a file, or paste its text.";
    else if (!text_is_utf8(text.data, text.len) || text_has_nul(text.data, text.len))
        problem = "This file is no text in UTF-8.";
    else if (json_parse(page->arena, text.data, text.len, &json, &problem) == ERR_NONE)
        problem = read_document(page->arena, json, document);
    if (problem != NULL) {
        form_error(form, "text", problem);
        return ERR_INVALID;
    }
    if (agent_config_check(page->arena, document->config, &problems) == ERR_NONE)
        return ERR_NONE;
    add_problems(form, &problems);
    return ERR_INVALID;
}

static enum err show_editor(struct page *page, const struct document *document)
{
    struct agent_form typed;
    agent_form_blank(page, &typed);
    typed.name = document->name;
    typed.description = (struct text){document->description, strlen(document->description)};
    typed.tags = document->tags;
    agent_form_set_config(page, &typed, document->config);
    enum err err = agent_form_show_new(page, NULL, &typed);
    if (err != ERR_NONE)
        return err;
    view_text(page->view, "ACTION_URL", "/agents/new");
    struct view *imported = view_add(page->view, "IMPORTED");
    for (int i = 0; i < document->notes.count; i++) {
        struct view *note = view_add(imported, "NOTE");
        view_text(note, "PATH", document->notes.items[i].path);
        view_text(note, "MESSAGE", document->notes.items[i].message);
    }
    return page_show(page, 200, "New agent", "agent/new.tpl");
}

enum err page_agent_import_post(struct page *page)
{
    struct import_form typed;
    struct form form;
    struct document document = {.name = ""};
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    struct text text = typed.upload.bytes.data != NULL ? typed.upload.bytes : typed.text;
    if (err == ERR_NONE)
        err = read_text(page, &form, text, &document);
    if (err == ERR_NONE)
        return show_editor(page, &document);
    bool is_text = text_is_utf8(text.data, text.len) && !text_has_nul(text.data, text.len);
    return show(page, &form, is_text ? text : (struct text){"", 0}, err);
}
