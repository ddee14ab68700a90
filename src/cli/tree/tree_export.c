#include "cli/tree/tree_export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command/named.h"
#include "cli/tree/tree_folder.h"
#include "data/transfer/export.h"
#include "domain/transfer/bundle.h"

/* The document of an export has a record a line, and is read as it is made. */

enum { LASTING = 256 << 20, PIECE = 96 << 20, RECORD = 256 << 20 };

struct work {
    struct command command;
    struct tree_folder folder;
    struct arena *arena; /* of what lives until the end */
    struct export export;
    const char *label;              /* NULL: the current version */
    const struct record_kind *kind; /* whose list is being read; NULL: none yet */
    struct buf line;                /* what there is of it */
    int count;
};

/* The version that is wanted, or NULL. */
static const json_t *find_version(const struct work *work, const json_t *record)
{
    const json_t *versions = json_object_get(record, "versions");
    const json_t *wanted =
        json_object_get(json_object_get(record, "labels"), work->label == NULL ? "" : work->label);
    size_t count = json_array_size(versions);
    if (work->label == NULL)
        return json_array_get(versions, count - 1);
    for (size_t i = 0; wanted != NULL && i < count; i++) {
        const json_t *version = json_array_get(versions, i);
        if (json_equal(json_object_get(version, "version"), wanted))
            return version;
    }
    return NULL;
}

static enum err write_record(struct work *work, struct text line)
{
    struct arena *arena = arena_create(RECORD);
    struct tree_file file;
    json_t *record = NULL;
    const char *problem = NULL;
    if (json_parse_deep(arena, line, BUNDLE_DEPTH + 2, &record, &problem) != ERR_NONE)
        die("a line of an export can't be read: %s", problem);
    enum err err = ERR_NONE;
    const json_t *version = find_version(work, record);
    if (version != NULL) {
        tree_file_write(arena, work->kind->id, record, version, &file);
        err = tree_folder_put(&work->folder, &file);
        work->count++;
    }
    arena_destroy(arena);
    return err;
}

/* Does the line begin a list: "prompts": [ */
static bool is_list_of(const char *line, const struct record_kind *kind)
{
    static const char before[] = "  \"", after[] = "\": [";
    const char *plural = line + sizeof before - 1;
    return text_starts_with(line, before) && text_starts_with(plural, kind->plural) &&
           text_starts_with(plural + strlen(kind->plural), after);
}

/* A line of the document: the beginning of a list, a record in it, or what stands around them. */
static enum err read_line(struct work *work, struct text line)
{
    if (line.len > 0 && line.data[line.len - 1] == ',')
        line.len--;
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        if (is_list_of(line.data, &record_kinds[i]))
            work->kind = &record_kinds[i];
    if (work->kind == NULL || !text_starts_with(line.data, "    {"))
        return ERR_NONE;
    return write_record(work, line);
}

static enum err read_piece(struct work *work, struct text piece)
{
    enum err err = ERR_NONE;
    while (err == ERR_NONE && piece.len > 0) {
        const char *newline = memchr(piece.data, '\n', piece.len);
        size_t len = newline == NULL ? piece.len : (size_t)(newline - piece.data);
        buf_add(&work->line, piece.data, len);
        if (newline != NULL) {
            err = read_line(work, (struct text){work->line.data, work->line.len});
            work->line.len = 0;
        }
        piece.data += newline == NULL ? len : len + 1;
        piece.len -= newline == NULL ? len : len + 1;
    }
    return err;
}

static enum err write_files(struct work *work)
{
    bool is_done = false;
    enum err err = ERR_NONE;
    buf_init(&work->line, work->arena);
    while (err == ERR_NONE && !is_done) {
        struct arena *arena = arena_create(PIECE);
        struct buf piece;
        buf_init(&piece, arena);
        err = export_next(&work->export, &piece, &is_done);
        if (err == ERR_NONE)
            err = read_piece(work, (struct text){piece.data, piece.len});
        arena_destroy(arena);
    }
    return err;
}

/* What a person may not see is not exported: a command may see all. */
static enum err begin(struct work *work, const char *slug, bool has_archived)
{
    struct problem problem = {0};
    struct actor actor;
    struct export_choice choice = {.has_archived = has_archived};
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        choice.has_kinds[i] = true;
    enum err err = named_organization(&work->command, slug, &actor);
    if (err != ERR_NONE)
        return err;
    err = organization_export(work->command.db, &actor, &choice, &work->export, &problem);
    if (err != ERR_NONE)
        return err;
    work->export.arena = work->arena;
    work->export.head = arena_strdup(work->arena, work->export.head);
    return command_next_request(&work->command);
}

static enum err run_inside(struct work *work, const struct command_options *options)
{
    const char *slug = command_value(options, "organization");
    enum err err =
        tree_folder_open(work->arena, command_value(options, "tree"), slug, &work->folder);
    if (err == ERR_NONE)
        err = begin(work, slug, command_value(options, "archived") != NULL);
    if (err == ERR_NONE)
        err = write_files(work);
    if (err == ERR_NONE)
        err = tree_folder_sweep(&work->folder);
    if (err == ERR_NONE)
        (void)printf("%d files, %d written, %d removed\n", work->count, work->folder.changed_count,
                     work->folder.removed_count);
    return err;
}

int tree_export(const struct command_options *options)
{
    struct work work = {.label = command_value(options, "label"), .folder = {.fd = -1}};
    if (command_value(options, "tree") == NULL || command_value(options, "organization") == NULL) {
        command_say("say where to with --tree DIR, and whose records with --organization SLUG.");
        return EXIT_FAILURE;
    }
    work.arena = arena_create(LASTING);
    enum err err = command_open(options, false, &work.command);
    if (err == ERR_NONE)
        err = run_inside(&work, options);
    tree_folder_close(&work.folder);
    int status = command_end(&work.command, err);
    arena_destroy(work.arena);
    return status;
}
