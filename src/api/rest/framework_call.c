#include "api/handlers.h"
#include "api/parameters.h"
#include "api/rest/record_view.h"
#include "base/json.h"
#include "data/framework/framework_export.h"
#include "domain/framework/framework.h"

/* An agent or a team in a format of another framework: its files, and what they can't say. */

enum { LABEL_CHARS = 200 };

struct framework_query {
    int format; /* -1: a document of Rostrum's */
    int64_t version;
    const char *label;
};

static const struct form_field fields[] = {
    {.name = "format",
     .label = "The format; without one it is a document that Rostrum imports",
     .kind = FORM_CHOICE,
     .choices = framework_names,
     .offset = offsetof(struct framework_query, format)},
    {.name = "version",
     .label = "The version of a format",
     .kind = FORM_INT,
     .number = NUMBER_VERSION,
     .offset = offsetof(struct framework_query, version)},
    {.name = "label",
     .label = "The label of a format",
     .kind = FORM_LINE,
     .max_chars = LABEL_CHARS,
     .offset = offsetof(struct framework_query, label)},
};
const struct api_parameters framework_parameters = {fields, (int)COUNT_OF(fields)};

static json_t *files_json(const struct framework_export *made)
{
    json_t *files = json_array();
    for (int i = 0; i < made->file_count; i++) {
        const struct framework_file *file = &made->files[i];
        json_array_append_new(files, json_pack("{s:s, s:s, s:s%}", "name", file->name,
                                               "content_type", file->content_type, "content",
                                               file->text.data, file->text.len));
    }
    return files;
}

static enum err answer(struct call *call, const struct framework_ask *ask,
                       const struct framework_given *given)
{
    const struct framework *framework = ask->framework;
    struct usage_served served = {.kind = ask->store->kind->id,
                                  .record_id = ask->id,
                                  .version = given->source.version,
                                  .protocol = USAGE_API};
    usage_set_label(&served, ask->label);
    call_serve(call, &served);
    json_t *losses = json_array();
    for (int i = 0; i < given->made.loss_count; i++)
        json_array_append_new(losses, json_string(given->made.losses[i]));
    return call_answer(call, 200,
                       json_pack("{s:s, s:s, s:I, s:o, s:o, s:s?}", "format", framework->name,
                                 "name", given->source.name, "version",
                                 (json_int_t)given->source.version, "files",
                                 files_json(&given->made), "not_carried_over", losses, "snippet",
                                 given->made.snippet));
}

static bool check_query(struct call *call, const struct framework_query *query)
{
    bool has_label = query->label[0] != '\0';
    if (query->format < 0 && (query->version != 0 || has_label))
        return call_bad_query(call, "format", "A version or a label needs a format.") == ERR_NONE;
    if (query->version != 0 && has_label)
        return call_bad_query(call, "version", "Ask for a version or for a label.") == ERR_NONE;
    return true;
}

enum err api_framework_export(struct call *call)
{
    struct framework_query query;
    struct framework_given given;
    struct problem problem = {0};
    if (call_query(call, fields, (int)COUNT_OF(fields), &query) != ERR_NONE ||
        !check_query(call, &query))
        return ERR_NONE;
    if (query.format < 0)
        return api_record_export(call);
    struct framework_ask ask = {
        .store = record_view_store(call),
        .id = call->match->ids[0],
        .version = query.version,
        .label = query.label[0] == '\0' ? NULL : query.label,
        .public_url = call->public_url,
        .framework = framework_find(framework_names[query.format]),
    };
    enum err err = framework_export(call->db, call->actor, &ask, &given, &problem);
    return err == ERR_NONE ? answer(call, &ask, &given) : call_refuse(call, err, &problem);
}
