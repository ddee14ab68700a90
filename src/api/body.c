#include "api/body.h"

#include <string.h>

#include "base/json.h"
#include "base/number.h"

#define GIVEN (API_TO_CREATE | API_NEEDED)
#define REASON                                                                                     \
    {                                                                                              \
        "reason", API_STRING, API_TO_CREATE, NULL, "Why: one line.", NULL                          \
    }
#define PLACES                                                                                     \
    {"version", API_INTEGER, GIVEN, NULL, "The version that it is to be on.", NULL},               \
    {                                                                                              \
        "from_version", API_INTEGER, API_TO_CREATE, NULL,                                          \
            "Where it was seen; the request is refused if it is elsewhere by now.", NULL           \
    }

static const struct api_field label_fields[] = {PLACES, REASON};
static const struct api_field proposal_fields[] = {
    {"label", API_STRING, GIVEN, NULL, "The label that is to be moved.", NULL}, PLACES, REASON};
static const struct api_field archive_fields[] = {
    {"accepts_uses", API_BOOLEAN, API_TO_CREATE, NULL,
     "true archives it even if others use it or it is live.", NULL}};

static const struct api_field stop_fields[] = {
    {"reason", API_STRING, GIVEN, NULL, "Why: one line.", NULL},
    {"version", API_INTEGER, API_TO_CREATE, NULL,
     "This version, with everything that uses it; of an agent or a team it as a whole without one.",
     NULL}};
static const struct api_field resume_fields[] = {
    {"reason", API_STRING, GIVEN, NULL, "Why: one line.", NULL},
    {"version", API_INTEGER, API_TO_CREATE, NULL,
     "Of what is stopped: this version; needed where several are.", NULL}};

static const struct api_field run_fields[] = {
    {"set", API_STRING, GIVEN, NULL, "The test set: its name, or its id.", NULL},
    {"set_version", API_INTEGER, API_TO_CREATE, NULL,
     "Without it the one with the label production, or else the current one.", NULL},
    {"version", API_INTEGER, API_TO_CREATE, NULL,
     "What is run; without it, and without a label, the current version.", NULL},
    {"label", API_STRING, API_TO_CREATE, NULL, "The version with this label.", NULL},
    {"endpoint", API_STRING, GIVEN, NULL, "Where it is sent: the endpoint's name, or its id.",
     NULL},
    {"model", API_STRING, GIVEN, NULL, "A model of the endpoint.", NULL},
    {"temperature", API_NUMBER, API_TO_CREATE, NULL, "0 to 2; without it as the version says.",
     NULL},
    {"max_tokens", API_INTEGER, API_TO_CREATE, NULL,
     "Of an answer; without it as the version says.", NULL},
    {"repeats", API_INTEGER, API_TO_CREATE, NULL, "How often each case is run: 1 to 10.", NULL},
    {"token_cap", API_INTEGER, API_TO_CREATE, NULL,
     "The run stops before it takes more tokens. One of both caps is needed to start.", NULL},
    {"cost_cap", API_STRING, API_TO_CREATE, NULL,
     "The same in the endpoint's currency, such as 2.50.", NULL},
    {"cases", API_STRINGS, API_TO_CREATE, NULL,
     "The ids of the only cases that are run; such a run is no evidence for a release.", NULL},
    {"judge_endpoint", API_STRING, API_TO_CREATE, NULL,
     "Of a test set with a judge: the endpoint that judges, another one.", NULL},
    {"judge_model", API_STRING, API_TO_CREATE, NULL, "And its model.", NULL}};

static const struct api_field rule_fields[] = {
    {"is_free", API_BOOLEAN, API_TO_CREATE, NULL,
     "Of a record: true lets the label move without evidence, whatever the rule of its kind says.",
     NULL},
    {"set", API_STRING, API_TO_CREATE, NULL,
     "The only test set whose runs count: its name, or its id; any without it.", NULL},
    {"min_pass", API_STRING, API_TO_CREATE, NULL, "The lowest pass rate, in percent: 95, or 99.5.",
     NULL},
    {"forbids_critical", API_BOOLEAN, API_TO_CREATE, NULL, "No critical case may fail.", NULL},
    {"max_age_days", API_INTEGER, API_TO_CREATE, NULL, "How old the run may be.", NULL},
    {"forbids_worse", API_BOOLEAN, API_TO_CREATE, NULL, "Nothing that is live may get worse.",
     NULL},
    {"needs_judge", API_BOOLEAN, API_TO_CREATE, NULL, "A calibrated judge must have judged.", NULL},
    {"accepts_imported", API_BOOLEAN, API_TO_CREATE, NULL,
     "Runs that another program graded count as well.", NULL}};
static const struct api_field override_fields[] = {PLACES,
                                                   {"reason", API_STRING, GIVEN, NULL,
                                                    "Why it can't wait: one line, which everyone "
                                                    "who may approve will read.",
                                                    NULL}};
static const struct api_field review_fields[] = {
    {"review", API_STRING, GIVEN, NULL, "What was found: one line.", NULL}};

const struct api_fields body_rule = {rule_fields, (int)COUNT_OF(rule_fields)};
const struct api_fields body_override = {override_fields, (int)COUNT_OF(override_fields)};
const struct api_fields body_review = {review_fields, (int)COUNT_OF(review_fields)};
const struct api_fields body_run = {run_fields, (int)COUNT_OF(run_fields)};
const struct api_fields body_document = {NULL, 0};
const struct api_fields body_label = {label_fields, (int)COUNT_OF(label_fields)};
const struct api_fields body_proposal = {proposal_fields, (int)COUNT_OF(proposal_fields)};
const struct api_fields body_stop = {stop_fields, (int)COUNT_OF(stop_fields)};
const struct api_fields body_resume = {resume_fields, (int)COUNT_OF(resume_fields)};
const struct api_fields body_archive = {archive_fields, (int)COUNT_OF(archive_fields)};

static const struct api_field *find_field(const struct api_fields *fields, enum api_use use,
                                          const char *name)
{
    for (int i = 0; i < fields->count; i++)
        if ((fields->items[i].uses & use) != 0 && strcmp(fields->items[i].name, name) == 0)
            return &fields->items[i];
    return NULL;
}

static bool are_all(const json_t *array, bool (*is_good)(const json_t *value))
{
    size_t index = 0;
    const json_t *value = NULL;
    json_array_foreach((json_t *)(uintptr_t)array, index, value)
    {
        if (!is_good(value))
            return false;
    }
    return json_is_array(array);
}

static bool is_text(const json_t *value)
{
    return json_is_string(value);
}

static bool is_uuid(const json_t *value)
{
    struct uuid id;
    return json_is_string(value) && uuid_parse(json_string_value(value), &id) == ERR_NONE;
}

static bool is_object(const json_t *value)
{
    return json_is_object(value);
}

/* Why a value is not of its type; NULL: it is. */
static const char *type_problem(const struct api_field *field, const json_t *value)
{
    switch (field->type) {
    case API_STRING:
    case API_TIME:
        return json_is_string(value) ? NULL : "This must be a string.";
    case API_UUID:
        return is_uuid(value) ? NULL : "This must be a UUID.";
    case API_INTEGER:
        return number_fits_json(NUMBER_VERSION, value) ? NULL : "This must be an integer from 1.";
    case API_NUMBER:
        return json_is_number(value) ? NULL : "This must be a number.";
    case API_BOOLEAN:
        return json_is_boolean(value) ? NULL : "This must be true or false.";
    case API_STRINGS:
        return are_all(value, is_text) ? NULL : "This must be an array of strings.";
    case API_UUIDS:
        return are_all(value, is_uuid) ? NULL : "This must be an array of UUIDs.";
    case API_OBJECT:
        return json_is_object(value) ? NULL : "This must be an object.";
    case API_JSON:
        return json_is_null(value) ? "This must not be null." : NULL;
    case API_BODY:
        return json_is_string(value) || json_is_array(value)
                   ? NULL
                   : "This must be a string, or an array of the messages of a chat.";
    case API_MEMBERS:
    case API_CASES:
        return are_all(value, is_object) ? NULL : "This must be an array of objects.";
    case API_LABELS:
    case API_EVENTS:
        break;
    }
    return "This can't be given.";
}

static bool is_choice(const struct api_field *field, const json_t *value)
{
    for (int i = 0; field->choices != NULL && field->choices[i] != NULL; i++)
        if (strcmp(field->choices[i], json_string_value(value)) == 0)
            return true;
    return field->choices == NULL;
}

static void check_given(struct call *call, const struct api_fields *fields, enum api_use use,
                        json_t *body, json_t *errors)
{
    const char *name = NULL;
    json_t *value = NULL;
    json_object_foreach(body, name, value)
    {
        const struct api_field *field = find_field(fields, use, name);
        const char *problem =
            field == NULL ? "There is no such field to be given." : type_problem(field, value);
        if (problem == NULL && !is_choice(field, value))
            problem = "This is not one of the choices.";
        if (problem != NULL)
            call_add_error(errors, arena_strdup(call->arena, name), problem);
    }
}

static void check_missing(const struct api_fields *fields, enum api_use use, const json_t *body,
                          json_t *errors)
{
    for (int i = 0; use == API_TO_CREATE && i < fields->count; i++) {
        const struct api_field *field = &fields->items[i];
        if ((field->uses & API_NEEDED) != 0 && json_object_get(body, field->name) == NULL)
            call_add_error(errors, field->name, "This must be given.");
    }
}

enum err body_read(struct call *call, const struct api_fields *fields, enum api_use use,
                   json_t **body)
{
    struct text text = call->request->body;
    const char *problem = NULL;
    if (text.len == 0)
        text = (struct text){"{}", 2};
    if (json_parse(call->arena, text.data, text.len, body, &problem) != ERR_NONE ||
        !json_is_object(*body)) {
        call_say(call, 400, problem != NULL ? problem : "The body must be a JSON object.", NULL);
        return ERR_INVALID;
    }
    json_t *errors = json_keep(call->arena, json_array());
    check_given(call, fields, use, *body, errors);
    check_missing(fields, use, *body, errors);
    if (json_array_size(errors) == 0)
        return ERR_NONE;
    call_say(call, 422, "Some fields can't be taken as they are.", json_incref(errors));
    return ERR_INVALID;
}

const char *body_text(const json_t *body, const char *name, const char *without)
{
    const char *text = json_string_value(json_object_get(body, name));
    return text == NULL ? without : text;
}

int64_t body_number(const json_t *body, const char *name)
{
    return number_of_json(NUMBER_VERSION, json_object_get(body, name), 0);
}

bool body_truth(const json_t *body, const char *name)
{
    return json_is_true(json_object_get(body, name));
}
