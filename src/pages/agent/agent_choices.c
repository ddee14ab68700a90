#include "pages/agent/agent_choices.h"

#include <string.h>

#include "data/listing/record_list.h"
#include "data/record/record_count.h"

/* Words that are usual; an input takes any other one as well. */
static const char *const usual_models[] = {"claude-opus-4-1",      "claude-sonnet-4-5",
                                           "claude-haiku-4-5",     "gpt-5",
                                           "gpt-5-mini",           "gpt-4.1",
                                           "gpt-4o-mini",          "o4-mini",
                                           "gemini-2.5-pro",       "gemini-2.5-flash",
                                           "mistral-large-latest", "llama-3.3-70b-instruct",
                                           "deepseek-chat",        NULL};
static const char *const usual_providers[] = {
    "anthropic", "openai", "google", "mistral", "azure", "bedrock", "openrouter", "ollama", NULL};
static const char *const usual_labels[] = {"production", "staging", "latest", NULL};
static const char *const usual_tools[] = {"function", "web_search", "file_search",
                                          "code_interpreter", NULL};
static const char *const usual_outputs[] = {"text", "json_object", "json_schema", NULL};
static const char *const usual_protocols[] = {"a2a", "http", "mcp", NULL};

static const struct {
    const char *id;
    const char *const *words;
} usual[] = {{"providers", usual_providers},
             {"labels", usual_labels},
             {"tool-types", usual_tools},
             {"output-types", usual_outputs},
             {"protocols", usual_protocols}};

/* The first page of a list of names. */
static struct record_filter names_filter(void)
{
    return (struct record_filter){.sort = RECORD_SORT_NAME, .limit = RECORD_LIST_LIMIT_MAX};
}

void agent_choices_ahead(struct page *page)
{
    const struct record_filter filter = names_filter();
    record_list_ahead(page->db, page->actor, &record_kinds[RECORD_PROMPT], &filter);
    record_list_ahead(page->db, page->actor, &record_kinds[RECORD_AGENT], &filter);
    record_facet_ahead(page->db, page->actor, &record_kinds[RECORD_AGENT]);
}

static enum err list_names(struct page *page, enum record_kind_id kind,
                           struct agent_choices *choices)
{
    struct record_filter filter = names_filter();
    struct record_list list = {.count = 0};
    choices->count = 0;
    do {
        enum err err = record_list(page->db, page->actor, &record_kinds[kind], &filter, &list);
        if (err != ERR_NONE)
            return err;
        for (int i = 0; i < list.count && choices->count < AGENT_CHOICES_MAX; i++)
            choices->names[choices->count++] = list.rows[i].name;
        filter.cursor = list.next;
    } while (list.next != NULL && choices->count < AGENT_CHOICES_MAX);
    choices->is_whole = list.next == NULL;
    return ERR_NONE;
}

enum err agent_choices_prompts(struct page *page, struct agent_choices *choices)
{
    return list_names(page, RECORD_PROMPT, choices);
}

static struct view *add_list(struct view *view, const char *id)
{
    struct view *list = view_add(view, "SUGGESTIONS");
    view_text(list, "LIST_ID", id);
    return list;
}

static void add_words(struct view *list, const char *const *words)
{
    for (int i = 0; words[i] != NULL; i++)
        view_text(view_add(list, "SUGGESTION"), "VALUE", words[i]);
}

static bool is_used(const struct record_facet_list *models, const char *name)
{
    for (int i = 0; i < models->count; i++)
        if (strcmp(models->facets[i].name, name) == 0)
            return true;
    return false;
}

/* The organization's own first. */
static enum err add_models(struct page *page, struct view *view)
{
    const struct uuid own = {{0}};
    struct record_facet_list models = {.count = 0};
    enum err err =
        record_facet_list(page->db, page->actor, &record_kinds[RECORD_AGENT], &own, &models);
    if (err != ERR_NONE)
        return err;
    struct view *list = add_list(view, "models");
    for (int i = 0; i < models.count; i++)
        view_text(view_add(list, "SUGGESTION"), "VALUE", models.facets[i].name);
    for (int i = 0; usual_models[i] != NULL; i++)
        if (!is_used(&models, usual_models[i]))
            view_text(view_add(list, "SUGGESTION"), "VALUE", usual_models[i]);
    return ERR_NONE;
}

static enum err add_agents(struct page *page, struct view *view, const char *own)
{
    struct agent_choices *agents = arena_alloc(page->arena, sizeof *agents);
    enum err err = list_names(page, RECORD_AGENT, agents);
    if (err != ERR_NONE)
        return err;
    struct view *list = add_list(view, "agents");
    for (int i = 0; i < agents->count; i++)
        if (strcmp(agents->names[i], own) != 0)
            view_text(view_add(list, "SUGGESTION"), "VALUE", agents->names[i]);
    return ERR_NONE;
}

enum err agent_choices_show(struct page *page, struct view *view, const char *own)
{
    for (size_t i = 0; i < COUNT_OF(usual); i++)
        add_words(add_list(view, usual[i].id), usual[i].words);
    enum err err = add_models(page, view);
    return err == ERR_NONE ? add_agents(page, view, own) : err;
}
