/* Backups while others write, are killed, or meet a full disk: none that looks whole is unsound,
 * and half a restore is never served. ROSTRUM_FAULT_KILLS is another number of kills,
 * ROSTRUM_FAULT_BACKUPS of backups under load. */

#include "test.h"

#include <sys/mman.h>

#include "backups.h"
#include "figure.h"

enum { ROUNDS = 100, KILLS = 40, DISKS = 12, NO_DISK = 9 };

/* Kills are spread over this much of what one takes here that is let. */
enum { SPREAD_PERCENT = 110 };

static void tell(const struct fixture *f, const char *what, int count, int all, int goal)
{
    char text[64];
    put(text, sizeof text, "%d", goal);
    figure(f, count == goal, text, "%d of %d %s", count, all, what);
}

static int kill_count(void)
{
    return (int)number_of("ROSTRUM_FAULT_KILLS", KILLS);
}

/* Restores into a new target: is it whole, and served? */
static bool is_sound(struct fixture *f, const char *path)
{
    new_target(f);
    return restore(path, "") == 0 && ask_ready(target_app) == 0 &&
           strstr(out, "Status: 200") != NULL;
}

/* How many changes the writers know to be kept. */
static volatile int64_t *share(void)
{
    void *memory =
        mmap(NULL, sizeof(int64_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(memory != MAP_FAILED);
    return memory;
}

/* Whoever was erased is unreadable in what was restored, and has no key there. */
static bool is_erased(struct fixture *f, const struct fixture_user *user)
{
    struct db *before = look(f);
    bool is_gone =
        name_of(f, user) == NULL &&
        fixture_count(f, "SELECT count(*) FROM data_keys WHERE owner_id = $1", &user->id) == 0;
    look_away(f, before);
    return is_gone;
}

/* Sound: it restores, and has every change that was acknowledged before it began. One person is
 * erased on the way, and must be unreadable in the backups of before, too. */
static void backups_under_load_are_sound(void **state)
{
    struct fixture *f = *state;
    pid_t writers[WRITERS];
    static char paths[ROUNDS][PATH_LEN];
    int64_t floors[ROUNDS];
    const struct fixture_user *user = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
    char ledger[PATH_LEN];
    int rounds = (int)number_of("ROSTRUM_FAULT_BACKUPS", ROUNDS);
    rounds = rounds < ROUNDS ? rounds : ROUNDS;
    put(ledger, sizeof ledger, "%s/erasures.jsonl", f->dir);
    volatile int64_t *kept = share();
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = fork();
        if (writers[i] == 0)
            write_on(f, i, kept);
    }
    for (int i = 0; i < rounds; i++) {
        if (i == rounds / 2)
            erase(f, user, ledger);
        usleep(50000);
        floors[i] = *kept;
        put(paths[i], sizeof paths[i], "%s", back_up(f));
    }
    for (int i = 0; i < WRITERS; i++) {
        kill(writers[i], SIGKILL);
        (void)waitpid(writers[i], NULL, 0);
    }
    int sound = 0, erased = 0;
    for (int i = 0; i < rounds; i++) {
        bool is_whole = is_sound(f, paths[i]);
        struct db *before = look(f);
        is_whole = is_whole && count(f, "SELECT count(*) FROM prompts WHERE id > $1") >= floors[i];
        look_away(f, before);
        sound += is_whole;
        erased += is_whole && is_erased(f, user);
    }
    (void)printf("# %lld changes by %d writers meanwhile\n", (long long)*kept, WRITERS);
    tell(f, "sound while 4 writers write", sound, rounds, rounds);
    tell(f, "restored without the person who was erased on the way", erased, rounds, rounds);
}

/* Restores each backup that looks whole; how many are not. */
static int count_unsound(struct fixture *f)
{
    char path[PATH_LEN];
    int unsound = 0;
    DIR *folder = opendir(backups);
    if (folder == NULL)
        return 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] != '2' || strstr(entry->d_name, ".partial") != NULL)
            continue;
        put(path, sizeof path, "%s/%s", backups, entry->d_name);
        unsound += !is_sound(f, path);
    }
    (void)closedir(folder);
    return unsound;
}

static void killed_backups_do_not_look_whole(void **state)
{
    struct fixture *f = *state;
    int kills = kill_count();
    int64_t began = clock_monotonic();
    (void)back_up(f);
    int64_t step_us = (clock_monotonic() - began) * SPREAD_PERCENT / 100 / kills;
    for (int i = 1; i <= kills; i++)
        start_and_kill((int)(i * step_us));
    char last[PATH_LEN];
    (void)printf("# %d of them were whole before the kill\n", count_whole(last) - 1);
    tell(f, "killed backups look whole and are not", count_unsound(f), kills, 0);
}

/* On a disk of this many KiB, in a name space of its own: the mount goes with it. */
static bool looks_whole_on_full_disk(struct fixture *f, int size_kib, bool *is_mounted)
{
    char text[4 * PATH_LEN];
    put(text, sizeof text,
        "unshare -m sh -c \"mkdir -p '%s/disk' && mount -t tmpfs -o size=%dk none '%s/disk' || "
        "exit 9; '%s/rostrum' backup '%s/disk/b' >/dev/null 2>&1; status=\\$?; "
        "ls '%s/disk/b' 2>/dev/null | grep -cx '2[0-9TZ]*'; exit \\$status\" 2>&1",
        f->dir, size_kib, f->dir, folder_of_build(), f->dir, f->dir);
    int status = run_text(text);
    *is_mounted = status != NO_DISK;
    bool has_name = strncmp(out, "1", 1) == 0;
    return has_name != (status == 0);
}

static void full_disks_leave_no_backup(void **state)
{
    struct fixture *f = *state;
    int bad = 0;
    bool is_mounted = true;
    for (int i = 0; i < DISKS && is_mounted; i++)
        bad += looks_whole_on_full_disk(f, 16 << (i / 2) << (i % 2), &is_mounted);
    if (!is_mounted) {
        (void)printf("# no disk can be mounted here: this needs root\n");
        return;
    }
    tell(f, "full disks left a backup that only looks whole", bad, DISKS, 0);
}

static void start_restore_and_kill(const char *path, int after_us)
{
    char program[PATH_LEN];
    put(program, sizeof program, "%s/rostrum", folder_of_build());
    pid_t pid = fork();
    if (pid == 0) {
        int null = open("/dev/null", O_RDWR);
        (void)dup2(null, 1);
        (void)dup2(null, 2);
        (void)execl(program, program, "restore", path, "--database", target, (char *)NULL);
        _exit(127);
    }
    assert_true(pid > 0);
    usleep((useconds_t)after_us);
    kill(pid, SIGKILL);
    (void)waitpid(pid, NULL, 0);
}

/* A worker starts only on what has all of it: the event of the restore in each log. */
static void half_a_restore_is_never_served(void **state)
{
    struct fixture *f = *state;
    char path[PATH_LEN];
    int kills = kill_count();
    int bad = 0;
    put(path, sizeof path, "%s", back_up(f));
    int64_t began = clock_monotonic();
    restore_well(path, "");
    int64_t step_us = (clock_monotonic() - began) * SPREAD_PERCENT / 100 / kills;
    for (int i = 1; i <= kills; i++) {
        new_target(f);
        start_restore_and_kill(path, (int)(i * step_us));
        if (ask_ready(target_app) != 0)
            continue;
        struct db *before = look(f);
        bad += count(f, "SELECT count(*) FROM audit_events WHERE id > $1 "
                        "AND action = 'installation.restore'") != 2;
        look_away(f, before);
    }
    tell(f, "killed restores were served half", bad, kills, 0);
}

#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, open_installation, close_installation)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(backups_under_load_are_sound),
        ON_BOTH(killed_backups_do_not_look_whole),
        ON_BOTH(full_disks_leave_no_backup),
        ON_BOTH(half_a_restore_is_never_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
