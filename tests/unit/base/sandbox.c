#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/sandbox.h"

/* Each test does one thing inside, in a process of its own, and looks at how that ended. A build
 * with sanitizers has no sandbox. */
#ifdef __SANITIZE_ADDRESS__
enum { HAS_SANDBOX = 0 };
#else
enum { HAS_SANDBOX = 1 };
#endif

static char folder[] = "/tmp/sandbox-test-XXXXXX";
static char path[sizeof folder + 16];
static char missing[sizeof folder + 32];           /* a folder that is made inside */
static char other[] = "/tmp/sandbox-other-XXXXXX"; /* a file elsewhere */

/* The wait status of a process that enters and then does it; its exit status is what it gives. */
static int inside(int (*act)(void))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(sandbox_enter((const char *const[]){folder, missing, NULL}) == ERR_NONE ? act() : 99);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void assert_dies(int (*act)(void))
{
    int status = inside(act);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGSYS);
}

static void assert_goes_well(int (*act)(void))
{
    int status = inside(act);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static int start_program(void)
{
    char *const arguments[] = {"/bin/true", NULL};
    char *const environment[] = {NULL};
    return execve(arguments[0], arguments, environment);
}

static int start_shell(void)
{
    return system("true"); /* NOLINT: it is what must not work */
}

static int start_process(void)
{
    return fork() == 0;
}

static int run_what_was_written(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                0) == MAP_FAILED;
}

static int make_memory_run(void)
{
    void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(memory, 4096, PROT_READ | PROT_EXEC);
}

static int make_program(void)
{
    return open(path, O_WRONLY | O_CREAT, 0700) < 0;
}

static int make_file_a_program(void)
{
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    return fchmod(fd, 0755);
}

static int open_packet_socket(void)
{
    return socket(AF_PACKET, SOCK_RAW, 0) < 0;
}

static void what_an_attacker_wants_next_ends_the_process(void **state)
{
    (void)state;
    int (*const acts[])(void) = {start_program,        start_shell,       start_process,
                                 run_what_was_written, make_memory_run,   make_program,
                                 make_file_a_program,  open_packet_socket};
    for (size_t i = 0; HAS_SANDBOX && i < COUNT_OF(acts); i++)
        assert_dies(acts[i]);
    struct stat file;
    if (HAS_SANDBOX && stat(path, &file) == 0)
        assert_int_equal(file.st_mode & 0111, 0);
}

/* A symbolic link, a device, another name: no call that makes them is known inside. */
static int make_anything_else(void)
{
    bool is_refused =
        symlink("/etc/passwd", path) != 0 && errno == ENOSYS && link("/etc/passwd", path) != 0 &&
        errno == ENOSYS && mknod(path, S_IFIFO | 0600, 0) != 0 && errno == ENOSYS &&
        rename("/etc/passwd", path) != 0 && errno == ENOSYS && chmod("/etc/passwd", 0777) != 0 &&
        errno == ENOSYS && kill(getppid(), 0) != 0 && errno == ENOSYS;
    return !is_refused;
}

static void what_is_not_needed_is_not_known(void **state)
{
    (void)state;
    if (HAS_SANDBOX)
        assert_goes_well(make_anything_else);
}

static int ask_about_cores(void)
{
    struct rlimit limit;
    bool is_told = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) >= 0 && getrlimit(RLIMIT_CORE, &limit) == 0;
    return !(is_told && prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0 && errno == ENOSYS);
}

static void whether_a_core_may_be_dumped_is_told_and_not_changed(void **state)
{
    (void)state;
    if (HAS_SANDBOX)
        assert_goes_well(ask_about_cores);
}

static int make_folder_inside(void)
{
    char file[sizeof missing + 16];
    (void)snprintf(file, sizeof file, "%s/file", missing);
    bool is_made =
        mkdir(missing, 0700) == 0 && open(file, O_WRONLY | O_CREAT, 0600) >= 0 && unlink(file) == 0;
    return is_made ? 0 : 1;
}

static int change_elsewhere(void)
{
    bool is_refused = open(other, O_WRONLY) < 0 && errno == EACCES && unlink(other) != 0 &&
                      errno == EACCES && open("/tmp/sandbox-made", O_WRONLY | O_CREAT, 0600) < 0 &&
                      errno == EACCES && open(other, O_RDONLY) >= 0;
    return is_refused ? 0 : 1;
}

static bool has_landlock(void)
{
    return syscall(SYS_landlock_create_ruleset, NULL, 0, 1 /* LANDLOCK_CREATE_RULESET_VERSION */) >
           0;
}

static void files_change_in_the_named_folders_alone(void **state)
{
    (void)state;
    assert_goes_well(make_folder_inside);
    if (HAS_SANDBOX && has_landlock())
        assert_goes_well(change_elsewhere);
}

static int serve(void)
{
    struct stat file;
    struct arena *arena = arena_create(1 << 20);
    bool has_memory = arena_strdup(arena, "x") != NULL && malloc(1 << 20) != NULL;
    arena_destroy(arena);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    bool has_file = fd >= 0 && write(fd, "x", 1) == 1 && fdatasync(fd) == 0 &&
                    fstat(fd, &file) == 0 && close(fd) == 0 && unlink(path) == 0;
    int unix_socket = socket(AF_UNIX, SOCK_STREAM, 0);
    struct addrinfo *found = NULL;
    int problem = getaddrinfo("localhost", "5432", NULL, &found);
    return has_memory && has_file && unix_socket >= 0 && problem == 0 ? 0 : 1;
}

static void what_serving_needs_goes_well(void **state)
{
    (void)state;
    assert_goes_well(serve);
}

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    (void)snprintf(path, sizeof path, "%s/file", folder);
    (void)snprintf(missing, sizeof missing, "%s/made-inside", folder);
    int fd = mkstemp(other);
    return fd < 0 ? -1 : close(fd);
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    (void)unlink(other);
    (void)rmdir(missing);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_an_attacker_wants_next_ends_the_process),
        cmocka_unit_test(what_is_not_needed_is_not_known),
        cmocka_unit_test(whether_a_core_may_be_dumped_is_told_and_not_changed),
        cmocka_unit_test(files_change_in_the_named_folders_alone),
        cmocka_unit_test(what_serving_needs_goes_well),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
