#include "api/handlers.h"
#include "api/rest/record_view.h"
#include "base/json.h"
#include "data/usage/usage_fetcher.h"
#include "data/usage/usage_sum.h"

/* How often a record was served lately, and by which tokens. */

static json_t *time_or_null(int64_t time)
{
    return time == 0 ? json_null() : json_time(time);
}

static json_t *days_json(const struct usage_day_list *days)
{
    json_t *items = json_array();
    for (int i = 0; i < days->count; i++) {
        char day[CLOCK_DAY_LEN];
        clock_format_day(days->items[i].day * CLOCK_DAY, day);
        json_array_append_new(items, json_pack("{s:s, s:I, s:I}", "day", day, "version",
                                               (json_int_t)days->items[i].version, "serving_count",
                                               (json_int_t)days->items[i].serving_count));
    }
    return items;
}

/* Asked for by a version's number: no label. */
static json_t *labels_json(const struct usage_label_list *labels)
{
    json_t *items = json_array();
    for (int i = 0; i < labels->count; i++) {
        const struct usage_label *label = &labels->items[i];
        json_array_append_new(items, json_pack("{s:s?, s:I, s:I, s:o}", "label",
                                               label->label[0] == '\0' ? NULL : label->label,
                                               "serving_count", (json_int_t)label->serving_count,
                                               "token_count", (json_int_t)label->token_count,
                                               "last_served_at", json_time(label->last_at)));
    }
    return items;
}

/* Whose it is, is said to who may see people. */
static json_t *fetchers_json(const struct call *call, const struct usage_fetcher_list *fetchers)
{
    struct policy_target target = {.organization_id = call->actor->organization_id};
    bool may_name = policy_allows(call->actor, PERMISSION_USER_SEE, &target);
    json_t *items = json_array();
    for (int i = 0; i < fetchers->count; i++) {
        const struct usage_fetcher *fetcher = &fetchers->items[i];
        char id[UUID_TEXT_LEN];
        uuid_format(&fetcher->token_id, id);
        json_array_append_new(
            items,
            json_pack("{s:s?, s:s?, s:s?, s:b, s:I, s:I, s:o, s:o}", "token_id",
                      uuid_is_nil(&fetcher->token_id) ? NULL : id, "token_name",
                      fetcher->token_name, "owner_name", may_name ? fetcher->owner_name : NULL,
                      "is_ended", (int)fetcher->is_over, "version", (json_int_t)fetcher->version,
                      "serving_count", (json_int_t)fetcher->serving_count, "first_served_at",
                      json_time(fetcher->first_at), "last_served_at", json_time(fetcher->last_at)));
    }
    return items;
}

enum err api_record_usage(struct call *call)
{
    struct record_head *head = NULL;
    struct usage_sum sum;
    struct usage_day_list days;
    struct usage_label_list labels;
    struct usage_fetcher_list fetchers;
    struct usage_fetch_filter filter = {.since = usage_first_day() * CLOCK_DAY};
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, &head);
    if (err == ERR_NONE)
        err = usage_sum(call->db, head, 0, &sum);
    if (err == ERR_NONE)
        err = usage_days(call->db, head, &days);
    if (err == ERR_NONE)
        err = usage_labels(call->db, head, &labels);
    if (err == ERR_NONE)
        err = usage_fetchers(call->db, call->actor, head, &filter, &fetchers);
    if (err != ERR_NONE)
        return err;
    return call_answer(
        call, 200,
        json_pack("{s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:b}", "since", json_time(filter.since),
                  "serving_count", (json_int_t)sum.serving_count, "token_count",
                  (json_int_t)sum.token_count, "last_served_at", time_or_null(sum.last_ever_at),
                  "archived_served_at", time_or_null(sum.archived_last_at), "days",
                  days_json(&days), "labels", labels_json(&labels), "fetchers",
                  fetchers_json(call, &fetchers), "has_more_fetchers", (int)fetchers.has_more));
}
