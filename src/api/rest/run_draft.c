#include "api/rest/run_draft.h"

#include <string.h>

#include "api/body.h"
#include "api/rest/record_view.h"
#include "base/json.h"
#include "base/number.h"
#include "data/endpoint/endpoint_call.h"
#include "data/record/record_load.h"
#include "data/release/record_label.h"
#include "data/set/set.h"
#include "domain/endpoint/endpoint_price.h"
#include "domain/record/label.h"

/* What a program wants to be run: names, or ids, become what they name. */

enum { MICROS_NANOS = 1000 };

/* What is being read, and what is wrong with it so far. */
struct reading {
    struct call *call;
    const json_t *body;
    struct run_draft *draft;
    json_t *errors;
};

static void add_error(const struct reading *reading, const char *field, const char *message)
{
    call_add_error(reading->errors, field, message);
}

/* ---- what is named ------------------------------------------------------------------------- */

/* The version, or that with the label. */
static enum err read_version(const struct reading *reading, const struct record_head *head)
{
    const char *label = body_text(reading->body, "label", NULL);
    int64_t *version = &reading->draft->version;
    *version = body_number(reading->body, "version");
    if (label == NULL)
        return ERR_NONE;
    if (*version != 0) {
        add_error(reading, "label", "Give a version or a label, not both.");
        return ERR_NONE;
    }
    if (strcmp(label, LABEL_LATEST) == 0)
        return ERR_NONE;
    enum err err = label_version(reading->call->db, head, label, version);
    if (err == ERR_NONE && *version == 0)
        add_error(reading, "label", "No version has this label.");
    return err;
}

/* A set of this id, which run_plan_load() looks for, or of this name. */
static enum err read_set(const struct reading *reading)
{
    struct record_found found;
    const char *named = body_text(reading->body, "set", "");
    if (uuid_parse(named, &reading->draft->set_id) == ERR_NONE)
        return ERR_NONE;
    enum err err =
        record_find(reading->call->db, reading->call->actor, set_store.kind, named, &found);
    if (err == ERR_NONE)
        reading->draft->set_id = found.id;
    if (err != ERR_NOT_FOUND && err != ERR_DENIED && err != ERR_INVALID)
        return err;
    add_error(reading, "set", "There is no such test set, or the token may not read it.");
    return ERR_NONE;
}

static bool names(const struct endpoint_choice *choice, const char *named)
{
    struct uuid id;
    return strcmp(choice->name, named) == 0 ||
           (uuid_parse(named, &id) == ERR_NONE && uuid_equal(&id, &choice->id));
}

/* The endpoint that a field names, if it is given. */
static void find_endpoint(const struct reading *reading, const struct endpoint_choices *choices,
                          const char *field, struct uuid *id)
{
    const char *named = body_text(reading->body, field, NULL);
    for (int i = 0; named != NULL && i < choices->count; i++)
        if (names(&choices->items[i], named)) {
            *id = choices->items[i].id;
            return;
        }
    if (named != NULL)
        add_error(reading, field, "There is no such endpoint in use.");
}

static enum err read_models(const struct reading *reading)
{
    struct endpoint_choices choices;
    struct run_draft *draft = reading->draft;
    enum err err = endpoint_choices(reading->call->db, reading->call->actor, &choices);
    if (err != ERR_NONE)
        return err;
    draft->model = body_text(reading->body, "model", "");
    draft->judge.model = body_text(reading->body, "judge_model", NULL);
    find_endpoint(reading, &choices, "endpoint", &draft->endpoint_id);
    find_endpoint(reading, &choices, "judge_endpoint", &draft->judge.endpoint_id);
    if ((draft->judge.model == NULL) != uuid_is_nil(&draft->judge.endpoint_id) &&
        json_array_size(reading->errors) == 0)
        add_error(reading, "judge_model", "A judge needs both judge_endpoint and judge_model.");
    return ERR_NONE;
}

/* ---- numbers ------------------------------------------------------------------------------- */

/* without: where it is not given. */
static int64_t read_number(const struct reading *reading, const char *field, enum number number,
                           int64_t without)
{
    json_t *value = json_object_get(reading->body, field);
    if (value == NULL)
        return without;
    if (!number_fits_json(number, value))
        add_error(reading, field, "This number is outside what is possible.");
    return number_of_json(number, value, without);
}

static void read_numbers(const struct reading *reading)
{
    int64_t micros = 0;
    struct run_draft *draft = reading->draft;
    const char *cost_cap = body_text(reading->body, "cost_cap", NULL);
    draft->set_version = body_number(reading->body, "set_version");
    draft->max_tokens = read_number(reading, "max_tokens", NUMBER_MAX_OUTPUT_TOKENS, 0);
    draft->repeats = read_number(reading, "repeats", NUMBER_RUN_REPEATS, 1);
    draft->token_cap = read_number(reading, "token_cap", NUMBER_RUN_TOKENS, -1);
    draft->temperature = json_object_get(reading->body, "temperature");
    if (draft->temperature != NULL && !number_fits_json(NUMBER_TEMPERATURE, draft->temperature))
        add_error(reading, "temperature", "This must be a number from 0 to 2, such as 0.7.");
    draft->cost_cap_nanos = -1;
    if (cost_cap == NULL)
        return;
    if (endpoint_price_parse(cost_cap, &micros) == ERR_NONE)
        draft->cost_cap_nanos = micros * MICROS_NANOS;
    else
        add_error(reading, "cost_cap", "This must be an amount from 0 to 1000000, such as 2.50.");
}

static void read_cases(const struct reading *reading)
{
    size_t i = 0;
    json_t *id = NULL;
    struct buf lines;
    const json_t *cases = json_object_get(reading->body, "cases");
    buf_init(&lines, reading->call->arena);
    json_array_foreach((json_t *)(uintptr_t)cases, i, id)
    {
        const char *text = json_string_value(id);
        if (text[0] == '\0' || strpbrk(text, "\r\n") != NULL) {
            add_error(reading, "cases", "These must be the ids of cases.");
            return;
        }
        buf_printf(&lines, "%s%s", i > 0 ? "\n" : "", text);
    }
    if (cases != NULL && lines.len == 0)
        add_error(reading, "cases", "Name a case, or leave this out for all.");
    reading->draft->case_ids = lines.data;
}

enum err run_draft_read(struct call *call, const json_t *body, struct record_head **head,
                        struct run_draft *draft)
{
    json_t *errors = json_keep(call->arena, json_array());
    const struct reading reading = {call, body, draft, errors};
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    struct policy_target target = record_target(*head);
    if (!policy_allows(call->actor, PERMISSION_TEST_RUN, &target))
        return ERR_DENIED;
    *draft = (struct run_draft){.store = (*head)->store, .record_id = (*head)->id};
    err = read_version(&reading, *head);
    if (err == ERR_NONE)
        err = read_set(&reading);
    if (err == ERR_NONE)
        err = read_models(&reading);
    if (err != ERR_NONE)
        return err;
    read_numbers(&reading);
    read_cases(&reading);
    if (json_array_size(errors) == 0)
        return ERR_NONE;
    call_say(call, 422, "Some fields can't be taken as they are.", json_incref(errors));
    return ERR_INVALID;
}
