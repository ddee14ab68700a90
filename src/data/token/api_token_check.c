#include "data/token/api_token_check.h"

#include <string.h>

#include "base/clock.h"
#include "domain/record/name.h"
#include "domain/record/record_name.h"

static enum err check_folder(struct db *db, const struct api_token_new *token_new,
                             struct api_token *token, struct problem *problem)
{
    const char *message = NULL;
    const char *folder = NULL;
    if (token_new->folder[0] == '\0')
        return ERR_NONE;
    if (record_name_parse(db_arena(db), token_new->folder, &folder, &message) != ERR_NONE)
        return problem_refuse(problem, ERR_INVALID, "folder",
                              "Enter a folder as it begins the names of its records, such as "
                              "“support/billing”, without a / at its ends.");
    token->folder = folder;
    if ((token->scopes & (SCOPE_AUDIT_READ | SCOPE_TRANSFER)) != 0)
        return problem_refuse(
            problem, ERR_INVALID, "folder",
            "The audit log, import and export are of the whole organization: a token of "
            "a folder can't have these scopes.");
    return ERR_NONE;
}

static enum err check_provision(const struct api_token_new *token_new, struct api_token *token,
                                struct problem *problem)
{
    if (token->scopes != SCOPE_PROVISION)
        return problem_refuse(
            problem, ERR_INVALID, "scopes",
            "A token that provisions people can't have another scope. Create two tokens.");
    if (token->owner != TOKEN_OF_ACCOUNT)
        return problem_refuse(problem, ERR_INVALID, "scopes",
                              "Only a token of a service account can provision people.");
    if (token_new->folder[0] != '\0')
        return problem_refuse(problem, ERR_INVALID, "folder",
                              "People belong to the whole organization: leave the folder empty.");
    if (token_new->default_persona < 0 ||
        persona_is_admin((enum persona)token_new->default_persona))
        return problem_refuse(problem, ERR_INVALID, "default_persona",
                              "Choose the persona of people who come without one.");
    token->default_persona = (enum persona)token_new->default_persona;
    return ERR_NONE;
}

enum err api_token_check_days(int64_t days, struct api_token *token, struct problem *problem)
{
    if (days < 1 || days > TOKEN_DAYS_MAX)
        return problem_refuse(problem, ERR_INVALID, "days", "A token ends after 1 to 365 days.");
    token->expires_at = clock_now() + days * CLOCK_DAY;
    return ERR_NONE;
}

enum err api_token_check_new(struct db *db, const struct api_token_new *token_new,
                             struct api_token *token, struct problem *problem)
{
    const char *message = NULL;
    token->name = name_normalize(db_arena(db), token_new->name);
    token->scopes = token_new->scopes;
    if (name_check(token->name, &message) != ERR_NONE)
        return problem_refuse(problem, ERR_INVALID, "name", message);
    if (text_count_chars(token->name, strlen(token->name)) > TOKEN_NAME_MAX)
        return problem_refuse(problem, ERR_INVALID, "name", "A name has at most 80 characters.");
    if (token->scopes == 0 || (token->scopes & ~(unsigned)(SCOPE_ALL | SCOPE_PROVISION)) != 0)
        return problem_refuse(problem, ERR_INVALID, "scopes", "Choose at least one scope.");
    enum err err = (token->scopes & SCOPE_PROVISION) != 0
                       ? check_provision(token_new, token, problem)
                       : check_folder(db, token_new, token, problem);
    return err == ERR_NONE ? api_token_check_days(token_new->days, token, problem) : err;
}

enum err api_token_check_answers(struct db *db, const struct actor *actor,
                                 const struct uuid *responsible_id, struct problem *problem)
{
    struct db_result row;
    struct actor person = {.organization_id = actor->organization_id,
                           .home_organization_id = actor->organization_id};
    struct policy_target target = {.organization_id = actor->organization_id};
    if (!api_token_may_provision(actor))
        return ERR_DENIED;
    enum err err = db_select(db, &row,
                             "SELECT user_persona, is_active FROM users "
                             "WHERE organization_id = $1 AND id = $2",
                             db_uuid(&actor->organization_id), db_uuid(responsible_id));
    if (err == ERR_NONE && row.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        err = persona_parse(db_get_text(&row, 0, 0), &person.persona);
    if (err != ERR_NONE)
        return err;
    person.is_active = db_get_bool(&row, 0, 1);
    if (policy_allows(&person, PERMISSION_USER_CHANGE, &target))
        return ERR_NONE;
    return problem_refuse(
        problem, ERR_INVALID, "scopes",
        "An administrator must answer for a service account that provisions people: "
        "appoint one first.");
}
