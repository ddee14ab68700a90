#include "api/handlers.h"
#include "api/parameters.h"
#include "data/offline/offline.h"
#include "domain/record/label.h"

/* The signed set of records with which a program starts without us. */

enum { LABEL_CHARS = 200, PINS_CHARS = 64 * 1024 };

struct bundle_query {
    const char *label;
    struct text pins;
};

static const struct form_field fields[] = {
    {.name = "label",
     .label = "The label whose versions are in it; without label and pins it is production",
     .kind = FORM_LINE,
     .max_chars = LABEL_CHARS,
     .offset = offsetof(struct bundle_query, label)},
    {.name = "pins",
     .label = "Versions that are in it, KIND:NAME@VERSION, one a line; they go before the label",
     .kind = FORM_TEXT,
     .max_chars = PINS_CHARS,
     .offset = offsetof(struct bundle_query, pins)},
};
const struct api_parameters bundle_parameters = {fields, (int)COUNT_OF(fields)};

enum err api_bundle(struct call *call)
{
    struct bundle_query query;
    struct offline_made made;
    struct problem problem = {0};
    if (call_query(call, fields, (int)COUNT_OF(fields), &query) != ERR_NONE)
        return ERR_NONE;
    struct offline_ask ask = {.label = query.label, .pins = query.pins.data};
    if (ask.label[0] == '\0' && ask.pins[0] == '\0')
        ask.label = LABEL_PRODUCTION;
    enum err err = offline_make(call->db, call->actor, &ask, &made, &problem);
    if (err != ERR_NONE)
        return call_refuse(call, err, &problem);
    for (int i = 0; i < made.served_count; i++)
        call_note_served(call, &made.served[i]);
    return call_answer_text(call, "text/plain; charset=utf-8", made.note);
}
