#include "api/body.h"
#include "api/handlers.h"
#include "api/parameters.h"
#include "api/rest/record_view.h"
#include "api/rest/run_draft.h"
#include "api/rest/run_view.h"
#include "base/json.h"
#include "data/run/run_end.h"

/* Test runs, as programs start, watch and cancel them. */

static enum err answer_run(struct call *call, int status, const struct record_head *head,
                           const struct uuid *id)
{
    struct test_run run;
    enum err err = run_get(call->db, call->actor, head, id, &run);
    return err == ERR_NONE ? call_answer(call, status, run_view_json(call, &run)) : err;
}

/* *is_answered: the body was refused. */
static enum err read_draft(struct call *call, struct record_head **head, struct run_draft *draft,
                           bool *is_answered)
{
    json_t *body = NULL;
    *is_answered = body_read(call, &body_run, API_TO_CREATE, &body) != ERR_NONE;
    if (*is_answered)
        return ERR_NONE;
    enum err err = run_draft_read(call, body, head, draft);
    *is_answered = err == ERR_INVALID;
    return *is_answered ? ERR_NONE : err;
}

enum err api_run_estimate(struct call *call)
{
    struct record_head *head = NULL;
    struct run_draft draft;
    struct run_estimate estimate;
    struct problem problem = {0};
    bool is_answered = false;
    enum err err = read_draft(call, &head, &draft, &is_answered);
    if (err != ERR_NONE || is_answered)
        return err;
    err = run_estimate(call->db, call->actor, &draft, &estimate, &problem);
    return err == ERR_NONE ? call_answer(call, 200, run_view_estimate(call, &estimate))
                           : call_refuse(call, err, &problem);
}

enum err api_run_create(struct call *call)
{
    struct record_head *head = NULL;
    struct run_draft draft;
    struct uuid id;
    char text[UUID_TEXT_LEN];
    struct problem problem = {0};
    bool is_answered = false;
    enum err err = read_draft(call, &head, &draft, &is_answered);
    if (err != ERR_NONE || is_answered)
        return err;
    err = run_start(call->db, call->actor, &draft, &id, &problem);
    if (err != ERR_NONE)
        return call_refuse(call, err, &problem);
    uuid_format(&id, text);
    call_location(call, arena_printf(call->arena, "%s/%s", call->request->path, text));
    return answer_run(call, 201, head, &id);
}

/* ---- one, and many ------------------------------------------------------------------------- */

enum err api_run_get(struct call *call)
{
    struct record_head *head = NULL;
    struct test_run run;
    enum err err = run_view_load(call, &head, &run);
    return err == ERR_NONE ? call_answer(call, 200, run_view_json(call, &run)) : err;
}

enum err api_run_cancel(struct call *call)
{
    struct record_head *head = NULL;
    struct test_run run;
    struct problem problem = {0};
    enum err err = run_view_load(call, &head, &run);
    if (err != ERR_NONE)
        return err;
    err = run_cancel(call->db, call->actor, head, &run, &problem);
    return err == ERR_NONE ? answer_run(call, 200, head, &run.id)
                           : call_refuse(call, err, &problem);
}

/* A cursor is the id of the last run that was given; so is the size of a page one of its own. */
enum err api_run_list(struct call *call)
{
    struct page_query query;
    struct record_head *head = NULL;
    struct test_run_list list;
    struct uuid before;
    char text[UUID_TEXT_LEN];
    if (page_query_parse(call, &query) != ERR_NONE)
        return ERR_NONE;
    bool is_first = query.cursor[0] == '\0';
    if (!is_first && uuid_parse(query.cursor, &before) != ERR_NONE)
        return call_refuse_cursor(call, ERR_INVALID);
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, &head);
    if (err == ERR_NONE)
        err = run_list(call->db, call->actor, head, 0, is_first ? NULL : &before, &list);
    if (err != ERR_NONE)
        return err;
    int limit = query.limit > 0 && query.limit < list.count ? (int)query.limit : list.count;
    json_t *items = json_array();
    for (int i = 0; i < limit; i++)
        json_array_append_new(items, run_view_json(call, &list.items[i]));
    if (limit > 0 && (list.has_more || limit < list.count)) {
        uuid_format(&list.items[limit - 1].id, text);
        call_link(call, "next", "cursor", text);
    }
    return call_answer(call, 200, json_pack("{s:o}", "items", items));
}
