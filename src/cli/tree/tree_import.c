#include "cli/tree/tree_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cli/tree/tree_folder.h"
#include "data/transfer/import_check.h"
#include "data/transfer/import_line.h"
#include "data/transfer/import_start.h"
#include "data/transfer/import_upload.h"
#include "data/transfer/tree_compare.h"
#include "data/user/user_command.h"
#include "domain/transfer/bundle.h"
#include "domain/tree/tree_path.h"

/* The files become a document, and the document an import with its plan, as an upload would. */

enum { LASTING = 256 << 20, STEP = 2 * 1000 * 1000 /* microseconds of a request */ };

struct work {
    struct command command;
    struct tree_folder folder;
    struct arena *arena; /* of what lives until the end */
    struct actor actor;
    const char *message; /* of every version that is made; NULL: none */
    json_t *lists[RECORD_KIND_COUNT];
    int file_count, untouched_count, refused_count;
};

/* ---- the files ------------------------------------------------------------------------------ */

static enum err go_on(struct work *work)
{
    enum err err = command_next_request(&work->command);
    (void)db_enter(work->command.db,
                   (struct db_scope){DB_ORGANIZATION, work->actor.organization_id});
    return err;
}

/* The import would say of a new record that its version has a number, and nothing of others. */
static void add_record(struct work *work, enum record_kind_id kind, json_t *record,
                       const struct tree_comparison *now)
{
    if (now->version == 0)
        json_object_del(record, "version");
    if (work->message != NULL)
        json_object_set_new(record, "message", json_string(work->message));
    json_array_append(work->lists[kind], record);
}

static enum err compare(struct work *work, const struct tree_file *file, json_t *record)
{
    enum record_kind_id kind = RECORD_PROMPT;
    struct tree_comparison now;
    (void)tree_path_kind(file->path, &kind);
    enum err err = tree_compare(work->command.db, &work->actor, kind, record, &now);
    if (err != ERR_NONE)
        return err;
    if (now.state == TREE_CURRENT)
        add_record(work, kind, record, &now);
    work->untouched_count += now.state == TREE_UNTOUCHED;
    work->refused_count += now.state == TREE_BEHIND;
    if (now.state == TREE_BEHIND)
        command_say(
            "%s: version %lld is the current one now, and the file was made from version "
            "%lld. Export again and merge.",
            file->path, (long long)now.version,
            (long long)number_of_json(NUMBER_VERSION, json_object_get(record, "version"), 0));
    return ERR_NONE;
}

static enum err read_file(void *context, const struct tree_file *file)
{
    struct work *work = context;
    const char *problem = NULL;
    json_t *record = NULL;
    work->file_count++;
    if (tree_file_read(work->arena, file, &record, &problem) != ERR_NONE) {
        command_say("%s: %s", file->path, problem);
        work->refused_count++;
        return ERR_NONE;
    }
    enum err err = compare(work, file, record);
    return err == ERR_NONE ? go_on(work) : err;
}

static struct text make_document(struct work *work)
{
    json_t *document = json_keep(
        work->arena, json_pack("{s:i, s:s}", "rostrum", BUNDLE_FORMAT, "kind", "organization"));
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        json_object_set(document, record_kinds[i].plural, work->lists[i]);
    return json_format(work->arena, document, JSON_LINE);
}

static bool is_empty(const struct work *work)
{
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        if (json_array_size(work->lists[i]) > 0)
            return false;
    return true;
}

/* ---- the plan ------------------------------------------------------------------------------- */

static enum err make_plan(struct work *work, struct import *import)
{
    struct uuid id;
    struct problem problem = {0};
    struct import_draft draft = {.source = "files of a tree", .document = make_document(work)};
    enum err err = import_create(work->command.db, &work->actor, &draft, &id, &problem);
    if (problem.message != NULL && err != ERR_NONE)
        command_say("%s", problem.message);
    do {
        if (err == ERR_NONE)
            err = go_on(work);
        if (err == ERR_NONE)
            err = import_check(work->command.db, &work->actor, &id, STEP, import);
    } while (err == ERR_NONE && import->state == IMPORT_CHECKING);
    return err;
}

static void show_line(const struct import_line *line)
{
    (void)printf("%s %s %s%s%s\n", import_outcome_names[line->outcome],
                 record_kinds[line->kind].name, line->name, line->what[0] == '\0' ? "" : ": ",
                 line->what);
    for (int i = 0; i < line->note_count; i++)
        (void)printf("    %s%s%s\n", line->notes[i].path,
                     line->notes[i].path[0] == '\0' ? "" : ": ", line->notes[i].message);
}

/* What would change, and what can't. */
static enum err show_plan(struct work *work, const struct import *import)
{
    struct import_line_list list = {.next_after = 0};
    struct import_line_filter filter = {.import_id = import->id, .outcome = IMPORT_OUTCOME_COUNT};
    do {
        filter.after = list.next_after;
        enum err err = go_on(work);
        if (err == ERR_NONE)
            err = import_line_list(work->command.db, &work->actor, &filter, &list);
        if (err != ERR_NONE)
            return err;
        for (int i = 0; i < list.count; i++)
            if (list.lines[i].outcome != IMPORT_UNCHANGED)
                show_line(&list.lines[i]);
    } while (list.next_after != 0);
    return ERR_NONE;
}

static enum err carry_out(struct work *work, struct import *import)
{
    struct problem problem = {0};
    struct uuid id = import->id;
    enum err err = ERR_NONE;
    do {
        err = go_on(work);
        if (err == ERR_NONE)
            err = import_start(work->command.db, &work->actor, &id, STEP, import, &problem);
    } while (err == ERR_NONE && import->state == IMPORT_APPLYING);
    if (err == ERR_STALE)
        command_say("something was changed meanwhile, and nothing was imported. Try again.");
    else if (err != ERR_NONE && problem.message != NULL)
        command_say("%s", problem.message);
    return err;
}

static enum err discard(struct work *work, const struct import *import)
{
    struct uuid id = import->id;
    enum err err = go_on(work);
    return err == ERR_NONE ? import_discard(work->command.db, &work->actor, &id) : err;
}

static void show_totals(const struct work *work, const struct import *import, bool is_applied)
{
    (void)printf("%d files: %lld to create, %lld to change, %lld unchanged, %lld refused; %s\n",
                 work->file_count, (long long)import_outcome_count(import, IMPORT_CREATED),
                 (long long)import_outcome_count(import, IMPORT_CHANGED),
                 (long long)import_outcome_count(import, IMPORT_UNCHANGED) + work->untouched_count,
                 (long long)import_outcome_count(import, IMPORT_REFUSED),
                 is_applied ? "done" : "nothing was changed");
}

static enum err plan_and_apply(struct work *work, const struct command_options *options)
{
    struct import import = {.state = IMPORT_READY};
    bool is_to_apply = command_value(options, "apply") != NULL;
    bool is_to_wait = command_value(options, "propose") != NULL;
    char id[UUID_TEXT_LEN];
    enum err err = make_plan(work, &import);
    if (err == ERR_NONE)
        err = show_plan(work, &import);
    if (err != ERR_NONE)
        return err;
    bool is_good = import_outcome_count(&import, IMPORT_REFUSED) == 0;
    bool has_changes = import_change_count(&import) > 0;
    is_to_apply = is_to_apply && is_good && has_changes;
    show_totals(work, &import, is_to_apply);
    (void)fflush(stdout);
    uuid_format(&import.id, id);
    if (is_to_wait && is_good && has_changes)
        (void)printf("%s/import/%s\n", options->public_url, id);
    else if (is_to_apply)
        err = carry_out(work, &import);
    else
        err = discard(work, &import);
    return err == ERR_NONE && !is_good ? ERR_INVALID : err;
}

/* ---- the command ---------------------------------------------------------------------------- */

static enum err find_owner(struct work *work, const char *email)
{
    enum err err = user_command_for(work->command.db, &work->command.actor, email, &work->actor);
    if (err == ERR_NOT_FOUND)
        command_say("nobody has the address %s.", email);
    else if (err == ERR_CONFLICT)
        command_say("%s is inactive.", email);
    return err;
}

static enum err run_inside(struct work *work, const struct command_options *options)
{
    enum err err =
        tree_folder_open_to_read(work->arena, command_value(options, "tree"), &work->folder);
    if (err == ERR_NONE)
        err = find_owner(work, command_value(options, "owner"));
    if (err == ERR_NONE)
        err = tree_folder_read(&work->folder, read_file, work);
    if (err != ERR_NONE)
        return err;
    if (work->refused_count > 0) {
        command_say("%d of %d files can't be imported, and nothing was changed.",
                    work->refused_count, work->file_count);
        return ERR_INVALID;
    }
    if (!is_empty(work))
        return plan_and_apply(work, options);
    (void)printf("%d files: nothing to change\n", work->file_count);
    return ERR_NONE;
}

static int run(const struct command_options *options)
{
    struct work work = {.message = command_value(options, "message"), .folder = {.fd = -1}};
    if (command_value(options, "tree") == NULL || command_value(options, "owner") == NULL) {
        command_say("say where from with --tree DIR, and who will own what is new with --owner "
                    "EMAIL.");
        return EXIT_FAILURE;
    }
    work.arena = arena_create(LASTING);
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        work.lists[i] = json_keep(work.arena, json_array());
    enum err err = command_open(options, false, &work.command);
    if (err == ERR_NONE)
        err = run_inside(&work, options);
    tree_folder_close(&work.folder);
    int status = command_end(&work.command, err);
    arena_destroy(work.arena);
    return status;
}

const struct subcommand import_subcommand = {
    .name = "import",
    .words = "",
    .summary = "plans the import of a tree of files that export wrote, and shows the plan",
    .help = "Into the organization of a person, who will own what is new.",
    .exits = "1 if a file can't be imported, or its record went on since the export",
    .options = {{"tree", "DIR", "the folder"},
                {"owner", "EMAIL", "the person"},
                {"message", "TEXT", "what the new versions say of the change"},
                {"apply", NULL, "carries the plan out"},
                {"propose", NULL, "leaves the plan on the person's page of imports"}},
    .run = run,
};
