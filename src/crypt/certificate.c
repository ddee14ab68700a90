#include "crypt/certificate.h"

#include <string.h>

#include "crypt/proof_check.h"
#include "crypt/signed_json.h"

static enum err check_events(struct arena *arena, const json_t *json, const struct note_key *keys,
                             int key_count, struct certificate *certificate, const char **problem)
{
    const json_t *events = json_object_get(json, "events");
    for (size_t i = 0; i < json_array_size(events); i++) {
        struct text line = json_format(arena, json_array_get(events, i), JSON_LINE);
        enum err err = proof_check(arena, line, keys, key_count, problem);
        if (err != ERR_NONE)
            return err;
        certificate->event_count++;
    }
    return ERR_NONE;
}

enum err certificate_check(struct arena *arena, const char *note, const struct note_key *keys,
                           int key_count, struct certificate *certificate, const char **problem)
{
    json_t *json = NULL;
    struct signed_json signed_json = {{note, strlen(note)}, JSON_DEPTH, keys, key_count};
    *certificate = (struct certificate){.is_pinned = key_count > 0};
    if (signed_json_open(arena, &signed_json, &json, problem) != ERR_NONE)
        return ERR_INVALID;
    certificate->subject = json_string_value(json_object_get(json, "certificate"));
    *problem = "it does not say what it certifies";
    if (certificate->subject == NULL)
        return ERR_INVALID;
    return check_events(arena, json, signed_json.keys, signed_json.key_count, certificate, problem);
}
