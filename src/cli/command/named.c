#include "cli/command/named.h"

#include "data/organization/organization.h"
#include "data/record/record_load.h"

enum err named_organization(struct command *command, const char *slug, struct actor *actor)
{
    struct organization organization;
    enum err err = organization_by_slug(command->db, &command->actor, slug, &organization);
    if (err == ERR_NOT_FOUND)
        command_say("there is no organization \"%s\".", slug);
    if (err != ERR_NONE)
        return err;
    *actor = command->actor;
    actor->organization_id = actor->home_organization_id = organization.id;
    (void)db_enter(command->db, (struct db_scope){DB_ORGANIZATION, organization.id});
    return ERR_NONE;
}

enum err named_record(struct command *command, const struct actor *actor,
                      const struct record_kind *kind, const char *name, struct uuid *id)
{
    struct record_found found;
    enum err err = record_find(command->db, actor, kind, name, &found);
    if (err == ERR_NOT_FOUND)
        command_say("there is no %s \"%s\".", kind->noun, name);
    if (err == ERR_NONE)
        *id = found.id;
    return err;
}
