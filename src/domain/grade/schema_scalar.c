#include "domain/grade/schema_internal.h"

#include <string.h>

#include "base/buf.h"
#include "base/network.h"
#include "base/number.h"
#include "domain/grade/check_text_internal.h"

/* ---- types and values ---------------------------------------------------------------------- */

static bool has_type(const json_t *value, const char *type)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return strcmp(type, "object") == 0;
    case JSON_ARRAY:
        return strcmp(type, "array") == 0;
    case JSON_STRING:
        return strcmp(type, "string") == 0;
    case JSON_INTEGER:
    case JSON_REAL:
        return strcmp(type, "number") == 0 ||
               (strcmp(type, "integer") == 0 && number_is_whole(value));
    case JSON_TRUE:
    case JSON_FALSE:
        return strcmp(type, "boolean") == 0;
    case JSON_NULL:
        return strcmp(type, "null") == 0;
    }
    return false;
}

static const char *type_words(const char *type)
{
    static const char *const words[][2] = {
        {"object", "an object"}, {"array", "an array"},         {"string", "a text"},
        {"number", "a number"},  {"integer", "a whole number"}, {"boolean", "true or false"},
        {"null", "null"},
    };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i][0], type) == 0)
            return words[i][1];
    return type;
}

bool schema_match_type(struct schema_matcher *matcher, const struct schema_place *place,
                       const json_t *rule)
{
    struct buf words;
    json_t *item = NULL;
    size_t index = 0;
    if (json_is_string(rule))
        return has_type(place->value, json_string_value(rule)) ||
               schema_refuse(matcher, place->path, "must be %s.",
                             type_words(json_string_value(rule)));
    json_array_foreach(rule, index,
                       item) if (has_type(place->value, json_string_value(item))) return true;
    buf_init(&words, matcher->arena);
    json_array_foreach(rule, index, item)
        buf_printf(&words, "%s%s", index == 0 ? "" : " or ", type_words(json_string_value(item)));
    return schema_refuse(matcher, place->path, "must be %s.", words.data);
}

static bool is_same_object(struct schema_matcher *matcher, const json_t *a, const json_t *b)
{
    const char *key = NULL;
    json_t *member = NULL;
    if (json_object_size(a) != json_object_size(b))
        return false;
    json_object_foreach((json_t *)a, key, member)
    {
        const json_t *other = json_object_get(b, key);
        if (other == NULL || !schema_is_same(matcher, member, other))
            return false;
    }
    return true;
}

static bool is_same_array(struct schema_matcher *matcher, const json_t *a, const json_t *b)
{
    json_t *item = NULL;
    size_t index = 0;
    if (json_array_size(a) != json_array_size(b))
        return false;
    json_array_foreach(
        a, index, item) if (!schema_is_same(matcher, item, json_array_get(b, index))) return false;
    return true;
}

bool schema_is_same(struct schema_matcher *matcher, const json_t *a, const json_t *b)
{
    enum { BYTES_AT_ONCE = 64 };
    if (!schema_spend(matcher, 1 + json_string_length(a) / BYTES_AT_ONCE))
        return false;
    if (json_is_number(a) && json_is_number(b))
        return number_order(a, b) == 0;
    if (json_typeof(a) != json_typeof(b))
        return false;
    if (json_is_string(a))
        return json_string_length(a) == json_string_length(b) &&
               memcmp(json_string_value(a), json_string_value(b), json_string_length(a)) == 0;
    if (json_is_object(a))
        return is_same_object(matcher, a, b);
    return !json_is_array(a) || is_same_array(matcher, a, b);
}

/* A value as a reason shows it. */
static const char *show(struct arena *arena, const json_t *value)
{
    return json_is_string(value) ? check_quote(arena, json_string_value(value))
                                 : check_quote(arena, json_format(arena, value, JSON_LINE).data);
}

bool schema_match_enum(struct schema_matcher *matcher, const struct schema_place *place,
                       const json_t *rule)
{
    enum { SHOWN = 5 };
    struct buf words;
    json_t *item = NULL;
    size_t index = 0, count = json_array_size(rule);
    json_array_foreach(rule, index,
                       item) if (schema_is_same(matcher, item, place->value)) return true;
    if (matcher->is_quiet)
        return false;
    buf_init(&words, matcher->arena);
    for (index = 0; index < count && index < SHOWN; index++)
        buf_printf(&words, "%s%s", index == 0 ? "" : ", ",
                   show(matcher->arena, json_array_get(rule, index)));
    if (count > SHOWN)
        buf_printf(&words, " or %zu more", count - SHOWN);
    return schema_refuse(matcher, place->path, count == 1 ? "must be %s." : "must be one of %s.",
                         words.data);
}

bool schema_match_const(struct schema_matcher *matcher, const struct schema_place *place,
                        const json_t *rule)
{
    return schema_is_same(matcher, rule, place->value) ||
           (!matcher->is_quiet &&
            schema_refuse(matcher, place->path, "must be %s.", show(matcher->arena, rule)));
}

/* ---- numbers ------------------------------------------------------------------------------- */

static bool refuse_number(struct schema_matcher *matcher, const struct schema_place *place,
                          const char *before, const json_t *rule)
{
    return !matcher->is_quiet && schema_refuse(matcher, place->path, "must be %s %s.", before,
                                               json_format(matcher->arena, rule, JSON_LINE).data);
}

bool schema_match_minimum(struct schema_matcher *matcher, const struct schema_place *place,
                          const json_t *rule)
{
    return !json_is_number(place->value) || number_order(place->value, rule) >= 0 ||
           refuse_number(matcher, place, "at least", rule);
}

bool schema_match_maximum(struct schema_matcher *matcher, const struct schema_place *place,
                          const json_t *rule)
{
    return !json_is_number(place->value) || number_order(place->value, rule) <= 0 ||
           refuse_number(matcher, place, "at most", rule);
}

bool schema_match_above(struct schema_matcher *matcher, const struct schema_place *place,
                        const json_t *rule)
{
    return !json_is_number(place->value) || number_order(place->value, rule) > 0 ||
           refuse_number(matcher, place, "more than", rule);
}

bool schema_match_below(struct schema_matcher *matcher, const struct schema_place *place,
                        const json_t *rule)
{
    return !json_is_number(place->value) || number_order(place->value, rule) < 0 ||
           refuse_number(matcher, place, "less than", rule);
}

bool schema_match_step(struct schema_matcher *matcher, const struct schema_place *place,
                       const json_t *rule)
{
    return !json_is_number(place->value) || number_is_multiple(place->value, rule) ||
           refuse_number(matcher, place, "a multiple of", rule);
}

/* ---- texts --------------------------------------------------------------------------------- */

static int64_t characters(const struct schema_place *place)
{
    return (int64_t)text_count_chars(json_string_value(place->value),
                                     json_string_length(place->value));
}

bool schema_match_min_length(struct schema_matcher *matcher, const struct schema_place *place,
                             const json_t *rule)
{
    int64_t least = number_of_json(NUMBER_SCHEMA_COUNT, rule, 0);
    return !json_is_string(place->value) || characters(place) >= least ||
           schema_refuse(matcher, place->path, "must have at least %s.",
                         text_counted(matcher->arena, least, "character"));
}

bool schema_match_max_length(struct schema_matcher *matcher, const struct schema_place *place,
                             const json_t *rule)
{
    int64_t most = number_of_json(NUMBER_SCHEMA_COUNT, rule, 0);
    return !json_is_string(place->value) || characters(place) <= most ||
           schema_refuse(matcher, place->path, "must have at most %s.",
                         text_counted(matcher->arena, most, "character"));
}

bool schema_match_pattern(struct schema_matcher *matcher, const struct schema_place *place,
                          const json_t *rule)
{
    return !json_is_string(place->value) ||
           schema_has_pattern(matcher, json_string_value(rule), place->value) ||
           (!matcher->is_quiet &&
            schema_refuse(matcher, place->path, "must match %s.", show(matcher->arena, rule)));
}

/* RFC 3339 (dates and times), RFC 1123 (names of hosts), RFC 3986 (what begins a URI), RFC 9562. */
#define DAY                                                                                        \
    "\\d{4}-(?:(?:0[13578]|1[02])-31|(?:0[13-9]|1[0-2])-(?:29|30)|02-29|"                          \
    "(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8]))"
#define TIME                                                                                       \
    "(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d+)?(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]"  \
    "\\d)"
#define HOST_PART "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
#define BYTE      "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"

const char *schema_format_pattern(const char *format)
{
    static const char *const formats[][2] = {
        {"date", "^" DAY "$"},
        {"time", "^" TIME "$"},
        {"date-time", "^" DAY "[Tt ]" TIME "$"},
        {"duration", "^P(?=.)(?:\\d+Y)?(?:\\d+M)?(?:\\d+W)?(?:\\d+D)?"
                     "(?:T(?=\\d)(?:\\d+H)?(?:\\d+M)?(?:\\d+(?:\\.\\d+)?S)?)?$"},
        {"email", "^[^@\\s\"<>]{1,64}@" HOST_PART "(?:\\." HOST_PART ")+$"},
        {"hostname", "^(?=.{1,253}$)" HOST_PART "(?:\\." HOST_PART ")*$"},
        {"ipv4", "^(?:" BYTE "\\.){3}" BYTE "$"},
        {"ipv6", ""},
        {"uri", "^[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>\"{}|\\\\^`]+$"},
        {"uuid", "^[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$"},
    };
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        if (strcmp(formats[i][0], format) == 0)
            return formats[i][1];
    return NULL;
}

bool schema_match_format(struct schema_matcher *matcher, const struct schema_place *place,
                         const json_t *rule)
{
    struct network_address address;
    const char *source = schema_format_pattern(json_string_value(rule));
    const char *text = json_string_value(place->value);
    if (text == NULL)
        return true;
    bool is_good = source[0] == '\0' ? strchr(text, ':') != NULL && network_parse(text, &address)
                                     : schema_has_pattern(matcher, source, place->value);
    return is_good ||
           schema_refuse(matcher, place->path, "must have the format %s.", json_string_value(rule));
}
