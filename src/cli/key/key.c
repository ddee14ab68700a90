#include "cli/key/key.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "crypt/keyring_file.h"
#include "data/key/key_rewrap.h"
#include "data/key/key_rotate.h"

static const struct uuid everywhere;

/* Opens the database with the ring as the file says now, and compares the two. */
static enum err open_checked(const struct command_options *options, struct command *command)
{
    int applied_count = 0;
    enum err err = command_open(options, false, command);
    return err == ERR_NONE ? command_migrate(command, &applied_count) : err;
}

/* A step that changed the file: the database learns of it, and the log. */
static int record(const struct command_options *options, const char *action, const char *kid)
{
    struct command command;
    enum err err = open_checked(options, &command);
    if (err == ERR_NONE)
        err = key_step_record(command.db, &command.actor, action, kid);
    if (err != ERR_NONE)
        command_say("the key ring was changed, but the database could not record it; the lines "
                    "above say why.");
    return command_end(&command, err);
}

static enum err explain_file(enum err err, const char *path)
{
    if (err == ERR_UNAVAILABLE)
        command_say("the key ring %s can't be changed; the line above says why.", path);
    else if (err != ERR_NONE)
        command_say("the key ring %s can't be used; the lines above say why.", path);
    return err;
}

/* ---- add ---------------------------------------------------------------------------------- */

static int run_add(const struct command_options *options)
{
    char kid[KID_LEN + 1];
    enum err err = keyring_file_add(options->keyring_path, kid);
    if (err == ERR_CONFLICT) {
        command_say("there are two usable keys already. Finish the last replacement first: "
                    "\"rostrum key activate\", \"rostrum key rewrap\", \"rostrum key retire\".");
        return EXIT_FAILURE;
    }
    if (err != ERR_NONE) {
        (void)explain_file(err, options->keyring_path);
        return EXIT_FAILURE;
    }
    (void)printf("%s\n", kid);
    command_say("added the key %s. Copy the key ring to where you keep it apart from the database, "
                "and to every server; then run \"rostrum key activate\".",
                kid);
    return record(options, "key.add", kid);
}

const struct subcommand key_add_subcommand = {
    .name = "key add",
    .words = "",
    .summary = "adds a fresh master key to the key ring, and prints its id",
    .help = "It is not used yet. Copy the key ring to where you keep it, and to every "
            "server, before you activate it.",
    .run = run_add,
};

/* ---- activate, retire: of one key --------------------------------------------------------- */

/* The key that is named, or else the only one in this state. */
static enum err choose(const struct command_options *options, const char *state,
                       char kid[KID_LEN + 1])
{
    struct keyring_lines lines;
    int found_count = 0;
    enum err err =
        explain_file(keyring_file_list(options->keyring_path, &lines), options->keyring_path);
    for (int i = 0; err == ERR_NONE && i < lines.count; i++) {
        bool is_it = options->word_count > 0 ? strcmp(lines.items[i].kid, options->words[0]) == 0
                                             : strcmp(lines.items[i].state, state) == 0;
        if (!is_it)
            continue;
        found_count++;
        (void)snprintf(kid, KID_LEN + 1, "%s", lines.items[i].kid);
    }
    if (err != ERR_NONE || found_count == 1)
        return err;
    if (options->word_count > 0)
        command_say("there is no key %s in the key ring.", options->words[0]);
    else
        command_say("there is no key in the state \"%s\".", state);
    return ERR_NOT_FOUND;
}

static int run_activate(const struct command_options *options)
{
    char kid[KID_LEN + 1];
    if (choose(options, "decrypt", kid) != ERR_NONE)
        return EXIT_FAILURE;
    enum err err = keyring_file_activate(options->keyring_path, kid);
    if (err == ERR_NOT_FOUND)
        command_say("the key %s is retired; add a new one.", kid);
    else
        (void)explain_file(err, options->keyring_path);
    if (err != ERR_NONE)
        return EXIT_FAILURE;
    command_say("%s is the active key. What is new is sealed with it from the next request on; "
                "\"rostrum key rewrap\" brings the rest to it.",
                kid);
    return record(options, "key.activate", kid);
}

const struct subcommand key_activate_subcommand = {
    .name = "key activate",
    .words = "[KEY]",
    .words_max = 1,
    .summary = "makes the key that was added the active one",
    .help = "The one before goes on to decrypt.",
    .run = run_activate,
};

static enum err check_unused(struct command *command, const char *kid)
{
    struct key_use use;
    char until[CLOCK_ISO_LEN];
    enum err err = key_use_get(command->db, kid, &everywhere, &use);
    if (err != ERR_NONE)
        return err;
    if (use.data_key_count + use.address_count > 0) {
        command_say("%" PRId64 " data keys and %" PRId64 " addresses still need the key %s: run "
                    "\"rostrum key rewrap\" first.",
                    use.data_key_count, use.address_count, kid);
        return ERR_CONFLICT;
    }
    if (use.session_count + use.link_count > 0) {
        clock_format_iso(use.last_ends_at, until);
        command_say("%" PRId64 " sessions and %" PRId64 " links that began before may still need "
                    "the key %s; the last of them ends at %s.",
                    use.session_count, use.link_count, kid, until);
        return ERR_CONFLICT;
    }
    return ERR_NONE;
}

static int run_retire(const struct command_options *options)
{
    char kid[KID_LEN + 1];
    struct command command;
    if (choose(options, "decrypt", kid) != ERR_NONE)
        return EXIT_FAILURE;
    enum err err = open_checked(options, &command);
    if (err == ERR_NONE)
        err = check_unused(&command, kid);
    if (command_end(&command, err) != EXIT_SUCCESS)
        return EXIT_FAILURE;
    err = keyring_file_retire(options->keyring_path, kid);
    if (err == ERR_CONFLICT)
        command_say("%s is the active key: activate another one first.", kid);
    else
        (void)explain_file(err, options->keyring_path);
    if (err != ERR_NONE)
        return EXIT_FAILURE;
    command_say("retired the key %s. It stays in the file for backups of before.", kid);
    return record(options, "key.retire", kid);
}

const struct subcommand key_retire_subcommand = {
    .name = "key retire",
    .words = "[KEY]",
    .words_max = 1,
    .summary = "retires the key that was replaced",
    .help = "Refused as long as anything still needs it.",
    .run = run_retire,
};

/* ---- rewrap ------------------------------------------------------------------------------- */

static enum err rewrap_all(struct command *command)
{
    struct key_rewrap rewrap;
    int64_t key_count = 0;
    int64_t address_count = 0;
    enum err err = ERR_NONE;
    do {
        err = key_rewrap_batch(command->db, &command->actor, &rewrap);
        if (err != ERR_NONE)
            break;
        key_count += rewrap.data_key_count;
        address_count += rewrap.address_count;
        if (!rewrap.is_done)
            (void)printf("%" PRId64 " data keys, %" PRId64 " addresses\n", key_count,
                         address_count);
        (void)fflush(stdout);
        err = command_next_request(command);
    } while (err == ERR_NONE && !rewrap.is_done);
    if (err == ERR_NONE)
        command_say("done: %" PRId64 " data keys and %" PRId64 " addresses are under the key %s.",
                    key_count, address_count, keyring_active(command->keyring));
    else
        command_say("it stopped after %" PRId64 " data keys and %" PRId64 " addresses; the lines "
                    "above say why. Run it again: it goes on from here.",
                    key_count, address_count);
    return err;
}

/* One organization's data keys, to the end. */
static enum err rotate_one(struct command *command, struct key_rotation *rotation)
{
    int64_t shown = 0;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && rotation->ended_at == 0) {
        err = key_rotation_step(command->db, &command->actor, rotation);
        if (err == ERR_NONE && rotation->done_count > shown)
            (void)printf("%" PRId64 " of %" PRId64 " rows\n", rotation->done_count,
                         rotation->total_count);
        shown = rotation->done_count;
        (void)fflush(stdout);
        enum err next = command_next_request(command);
        err = err == ERR_NONE ? next : err;
    }
    return err;
}

static enum err rotate_all(struct command *command, const char *slug)
{
    struct key_rotation rotation;
    int begun_count = 0;
    int done_count = 0;
    enum err err = key_rotation_begin(command->db, &command->actor, slug, &begun_count);
    if (err == ERR_NOT_FOUND) {
        command_say("there is no organization \"%s\".", slug);
        return err;
    }
    while (err == ERR_NONE) {
        err = key_rotation_find(command->db, slug, &rotation);
        if (err == ERR_NONE && begun_count == 0 && done_count == 0)
            command_say("going on with what began before.");
        if (err == ERR_NONE)
            err = rotate_one(command, &rotation);
        done_count += err == ERR_NONE;
    }
    if (err != ERR_NOT_FOUND) {
        command_say("it stopped; the lines above say why. Run it again: it goes on from here.");
        return err;
    }
    command_say("done: the data keys of %d organization%s and their people are new.", done_count,
                done_count == 1 ? "" : "s");
    return ERR_NONE;
}

static int run_rewrap(const struct command_options *options)
{
    struct command command;
    const char *slug = command_value(options, "organization");
    bool has_data = command_value(options, "data") != NULL;
    if (slug != NULL && !has_data) {
        command_say("--organization goes with --data.");
        return EXIT_FAILURE;
    }
    enum err err = open_checked(options, &command);
    if (err == ERR_NONE)
        err = rewrap_all(&command);
    if (err == ERR_NONE && has_data)
        err = rotate_all(&command, slug == NULL ? "" : slug);
    return command_end(&command, err);
}

const struct subcommand key_rewrap_subcommand = {
    .name = "key rewrap",
    .words = "",
    .summary = "brings everything to the active key, while Rostrum serves",
    .help = "It can be stopped, and goes on where it was.",
    .options = {{"data", NULL, "every organization and person also gets a new data key"},
                {"organization", "SLUG", "with --data: only this organization, by its short name"}},
    .run = run_rewrap,
};

/* ---- status ------------------------------------------------------------------------------- */

/* list NULL: a line of text. */
static enum err show_key(struct command *command, const struct keyring_line *line, json_t *list)
{
    struct key_use use;
    char since[CLOCK_ISO_LEN];
    if (strcmp(line->state, "retired") == 0) {
        if (list == NULL)
            (void)printf("%s retired\n", line->kid);
        else
            json_array_append_new(list,
                                  json_pack("{s:s, s:s}", "id", line->kid, "state", line->state));
        return ERR_NONE;
    }
    enum err err = key_use_get(command->db, line->kid, &everywhere, &use);
    if (err != ERR_NONE)
        return err;
    clock_format_iso(use.known_at, since);
    if (list != NULL) {
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:I}", "id",
                                              line->kid, "state", line->state, "since", since,
                                              "data_keys", (json_int_t)use.data_key_count,
                                              "addresses", (json_int_t)use.address_count,
                                              "older_sessions", (json_int_t)use.session_count,
                                              "older_links", (json_int_t)use.link_count));
        return ERR_NONE;
    }
    /* Another key under this id would not have been let in. */
    (void)printf("%s %s check=ok since=%s data_keys=%" PRId64 " addresses=%" PRId64
                 " older_sessions=%" PRId64 " older_links=%" PRId64 "\n",
                 line->kid, line->state, since, use.data_key_count, use.address_count,
                 use.session_count, use.link_count);
    return ERR_NONE;
}

static int run_status(const struct command_options *options)
{
    struct command command;
    struct keyring_lines lines;
    json_t *list = command_value(options, "json") == NULL ? NULL : json_array();
    enum err err = open_checked(options, &command);
    if (err == ERR_NONE)
        err = explain_file(keyring_file_list(options->keyring_path, &lines), options->keyring_path);
    for (int i = 0; err == ERR_NONE && i < lines.count; i++)
        err = show_key(&command, &lines.items[i], list);
    if (err == ERR_NONE && list != NULL)
        err = command_print_json(list);
    return command_end(&command, err);
}

const struct subcommand key_status_subcommand = {
    .name = "key status",
    .words = "",
    .summary = "prints each master key with its state and what still needs it",
    .options = {{"json", NULL, "prints JSON, for programs"}},
    .run = run_status,
};
