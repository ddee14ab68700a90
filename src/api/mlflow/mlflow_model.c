#include <string.h>

#include "api/handlers.h"
#include "api/mlflow/mlflow.h"
#include "api/mlflow/mlflow_filter.h"
#include "base/number.h"
#include "data/listing/record_list.h"
#include "domain/record/label.h"

/* Registered models: prompts. */

enum {
    FOUND_MAX = 100, /* a search gives at once, however many it is asked for */
    PAGES_MAX = 20,  /* of so many rows each it reads at once while none of them fits the filter */
};

enum err mlflow_model_get(struct call *call)
{
    struct prompt_wanted wanted = {.name = mlflow_param(call, "name"), .label = LABEL_LATEST};
    struct prompt_served served;
    if (wanted.name == NULL || wanted.name[0] == '\0')
        return mlflow_bad_param(call, "The parameter name is missing.");
    enum err err = mlflow_load_raw(call, &wanted, &served);
    if (err != ERR_NONE)
        return err == ERR_INVALID ? ERR_NONE : err;
    call->is_kept = true;
    return call_answer(call, 200, json_pack("{s:o}", "registered_model", mlflow_model(&served)));
}

/* How many of a page; 0, for a number that is none. */
static int read_limit(const struct call *call)
{
    const char *text = mlflow_param(call, "max_results");
    int64_t limit = FOUND_MAX;
    if (text == NULL)
        return FOUND_MAX;
    if (number_parse(NUMBER_COUNTER, text, &limit) != ERR_NONE || limit == 0)
        return 0;
    return limit < FOUND_MAX ? (int)limit : FOUND_MAX;
}

static void add_rows(json_t *models, const struct mlflow_filter *filter,
                     const struct record_list *list)
{
    for (int i = 0; i < list->count; i++)
        if (mlflow_is_name(list->rows[i].name) && mlflow_filter_has(filter, list->rows[i].name))
            json_array_append_new(models, mlflow_model_of_row(&list->rows[i]));
}

static enum err answer_list(struct call *call, json_t *models, const struct record_list *list)
{
    call->is_kept = !list->is_unfinished;
    return call_answer(
        call, 200,
        json_pack("{s:o, s:s*}", "registered_models", models, "next_page_token", list->next));
}

/* The one with this name, if it fits the rest of the filter as well. */
static enum err answer_one(struct call *call, const struct mlflow_filter *filter)
{
    struct prompt_wanted wanted = {.name = filter->name, .label = LABEL_LATEST};
    struct prompt_served served;
    json_t *models = json_array();
    enum err err = prompt_serve(call->db, call->actor, &wanted, &served);
    if (err == ERR_UNAVAILABLE)
        return err;
    if (err == ERR_NONE && mlflow_filter_has(filter, served.head.name))
        json_array_append_new(models, mlflow_model(&served));
    call->is_kept = true;
    return call_answer(call, 200, json_pack("{s:o}", "registered_models", models));
}

/* A pattern is looked for in each page, in some of them until one has any: it may have fewer than
 * were asked for, and none, and the next go on. */
static enum err search(struct call *call, const struct mlflow_filter *wanted,
                       struct record_filter *filter)
{
    struct record_list list = {.rows = NULL};
    json_t *models = json_keep(call->arena, json_array());
    enum err err = ERR_NONE;
    for (int i = 0; i < PAGES_MAX && err == ERR_NONE; i++) {
        err = record_list(call->db, call->actor, &record_kinds[RECORD_PROMPT], filter, &list);
        if (err == ERR_NONE)
            add_rows(models, wanted, &list);
        if (json_array_size(models) > 0 || list.next == NULL)
            break;
        filter->cursor = list.next;
    }
    return err == ERR_NONE ? answer_list(call, json_incref(models), &list) : err;
}

enum err mlflow_model_search(struct call *call)
{
    const char *text = mlflow_param(call, "filter");
    struct mlflow_filter wanted;
    struct record_filter filter = {.sort = RECORD_SORT_NAME,
                                   .cursor = mlflow_param(call, "page_token"),
                                   .limit = read_limit(call)};
    if (filter.limit == 0)
        return mlflow_bad_param(call, "max_results must be a whole number above 0.");
    if (mlflow_filter_parse(call->arena, text == NULL ? "" : text, &wanted) != ERR_NONE)
        return mlflow_bad_param(call, "The filter must be conditions on name and tags with AND "
                                      "between them.");
    if (wanted.is_empty)
        return answer_list(call, json_array(), &(struct record_list){.rows = NULL});
    if (wanted.name != NULL)
        return answer_one(call, &wanted);
    enum err err = search(call, &wanted, &filter);
    return err == ERR_INVALID ? mlflow_bad_param(call, "The page_token is not from this search.")
                              : err;
}
