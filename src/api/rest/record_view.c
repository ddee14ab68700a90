#include "api/rest/record_view.h"

#include "base/json.h"
#include "data/transfer/transfer_stores.h"

const struct record_store *record_view_store(const struct call *call)
{
    return transfer_stores[call_kind(call)->id];
}

enum err record_view_load(struct call *call, enum permission permission, enum record_depth depth,
                          struct record_head **head)
{
    const struct record_store *store = record_view_store(call);
    void *record = arena_alloc(call->arena, store->size);
    *head = record;
    return record_load(call->db, call->actor, store, &call->match->ids[0], permission, depth,
                       record);
}

static bool may_read(const struct call *call, const struct record_head *head)
{
    struct policy_target target = record_target(head);
    return policy_allows(call->actor, head->store->kind->read, &target);
}

enum err record_view_labels(struct call *call, const struct record_head *head,
                            struct record_marks *marks)
{
    struct record_label_list list;
    enum err err = record_label_list(call->db, head, &list);
    if (err != ERR_NONE)
        return err;
    *marks = (struct record_marks){
        .labels = arena_array(call->arena, (size_t)list.count + 1, sizeof *marks->labels),
        .label_count = list.count};
    for (int i = 0; i < list.count; i++)
        marks->labels[i] = (struct record_label_mark){list.labels[i].label, list.labels[i].version};
    return ERR_NONE;
}

/* Newest first as they are read, oldest first as they are shown. To who may not read the record the
 * events tell what happened, not what it says. */
static enum err read_events(struct call *call, const struct record_head *head,
                            struct audit_list *list)
{
    struct audit_filter filter = {.record_id = head->id,
                                  .record_type = "",
                                  .action = "",
                                  .only_done = true,
                                  .limit = AUDIT_LIST_MAX};
    enum err err = audit_list(call->db, call->actor, &filter, list);
    for (int i = 0, j = list->count - 1; err == ERR_NONE && i < j; i++, j--) {
        struct audit_entry entry = list->entries[i];
        list->entries[i] = list->entries[j];
        list->entries[j] = entry;
    }
    for (int i = 0; err == ERR_NONE && !may_read(call, head) && i < list->count; i++)
        list->entries[i].details = NULL;
    return err;
}

/* The version with its content; without it for who may only see metadata, and in the answer to a
 * change of what is stopped. */
static enum err read_version(struct call *call, const struct record_source *source,
                             struct record_version *version)
{
    const struct record_head *head = source->head;
    bool is_current = source->number == 0 && source->label == NULL;
    if (!is_current || may_read(call, head)) {
        enum err err = record_version_get_source(call->db, call->actor, source, version);
        if (err != ERR_STOPPED || route_only_reads(call->match->route, call->request))
            return err;
    }
    *version = (struct record_version){.version = head->version,
                                       .message = head->message,
                                       .author_id = head->author_id,
                                       .created_at = head->saved_at,
                                       .content = {.facet = head->content.facet}};
    return ERR_NONE;
}

/* What is shown of a version, whatever shows it. */
struct shown {
    struct record_version version;
    struct record_marks marks;
    struct team_content team;
    struct audit_list events;
};

static enum err read_shown(struct call *call, const struct record_source *source,
                           struct shown *shown, struct api_view *view)
{
    const struct record_head *head = source->head;
    *view = (struct api_view){.db = call->db,
                              .kind = head->store->kind,
                              .head = *head,
                              .marks = &shown->marks,
                              .version = &shown->version};
    enum err err = read_version(call, source, &shown->version);
    if (err == ERR_NONE)
        err = record_view_labels(call, head, &shown->marks);
    if (err != ERR_NONE || view->kind->id != RECORD_TEAM ||
        shown->version.content.parts[TEAM_PART_MEMBERS].data == NULL)
        return err;
    view->team = &shown->team;
    return team_content_get(call->db, head, &shown->version, &shown->team);
}

/* Of who may only see metadata nothing was served. label: NULL: the answer to a change. */
static void serve(struct call *call, const struct api_view *view, const char *label)
{
    struct usage_served served = {
        .kind = view->kind->id, .record_id = view->head.id, .version = view->version->version};
    usage_set_label(&served, label);
    if (label != NULL && view->version->content.parts[0].data != NULL)
        call_serve(call, &served);
}

enum err record_view_answer(struct call *call, int status, const struct record_view_choice *choice)
{
    struct shown shown = {.team = {.members = NULL}};
    struct api_view view;
    enum err err = read_shown(call, &choice->source, &shown, &view);
    if (err == ERR_NONE && choice->has_events &&
        policy_allows_some(call->actor, PERMISSION_AUDIT_SEE)) {
        err = read_events(call, &view.head, &shown.events);
        view.events = &shown.events;
    }
    if (err != ERR_NONE)
        return err;
    serve(call, &view, choice->label);
    return call_answer_record(call, status, view.head.revision,
                              api_fields_json(&view, API_IN_RECORD));
}

enum err record_view_json(struct call *call, const struct record_source *source, json_t **json)
{
    struct shown shown = {.team = {.members = NULL}};
    struct api_view view;
    enum err err = read_shown(call, source, &shown, &view);
    if (err == ERR_NONE)
        *json = api_fields_json(&view, API_IN_RECORD);
    return err;
}

enum err record_view_answer_version(struct call *call, const struct record_source *source)
{
    struct shown shown = {.team = {.members = NULL}};
    struct api_view view;
    enum err err = read_shown(call, source, &shown, &view);
    if (err != ERR_NONE)
        return err;
    serve(call, &view, "");
    return call_answer(call, 200, api_fields_json(&view, API_IN_VERSION));
}

json_t *record_view_label(const struct record_label *label)
{
    return json_pack("{s:s, s:I, s:b, s:o}", "label", label->label, "version",
                     (json_int_t)label->version, "is_protected", (int)label->is_protected,
                     "updated_at", json_time(label->updated_at));
}
