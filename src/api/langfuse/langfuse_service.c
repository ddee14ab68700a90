#include <strings.h>

#include "api/handlers.h"
#include "api/langfuse/langfuse_answer.h"
#include "base/json.h"
#include "data/organization/organization.h"

/* What clients of Langfuse ask besides: whether it is there, whose keys they have, and where traces
 * go. Traces are not kept here; a client that sends them gets the answers that let it go on. */

enum err langfuse_health(struct call *call)
{
    return call_answer(call, 200,
                       json_pack("{s:s, s:s}", "status", "OK", "version", ROSTRUM_VERSION));
}

enum err langfuse_project_list(struct call *call)
{
    struct organization organization;
    enum err err =
        organization_get(call->db, call->actor, &call->actor->organization_id, &organization);
    if (err != ERR_NONE)
        return err;
    json_t *project = json_pack("{s:o, s:s, s:{s:o, s:s}, s:{}}", "id", json_uuid(&organization.id),
                                "name", organization.name, "organization", "id",
                                json_uuid(&organization.id), "name", organization.name, "metadata");
    return call_answer(call, 200, json_pack("{s:[o]}", "data", project));
}

/* Whatever a trace has in it, only the ids of the batch are of interest. */
static const json_t *read_batch(struct call *call)
{
    struct text text = call->request->body;
    json_t *body = text.len == 0 ? json_null()
                                 : json_loadb(text.data, text.len,
                                              JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, NULL);
    if (body == NULL)
        return NULL;
    json_keep(call->arena, body);
    const json_t *batch = json_object_get(body, "batch");
    return json_is_array(batch) ? batch : NULL;
}

enum err langfuse_ingest(struct call *call)
{
    const json_t *batch = read_batch(call);
    json_t *successes = json_array();
    if (batch == NULL) {
        call_say(call, 400, "The body must be {\"batch\": […]}.", NULL);
        return ERR_NONE;
    }
    for (size_t i = 0; i < json_array_size(batch); i++)
        json_array_append_new(successes,
                              json_pack("{s:s, s:i}", "id",
                                        json_text(json_array_get(batch, i), "id"), "status", 201));
    return call_answer(call, 207, json_pack("{s:o, s:[]}", "successes", successes, "errors"));
}

/* An ExportTraceServiceResponse that is empty (OTLP 1.0, "Full Success"), in the type of the
 * request: JSON has braces, the binary format nothing at all. */
enum err langfuse_traces(struct call *call)
{
    struct response *response = call->response;
    bool is_json = strncasecmp(call->request->content_type, "application/x-", 14) != 0;
    response->status = 200;
    response->content_type = is_json ? "application/json" : "application/x-protobuf";
    buf_init(&response->body, call->arena);
    buf_add_text(&response->body, is_json ? "{}" : "");
    return ERR_NONE;
}
