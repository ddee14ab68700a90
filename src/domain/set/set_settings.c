#include "domain/set/set_settings.h"

#include <string.h>

#include "base/number.h"
#include "domain/record/label.h"
#include "domain/record/record_name.h"

const char *const set_subject_names[SET_SUBJECT_COUNT + 1] = {
    [SET_FOR_PROMPT] = "prompt",
    [SET_FOR_AGENT] = "agent",
    [SET_SHARED] = "shared",
};
const char *const set_subject_words[SET_SUBJECT_COUNT + 1] = {
    [SET_FOR_PROMPT] = "For a prompt",
    [SET_FOR_AGENT] = "For an agent",
    [SET_SHARED] = "Shared",
};

const struct record_kind *set_subject_kind(enum set_subject subject)
{
    return subject == SET_SHARED ? NULL : record_kind_find(set_subject_names[subject]);
}

enum err set_subject_parse(const char *name, enum set_subject *subject)
{
    for (int i = 0; i < SET_SUBJECT_COUNT; i++) {
        if (strcmp(set_subject_names[i], name) == 0) {
            *subject = (enum set_subject)i;
            return ERR_NONE;
        }
    }
    return ERR_INVALID;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static enum err refuse(const char **problem, const char *what)
{
    *problem = what;
    return ERR_INVALID;
}

/* An object with no other keys than these, of which the last is NULL. */
static enum err check_object(struct arena *arena, const json_t *json, const char *path,
                             const char *const *known, const char **problem)
{
    const char *key = NULL;
    json_t *value = NULL;
    if (!json_is_object(json))
        return refuse(problem, arena_printf(arena, "%s: must be an object, {…}.", path));
    json_object_foreach((json_t *)json, key, value)
    {
        int i = 0;
        while (known[i] != NULL && strcmp(known[i], key) != 0)
            i++;
        if (known[i] == NULL)
            return refuse(problem, arena_printf(arena, "%s: “%.*s” is not known here.", path,
                                                (int)text_cut(key, strlen(key), 40), key));
    }
    return ERR_NONE;
}

/* The name of a record, as it is stored. */
static enum err read_name(struct arena *arena, const json_t *json, const char *path,
                          const char **name, const char **problem)
{
    const char *what = "must be the name of a record.";
    const char *typed = json_string_value(json_object_get(json, "name"));
    if (typed != NULL && record_name_parse(arena, typed, name, &what) == ERR_NONE)
        return ERR_NONE;
    return refuse(problem, arena_printf(arena, "%s.name: %s", path, what));
}

static enum err read_for(struct arena *arena, const json_t *json, struct set_settings *settings,
                         const char **problem)
{
    static const char *const known[] = {"kind", "name", NULL};
    static const char path[] = "settings.for";
    enum err err = check_object(arena, json, path, known, problem);
    if (err != ERR_NONE)
        return err;
    if (set_subject_parse(json_text(json, "kind"), &settings->subject) != ERR_NONE ||
        settings->subject == SET_SHARED)
        return refuse(problem, "settings.for.kind: must be prompt or agent.");
    return read_name(arena, json, path, &settings->for_name, problem);
}

static enum err read_judge_prompt(struct arena *arena, const json_t *json,
                                  struct set_settings *settings, const char **problem)
{
    static const char *const known[] = {"name", "label", "version", NULL};
    static const char path[] = "settings.judge.prompt";
    const json_t *label = json_object_get(json, "label");
    const json_t *version = json_object_get(json, "version");
    enum err err = check_object(arena, json, path, known, problem);
    if (err == ERR_NONE)
        err = read_name(arena, json, path, &settings->judge_name, problem);
    if (err != ERR_NONE)
        return err;
    if (label != NULL && version != NULL)
        return refuse(problem, "settings.judge.prompt: has a label and a version: choose one.");
    if (version != NULL && !number_fits_json(NUMBER_VERSION, version))
        return refuse(problem, arena_printf(arena, "settings.judge.prompt.version: must be %s.",
                                            number_limits[NUMBER_VERSION].words));
    settings->judge_version = number_of_json(NUMBER_VERSION, version, 0);
    if (version == NULL)
        settings->judge_label = label == NULL ? LABEL_PRODUCTION : json_string_value(label);
    if (version == NULL &&
        (settings->judge_label == NULL || !label_is_wellformed(settings->judge_label)))
        return refuse(problem, "settings.judge.prompt.label: must be a label, such as production.");
    return ERR_NONE;
}

static enum err read_judge(struct arena *arena, const json_t *json, struct set_settings *settings,
                           const char **problem)
{
    static const char *const known[] = {"prompt", "repeats", NULL};
    const json_t *repeats = json_object_get(json, "repeats");
    enum err err = check_object(arena, json, "settings.judge", known, problem);
    if (err == ERR_NONE)
        err = read_judge_prompt(arena, json_object_get(json, "prompt"), settings, problem);
    if (err != ERR_NONE)
        return err;
    if (repeats != NULL && !number_fits_json(NUMBER_REPEATS, repeats))
        return refuse(problem, arena_printf(arena, "settings.judge.repeats: must be %s.",
                                            number_limits[NUMBER_REPEATS].words));
    settings->repeats = number_of_json(NUMBER_REPEATS, repeats, 1);
    return ERR_NONE;
}

enum err set_settings_read(struct arena *arena, const json_t *json, struct set_settings *settings,
                           const char **problem)
{
    static const char *const known[] = {"for", "judge", NULL};
    const json_t *subject = json_object_get(json, "for");
    const json_t *judge = json_object_get(json, "judge");
    *settings = (struct set_settings){.subject = SET_SHARED, .repeats = 1};
    if (json == NULL)
        return ERR_NONE;
    enum err err = check_object(arena, json, "settings", known, problem);
    if (err == ERR_NONE && subject != NULL)
        err = read_for(arena, subject, settings, problem);
    if (err == ERR_NONE && judge != NULL)
        err = read_judge(arena, judge, settings, problem);
    return err;
}

/* ---- writing ----------------------------------------------------------------------------------
 */

json_t *set_settings_json(struct arena *arena, const struct set_settings *settings)
{
    json_t *json = json_keep(arena, json_object());
    if (settings->for_name != NULL)
        json_object_set_new(json, "for",
                            json_pack("{s:s, s:s}", "kind", set_subject_names[settings->subject],
                                      "name", settings->for_name));
    if (settings->judge_name == NULL)
        return json;
    json_t *prompt = json_pack("{s:s}", "name", settings->judge_name);
    if (settings->judge_label != NULL)
        json_object_set_new(prompt, "label", json_string(settings->judge_label));
    else
        json_object_set_new(prompt, "version", json_integer(settings->judge_version));
    json_object_set_new(
        json, "judge",
        json_pack("{s:o, s:I}", "prompt", prompt, "repeats", (json_int_t)settings->repeats));
    return json;
}
