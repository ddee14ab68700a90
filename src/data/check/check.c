#include "data/check/check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "data/audit/audit_checkpoint.h"
#include "data/db/db_self.h"
#include "data/release/protected_label.h"

enum { KEY_AGE_DAYS = 366, UNSEEN_DAYS = 365, BACKUP_HOURS = 36, RETENTION_HOURS = 36 };

/* One run: what is looked at, and what was found so far. */
struct run {
    struct db *db;
    const struct actor *actor;
    const struct check_settings *settings;
    struct check_list *list;
    const char *group;
};

static void add(struct run *run, const char *title, enum check_state state, const char *finding,
                const char *remedy)
{
    if (run->list->count == CHECKS_MAX)
        die("there are too many checks");
    run->list->counts[state]++;
    run->list->items[run->list->count++] =
        (struct check_item){run->group, title, state, finding, state == CHECK_OK ? NULL : remedy};
}

/* The question of a check, with one parameter: the actor's organization. */
static enum err ask(struct run *run, const char *sql, struct db_result *result)
{
    return db_select(run->db, result, sql, db_uuid(&run->actor->organization_id));
}

static enum err check_address(struct run *run)
{
    const char *url = run->settings->public_url;
    bool is_local = text_starts_with(url, "http://127.0.0.1") ||
                    text_starts_with(url, "http://localhost") ||
                    text_starts_with(url, "http://[::1]");
    if (run->settings->is_secure)
        add(run, "Encryption", CHECK_OK,
            arena_printf(db_arena(run->db), "Browsers connect to %s, over TLS only.", url), NULL);
    else
        add(run, "Encryption", is_local ? CHECK_WARNING : CHECK_FAILED,
            arena_printf(db_arena(run->db), "Browsers connect to %s, without TLS.", url),
            is_local
                ? "Fine for trying it out on this machine. Before others use it, serve it over "
                  "https and set the public address."
                : "Set up TLS in nginx, and set the public address to https://.");
    add(run, "Headers", CHECK_OK,
        "Every answer has a content security policy without inline scripts, forbids framing and "
        "caching, and names no other site.",
        NULL);
    add(run, "Strict transport security", run->settings->is_secure ? CHECK_OK : CHECK_WARNING,
        run->settings->is_secure ? "Browsers are told to use TLS for two years."
                                 : "Not sent, because the public address is not https.",
        "It is sent as soon as the public address is https.");
    return ERR_NONE;
}

static enum err check_master_key(struct run *run)
{
    struct db_result result;
    const char *kid = keyring_active(db_keyring(run->db));
    const char *name = arena_printf(db_arena(run->db), "key_check:%s", kid);
    enum err err = db_select(run->db, &result,
                             "SELECT created_at FROM installation WHERE name = $1", db_text(name));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0) {
        add(run, "Master key", CHECK_WARNING, "The active key is not known to the database yet.",
            "Restart the workers: they record it when they start.");
        return ERR_NONE;
    }
    int64_t days = (clock_now() - db_get_time(&result, 0, 0)) / CLOCK_DAY;
    add(run, "Master key", days <= KEY_AGE_DAYS ? CHECK_OK : CHECK_WARNING,
        days == 0 ? arena_printf(db_arena(run->db), "Key %s is active since today.", kid)
                  : arena_printf(db_arena(run->db), "Key %s is active for %" PRId64 " day%s.", kid,
                                 days, days == 1 ? "" : "s"),
        "Replace it: rostrum key add, activate, rewrap, retire.");
    return ERR_NONE;
}

static enum err check_wrapping(struct run *run)
{
    struct db_result result;
    enum err err = db_select(run->db, &result,
                             "SELECT count(*), COALESCE(sum(CASE WHEN kid = $2 THEN 0 ELSE 1 END), "
                             "0) FROM data_keys WHERE organization_id = $1",
                             db_uuid(&run->actor->organization_id),
                             db_text(keyring_active(db_keyring(run->db))));
    if (err != ERR_NONE)
        return err;
    int64_t old_count = db_get_int(&result, 0, 1);
    add(run, "Data keys", old_count == 0 ? CHECK_OK : CHECK_WARNING,
        arena_printf(db_arena(run->db),
                     "%" PRId64 " data keys of this organization, %" PRId64
                     " of them wrapped with an older master key.",
                     db_get_int(&result, 0, 0), old_count),
        "Run rostrum key rewrap.");
    return ERR_NONE;
}

static enum err check_process(struct run *run)
{
    struct rlimit limit;
    bool is_closed = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 &&
                     getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_max == 0;
    add(run, "Memory", is_closed ? CHECK_OK : CHECK_FAILED,
        is_closed ? "Keys are locked in memory, and the program leaves no core dumps."
                  : "The program could leave a core dump.",
        "Restart the workers; report it if it stays.");
    bool is_root = geteuid() == 0;
    add(run, "User", is_root ? CHECK_WARNING : CHECK_OK,
        is_root ? "The workers run as root." : "The workers run as a user of their own.",
        "Run them as the system user of the package, as docs/deploy.md shows.");
    return ERR_NONE;
}

static enum err check_keys(struct run *run)
{
    enum err err = check_master_key(run);
    if (err == ERR_NONE)
        err = check_wrapping(run);
    return err == ERR_NONE ? check_process(run) : err;
}

static enum err check_engine(struct run *run)
{
    static const struct {
        const char *name, *title, *remedy;
    } facts[] = {
        {"version", "Version", "Upgrade the engine to a version that is still maintained."},
        {"durability", "Durability",
         "Turn them on: otherwise a power cut loses changes that were confirmed."},
        {"erasing", "Erasing", "Deleted rows stay readable in the file: use the SQLite of Debian."},
        {"checksums", "Checksums",
         "Turn them on with pg_checksums, so that a failing disk is noticed."},
        {"connection", "Connection", "Use a Unix socket, or sslmode=verify-full in the address."},
        {"separation", "Separation of customers",
         "Connect as a role that is only a member of rostrum_app, as docs/postgresql.md shows."},
    };
    struct db_result result;
    enum err err = db_engine_facts(run->db, &result);
    for (int row = 0; err == ERR_NONE && row < result.row_count; row++)
        for (size_t i = 0; i < COUNT_OF(facts); i++)
            if (strcmp(db_get_text(&result, row, 0), facts[i].name) == 0)
                add(run, facts[i].title, db_get_bool(&result, row, 2) ? CHECK_OK : CHECK_WARNING,
                    arena_printf(db_arena(run->db), "%s.", db_get_text(&result, row, 1)),
                    facts[i].remedy);
    return err;
}

/* The note of "rostrum backup": one made in another way leaves none. */
static enum err check_backup(struct run *run)
{
    struct db_result result;
    enum err err =
        db_select(run->db, &result, "SELECT created_at FROM installation WHERE name = $1",
                  db_text("last_backup"));
    if (err != ERR_NONE)
        return err;
    int64_t hours =
        result.row_count == 0 ? 0 : (clock_now() - db_get_time(&result, 0, 0)) / CLOCK_HOUR;
    bool is_fresh = result.row_count > 0 && hours <= BACKUP_HOURS;
    add(run, "Backup", is_fresh ? CHECK_OK : CHECK_WARNING,
        result.row_count == 0 ? "No backup was made yet."
        : hours == 0
            ? "The newest backup is less than an hour old."
            : arena_printf(db_arena(run->db), "The newest backup is %" PRId64 " hour%s old.", hours,
                           hours == 1 ? "" : "s"),
        "Run rostrum backup each night, and restore one now and then to see that it works: "
        "docs/backup.md shows how.");
    return ERR_NONE;
}

static const char *age_of(struct run *run, int64_t time)
{
    int64_t age = clock_now() - time;
    bool is_days = age >= 2 * CLOCK_DAY, is_hours = age >= 2 * CLOCK_HOUR;
    int64_t count = age / (is_days ? CLOCK_DAY : is_hours ? CLOCK_HOUR : CLOCK_MINUTE);
    return arena_printf(db_arena(run->db), "%" PRId64 " %s%s", count,
                        is_days    ? "day"
                        : is_hours ? "hour"
                                   : "minute",
                        count == 1 ? "" : "s");
}

/* An old checkpoint that covers everything is as good as a new one. */
static enum err check_checkpoint(struct run *run)
{
    struct audit_checkpoint newest;
    struct db_result result;
    enum err err = audit_checkpoint_newest(run->db, &run->actor->organization_id, &newest);
    if (err == ERR_NONE)
        err = db_select(run->db, &result,
                        "SELECT COALESCE(max(seq), 0) FROM audit_sequence WHERE "
                        "organization_id = $1",
                        db_uuid(&run->actor->organization_id));
    if (err != ERR_NONE)
        return err;
    int64_t open = db_get_int(&result, 0, 0) - newest.size;
    bool is_old = newest.size == 0 || clock_now() - newest.created_at > CLOCK_HOUR;
    const char *events =
        open <= 0 ? "every event"
                  : arena_printf(db_arena(run->db), "all but the newest %" PRId64 " events", open);
    add(run, "Checkpoint", open <= 0 || !is_old ? CHECK_OK : CHECK_WARNING,
        newest.size == 0
            ? "No event of the audit log is covered by a checkpoint yet."
            : arena_printf(db_arena(run->db), "The newest checkpoint is %s old and covers %s.",
                           age_of(run, newest.created_at), events),
        "Run rostrum audit checkpoint from its timer, and see in the log of the workers why they "
        "make none.");
    return ERR_NONE;
}

/* The timer makes a dry run each night, whether or not it may delete. */
static enum err check_retention(struct run *run)
{
    struct db_result result;
    enum err err = ask(run,
                       "SELECT created_at, deleted_count, is_live FROM retention_runs "
                       "WHERE organization_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1",
                       &result);
    if (err != ERR_NONE)
        return err;
    bool has_run = result.row_count > 0;
    int64_t at = has_run ? db_get_time(&result, 0, 0) : 0;
    add(run, "Retention runs",
        has_run && clock_now() - at <= RETENTION_HOURS * CLOCK_HOUR ? CHECK_OK : CHECK_WARNING,
        !has_run ? "No retention run was made yet."
                 : arena_printf(db_arena(run->db), "The newest run, %s, is %s old.",
                                db_get_bool(&result, 0, 2) ? "which deleted" : "a dry one",
                                age_of(run, at)),
        "Start the timer rostrum-retention, which runs each night, and set the rules under "
        "Retention.");
    return ERR_NONE;
}

static enum err check_records(struct run *run)
{
    enum err err = check_checkpoint(run);
    return err == ERR_NONE ? check_retention(run) : err;
}

static enum err check_administrators(struct run *run)
{
    struct db_result result;
    enum err err = ask(run,
                       "SELECT COALESCE(sum(CASE WHEN user_persona IN ('Customer Admin', "
                       "'Platform Admin') OR is_superuser THEN 1 ELSE 0 END), 0), "
                       "COALESCE(sum(CASE WHEN is_superuser THEN 1 ELSE 0 END), 0) FROM users "
                       "WHERE organization_id = $1 AND is_active AND hashed_password IS NOT NULL",
                       &result);
    if (err != ERR_NONE)
        return err;
    int64_t count = db_get_int(&result, 0, 0);
    add(run, "Administrators", count >= 2 ? CHECK_OK : CHECK_WARNING,
        arena_printf(db_arena(run->db), "%" PRId64 " active, %" PRId64 " of them superusers.",
                     count, db_get_int(&result, 0, 1)),
        "Invite a second one: what needs approval by someone else can't be approved now, and if "
        "the only one leaves, nobody can help.");
    return ERR_NONE;
}

static enum err check_unseen(struct run *run)
{
    struct db_result result;
    int64_t before = clock_now() - UNSEEN_DAYS * CLOCK_DAY;
    enum err err =
        db_select(run->db, &result,
                  "SELECT count(*) FROM users u LEFT JOIN user_seen s ON s.organization_id = "
                  "u.organization_id AND s.user_id = u.id WHERE u.organization_id = $1 "
                  "AND u.is_active AND COALESCE(s.last_seen_at, u.created_at) < $2",
                  db_uuid(&run->actor->organization_id), db_time(before));
    if (err != ERR_NONE)
        return err;
    int64_t count = db_get_int(&result, 0, 0);
    add(run, "Unused accounts", count == 0 ? CHECK_OK : CHECK_WARNING,
        count == 0 ? "Everyone who is active was here within the last year."
                   : arena_printf(db_arena(run->db),
                                  "%" PRId64 " active %s not here within the last year.", count,
                                  count == 1 ? "person was" : "people were"),
        "Deactivate those who left; what they own can be handed over.");
    return ERR_NONE;
}

static enum err check_labels(struct run *run)
{
    struct protected_label_list labels;
    enum err err = protected_label_list(run->db, run->actor, &labels);
    if (err != ERR_NONE)
        return err;
    bool is_protected = protected_label_has(&labels, "production");
    add(run, "Production", is_protected ? CHECK_OK : CHECK_WARNING,
        is_protected ? "The label production is protected: a second person approves its moves."
                     : "Anyone who may move labels may move production alone.",
        "Protect the label in the organization's settings.");
    return ERR_NONE;
}

static enum err check_people(struct run *run)
{
    enum err err = check_administrators(run);
    if (err == ERR_NONE)
        err = check_unseen(run);
    return err == ERR_NONE ? check_labels(run) : err;
}

/* Where content may go besides to people and programs that ask for it. */
static enum err check_models(struct run *run)
{
    struct db_result rows;
    const char *names = "";
    struct arena *arena = db_arena(run->db);
    enum err err = ask(run,
                       "SELECT name FROM model_endpoints WHERE organization_id = $1 "
                       "AND archived_at IS NULL ORDER BY name_key LIMIT 100",
                       &rows);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < rows.row_count; i++)
        names = arena_printf(arena, "%s%s%s", names, i == 0 ? "" : ", ", db_get_text(&rows, i, 0));
    add(run, "Models", CHECK_OK,
        rows.row_count == 0
            ? "Nothing is sent to a model: there is no model endpoint."
            : arena_printf(arena,
                           "Prompts can be sent to these model endpoints, and nowhere else: %s.",
                           names),
        NULL);
    return ERR_NONE;
}

/* The groups in the order of the page. */
static const struct {
    const char *group;
    enum err (*run)(struct run *run);
} groups[] = {
    {"Connection", check_address}, {"Keys", check_keys},
    {"Database", check_engine},    {"Audit log and retention", check_records},
    {"Backups", check_backup},     {"People and releases", check_people},
    {"Outgoing", check_models},
};

enum err check_list(struct db *db, const struct actor *actor, const struct check_settings *settings,
                    struct check_list *list)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    if (!policy_allows(actor, PERMISSION_CHECK_SEE, &target))
        return ERR_DENIED;
    memset(list, 0, sizeof *list);
    struct run run = {.db = db, .actor = actor, .settings = settings, .list = list};
    enum err err = ERR_NONE;
    for (size_t i = 0; err == ERR_NONE && i < COUNT_OF(groups); i++) {
        run.group = groups[i].group;
        err = groups[i].run(&run);
    }
    return err;
}
