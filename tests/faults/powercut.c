/* Power cuts: a worker saves a prompt again and again, each save is acknowledged, and every write
 * and sync of its database's files is written down (powercut_record.c). Then the power is cut at
 * thousands of moments: what a disk may have then (powercut_disk.h) is opened by the product, and
 * must be sound, with every save that was acknowledged before, and none by half. The control is the
 * same worker with synchronous=NORMAL, which must lose some: or these cuts would prove nothing.
 * ROSTRUM_FAULT_CUTS is another number of cuts, ROSTRUM_FAULT_SEED another seed. */

#include "powercut_disk.h"

#include <sys/wait.h>

#include "powercut_worker.h"

enum { CUTS = 5000, CONTROL_CUTS = 1000, SAVES = 400, LOG_EACH = 100, SHOWN = 5 };

/* Recording */

static void note_answer(const struct worker *worker, int64_t number)
{
    struct powercut_entry entry = {.op = POWERCUT_ANSWER, .offset = number};
    int fd = open(worker->log, O_WRONLY | O_APPEND | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, &entry, sizeof entry), sizeof entry);
    (void)close(fd);
}

static void record_saves(struct fixture *f, struct worker *worker)
{
    char form[FORM_LEN], body[32];
    for (int64_t i = 1; i <= SAVES; i++) {
        put(body, sizeof body, "save+%" PRId64, i);
        worker_form(f, i, body, form);
        if (worker_save(f, worker, form) != 303)
            fail_msg("the worker did not save %" PRId64, i);
        note_answer(worker, i);
    }
}

/* Looking at a disk after a cut */

struct cut {
    struct fixture *f; /* its people and keys */
    const struct uuid *id;
    char folder[PATH_LEN];
    int64_t answer_count;
    bool is_lost;     /* an acknowledged save is not there */
    const char *torn; /* what is not as it must be; NULL: all is */
};

static int64_t count_of(struct fixture *f, const char *sql, const struct uuid *id)
{
    struct db_result result;
    if (db_select(f->db, &result, sql, db_uuid(id)) != ERR_NONE || result.row_count != 1)
        return -1;
    return db_get_int(&result, 0, 0);
}

static const char *find_torn(struct fixture *f, struct cut *cut)
{
    struct prompt prompt;
    char body[32];
    if (count_of(f,
                 "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok' "
                 "AND $1 IS NOT NULL",
                 cut->id) != 1)
        return "the integrity check";
    if (record_load(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, cut->id,
                    PERMISSION_PROMPT_SEE, RECORD_WHOLE, &prompt) != ERR_NONE)
        return "the prompt can't be read";
    int64_t saves = prompt.version - 1;
    cut->is_lost = saves < cut->answer_count;
    if (saves > cut->answer_count + 1)
        return "a save that nobody sent";
    (void)snprintf(body, sizeof body, saves == 0 ? "begin" : "save %" PRId64, saves);
    if (prompt.body.len != strlen(body) || memcmp(prompt.body.data, body, prompt.body.len) != 0)
        return "the body is not that of the version";
    if (count_of(f, "SELECT count(*) FROM prompt_versions WHERE record_id = $1", cut->id) !=
        prompt.version)
        return "versions";
    if (count_of(f,
                 "SELECT count(*) FROM audit_events WHERE record_id = $1 "
                 "AND action = 'prompt.update'",
                 cut->id) != saves)
        return "a version without its event, or an event without its version";
    if (count_of(f,
                 "SELECT count(*) FROM audit_heads h WHERE h.organization_id = $1 AND "
                 "h.last_seq = (SELECT count(*) FROM audit_sequence s WHERE "
                 "s.organization_id = h.organization_id)",
                 &f->own.id) != 1)
        return "the numbers of the audit log";
    return NULL;
}

/* The log as an auditor verifies it, by the product's commands. */
static const char *find_broken_log(const struct cut *cut)
{
    char text[4 * PATH_LEN];
    put(text, sizeof text,
        "cd '%s' && rm -rf c log && mkdir -m 700 c && export ROSTRUM_CHECKPOINTS='%s/c' "
        "ROSTRUM_DATABASE='sqlite:%s/rostrum.db' ROSTRUM_KEY_RING='%s' && for verb in "
        "checkpoint 'export log' 'verify log'; do '%s/rostrum' audit $verb 2>&1 || exit 1; done",
        cut->folder, cut->folder, cut->folder, cut->f->keyring_path, folder_of_build());
    return run_text(text) == 0 ? NULL : out;
}

static void look_at(struct cut *cut, bool is_log_too)
{
    struct fixture image = *cut->f;
    put(image.database_url, sizeof image.database_url, "sqlite:%s/rostrum.db", cut->folder);
    cut->is_lost = false;
    if (fixture_reconnect(&image, false) != ERR_NONE) {
        cut->torn = "the database does not open";
        return;
    }
    cut->torn = find_torn(&image, cut);
    enum err err = db_end_request(image.db);
    arena_destroy(image.arena);
    db_close(image.db);
    if (cut->torn == NULL && err != ERR_NONE)
        cut->torn = "a query failed";
    if (cut->torn == NULL && is_log_too)
        cut->torn = find_broken_log(cut);
}

struct counts {
    int64_t cuts, lost, torn, logs;
};

static void cut_once(const struct disk *disk, struct cut *cut, struct disk_file *scratch,
                     struct counts *counts)
{
    char path[2 * PATH_LEN];
    enum loss losses[POWERCUT_FILES];
    for (int i = 0; i < POWERCUT_FILES; i++) {
        losses[i] = (enum loss)(random() % LOSS_COUNT);
        disk_cut(disk, i, losses[i], scratch);
        put(path, sizeof path, "%s/%s", cut->folder, disk_names[i]);
        disk_write(path, scratch->data, scratch->len);
    }
    put(path, sizeof path, "%s/rostrum.db-shm", cut->folder);
    (void)unlink(path);
    bool is_log_too = counts->cuts++ % LOG_EACH == 0;
    cut->answer_count = disk->answer_count;
    look_at(cut, is_log_too);
    counts->logs += is_log_too;
    counts->lost += cut->is_lost;
    counts->torn += cut->torn != NULL;
    if ((cut->torn != NULL && counts->torn <= SHOWN) || (cut->is_lost && counts->lost <= SHOWN))
        (void)printf("# cut after operation %" PRId64 " (database %d, log %d): %s, %" PRId64
                     " answered\n",
                     disk->entry_count, (int)losses[0], (int)losses[1],
                     cut->torn == NULL ? "lost" : cut->torn, cut->answer_count);
}

static int64_t count_entries(struct disk disk)
{
    int64_t count = 0;
    for (size_t at = 0; at < disk.log_len; count++) {
        struct powercut_entry entry = disk_entry(&disk, at);
        at += sizeof entry + entry.len;
    }
    return count;
}

/* So many cuts, spread over all that was recorded. */
static struct counts cut_often(struct disk *disk, struct cut *cut, int64_t cut_count)
{
    struct counts counts = {0};
    struct disk_file scratch = {.data = malloc(DISK_FILE_MAX)};
    assert_non_null(scratch.data);
    int64_t entry_count = count_entries(*disk);
    for (int64_t i = 0; i < entry_count; i++) {
        disk_step(disk);
        while (counts.cuts * entry_count < (i + 1) * cut_count)
            cut_once(disk, cut, &scratch, &counts);
    }
    (void)printf("# %" PRId64 " operations, %" PRId64 " saves\n", entry_count, disk->answer_count);
    free(scratch.data);
    return counts;
}

static struct counts run_cuts(struct fixture *f, int64_t cut_count, bool is_normal)
{
    struct worker worker = {.is_normal = is_normal};
    struct cut cut = {.f = f};
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "cut", "begin");
    cut.id = &id;
    worker_open(f, &worker, &id);
    put(cut.folder, sizeof cut.folder, "%s/cut", f->dir);
    assert_int_equal(mkdir(cut.folder, 0700), 0);
    struct disk *disk = disk_open(f->dir);
    record_saves(f, &worker);
    disk->log = disk_read(worker.log, &disk->log_len);
    struct counts counts = cut_often(disk, &cut, cut_count);
    put(cut.folder, sizeof cut.folder, "rm -rf '%s/cut'", f->dir);
    assert_int_equal(run_text(cut.folder), 0);
    return counts;
}

static void tell(const struct fixture *f, bool is_met, const char *what, int64_t count, int64_t all,
                 const char *goal)
{
    figure(f, is_met, goal, "%" PRId64 " of %" PRId64 " %s", count, all, what);
}

static void power_cuts_lose_nothing(void **state)
{
    struct counts counts = run_cuts(*state, number_of("ROSTRUM_FAULT_CUTS", CUTS), false);
    tell(*state, counts.lost == 0, "cuts lost an acknowledged save", counts.lost, counts.cuts, "0");
    tell(*state, counts.torn == 0, "cuts left something torn", counts.torn, counts.cuts, "0");
    tell(*state, counts.logs > 0, "disks were also verified by the auditor's commands", counts.logs,
         counts.cuts, "some");
}

static void power_cuts_are_seen(void **state)
{
    struct counts counts = run_cuts(*state, CONTROL_CUTS, true);
    tell(*state, counts.lost > 0, "cuts lost an acknowledged save with synchronous=NORMAL",
         counts.lost, counts.cuts, "some, or the cuts prove nothing");
    tell(*state, counts.torn == 0, "of them left something torn", counts.torn, counts.cuts, "0");
}

int main(void)
{
    int64_t seed = number_of("ROSTRUM_FAULT_SEED", clock_now() % 1000000);
    srandom((unsigned)seed);
    (void)printf("# ROSTRUM_FAULT_SEED=%" PRId64 "\n", seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate_setup_teardown(power_cuts_lose_nothing, fixture_open_app,
                                                 fixture_close, (void *)(uintptr_t)fixture_sqlite),
        cmocka_unit_test_prestate_setup_teardown(power_cuts_are_seen, fixture_open_app,
                                                 fixture_close, (void *)(uintptr_t)fixture_sqlite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
