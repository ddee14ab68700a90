#include "domain/agent/config_check.h"

#include <stdarg.h>
#include <string.h>

#include "base/budget.h"
#include "base/number.h"
#include "domain/secret.h"

void config_refuse(const struct config_check *check, const struct json_path *path,
                   const char *format, ...)
{
    if (check->problems->count == CONFIG_PROBLEMS_MAX) { /* nothing is made that nobody reads */
        check->problems->has_more = true;
        return;
    }
    va_list args;
    va_start(args, format);
    char *message = arena_vprintf(check->arena, format, args);
    va_end(args);
    config_problem_add(check->problems, json_path_format(check->arena, path), message);
}

bool config_check_object(const struct config_check *check, const struct json_path *path,
                         const json_t *value, const struct config_field *fields, size_t count)
{
    const char *key = NULL;
    json_t *member = NULL;
    if (!json_is_object(value)) {
        config_refuse(check, path, "must be an object, {…}.");
        return false;
    }
    json_object_foreach((json_t *)value, key, member)
    {
        struct json_path place = json_path_key(path, key);
        budget_look();
        for (size_t i = 0; i < count; i++)
            if (strcmp(fields[i].key, key) == 0)
                fields[i].check(check, &place, member, &fields[i]);
    }
    for (size_t i = 0; i < count; i++) {
        struct json_path place = json_path_key(path, fields[i].key);
        if (fields[i].is_required && json_object_get(value, fields[i].key) == NULL)
            config_refuse(check, &place, "is missing.");
    }
    return true;
}

bool config_check_list(const struct config_check *check, const struct json_path *path,
                       const json_t *value, const struct config_field *item)
{
    json_t *member = NULL;
    size_t index = 0;
    if (!json_is_array(value)) {
        config_refuse(check, path, "must be a list, […].");
        return false;
    }
    json_array_foreach(value, index, member)
    {
        struct json_path place = json_path_item(path, index);
        item->check(check, &place, member, item);
    }
    return true;
}

void config_check_unique(const struct config_check *check, const struct json_path *path,
                         const json_t *list, const char *key)
{
    json_t *item = NULL;
    size_t index = 0;
    json_t *seen = json_keep(check->arena, json_object());
    json_array_foreach(list, index, item)
    {
        struct json_path place = json_path_item(path, index);
        struct json_path member = json_path_key(&place, key);
        const json_t *value = key == NULL ? item : json_object_get(item, key);
        const char *text = json_string_value(value);
        if (text == NULL)
            continue;
        if (json_object_get(seen, text) != NULL)
            config_refuse(check, key == NULL ? &place : &member, "is there twice.");
        else if (json_object_set_new(seen, text, json_true()) != 0)
            die("out of memory for JSON");
    }
}

/* The text of a string with min to max characters; NULL after a problem. */
static const char *read_text(const struct config_check *check, const struct json_path *path,
                             const json_t *value, const struct config_field *field)
{
    const char *text = json_string_value(value);
    if (text == NULL) {
        config_refuse(check, path, "must be a text.");
        return NULL;
    }
    size_t count = text_count_chars(text, json_string_length(value));
    if (count < (size_t)field->min) {
        config_refuse(check, path, "must not be empty.");
        return NULL;
    }
    if (field->max > 0 && count > (size_t)field->max) {
        config_refuse(check, path, "must have at most %d characters.", field->max);
        return NULL;
    }
    return text;
}

void config_check_text(const struct config_check *check, const struct json_path *path,
                       const json_t *value, const struct config_field *field)
{
    (void)read_text(check, path, value, field);
}

void config_check_line(const struct config_check *check, const struct json_path *path,
                       const json_t *value, const struct config_field *field)
{
    const char *text = read_text(check, path, value, field);
    if (text == NULL)
        return;
    const char *trimmed = text;
    size_t len = json_string_length(value);
    if (text_has_control(text, len, false))
        config_refuse(check, path, "must be one line without control characters.");
    text_trim_range(&trimmed, &len);
    if (len == 0 && field->min > 0)
        config_refuse(check, path, "must not be just spaces.");
}

void config_check_word(const struct config_check *check, const struct json_path *path,
                       const json_t *value, const struct config_field *field)
{
    const char *text = read_text(check, path, value, field);
    if (text == NULL)
        return;
    size_t len = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");
    if (text[len] != '\0')
        config_refuse(check, path, "must have only letters a to z, digits, and _ . -");
}

void config_check_texts(const struct config_check *check, const struct json_path *path,
                        const json_t *value, const struct config_field *field)
{
    struct config_field item = {.check = config_check_text, .min = field->min, .max = field->max};
    (void)config_check_list(check, path, value, &item);
}

void config_check_number(const struct config_check *check, const struct json_path *path,
                         const json_t *value, const struct config_field *field)
{
    if (!number_fits_json(field->number, value))
        config_refuse(check, path, "must be %s.", number_limits[field->number].words);
}

static bool is_url(const char *url)
{
    const char *host = text_starts_with(url, "https://")  ? url + strlen("https://")
                       : text_starts_with(url, "http://") ? url + strlen("http://")
                                                          : NULL;
    return host != NULL && host[0] != '\0' && strchr("/?#:", host[0]) == NULL &&
           strpbrk(url, " <>\"\\^`") == NULL;
}

void config_check_url(const struct config_check *check, const struct json_path *path,
                      const json_t *value, const struct config_field *field)
{
    const char *text = read_text(check, path, value, field);
    if (text != NULL && (!is_url(text) || text_has_control(text, strlen(text), false)))
        config_refuse(check, path, "must be an address that begins with https:// or http://.");
}

bool config_is_secret(const json_t *value)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-";
    const char *name = json_string_value(json_object_get(value, "secret"));
    if (name == NULL || json_object_size(value) != 1)
        return false;
    size_t len = strspn(name, allowed);
    return len > 0 && len <= 200 && name[len] == '\0';
}

static bool refuse_text(const struct config_check *check, const struct json_path *path,
                        const char *text, const char *what)
{
    const char *kind = secret_find(text, strlen(text));
    if (kind == NULL)
        return false;
    config_refuse(check, path,
                  "%s %s. Credentials are not kept here: use a reference, {\"secret\": \"NAME\"}, "
                  "instead.",
                  what, kind);
    return true;
}

bool config_refuse_secrets(const struct config_check *check, const struct json_path *path,
                           const json_t *value)
{
    const char *key = NULL;
    json_t *member = NULL;
    size_t index = 0;
    bool has_found =
        json_is_string(value) && refuse_text(check, path, json_string_value(value), "looks like");
    json_object_foreach((json_t *)value, key, member)
    {
        struct json_path place = json_path_key(path, key);
        /* The path of such a key would say it. */
        bool is_key = refuse_text(check, path, key, "has a key that looks like");
        if (is_key || config_refuse_secrets(check, &place, member))
            has_found = true;
    }
    json_array_foreach(value, index, member)
    {
        struct json_path place = json_path_item(path, index);
        if (config_refuse_secrets(check, &place, member))
            has_found = true;
    }
    return has_found;
}
