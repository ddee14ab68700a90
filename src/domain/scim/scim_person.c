#include "domain/scim/scim_person.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

struct scim_name scim_name_split(struct arena *arena, const char *full_name, const char *given_name)
{
    size_t len = given_name == NULL ? 0 : strlen(given_name);
    if (given_name != NULL && strncmp(full_name, given_name, len) == 0) {
        if (full_name[len] == '\0')
            return (struct scim_name){given_name, ""};
        if (len == 0 || full_name[len] == ' ')
            return (struct scim_name){given_name, full_name + len + (len > 0)};
    }
    const char *space = strrchr(full_name, ' ');
    if (space == NULL)
        return (struct scim_name){full_name, ""};
    return (struct scim_name){arena_copy(arena, full_name, (size_t)(space - full_name)), space + 1};
}

static const char *trimmed(struct arena *arena, const char *text)
{
    return text == NULL ? "" : text_trim(arena, text);
}

/* A part of the name: what is said of it, else what it was. */
static const char *part_of(struct arena *arena, const struct scim_change *change,
                           enum scim_attribute part, const char *before)
{
    return change->is_given[part] ? trimmed(arena, change->values[part]) : before;
}

/* The parts say more than the whole, which services put together from them. A resource says all of
 * the name that there is. */
static void change_name(struct arena *arena, const struct scim_change *change, bool is_whole,
                        struct scim_person *person)
{
    static const enum scim_attribute wholes[] = {SCIM_FORMATTED, SCIM_DISPLAY_NAME};
    struct scim_name name = {"", ""};
    if (person->full_name != NULL && !is_whole)
        name = scim_name_split(arena, person->full_name, person->given_name);
    bool has_parts = change->is_given[SCIM_GIVEN_NAME] || change->is_given[SCIM_FAMILY_NAME];
    name.given = part_of(arena, change, SCIM_GIVEN_NAME, name.given);
    name.family = part_of(arena, change, SCIM_FAMILY_NAME, name.family);
    if (has_parts && (name.given[0] != '\0' || name.family[0] != '\0')) {
        bool has_both = name.given[0] != '\0' && name.family[0] != '\0';
        person->full_name =
            arena_printf(arena, "%s%s%s", name.given, has_both ? " " : "", name.family);
        person->given_name = name.given;
        return;
    }
    for (size_t i = 0; i < COUNT_OF(wholes); i++) {
        const char *whole = part_of(arena, change, wholes[i], "");
        if (whole[0] == '\0')
            continue;
        person->full_name = whole;
        person->given_name = NULL;
        return;
    }
}

/* Whoever has no name is called as their address begins, without the rest: colleagues see names. */
static void name_after_address(struct arena *arena, struct scim_person *person)
{
    if (person->full_name == NULL)
        person->full_name = arena_copy(arena, person->user_name, strcspn(person->user_name, "@"));
}

static enum err refuse(struct scim_problem *problem, const char *detail)
{
    *problem = (struct scim_problem){"invalidValue", detail};
    return ERR_INVALID;
}

static enum err read_persona(const char *wanted, const struct scim_rules *rules,
                             enum persona *persona)
{
    *persona = rules->default_persona;
    if (wanted == NULL)
        return ERR_NONE;
    for (int i = 0; i < PERSONA_COUNT; i++) {
        if (i == PERSONA_PLATFORM_ADMIN || strcasecmp(persona_names[i], wanted) != 0)
            continue;
        *persona = (enum persona)i;
        return ERR_NONE;
    }
    return ERR_INVALID;
}

/* A service that reads a person, changes the one and sends everything back means what is new. */
static enum err change_persona(const struct scim_change *change, const struct scim_rules *rules,
                               struct scim_person *person, struct scim_problem *problem)
{
    static const enum scim_attribute ways[] = {SCIM_ROLE, SCIM_USER_TYPE};
    enum persona before = person->persona;
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        enum persona wanted = before;
        if (!change->is_given[ways[i]])
            continue;
        if (read_persona(change->values[ways[i]], rules, &wanted) != ERR_NONE)
            return refuse(problem, "userType and roles are one of: Individual Developer, "
                                   "Enterprise Team, DevOps Engineer, Product Manager, Customer "
                                   "Admin.");
        if (wanted != before)
            person->persona = wanted;
    }
    return ERR_NONE;
}

enum err scim_person_change(struct arena *arena, const struct scim_change *change,
                            const struct scim_rules *rules, struct scim_person *person,
                            struct scim_problem *problem)
{
    bool has_user_name = change->is_given[SCIM_USER_NAME];
    if (!has_user_name && (rules->is_whole || person->user_name == NULL))
        return refuse(problem, "userName must be given.");
    if (person->user_name == NULL)
        person->persona = rules->default_persona;
    if (has_user_name || change->is_given[SCIM_EMAIL])
        person->user_name =
            trimmed(arena, change->values[has_user_name ? SCIM_USER_NAME : SCIM_EMAIL]);
    change_name(arena, change, rules->is_whole, person);
    name_after_address(arena, person);
    if (rules->is_whole || change->is_given[SCIM_EXTERNAL_ID]) {
        const char *id = change->values[SCIM_EXTERNAL_ID];
        person->external_id = id == NULL || id[0] == '\0' ? NULL : id;
    }
    if (change->is_given[SCIM_ACTIVE])
        person->is_active = strcmp(change->values[SCIM_ACTIVE], "true") == 0;
    return change_persona(change, rules, person, problem);
}
