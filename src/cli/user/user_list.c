#include "cli/user/user_list.h"

#include <stdio.h>

#include "base/json.h"
#include "cli/command/named.h"
#include "data/backup/restore_content.h"
#include "data/organization/organization.h"
#include "data/user/user.h"

struct listing {
    json_t *json; /* NULL: lines */
    const char *slug;
};

static const char *or_none(const char *text)
{
    return text == NULL ? "" : text;
}

static void show(const struct listing *listing, const struct user *user)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&user->id, id);
    if (listing->json == NULL)
        (void)printf("%-20s %-8s %-20s %-10s %s (%s)\n", listing->slug,
                     user_state_names[user->state], persona_names[user->persona],
                     user->is_superuser ? "superuser" : "-", or_none(user->email),
                     or_none(user->full_name));
    else
        json_array_append_new(
            listing->json,
            json_pack("{s:s, s:s, s:s?, s:s?, s:s, s:s, s:b, s:b, s:o}", "organization",
                      listing->slug, "id", id, "email", user->email, "name", user->full_name,
                      "state", user_state_names[user->state], "persona",
                      persona_names[user->persona], "superuser", user->is_superuser,
                      "second_factor", user->has_app || user->has_passkey, "last_seen_at",
                      json_time(user->last_seen_at)));
}

/* All of one organization, in requests of a page each. */
static enum err list_one(struct command *command, const struct listing *listing,
                         const struct actor *inside)
{
    struct user_list list = {.has_more = true};
    struct user_filter filter = {.persona = -1, .state = -1, .limit = USER_LIST_MAX};
    enum err err = ERR_NONE;
    while (err == ERR_NONE && list.has_more) {
        (void)db_enter(command->db, (struct db_scope){DB_ORGANIZATION, inside->organization_id});
        err = user_list(command->db, inside, &filter, &list);
        for (int i = 0; err == ERR_NONE && i < list.count; i++)
            show(listing, &list.items[i]);
        filter.cursor_time = list.next_time;
        filter.cursor_id = list.next_id;
        if (err == ERR_NONE)
            err = command_next_request(command);
    }
    return err;
}

static enum err list_all(struct command *command, struct listing *listing)
{
    struct uuid id = {{0}};
    struct organization organization;
    enum err err = ERR_NONE;
    while ((err = restore_next_organization(command->db, &id)) == ERR_NONE) {
        struct actor inside = command->actor;
        char slug[512];
        inside.organization_id = inside.home_organization_id = id;
        err = organization_find(command->db, &id, &organization);
        if (err != ERR_NONE)
            return err;
        (void)snprintf(slug, sizeof slug, "%s", organization.slug);
        listing->slug = slug;
        err = list_one(command, listing, &inside);
        if (err != ERR_NONE)
            return err;
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static int run(const struct command_options *options)
{
    struct command command;
    struct actor inside;
    struct listing listing = {.slug = command_value(options, "organization")};
    if (command_value(options, "json") != NULL)
        listing.json = json_array();
    enum err err = command_open(options, false, &command);
    if (err == ERR_NONE && listing.slug != NULL) {
        err = named_organization(&command, listing.slug, &inside);
        if (err == ERR_NONE)
            err = list_one(&command, &listing, &inside);
    } else if (err == ERR_NONE) {
        err = list_all(&command, &listing);
    }
    enum err end = command_close(&command);
    if (err == ERR_NONE && end == ERR_NONE && listing.json != NULL)
        err = command_print_json(listing.json);
    return err == ERR_NONE && end == ERR_NONE ? COMMAND_DONE : COMMAND_FAILED;
}

const struct subcommand user_list_subcommand = {
    .name = "user list",
    .words = "",
    .summary = "lists people: organization, state, persona, rights, address and name",
    .options = {{"organization", "SLUG", "only this organization, by its short name"},
                {"json", NULL, "prints JSON, for programs"}},
    .run = run,
};
