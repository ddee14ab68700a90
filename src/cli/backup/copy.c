#include "cli/backup/copy.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_sequence.h"
#include "data/backup/copy_content.h"
#include "data/backup/copy_rows.h"
#include "data/db/db_copy.h"
#include "data/db/db_self.h"
#include "data/db/migration.h"
#include "data/vault/vault.h"

enum { COPY_ARENA = 16 << 20, HEX_LEN = 2 * HASH_LEN + 1, MANY_ROWS = 10000 };

struct copy {
    struct arena *arena;
    struct command from, to;
    struct copy_state state;
    struct copy_table *tables;
    int table_count;
    struct copy_rows rows;
    struct copy_digest *digests; /* of each table */
};

static enum err open_source(const struct command_options *options, struct copy *copy)
{
    struct command_options own = *options;
    own.database_url = command_value(options, "from");
    enum err err = command_open(&own, false, &copy->from);
    if (err != ERR_NONE)
        return err;
    db_be_patient(copy->from.db);
    err = migration_check(copy->from.db);
    if (err == ERR_STALE)
        command_say("the database to copy from is of an older version: run \"rostrum migrate\" on "
                    "it first.");
    else if (err == ERR_CONFLICT)
        command_say("the database to copy from was made by a newer version of Rostrum: use that "
                    "one.");
    else if (err == ERR_DENIED)
        command_say("the database to copy from is one whose restore or copy was not finished.");
    if (err == ERR_NONE)
        err = vault_check_keyring(copy->from.db);
    return err == ERR_NONE ? copy_source_id(copy->from.db, copy->state.source) : err;
}

static enum err open_target(const struct command_options *options, struct copy *copy)
{
    struct command_options own = *options;
    own.database_url = command_value(options, "to");
    enum err err = command_open(&own, true, &copy->to);
    if (err != ERR_NONE)
        return err;
    db_fill(copy->to.db);
    db_be_patient(copy->to.db);
    audit_checkpoint_keep_in(copy->to.db, NULL); /* that of the source, which may serve */
    err = copy_begin(copy->to.db, &copy->state);
    if (err == ERR_CONFLICT)
        command_say("the database to copy into is not empty, and no unfinished copy of this one: a "
                    "copy never writes over a database. Make an empty one, and name it with --to.");
    else if (err != ERR_NONE)
        command_say("the database to copy into can't be made ready; the lines above say why. In "
                    "PostgreSQL name the role that owns it.");
    return err;
}

static enum err find_tables(struct copy *copy)
{
    struct copy_table *others = NULL;
    int count = 0;
    enum err err = copy_tables(copy->from.db, copy->arena, &copy->tables, &copy->table_count);
    if (err == ERR_NONE)
        err = copy_tables(copy->to.db, copy->arena, &others, &count);
    for (int i = 0; err == ERR_NONE && i < copy->table_count; i++) {
        int at = 0;
        while (at < count && strcmp(others[at].sql, copy->tables[i].sql) != 0)
            at++;
        err = at == count ? ERR_INVALID : copy_table_compare(&copy->tables[i], &others[at]);
    }
    if (err != ERR_NONE)
        command_say("the tables of the two databases do not fit each other; see the lines above.");
    return err;
}

/* What has no condition: the others are small, and change while a copy is interrupted. */
static enum err copy_all(struct copy *copy)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < copy->table_count; i++) {
        const struct copy_table *table = &copy->tables[i];
        int64_t count = 0;
        err = table->where_sql != NULL ? copy_rows_again(&copy->rows, table)
                                       : copy_rows_table(&copy->rows, table, &count);
        if (err != ERR_NONE)
            command_say("copying the table %s failed; the lines above say why. The same command "
                        "goes on from there.",
                        table->sql);
        else if (count >= MANY_ROWS)
            command_say("%s: %lld rows", table->sql, (long long)count);
    }
    return err;
}

static enum err verify_all(struct copy *copy)
{
    enum err err = ERR_NONE;
    command_say("comparing all rows …");
    for (int i = 0; err == ERR_NONE && i < copy->table_count; i++) {
        err = copy_rows_verify(&copy->rows, &copy->tables[i], &copy->digests[i]);
        if (err == ERR_CONFLICT)
            command_say("the table %s is not the same in both: the database was changed between "
                        "two runs of this command. Stop its workers and timers, empty the one to "
                        "copy into, and copy again.",
                        copy->tables[i].sql);
    }
    return err;
}

static enum err finish(struct copy *copy)
{
    enum err err = ERR_NONE;
    while (err == ERR_NONE) {
        err = command_next_request(&copy->to);
        if (err == ERR_NONE)
            err = copy_organization(copy->to.db, &copy->to.actor, &copy->state,
                                    db_scheme(copy->from.db));
    }
    if (err != ERR_NOT_FOUND)
        return err;
    err = command_next_request(&copy->to);
    if (err == ERR_NONE)
        err = audit_sequence_all(copy->to.db);
    if (err == ERR_NONE)
        err = vault_check_keyring(copy->to.db);
    return err == ERR_NONE ? copy_finish(copy->to.db) : err;
}

static void format_hex(const uint8_t hash[HASH_LEN], char hex[HEX_LEN])
{
    for (int i = 0; i < HASH_LEN; i++)
        (void)snprintf(hex + (size_t)2 * (size_t)i, 3, "%02x", hash[i]);
}

static enum err report_json(const struct copy *copy)
{
    json_t *tables = json_array();
    for (int i = 0; i < copy->table_count; i++) {
        char hex[HEX_LEN];
        format_hex(copy->digests[i].hash, hex);
        json_array_append_new(tables,
                              json_pack("{s:s, s:I, s:s}", "name", copy->tables[i].sql, "rows",
                                        (json_int_t)copy->digests[i].count, "sha256", hex));
    }
    return command_print_json(json_pack("{s:s, s:s, s:o}", "from", db_scheme(copy->from.db), "to",
                                        db_scheme(copy->to.db), "tables", tables));
}

static enum err report(const struct command_options *options, const struct copy *copy)
{
    bool is_json = command_value(options, "json") != NULL;
    int64_t count = 0;
    for (int i = 0; i < copy->table_count; i++) {
        char hex[HEX_LEN];
        format_hex(copy->digests[i].hash, hex);
        count += copy->digests[i].count;
        if (!is_json)
            (void)printf("%-24s %12lld %s\n", copy->tables[i].sql,
                         (long long)copy->digests[i].count, hex);
    }
    command_say("copied %lld rows of %d tables, and every one is the same in both. Name the new "
                "database in the settings, then start the workers on it. The old one is as it was: "
                "nothing must serve from it any more.",
                (long long)count, copy->table_count);
    return is_json ? report_json(copy) : ERR_NONE;
}

static enum err carry_out(struct copy *copy)
{
    enum err err = command_next_request(&copy->from); /* from here on it reads one state */
    if (err == ERR_NONE)
        err = find_tables(copy);
    if (err != ERR_NONE)
        return err;
    copy->digests = arena_array(copy->arena, (size_t)copy->table_count, sizeof *copy->digests);
    copy_rows_open(&copy->rows, copy->from.db, copy->to.db);
    if (!copy->state.is_verified) {
        err = copy_all(copy);
        if (err == ERR_NONE)
            err = verify_all(copy);
        if (err == ERR_NONE)
            err = copy_note_verified(copy->to.db, &copy->state);
    }
    copy_rows_close(&copy->rows);
    if (err == ERR_NONE) /* PostgreSQL ends a transaction in which nothing is asked for long */
        err = command_next_request(&copy->from);
    return err == ERR_NONE ? finish(copy) : err;
}

static int run(const struct command_options *options)
{
    struct copy copy = {.arena = arena_create(COPY_ARENA)};
    const char *from = command_value(options, "from");
    const char *to = command_value(options, "to");
    if (from == NULL || to == NULL || strcmp(from, to) == 0) {
        command_say("name two databases: --from the one that is there, --to an empty one.");
        arena_destroy(copy.arena);
        return COMMAND_MISUSED;
    }
    enum err err = open_source(options, &copy);
    if (err == ERR_NONE)
        err = open_target(options, &copy);
    if (err == ERR_NONE)
        err = carry_out(&copy);
    if (err == ERR_NONE)
        err = report(options, &copy);
    enum err ends[] = {command_close(&copy.to), command_close(&copy.from)};
    arena_destroy(copy.arena);
    return err == ERR_NONE && ends[0] == ERR_NONE && ends[1] == ERR_NONE ? COMMAND_DONE
                                                                         : COMMAND_FAILED;
}

const struct subcommand copy_subcommand = {
    .name = "copy",
    .words = "",
    .summary = "moves a whole installation into another database",
    .help = "Between SQLite and PostgreSQL, in either direction, or within one of them. Stop the "
            "workers and timers first. It can be interrupted: the same command goes on where it "
            "was, and no worker starts on the new database before it is done. Then every row of "
            "every table was compared, and standard output has for each table the number of its "
            "rows and a SHA-256 that is the same in both. The key ring stays as it is. In "
            "PostgreSQL name the role that owns the new database.",
    .options = {{"from", "ADDRESS", "the database that is there; it is only read"},
                {"to", "ADDRESS", "an empty one, or its unfinished copy"},
                {"json", NULL, "prints JSON, for programs"}},
    .run = run,
};
