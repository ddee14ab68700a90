#include "data/run/run_download.h"

#include "data/audit/audit.h"

enum { BATCH = 50 };

enum err run_download_begin(struct db *db, const struct actor *actor,
                            const struct record_head *head, struct run_download *download)
{
    struct policy_target target = record_target(head);
    json_t *details = json_object();
    download->db = db;
    download->after = -1;
    if (!policy_allows(actor, head->store->kind->read, &target))
        return ERR_DENIED;
    audit_change_int(details, "version", 0, download->run.version);
    audit_change_int(details, "results", 0, download->run.result_count);
    audit_change(details, "format", NULL, download->format);
    return audit_record_alone(db, actor,
                              &(struct audit_event){.action = "test.export",
                                                    .record_type = head->store->kind->name,
                                                    .record_id = head->id,
                                                    .details = details});
}

static enum err read_batch(struct run_download *download, struct test_result_list *list,
                           struct run_cases *cases)
{
    const struct result_filter filter = {
        .is_by_position = true, .after_position = download->after, .limit = BATCH};
    enum err err = run_cases_get(download->db, &download->run, cases);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    if (err == ERR_NOT_FOUND)
        cases->count = 0;
    return result_list(download->db, &download->run, &filter, list);
}

enum err run_download_next(struct run_download *download, struct arena *arena,
                           struct test_result_list *list, struct run_cases *cases)
{
    struct uuid request_id = uuid_make();
    *list = (struct test_result_list){.count = 0};
    db_begin_request(download->db, arena, &request_id);
    (void)db_enter(download->db, (struct db_scope){DB_ORGANIZATION, download->run.organization_id});
    enum err err = read_batch(download, list, cases);
    enum err end = db_end_request(download->db);
    if (err == ERR_NONE)
        err = end;
    if (err == ERR_NONE && list->count > 0)
        download->after = list->items[list->count - 1].position;
    download->is_over = err != ERR_NONE || !list->has_more;
    return err;
}
