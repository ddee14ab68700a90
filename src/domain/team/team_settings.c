#include "domain/team/team_settings.h"
#include "base/number.h"

#include <stddef.h>
#include <string.h>

/* The numbers of a termination. */
static const struct limit {
    const char *key;
    size_t offset;
    enum number number;
} limits[] = {
    {"max_messages", offsetof(struct team_termination, max_messages), NUMBER_MAX_MESSAGES},
    {"max_turns", offsetof(struct team_termination, max_turns), NUMBER_MAX_TURNS},
    {"timeout_s", offsetof(struct team_termination, timeout_s), NUMBER_TIMEOUT_S},
    {"max_tokens", offsetof(struct team_termination, max_tokens), NUMBER_MAX_TOKENS},
};

static int64_t *limit_in(struct team_termination *termination, const struct limit *limit)
{
    return (int64_t *)(void *)((char *)termination + limit->offset);
}

static int64_t limit_of(const struct team_termination *termination, const struct limit *limit)
{
    struct team_termination copy = *termination;
    return *limit_in(&copy, limit);
}

bool team_termination_is_set(const struct team_termination *termination)
{
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        if (limit_of(termination, &limits[i]) != 0)
            return true;
    return termination->text != NULL && termination->text[0] != '\0';
}

/* ---- rules of single values --------------------------------------------------------------- */

static bool is_line(const char *text, size_t chars_max)
{
    size_t len = strlen(text);
    return text_is_utf8(text, len) && text_count_chars(text, len) <= chars_max &&
           !text_has_control(text, len, false);
}

enum err team_condition_check(const char *condition, const char **problem)
{
    if (condition == NULL || is_line(condition, TEAM_CONDITION_MAX))
        return ERR_NONE;
    *problem = "A condition is one line of at most 500 characters.";
    return ERR_INVALID;
}

static const char *termination_path(struct arena *arena, const char *key)
{
    return arena_printf(arena, "settings.termination.%s", key);
}

static void refuse_limit(struct arena *arena, const struct limit *limit,
                         struct config_problems *problems)
{
    config_problem_add(problems, termination_path(arena, limit->key),
                       arena_printf(arena, "This must be %s.", number_limits[limit->number].words));
}

void team_termination_check(struct arena *arena, const struct team_termination *termination,
                            struct config_problems *problems)
{
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        int64_t value = limit_of(termination, &limits[i]);
        if (value != 0 && !number_fits(limits[i].number, value))
            refuse_limit(arena, &limits[i], problems);
    }
    if (termination->text != NULL && !is_line(termination->text, TEAM_END_TEXT_MAX))
        config_problem_add(problems, termination_path(arena, "text"),
                           "The text is one line of at most 200 characters.");
}

/* ---- reading ------------------------------------------------------------------------------ */

static void read_end(struct arena *arena, const json_t *edge, size_t index, const char *key,
                     struct uuid *id, struct config_problems *problems)
{
    const char *text = json_string_value(json_object_get(edge, key));
    if (text == NULL || uuid_parse(text, id) != ERR_NONE)
        config_problem_add(problems, arena_printf(arena, "settings.edges[%zu].%s", index, key),
                           "This must be the id of an agent.");
}

static void read_edge(struct arena *arena, const json_t *json, size_t index, struct team_edge *edge,
                      struct config_problems *problems)
{
    const char *message = "The condition must be text.";
    const json_t *condition = json_object_get(json, "condition");
    if (!json_is_object(json)) {
        config_problem_add(problems, arena_printf(arena, "settings.edges[%zu]", index),
                           "An edge must be an object: {\"from\": …, \"to\": …}.");
        return;
    }
    read_end(arena, json, index, "from", &edge->from, problems);
    read_end(arena, json, index, "to", &edge->to, problems);
    if (json_is_string(condition))
        edge->condition = json_string_value(condition);
    if ((condition != NULL && !json_is_string(condition)) ||
        team_condition_check(edge->condition, &message) != ERR_NONE)
        config_problem_add(problems, arena_printf(arena, "settings.edges[%zu].condition", index),
                           message);
}

static void read_edges(struct arena *arena, const json_t *edges, struct team_plan *plan,
                       struct config_problems *problems)
{
    size_t count = json_array_size(edges);
    if (edges == NULL)
        return;
    if (!json_is_array(edges)) {
        config_problem_add(problems, "settings.edges", "The edges must be an array.");
        return;
    }
    if (count > TEAM_EDGES_MAX) {
        config_problem_add(
            problems, "settings.edges",
            arena_printf(arena, "There are too many edges: at most %d.", TEAM_EDGES_MAX));
        return;
    }
    plan->edges = arena_array(arena, count + 1, sizeof *plan->edges);
    plan->edge_count = (int)count;
    for (size_t i = 0; i < count; i++) {
        plan->edges[i].condition = "";
        read_edge(arena, json_array_get(edges, i), i, &plan->edges[i], problems);
    }
}

static void read_termination(struct arena *arena, const json_t *json,
                             struct team_termination *termination, struct config_problems *problems)
{
    if (json == NULL)
        return;
    if (!json_is_object(json)) {
        config_problem_add(problems, "settings.termination",
                           "The termination must be an object: {\"max_turns\": 10}.");
        return;
    }
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        const json_t *value = json_object_get(json, limits[i].key);
        if (value != NULL && !number_fits_json(limits[i].number, value))
            refuse_limit(arena, &limits[i], problems);
        else
            *limit_in(termination, &limits[i]) = number_of_json(limits[i].number, value, 0);
    }
    const json_t *text = json_object_get(json, "text");
    if (json_is_string(text))
        termination->text = json_string_value(text);
    else if (text != NULL)
        config_problem_add(problems, termination_path(arena, "text"), "The text must be text.");
    team_termination_check(arena, termination, problems);
}

enum err team_settings_read(struct arena *arena, const json_t *settings, struct team_plan *plan,
                            struct config_problems *problems)
{
    plan->edges = NULL;
    plan->edge_count = 0;
    plan->termination = (struct team_termination){.text = ""};
    if (json_typeof(settings) != JSON_OBJECT) {
        config_problem_add(problems, "settings",
                           "The settings must be a JSON object, such as {\"termination\": {}}.");
        return ERR_INVALID;
    }
    read_edges(arena, json_object_get(settings, "edges"), plan, problems);
    read_termination(arena, json_object_get(settings, "termination"), &plan->termination, problems);
    return problems->count > 0 ? ERR_INVALID : ERR_NONE;
}

/* ---- writing ------------------------------------------------------------------------------ */

/* A copy of an object with its unknown keys; anything else gives an empty one. */
static json_t *copy_object(const json_t *before)
{
    json_t *copy = json_is_object(before) ? json_deep_copy(before) : json_object();
    if (copy == NULL)
        die("out of memory for JSON");
    return copy;
}

/* Sets a key, or takes it away; takes the reference of value over. */
static void set(json_t *object, const char *key, bool is_there, json_t *value)
{
    if (value == NULL)
        die("out of memory for JSON");
    if (is_there) {
        if (json_object_set_new(object, key, value) != 0)
            die("out of memory for JSON");
        return;
    }
    json_decref(value);
    (void)json_object_del(object, key);
}

/* Sets a text, "" by taking it away; one that is there stays where it is, "" too. */
static void set_text(json_t *object, const char *key, const char *text)
{
    const char *before = json_string_value(json_object_get(object, key));
    if (text == NULL)
        text = "";
    if (before == NULL || strcmp(before, text) != 0)
        set(object, key, text[0] != '\0', json_string(text));
}

static json_t *write_termination(const struct team_termination *termination, const json_t *before)
{
    json_t *json = copy_object(before);
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        int64_t value = limit_of(termination, &limits[i]);
        set(json, limits[i].key, value != 0, json_integer(value));
    }
    set_text(json, "text", termination->text);
    return json;
}

/* The edge between the same agents as it was, or NULL. */
static const json_t *find_before(const json_t *edges, const char *from, const char *to)
{
    const json_t *edge = NULL;
    size_t index = 0;
    json_array_foreach(edges, index, edge)
    {
        const char *edge_from = json_string_value(json_object_get(edge, "from"));
        const char *edge_to = json_string_value(json_object_get(edge, "to"));
        if (edge_from != NULL && edge_to != NULL && strcmp(edge_from, from) == 0 &&
            strcmp(edge_to, to) == 0)
            return edge;
    }
    return NULL;
}

static json_t *write_edge(const struct team_edge *edge, const json_t *before)
{
    char from[UUID_TEXT_LEN], to[UUID_TEXT_LEN];
    uuid_format(&edge->from, from);
    uuid_format(&edge->to, to);
    json_t *json = copy_object(find_before(before, from, to));
    set(json, "from", true, json_string(from));
    set(json, "to", true, json_string(to));
    set_text(json, "condition", edge->condition);
    return json;
}

/* An empty list or object that is there already stays. */
static bool is_empty(const json_t *before, const char *key)
{
    const json_t *value = json_object_get(before, key);
    return value != NULL && json_array_size(value) + json_object_size(value) == 0;
}

json_t *team_settings_write(struct arena *arena, const struct team_plan *plan, const json_t *before)
{
    json_t *json = json_keep(arena, copy_object(before));
    json_t *edges = json_array();
    for (int i = 0; i < plan->edge_count; i++)
        if (json_array_append_new(
                edges, write_edge(&plan->edges[i], json_object_get(before, "edges"))) != 0)
            die("out of memory for JSON");
    json_t *termination =
        write_termination(&plan->termination, json_object_get(before, "termination"));
    set(json, "edges", plan->edge_count > 0 || is_empty(before, "edges"), edges);
    set(json, "termination", json_object_size(termination) > 0 || is_empty(before, "termination"),
        termination);
    return json;
}
