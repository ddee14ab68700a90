#include "cli/test/test_start.h"

#include <string.h>

#include "cli/command/named.h"
#include "data/endpoint/endpoint_call.h"
#include "data/record/record_load.h"
#include "data/release/record_label.h"
#include "data/run/run_start.h"
#include "data/set/set.h"
#include "data/user/user_record.h"
#include "domain/record/label.h"

/* ---- what is named -------------------------------------------------------------------------- */

static enum err find_person(struct command *command, const struct actor *inside,
                            const struct test_ask *ask, struct actor *person)
{
    struct actor theirs;
    struct user_record record;
    enum err err =
        user_record_find_for_command(command->db, &command->actor, ask->email, &theirs, &record);
    if (err == ERR_NONE && !uuid_equal(&theirs.organization_id, &inside->organization_id))
        err = ERR_NOT_FOUND;
    (void)db_enter(command->db, (struct db_scope){DB_ORGANIZATION, inside->organization_id});
    if (err == ERR_NOT_FOUND)
        command_say("nobody in \"%s\" has the address %s.", ask->organization, ask->email);
    if (err != ERR_NONE)
        return err;
    *person = user_record_actor(&record);
    if (person->is_active)
        return ERR_NONE;
    command_say("%s is inactive.", ask->email);
    return ERR_CONFLICT;
}

/* The version that is asked for, of a record that the person may read. */
static enum err find_version(struct command *command, const struct test_ask *ask,
                             const struct test_started *started, int64_t *version)
{
    const struct record_kind *kind = ask->store->kind;
    struct record_head *head = arena_alloc(command->arena, ask->store->size);
    enum err err = record_load(command->db, &started->person, ask->store, &started->record_id,
                               kind->read, RECORD_HEAD_ONLY, head);
    if (err == ERR_DENIED || err == ERR_NOT_FOUND)
        command_say("%s may not read the %s \"%s\".", ask->email, kind->noun, ask->name);
    *version = ask->version;
    if (err != ERR_NONE || ask->label == NULL || strcmp(ask->label, LABEL_LATEST) == 0)
        return err;
    err = label_version(command->db, head, ask->label, version);
    if (err != ERR_NONE || *version != 0)
        return err;
    command_say("no version of the %s \"%s\" has the label \"%s\".", kind->noun, ask->name,
                ask->label);
    return ERR_NOT_FOUND;
}

static enum err find_endpoint(struct command *command, const struct test_ask *ask,
                              const struct actor *person, struct uuid *id)
{
    struct endpoint_choices choices;
    enum err err = endpoint_choices(command->db, person, &choices);
    if (err == ERR_DENIED)
        command_say("%s may not call models.", ask->email);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < choices.count; i++)
        if (strcmp(choices.items[i].name, ask->endpoint) == 0) {
            *id = choices.items[i].id;
            return ERR_NONE;
        }
    command_say("there is no endpoint \"%s\" in use.", ask->endpoint);
    return ERR_NOT_FOUND;
}

enum err test_find(struct command *command, const struct test_ask *ask,
                   struct test_started *started, struct test_found *found)
{
    struct actor inside;
    enum err err = named_organization(command, ask->organization, &inside);
    if (err == ERR_NONE)
        err = find_person(command, &inside, ask, &started->person);
    if (err == ERR_NONE)
        err = named_record(command, &inside, ask->store->kind, ask->name, &started->record_id);
    if (err == ERR_NONE)
        err = named_record(command, &inside, set_store.kind, ask->set, &found->set_id);
    return err == ERR_NONE ? find_version(command, ask, started, &found->version) : err;
}

/* ---- the run -------------------------------------------------------------------------------- */

enum err test_explain(const struct problem *problem, const struct test_ask *ask, enum err err)
{
    if (err == ERR_NONE || err == ERR_UNAVAILABLE)
        return err;
    if (problem->message != NULL)
        command_say("%s", problem->message);
    else if (err == ERR_DENIED)
        command_say("%s may not run this.", ask->email);
    else if (err == ERR_STOPPED)
        command_say("this version of \"%s\" is stopped.", ask->name);
    else
        command_say("\"%s\" has no such version.", ask->name);
    return err;
}

/* What answers take is not known before: so twice the estimate. */
static enum err choose_cap(struct command *command, const struct actor *person,
                           struct run_draft *draft, struct problem *problem)
{
    struct run_estimate estimate;
    if (draft->token_cap >= 0)
        return ERR_NONE;
    enum err err = run_estimate(command->db, person, draft, &estimate, problem);
    if (err != ERR_NONE)
        return err;
    int64_t tokens = run_sum(estimate.input_tokens, estimate.output_tokens);
    draft->token_cap = run_sum(tokens, tokens);
    return ERR_NONE;
}

enum err test_start(struct command *command, const struct test_ask *ask,
                    struct test_started *started)
{
    struct problem problem = {.field = "", .message = NULL};
    struct run_draft draft = {
        .store = ask->store,
        .model = ask->model,
        .repeats = ask->repeats,
        .token_cap = ask->token_cap,
        .cost_cap_nanos = -1,
        .case_ids = "",
    };
    struct test_found found;
    enum err err = test_find(command, ask, started, &found);
    if (err == ERR_NONE)
        err = find_endpoint(command, ask, &started->person, &draft.endpoint_id);
    if (err != ERR_NONE)
        return err;
    draft.record_id = started->record_id;
    draft.version = found.version;
    draft.set_id = found.set_id;
    err = choose_cap(command, &started->person, &draft, &problem);
    if (err == ERR_NONE)
        err = run_start(command->db, &started->person, &draft, &started->run_id, &problem);
    return test_explain(&problem, ask, err);
}
