#include "pages/run/run_form.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "base/number.h"
#include "data/run/run_result.h"
#include "domain/endpoint/endpoint_price.h"

enum { MODEL_BYTES = 300, NUMBER_BYTES = 20, MICROS_NANOS = 1000 };

static const char *const only_choices[] = {"failed", NULL};

#define LINE(member, words, most)                                                                  \
    {                                                                                              \
        .name = #member, .label = words, .kind = FORM_LINE, .max_bytes = (most),                   \
        .offset = offsetof(struct run_form, member)                                                \
    }
#define ID(member, words)                                                                          \
    {                                                                                              \
        .name = #member, .label = words, .kind = FORM_UUID,                                        \
        .offset = offsetof(struct run_form, member)                                                \
    }
#define WHOLE(member, words, which, otherwise)                                                     \
    {                                                                                              \
        .name = #member, .label = words, .kind = FORM_INT, .number = which,                        \
        .fallback = (otherwise), .offset = offsetof(struct run_form, member)                       \
    }

static const struct form_field fields[] = {
    WHOLE(version, "Version", NUMBER_VERSION, 0),
    ID(set, "Test set"),
    WHOLE(set_version, "Version of the test set", NUMBER_VERSION, 0),
    LINE(model, "Model", MODEL_BYTES),
    LINE(at_endpoint, "Endpoint there", MODEL_BYTES),
    LINE(at_model, "Model there", MODEL_BYTES),
    LINE(judge_model, "Model of the judge", MODEL_BYTES),
    LINE(temperature, "Temperature", NUMBER_BYTES),
    LINE(max_tokens, "Max output tokens", NUMBER_BYTES),
    LINE(token_cap, "Cap in tokens", NUMBER_BYTES),
    LINE(cost_cap, "Cap in money", NUMBER_BYTES),
    WHOLE(repeats, "Repeats", NUMBER_RUN_REPEATS, 1),
    ID(again, "Run"),
    LINE(live, "Live", 1),
    {.name = "only",
     .label = "Cases",
     .kind = FORM_CHOICE,
     .choices = only_choices,
     .offset = offsetof(struct run_form, only)},
};

enum err run_form_parse(struct page *page, struct form *form, struct run_form *typed)
{
    return page->request->method == HTTP_POST
               ? form_parse(form, page->request, fields, COUNT_OF(fields), typed)
               : form_parse_query(form, page->request, fields, COUNT_OF(fields), typed);
}

static const char carry_word[] = "carry ";

bool run_form_is_carried(const struct run_form *typed)
{
    return strncmp(typed->model, carry_word, sizeof carry_word - 1) == 0;
}

const char *run_form_runner(struct page *page, const struct uuid *runner_id)
{
    char id[UUID_TEXT_LEN];
    uuid_format(runner_id, id);
    return arena_printf(page->arena, "%s%s", carry_word, id);
}

/* ---- as a draft ---------------------------------------------------------------------------- */

/* "UUID MODEL". */
static enum err read_model(struct page *page, const char *text, const char **model,
                           struct uuid *endpoint_id)
{
    size_t len = strcspn(text, " ");
    *model = text[len] == ' ' ? text + len + 1 : "";
    return (*model)[0] == '\0' ? ERR_INVALID
                               : uuid_parse(arena_copy(page->arena, text, len), endpoint_id);
}

/* Where it is run: a model of an endpoint, or a runner to which it is carried. */
static void read_place(struct page *page, struct form *form, const struct run_form *typed,
                       struct run_draft *draft)
{
    if (!run_form_is_carried(typed)) {
        if (read_model(page, typed->model, &draft->model, &draft->endpoint_id) != ERR_NONE)
            form_error(form, "model", "Choose a model from the list.");
        return;
    }
    draft->endpoint_name = typed->at_endpoint;
    draft->model = typed->at_model;
    if (uuid_parse(typed->model + sizeof carry_word - 1, &draft->runner_id) != ERR_NONE)
        form_error(form, "model", "Choose a model or a runner from the list.");
    if (typed->at_endpoint[0] == '\0')
        form_error(form, "at_endpoint", "Say what the endpoint there is called.");
    if (typed->at_model[0] == '\0')
        form_error(form, "at_model", "Enter the name that the model has there.");
}

/* A number of JSON: 0.7. */
static enum err read_temperature(struct page *page, const char *text, json_t **temperature)
{
    const char *problem = NULL;
    if (json_parse(page->arena, text, strlen(text), temperature, &problem) != ERR_NONE ||
        !number_fits_json(NUMBER_TEMPERATURE, *temperature))
        return ERR_INVALID;
    return ERR_NONE;
}

static void read_parameters(struct page *page, struct form *form, const struct run_form *typed,
                            struct run_draft *draft)
{
    int64_t micros = 0;
    if (typed->temperature[0] != '\0' &&
        read_temperature(page, typed->temperature, &draft->temperature) != ERR_NONE)
        form_error(form, "temperature", "Enter a number from 0 to 2, such as 0.7.");
    if (typed->max_tokens[0] != '\0' &&
        number_parse(NUMBER_MAX_OUTPUT_TOKENS, typed->max_tokens, &draft->max_tokens) != ERR_NONE)
        form_error(form, "max_tokens", "Enter a whole number from 1 on.");
    if (typed->token_cap[0] != '\0' &&
        number_parse(NUMBER_RUN_TOKENS, typed->token_cap, &draft->token_cap) != ERR_NONE)
        form_error(form, "token_cap", "Enter a whole number from 1 on.");
    if (typed->cost_cap[0] == '\0')
        return;
    if (endpoint_price_parse(typed->cost_cap, &micros) == ERR_NONE)
        draft->cost_cap_nanos = micros * MICROS_NANOS;
    else
        form_error(form, "cost_cap", "Enter an amount from 0 to 1000000, such as 2.50.");
}

static bool has_line(const struct buf *lines, const char *line)
{
    size_t len = strlen(line);
    for (const char *at = lines->data; (at = strstr(at, line)) != NULL; at++)
        if ((at == lines->data || at[-1] == '\n') && (at[len] == '\n' || at[len] == '\0'))
            return true;
    return false;
}

/* The cases of a run that did not pass each time. */
static enum err read_failed(struct page *page, const struct test_run *run, const char **case_ids)
{
    struct buf lines;
    struct test_result_list list = {.has_more = true};
    struct result_filter filter = {
        .after_rank = -1, .after_position = -1, .limit = RESULT_LIST_MOST};
    enum err err = ERR_NONE;
    bool is_over = false;
    buf_init(&lines, page->arena);
    while (err == ERR_NONE && list.has_more && !is_over) {
        err = result_list(page->db, run, &filter, &list);
        for (int i = 0; err == ERR_NONE && i < list.count && !is_over; i++) {
            const struct test_result *result = &list.items[i];
            filter.after_rank = result_rank_of(result->state, result->is_critical);
            filter.after_position = result->position;
            is_over = filter.after_rank > RANK_ERROR;
            if (!is_over && !has_line(&lines, result->case_id))
                buf_printf(&lines, "%s%s", lines.len > 0 ? "\n" : "", result->case_id);
        }
    }
    *case_ids = lines.data;
    return err;
}

static enum err read_again(struct page *page, struct form *form, const struct record_head *head,
                           const struct run_form *typed, struct run_draft *draft)
{
    struct test_run run;
    enum err err = run_get(page->db, page->actor, head, &typed->again, &run);
    if (err != ERR_NONE)
        return err;
    draft->again_of = run.id;
    draft->case_ids = run.case_ids;
    if (typed->only < 0)
        return ERR_NONE;
    err = read_failed(page, &run, &draft->case_ids);
    if (err == ERR_NONE && draft->case_ids[0] == '\0')
        form_error(form, "", "Every case of this run passed.");
    return err;
}

enum err run_form_draft(struct page *page, struct form *form, const struct record_head *head,
                        const struct run_form *typed, struct run_draft *draft)
{
    enum err err = ERR_NONE;
    *draft = (struct run_draft){
        .store = head->store,
        .record_id = head->id,
        .version = typed->version,
        .set_id = typed->set,
        .set_version = typed->set_version,
        .repeats = typed->repeats,
        .token_cap = -1,
        .cost_cap_nanos = -1,
        .case_ids = "",
    };
    if (uuid_is_nil(&typed->set))
        form_error(form, "set", "Choose a test set.");
    read_place(page, form, typed, draft);
    if (typed->judge_model[0] != '\0' && read_model(page, typed->judge_model, &draft->judge.model,
                                                    &draft->judge.endpoint_id) != ERR_NONE)
        form_error(form, "judge_model", "Choose a model from the list.");
    read_parameters(page, form, typed, draft);
    if (!uuid_is_nil(&typed->again))
        err = read_again(page, form, head, typed, draft);
    return err == ERR_NONE && form->error_count > 0 ? ERR_INVALID : err;
}

/* ---- as an address ------------------------------------------------------------------------- */

static void add_parameters(struct page *page, struct buf *url, const struct test_run *run)
{
    struct run_draft draft = {.temperature = NULL};
    run_parameters_read(page->arena, run->parameters, &draft);
    if (draft.temperature != NULL)
        buf_printf(url, "&temperature=%s",
                   json_format(page->arena, draft.temperature, JSON_LINE).data);
    if (draft.max_tokens > 0)
        buf_printf(url, "&max_tokens=%" PRId64, draft.max_tokens);
    if (run->token_cap >= 0)
        buf_printf(url, "&token_cap=%" PRId64, run->token_cap);
    if (run->cost_cap_nanos >= 0)
        buf_printf(url, "&cost_cap=%s",
                   endpoint_price_format(page->arena, run->cost_cap_nanos / MICROS_NANOS));
}

static void add_place(struct page *page, struct buf *url, const struct test_run *run)
{
    char id[UUID_TEXT_LEN];
    const char *model = text_percent_encode(page->arena, run->model);
    bool is_carried = !uuid_is_nil(&run->runner_id);
    uuid_format(is_carried ? &run->runner_id : &run->endpoint_id, id);
    if (is_carried)
        buf_printf(url, "&model=carry%%20%s&at_endpoint=%s&at_model=%s", id,
                   text_percent_encode(page->arena, run->endpoint_name), model);
    else
        buf_printf(url, "&model=%s%%20%s", id, model);
}

const char *run_form_again(struct page *page, const struct test_run *run, bool only_failed)
{
    struct buf url;
    char set[UUID_TEXT_LEN], id[UUID_TEXT_LEN];
    uuid_format(&run->set_id, set);
    uuid_format(&run->id, id);
    buf_init(&url, page->arena);
    buf_printf(&url, "%s?version=%" PRId64 "&set=%s&set_version=%" PRId64,
               record_page_url(page, run->kind, &run->record_id, "/tests/new"), run->version, set,
               run->set_version);
    add_place(page, &url, run);
    buf_printf(&url, "&repeats=%" PRId64, run->repeats);
    if (run->judge_repeats > 0) {
        char judge[UUID_TEXT_LEN];
        uuid_format(&run->judge_endpoint_id, judge);
        buf_printf(&url, "&judge_model=%s%%20%s", judge,
                   text_percent_encode(page->arena, run->judge_model));
    }
    add_parameters(page, &url, run);
    if (only_failed || run->case_ids[0] != '\0')
        buf_printf(&url, "&again=%s%s", id, only_failed ? "&only=failed" : "");
    return url.data;
}
