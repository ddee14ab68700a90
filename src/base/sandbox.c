#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"

#ifdef __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the list of system calls has to be looked at for this processor"
#endif

/* What serving requests needs: of libfcgi, SQLite, libpq with TLS and name lookups, libsodium and
 * the C library. Traced in the HTTP tests on both engines. */
static const int allowed[] = {
    /* requests */
    SYS_accept,
    SYS_accept4,
    SYS_recvfrom,
    SYS_recvmsg,
    SYS_sendto,
    SYS_sendmsg,
    SYS_sendmmsg,
    SYS_shutdown,
    SYS_connect,
    SYS_bind,
    SYS_getsockname,
    SYS_getpeername,
    SYS_getsockopt,
    SYS_setsockopt,
    SYS_ppoll,
    SYS_pselect6,
    /* files */
    SYS_read,
    SYS_readv,
    SYS_pread64,
    SYS_write,
    SYS_writev,
    SYS_pwrite64,
    SYS_close,
    SYS_lseek,
    SYS_fstat,
    SYS_newfstatat,
    SYS_statx,
    SYS_statfs,
    SYS_fstatfs,
    SYS_fcntl,
    SYS_flock,
    SYS_ftruncate,
    SYS_fallocate,
    SYS_fsync,
    SYS_fdatasync,
    SYS_fchown,
    SYS_getdents64,
    SYS_unlinkat,
    SYS_faccessat,
    SYS_faccessat2,
    SYS_readlinkat,
    SYS_getcwd,
    SYS_dup,
    SYS_dup3,
    SYS_pipe2,
    SYS_umask,
    /* memory */
    SYS_brk,
    SYS_munmap,
    SYS_mremap,
    SYS_madvise,
    SYS_mlock,
    SYS_mlock2,
    SYS_munlock,
    /* the rest */
    SYS_getrandom,
    SYS_clock_gettime,
    SYS_clock_getres,
    SYS_clock_nanosleep,
    SYS_nanosleep,
    SYS_gettimeofday,
    SYS_setitimer,
    SYS_getitimer,
    SYS_timer_create,
    SYS_timer_settime,
    SYS_timer_delete,
    SYS_futex,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_restart_syscall,
    SYS_getpid,
    SYS_gettid,
    SYS_getppid,
    SYS_getuid,
    SYS_geteuid,
    SYS_getgid,
    SYS_getegid,
    SYS_uname,
    SYS_sysinfo,
    SYS_sched_getaffinity,
    SYS_sched_yield,
    SYS_prlimit64,
    SYS_getrusage,
    SYS_set_robust_list,
    SYS_rseq,
    SYS_exit,
    SYS_exit_group,
#ifdef __x86_64__ /* the older names of some */
    SYS_poll,
    SYS_select,
    SYS_stat,
    SYS_lstat,
    SYS_access,
    SYS_readlink,
    SYS_unlink,
    SYS_dup2,
    SYS_pipe,
    SYS_getrlimit,
    SYS_time,
    SYS_arch_prctl,
#endif
};

/* What an attacker would want next: it ends the process, so that it is seen. */
static const int deadly[] = {
    SYS_execve,
    SYS_execveat,
    SYS_clone,
    SYS_clone3,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_memfd_create,
    SYS_bpf,
    SYS_mount,
    SYS_pivot_root,
    SYS_chroot,
    SYS_setns,
    SYS_unshare,
    SYS_init_module,
    SYS_finit_module,
    SYS_kexec_load,
    SYS_keyctl,
    SYS_setuid,
    SYS_setgid,
    SYS_capset,
#ifdef __x86_64__
    SYS_fork,
    SYS_vfork,
#endif
};

enum {
    NUMBER_AT = offsetof(struct seccomp_data, nr),
    ARCHITECTURE_AT = offsetof(struct seccomp_data, arch),
    ARGS_AT =
        offsetof(struct seccomp_data, args), /* low halves: both processors store them first */
    ARG_SIZE = 8,
    FILTER_MAX = 512,
    TO_RUN = 0111,       /* of a file's mode */
    X32_BIT = 0x40000000 /* another way to name calls of x86-64 */
};

struct filter {
    struct sock_filter code[FILTER_MAX];
    unsigned short count;
};

static void add(struct filter *filter, struct sock_filter instruction)
{
    if (filter->count == FILTER_MAX)
        die("a filter of more than %d instructions", FILTER_MAX);
    filter->code[filter->count++] = instruction;
}

static void load(struct filter *filter, unsigned at)
{
    add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at));
}

static void answer(struct filter *filter, unsigned action)
{
    add(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

/* Skips so many instructions unless what was loaded is value. */
static void unless_is(struct filter *filter, unsigned value, unsigned char skipped)
{
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skipped));
}

/* Skips so many unless what was loaded has one of the bits. */
static void unless_has(struct filter *filter, unsigned bits, unsigned char skipped)
{
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, skipped));
}

/* Memory that is written is not run, and memory that is there does not become so. Libraries that
 * the C library opens to look up a name are mapped without being written. */
static void add_memory(struct filter *filter)
{
    unless_is(filter, SYS_mprotect, 4);
    load(filter, ARGS_AT + 2 * ARG_SIZE);
    unless_has(filter, PROT_EXEC, 1);
    answer(filter, SECCOMP_RET_KILL_PROCESS);
    answer(filter, SECCOMP_RET_ALLOW);
    unless_is(filter, SYS_mmap, 5);
    load(filter, ARGS_AT + 2 * ARG_SIZE);
    unless_has(filter, PROT_EXEC, 2);
    unless_has(filter, PROT_WRITE, 1);
    answer(filter, SECCOMP_RET_KILL_PROCESS);
    answer(filter, SECCOMP_RET_ALLOW);
}

/* A call that makes a file when its flags (argument flags_at; -1: always) say so, with the mode of
 * the next argument: never one that can be run. */
static void add_maker(struct filter *filter, int number, int flags_at, int mode_at)
{
    bool has_flags = flags_at >= 0;
    unless_is(filter, (unsigned)number, has_flags ? 6 : 4);
    if (has_flags) {
        load(filter, ARGS_AT + (unsigned)flags_at * ARG_SIZE);
        unless_has(filter, O_CREAT | (O_TMPFILE & ~O_DIRECTORY), 3);
    }
    load(filter, ARGS_AT + (unsigned)mode_at * ARG_SIZE);
    unless_has(filter, TO_RUN, 1);
    answer(filter, SECCOMP_RET_KILL_PROCESS);
    answer(filter, SECCOMP_RET_ALLOW);
}

/* Folders are run, so to say: their modes are those of the owner alone. */
static void add_folder_maker(struct filter *filter, int number, int mode_at)
{
    unless_is(filter, (unsigned)number, 4);
    load(filter, ARGS_AT + (unsigned)mode_at * ARG_SIZE);
    unless_has(filter, (unsigned)~0700, 1);
    answer(filter, SECCOMP_RET_KILL_PROCESS);
    answer(filter, SECCOMP_RET_ALLOW);
}

static void add_files(struct filter *filter)
{
    add_maker(filter, SYS_openat, 2, 3);
    add_maker(filter, SYS_fchmod, -1, 1);
    add_folder_maker(filter, SYS_mkdirat, 2);
#ifdef __x86_64__
    add_maker(filter, SYS_open, 1, 2);
    add_folder_maker(filter, SYS_mkdir, 1);
#endif
}

/* Those of the database, of name lookups, and of nginx. */
static void add_sockets(struct filter *filter)
{
    static const int families[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};
    enum { COUNT = COUNT_OF(families) };
    unless_is(filter, SYS_socket, COUNT * 2 + 2);
    load(filter, ARGS_AT);
    for (size_t i = 0; i < COUNT; i++) {
        unless_is(filter, (unsigned)families[i], 1);
        answer(filter, SECCOMP_RET_ALLOW);
    }
    answer(filter, SECCOMP_RET_KILL_PROCESS);
}

/* Whether a core may be dumped is asked by the page of checks, and not changed any more. */
static void add_core(struct filter *filter)
{
    unless_is(filter, SYS_prctl, 4);
    load(filter, ARGS_AT);
    unless_is(filter, PR_GET_DUMPABLE, 1);
    answer(filter, SECCOMP_RET_ALLOW);
    answer(filter, SECCOMP_RET_ERRNO | ENOSYS);
}

static void make(struct filter *filter)
{
    load(filter, ARCHITECTURE_AT);
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
    answer(filter, SECCOMP_RET_KILL_PROCESS);
    load(filter, NUMBER_AT);
    unless_has(filter, X32_BIT, 1);
    answer(filter, SECCOMP_RET_KILL_PROCESS);
    for (size_t i = 0; i < COUNT_OF(allowed); i++) {
        unless_is(filter, (unsigned)allowed[i], 1);
        answer(filter, SECCOMP_RET_ALLOW);
    }
    add_memory(filter);
    add_files(filter);
    add_sockets(filter);
    add_core(filter);
    for (size_t i = 0; i < COUNT_OF(deadly); i++) {
        unless_is(filter, (unsigned)deadly[i], 1);
        answer(filter, SECCOMP_RET_KILL_PROCESS);
    }
    answer(filter, SECCOMP_RET_ERRNO | ENOSYS);
}

/* Files: Landlock (landlock(7)), which Debian 12 has. Where the kernel has none, the lists of the
 * service manager and the owners of files are what is left. */

#define MAY_CHANGE                                                                                 \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |                              \
     LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR)
#define MAY_NOT                                                                                    \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_CHAR |   \
     LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | \
     LANDLOCK_ACCESS_FS_MAKE_SYM)

/* The folder, or while it is not there yet the one that it will be made in. */
static int open_folder(const char *path)
{
    char parent[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 || errno != ENOENT || slash == NULL || slash - path >= (int)sizeof parent)
        return fd;
    memcpy(parent, path, (size_t)(slash - path));
    parent[slash - path] = '\0';
    return open(slash == path ? "/" : parent, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static bool allow_folder(int rules, const char *path)
{
    struct landlock_path_beneath_attr below = {.allowed_access = MAY_CHANGE,
                                               .parent_fd = open_folder(path)};
    bool is_allowed = below.parent_fd >= 0 && syscall(SYS_landlock_add_rule, rules,
                                                      LANDLOCK_RULE_PATH_BENEATH, &below, 0) == 0;
    if (below.parent_fd >= 0)
        (void)close(below.parent_fd);
    return is_allowed;
}

static bool confine_files(const char *const *folders)
{
    const struct landlock_ruleset_attr handled = {.handled_access_fs = MAY_CHANGE | MAY_NOT};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
    if (rules < 0)
        return errno == ENOSYS || errno == EOPNOTSUPP;
    bool is_done = true;
    for (; *folders != NULL && is_done; folders++)
        is_done = allow_folder(rules, *folders);
    is_done = is_done && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    (void)close(rules);
    return is_done;
}

enum err sandbox_enter(const char *const *folders)
{
#ifdef __SANITIZE_ADDRESS__
    (void)folders;
    return ERR_NONE;
#else
    static struct filter filter;
    filter.count = 0;
    make(&filter);
    const struct sock_fprog program = {.len = filter.count, .filter = filter.code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && confine_files(folders) &&
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0)
        return ERR_NONE;
    log_line("error", "sandbox", (const struct log_field[]){{"reason", strerror(errno)}}, 1);
    return ERR_UNAVAILABLE;
#endif
}
