#include "cli/test/test_import.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "data/run/run_import.h"

enum { NAMED = 20 /* results that are left out */ };

/* The last segment of a path. */
static const char *name_of(const char *path)
{
    const char *name = path;
    for (const char *at = path; *at != '\0'; at++)
        if (*at == '/' && at[1] != '\0')
            name = at + 1;
    return name;
}

bool test_import_read(struct arena *arena, struct test_ask *ask)
{
    enum err err = file_read(arena, ask->results, RUN_PROMPTFOO_BYTES_MAX, &ask->bytes);
    if (err == ERR_INVALID)
        command_say("%s is too long: at most 4 MiB.", ask->results);
    else if (err != ERR_NONE)
        command_say("%s can't be read.", ask->results);
    else if (!text_is_utf8(ask->results, strlen(ask->results)) ||
             text_has_control(ask->results, strlen(ask->results), false)) {
        command_say("the name of the file is not text.");
        return false;
    }
    return err == ERR_NONE;
}

static void say_left_out(const struct run_import *import)
{
    int count = 0;
    const struct run_match *match = &import->match;
    for (int i = 0; i < match->count; i++) {
        const struct run_match_result *item = &match->items[i];
        if (item->at < 0 && count++ < NAMED)
            command_say("left out: %s %s. %s", item->result->place,
                        item->result->name[0] != '\0' ? item->result->name : item->result->id,
                        item->why);
    }
    if (count > NAMED)
        command_say("left out: %d more", count - NAMED);
    if (match->taken_count > 0 && match->case_count < import->cases.count)
        command_say("%d of %d cases are in the file, so this is not evidence for the whole test "
                    "set.",
                    match->case_count, import->cases.count);
    if (import->file.column_count > 1)
        command_say("the file has %d columns: this is promptIdx %lld, %s.",
                    import->file.column_count,
                    (long long)import->file.columns[import->column].index,
                    import->file.columns[import->column].provider);
}

enum err test_import(struct command *command, const struct test_ask *ask,
                     struct test_started *started)
{
    struct problem problem = {.field = "", .message = NULL};
    struct test_found found;
    struct run_import *import = arena_alloc(command->arena, sizeof *import);
    enum err err = test_find(command, ask, started, &found);
    if (err != ERR_NONE)
        return err;
    const struct run_import_draft draft = {.store = ask->store,
                                           .record_id = started->record_id,
                                           .version = found.version,
                                           .set_id = found.set_id,
                                           .set_version = ask->set_version,
                                           .file_name = name_of(ask->results),
                                           .bytes = ask->bytes,
                                           .column = ask->column};
    err = run_import_read(command->db, &started->person, &draft, import, &problem);
    if (err == ERR_NONE || err == ERR_INVALID)
        say_left_out(import);
    if (err == ERR_NONE)
        err = run_import(command->db, &started->person, &draft, &started->run_id, &problem);
    return test_explain(&problem, ask, err);
}
