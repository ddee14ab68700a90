#include "data/listing/record_word_search.h"

#include "base/clock.h"
#include "base/setting.h"

/* Parts of the budget: how long names are looked for by walking before the index is asked for many,
 * and when the whole ends if some were found by name. */
enum { WALK_PART = 16, NAMED_PART = 5 };

struct finding {
    const struct record_request *request;
    enum record_by few; /* of the filters */
    int wanted;
    struct record_search_result *result;
    int64_t begun_at;
    int64_t budget;
    int64_t soon; /* when the rest ends if some were found by name */
};

/* One walk, from the place that is reached on. */
static enum err walk(struct finding *finding, enum record_by few,
                     const struct record_lookup *lookup, int64_t until)
{
    bool is_rest = finding->result->reached.is_rest;
    struct record_walk order = {.few = few,
                                .lookup = lookup,
                                .look = is_rest ? RECORD_LOOK_REST : RECORD_LOOK_NAMES,
                                .wanted = finding->wanted,
                                .until = until,
                                .soon = finding->soon};
    finding->result->is_unfinished = false;
    return record_search(finding->request, &order, finding->result);
}

static enum err look_up(struct finding *finding, enum record_lookup_size size, int64_t until,
                        bool *is_found)
{
    const struct record_request *request = finding->request;
    struct record_lookup lookup;
    finding->result->is_unfinished = false;
    enum err err =
        record_lookup_find(&request->source, &request->beginnings, size, &lookup, is_found);
    if (err != ERR_NONE || !*is_found || lookup.count == 0)
        return err;
    return walk(finding, RECORD_BY_LOOKUP, &lookup, until);
}

/* Those that the index names: the few at once, whatever the time. Many are found sooner by walking;
 * if not, they are far down or fit together rarely, and the index is asked for them too. */
static enum err find_names(struct finding *finding)
{
    struct record_search_result *result = finding->result;
    int64_t end = finding->begun_at + finding->budget;
    bool is_found = false;
    if (finding->request->beginnings.count == 0)
        return ERR_NONE;
    if (finding->few != RECORD_BY_NOTHING)
        return walk(finding, finding->few, NULL, end);
    enum err err = look_up(finding, RECORD_LOOKUP_FEW, INT64_MAX, &is_found);
    if (err != ERR_NONE || is_found)
        return err;
    err = walk(finding, RECORD_BY_NOTHING, NULL, finding->begun_at + finding->budget / WALK_PART);
    if (err != ERR_NONE || !result->is_unfinished)
        return err;
    err = look_up(finding, RECORD_LOOKUP_MANY, end, &is_found);
    if (err != ERR_NONE || is_found)
        return err;
    return walk(finding, RECORD_BY_NOTHING, NULL, end);
}

static enum err find_rest(struct finding *finding)
{
    if (finding->result->count > 0)
        finding->soon = finding->begun_at + finding->budget / NAMED_PART;
    return walk(finding, finding->few, NULL, finding->begun_at + finding->budget);
}

static bool goes_on(const struct finding *finding, enum err err)
{
    const struct record_search_result *result = finding->result;
    return err == ERR_NONE && !result->is_unfinished && result->count < finding->wanted;
}

static enum err find_forward(struct finding *finding)
{
    struct record_search_result *result = finding->result;
    enum err err = ERR_NONE;
    if (!result->reached.is_rest) {
        err = find_names(finding);
        if (!goes_on(finding, err))
            return err;
        result->reached = record_cursor_first();
        result->reached.is_rest = true;
    }
    return find_rest(finding);
}

static enum err find_backward(struct finding *finding)
{
    struct record_search_result *result = finding->result;
    enum err err = ERR_NONE;
    if (result->reached.is_rest) {
        err = find_rest(finding);
        if (!goes_on(finding, err))
            return err;
        result->reached = record_cursor_last();
    }
    return find_names(finding);
}

enum err record_word_search(const struct record_request *request, enum record_by few, int wanted,
                            struct record_search_result *result)
{
    struct finding finding = {.request = request,
                              .few = few,
                              .wanted = wanted,
                              .result = result,
                              .begun_at = clock_monotonic(),
                              .budget =
                                  setting_search_us(request->filter.budget, RECORD_LIST_BUDGET),
                              .soon = INT64_MAX};
    *result = record_search_begin(request, wanted);
    return request->cursor.is_backward ? find_backward(&finding) : find_forward(&finding);
}
