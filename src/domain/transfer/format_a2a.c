#include "domain/transfer/format_a2a_internal.h"

#include <string.h>

/* Agent cards of A2A, one or a list: 1.0 says its addresses in supportedInterfaces, 0.3 in url,
 * preferredTransport and additionalInterfaces (a2a-protocol.org). What a card says besides is kept
 * in the metadata of the agent. */

static bool is_card(const json_t *json)
{
    bool is_1 = format_has(json, "supportedInterfaces", JSON_ARRAY);
    bool is_0_3 =
        format_has(json, "url", JSON_STRING) && (format_has(json, "capabilities", JSON_OBJECT) ||
                                                 format_has(json, "protocolVersion", JSON_STRING));
    return format_has(json, "name", JSON_STRING) && (is_1 || is_0_3) &&
           format_has(json, "skills", JSON_ARRAY);
}

static bool recognize(const struct import_document *document)
{
    return is_card(document->json) || is_card(json_array_get(document->json, 0));
}

/* The generation alone: "0.3" of "0.3.0". */
static const char *generation(struct arena *arena, const char *version)
{
    const char *dot = strchr(version, '.');
    size_t len = dot == NULL ? strlen(version) : (size_t)(dot - version) + 1;
    len += dot == NULL ? 0 : strcspn(dot + 1, ".");
    return arena_copy(arena, version, len);
}

/* The first address is the one that a client should take. */
static void read_endpoint(const struct format_draft *draft, const json_t *json)
{
    struct arena *arena = draft->bundle->arena;
    json_t *endpoint = json_object();
    const json_t *first = json_array_get(json_object_get(json, "supportedInterfaces"), 0);
    bool is_1 = json_is_object(first);
    const char *version = json_text(is_1 ? first : json, "protocolVersion");
    const char *protocol =
        is_1 ? json_text(first, "protocolBinding") : json_text(json, "preferredTransport");
    format_set_text(endpoint, "url", json_text(is_1 ? first : json, "url"));
    format_set_text(endpoint, "protocol", protocol[0] == '\0' ? "JSONRPC" : protocol);
    format_set_text(endpoint, "protocol_version",
                    version[0] == '\0' ? is_1 ? "1.0" : "0.3" : generation(arena, version));
    if (is_1)
        format_set_text(endpoint, "tenant", json_text(first, "tenant"));
    json_object_set_new(draft->config, "endpoint", endpoint);
}

/* All but what the agent has in places of its own. */
static void read_rest(const struct format_draft *draft, const json_t *json)
{
    static const char *const elsewhere[] = {
        "name",       "description",       "skills", "url", "protocolVersion",
        "signatures", "preferredTransport"};
    json_t *rest = json_deep_copy(json);
    json_t *interfaces = json_object_get(rest, "supportedInterfaces");
    for (size_t i = 0; i < COUNT_OF(elsewhere); i++)
        json_object_del(rest, elsewhere[i]);
    json_array_remove(interfaces, 0);
    if (json_array_size(interfaces) == 0)
        json_object_del(rest, "supportedInterfaces");
    if (json_object_size(rest) > 0)
        json_object_set_new(draft->config, "metadata", json_pack("{s:o}", "a2a_card", rest));
    else
        json_decref(rest);
    if (json_object_get(json, "signatures") != NULL)
        format_note(draft, "signatures", "Not kept: they hold for the card as it was.");
}

static void add_agent(struct bundle *bundle, const char *path, const json_t *json)
{
    struct format_draft draft = format_begin(bundle, RECORD_AGENT, path, json_text(json, "name"));
    format_set_text(draft.json, "description",
                    text_trim(bundle->arena, json_text(json, "description")));
    (void)format_set_model(&draft, "", "");
    read_endpoint(&draft, json);
    if (json_array_size(json_object_get(json, "skills")) > 0)
        format_set_value(draft.config, "skills", json_object_get(json, "skills"));
    read_rest(&draft, json);
    format_end(&draft);
}

static enum err read(const struct import_document *document, struct bundle *bundle,
                     const char **problem)
{
    const json_t *json = document->json;
    if (json_array_size(json) > BUNDLE_RECORDS_MAX)
        return format_refuse_many(bundle->arena, problem);
    if (json_is_object(json))
        add_agent(bundle, "", json);
    for (size_t i = 0; i < json_array_size(json); i++)
        add_agent(bundle, format_item(bundle->arena, "", i), json_array_get(json, i));
    return ERR_NONE;
}

const struct import_format format_a2a = {"A2A agent cards", "agent-card.json, 0.3 and 1.0",
                                         recognize, read};
