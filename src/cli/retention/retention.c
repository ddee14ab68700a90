#include "cli/retention/retention.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/retention/expire.h"
#include "data/db/db_scrub.h"
#include "data/db/migration.h"
#include "data/retention/retention_nobody.h"
#include "data/retention/retention_step.h"
#include "data/retention/retention_timer.h"
#include "data/token/idempotency.h"
#include "data/usage/usage_forget.h"
#include "data/user/erasure_ledger.h"

struct work {
    struct command command;
    struct actor actor; /* in the organization */
    char slug[256];
    char erasures[4096];
    bool is_live, has_deleted;
};

/* The next request, in the same organization. */
static enum err go_on(struct work *work)
{
    enum err err = command_next_request(&work->command);
    (void)db_enter(work->command.db,
                   (struct db_scope){DB_ORGANIZATION, work->actor.organization_id});
    return err;
}

static void report(const struct work *work, const struct retention_run *run)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&run->id, id);
    if (run->state == RETENTION_LISTED)
        (void)printf("%s: %lld due, %lld on hold; dry run %s\n", work->slug,
                     (long long)run->due_count, (long long)run->held_count, id);
    else if (run->state == RETENTION_STOPPED)
        (void)printf("%s: nothing deleted, the count is too far from that of the dry run; run %s\n",
                     work->slug, id);
    else
        (void)printf("%s: %lld deleted, %lld on hold, %lld kept; run %s\n", work->slug,
                     (long long)run->deleted_count, (long long)run->held_count,
                     (long long)run->kept_count, id);
    (void)fflush(stdout);
}

/* Batch by batch, each in a request of its own, to the end. */
static enum err run_to_end(struct work *work, const struct uuid *id, struct retention_run *run)
{
    enum err err = ERR_NONE;
    do {
        err = go_on(work);
        if (err == ERR_NONE)
            err = retention_step(work->command.db, &work->actor, id, work->erasures, run);
    } while (err == ERR_NONE && run->ended_at == 0);
    if (err == ERR_NONE)
        report(work, run);
    return err;
}

static enum err run_dry(struct work *work, struct retention_run *run)
{
    struct uuid id;
    enum err err = retention_run_begin_dry(work->command.db, &work->actor, &id);
    return err == ERR_NONE ? run_to_end(work, &id, run) : err;
}

static enum err run_live(struct work *work, const struct uuid *dry_run_id, bool is_standing)
{
    struct uuid id;
    struct retention_run run;
    struct problem problem;
    enum err err = retention_run_begin_live(work->command.db, &work->actor, dry_run_id, is_standing,
                                            &id, &problem);
    if (err == ERR_CONFLICT)
        command_say("%s: %s", work->slug, problem.message);
    work->has_deleted = true;
    return err == ERR_NONE ? run_to_end(work, &id, &run) : err;
}

static enum err do_task(struct work *work, const struct retention_task *task)
{
    struct retention_run run;
    enum err err = ERR_NONE;
    work->has_deleted = work->has_deleted || task->kind == RETENTION_TASK_RESUME;
    switch (task->kind) {
    case RETENTION_TASK_NONE:
        return ERR_NONE;
    case RETENTION_TASK_RESUME:
        return run_to_end(work, &task->id, &run);
    case RETENTION_TASK_APPROVED:
        return run_live(work, &task->id, false);
    case RETENTION_TASK_STANDING:
        err = run_dry(work, &run);
        return err == ERR_NONE && run.due_count > 0 ? run_live(work, &run.id, true) : err;
    }
    return ERR_NONE;
}

static enum err run_tasks(struct work *work)
{
    static const int tasks_max = 8; /* a run that was resumed, one that was approved, the timer's */
    struct retention_task task = {.kind = RETENTION_TASK_NONE};
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < tasks_max; i++) {
        bool was_standing = task.kind == RETENTION_TASK_STANDING;
        err = go_on(work);
        if (err == ERR_NONE)
            err = retention_task_find(work->command.db, &work->actor, &task);
        if (err != ERR_NONE || task.kind == RETENTION_TASK_NONE ||
            (was_standing && task.kind == RETENTION_TASK_STANDING))
            break;
        err = do_task(work, &task);
    }
    if (err == ERR_NONE)
        err = retention_forget_dry(work->command.db, &work->actor);
    if (err == ERR_NONE)
        err = usage_forget(work->command.db, &work->actor);
    return err == ERR_NONE ? idempotency_forget(work->command.db, &work->actor) : err;
}

static enum err run_organization(struct work *work, const struct retention_organization *one,
                                 bool is_live)
{
    struct retention_run run;
    work->actor = work->command.actor;
    work->actor.organization_id = work->actor.home_organization_id = one->id;
    (void)snprintf(work->slug, sizeof work->slug, "%s", one->slug);
    enum err err = go_on(work);
    if (err != ERR_NONE)
        return err;
    return is_live ? run_tasks(work) : run_dry(work, &run);
}

static void end_request(struct work *work)
{
    (void)!command_next_request(&work->command);
}

static enum err run_all(struct work *work, const char *slug, bool is_live, int *found)
{
    struct uuid after = {{0}};
    enum err err = ERR_NONE;
    int count = RETENTION_ORGANIZATIONS_MAX;
    while (err == ERR_NONE && count == RETENTION_ORGANIZATIONS_MAX) {
        struct retention_organization items[RETENTION_ORGANIZATIONS_MAX];
        char slugs[RETENTION_ORGANIZATIONS_MAX][sizeof work->slug];
        err = retention_organizations(work->command.db, slug, &after, items, &count);
        for (int i = 0; i < count; i++) { /* they outlive the request that read them */
            (void)snprintf(slugs[i], sizeof slugs[i], "%s", items[i].slug);
            items[i].slug = slugs[i];
        }
        for (int i = 0; err == ERR_NONE && i < count; i++)
            err = run_organization(work, &items[i], is_live);
        *found += count;
        if (count > 0)
            after = items[count - 1].id;
        end_request(work);
    }
    return err;
}

/* What belongs to no organization, by the rules of the program. */
static enum err run_nobody(struct work *work, bool is_live)
{
    int64_t count = RETENTION_BATCH, all = 0;
    work->actor = work->command.actor;
    work->actor.organization_id = work->actor.home_organization_id = (struct uuid){{0}};
    enum err err = go_on(work);
    if (err == ERR_NONE && !is_live)
        err = retention_nobody_count(work->command.db, &work->actor, &all);
    while (err == ERR_NONE && is_live && count == RETENTION_BATCH) {
        err = retention_nobody_prune(work->command.db, &work->actor, &count);
        all += count;
        if (err == ERR_NONE)
            err = go_on(work);
    }
    work->has_deleted = work->has_deleted || (is_live && all > 0);
    if (err == ERR_NONE && all > 0)
        (void)printf("events of no organization: %lld %s\n", (long long)all,
                     is_live ? "deleted" : "due");
    return err;
}

static int end(struct work *work, enum err err)
{
    bool is_scrubbed = !work->is_live || db_scrub(work->command.db) == ERR_NONE;
    if (work->has_deleted && !is_scrubbed)
        command_say("what was deleted is gone, but traces stay in the files of the database until "
                    "the next run: something reads an older state.");
    return command_end(&work->command, err);
}

static int run(const struct command_options *options)
{
    enum { USAGE = 2 };
    struct work work = {.has_deleted = false};
    const char *slug = command_value(options, "organization");
    bool is_dry = command_value(options, "dry-run") != NULL;
    bool is_live = work.is_live = command_value(options, "live") != NULL;
    int found = 0;
    if (is_dry == is_live) {
        command_say("say either --dry-run or --live.");
        return USAGE;
    }
    enum err err = command_open(options, false, &work.command);
    if (err != ERR_NONE) {
        (void)!command_close(&work.command);
        return EXIT_FAILURE;
    }
    (void)snprintf(work.erasures, sizeof work.erasures, "%s",
                   erasure_ledger_path(work.command.arena, options->keyring_path));
    err = migration_check(work.command.db);
    if (err == ERR_NONE)
        err = expire_approvals(&work.command);
    if (err == ERR_NONE)
        err = run_all(&work, slug == NULL ? "" : slug, is_live, &found);
    if (err == ERR_NONE && slug == NULL)
        err = run_nobody(&work, is_live);
    if (err == ERR_NONE && found == 0 && slug != NULL) {
        command_say("there is no organization with the short name %s.", slug);
        err = ERR_NOT_FOUND;
    } else if (err != ERR_NONE) {
        command_say("the run did not come to its end; the lines above say why. The next one goes "
                    "on where it was.");
    }
    return end(&work, err);
}

const struct subcommand retention_run_subcommand = {
    .name = "retention run",
    .words = "",
    .summary = "deletes what has been kept long enough",
    .help = "With --live what two people approved, and what standing rules say; with "
            "--dry-run it only lists what that would be. For a timer, once a day.",
    .options = {{"dry-run", NULL, "lists what would be deleted"},
                {"live", NULL, "deletes"},
                {"organization", "SLUG", "only this organization, by its short name"}},
    .run = run,
};
