#ifndef TESTS_FAULTS_POWERCUT_WORKER_H
#define TESTS_FAULTS_POWERCUT_WORKER_H

#include <sys/wait.h>

#include "backups.h"
#include "figure.h"
#include "prompts.h"

/* The program of the worker, with powercut_record before it, answers one form after the other by
 * CGI. */

enum { FORM_LEN = 512 };

struct worker {
    char log[PATH_LEN];
    char recorder[PATH_LEN];
    char path[80]; /* of the form */
    bool is_normal;
    int64_t fail_at; /* the operation from which on the disk fails; 0: it does not */
    int fail_errno;
    bool fails_once;         /* and not from there on */
    char answer[128 * 1024]; /* the last one */
};

static inline void set(const char *name, const char *value)
{
    if (setenv(name, value, 1) != 0)
        _exit(126);
}

/* The environment of a request of CGI. */
static inline void set_request(struct fixture *f, const struct worker *worker, size_t len)
{
    char text[1024] = "";
    for (int i = 0; i < f->jar->count; i++)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s=%s",
                       i == 0 ? "" : "; ", f->jar->cookies[i].name, f->jar->cookies[i].value);
    set("HTTP_COOKIE", text);
    (void)snprintf(text, sizeof text, "%zu", len);
    set("CONTENT_LENGTH", text);
    set("CONTENT_TYPE", "application/x-www-form-urlencoded");
    set("REQUEST_METHOD", "POST");
    set("REQUEST_URI", worker->path);
    set("REMOTE_ADDR", "192.0.2.7");
    set("HTTP_USER_AGENT", "Fixture/1.0");
    set("HTTP_SEC_FETCH_SITE", "same-origin");
    set("ROSTRUM_DATABASE", f->database_url);
    set("ROSTRUM_KEY_RING", f->keyring_path);
    set("ROSTRUM_PUBLIC_URL", "http://127.0.0.1:8080");
    set("POWERCUT_LOG", worker->log);
    set("LD_PRELOAD", worker->recorder);
    if (worker->is_normal)
        set("POWERCUT_NORMAL", "yes");
    if (worker->fails_once)
        set("POWERCUT_ONCE", "yes");
    if (worker->fail_at == 0)
        return;
    (void)snprintf(text, sizeof text, "%" PRId64, worker->fail_at);
    set("POWERCUT_FAIL", text);
    (void)snprintf(text, sizeof text, "%d", worker->fail_errno);
    set("POWERCUT_ERRNO", text);
}

/* Answers one form; the status, 0 if there is none. */
static inline int worker_save(struct fixture *f, struct worker *worker, const char *form)
{
    char program[PATH_LEN];
    int in[2], to[2], status = 0;
    size_t len = 0;
    put(program, sizeof program, "%s/rostrum.fcgi", folder_of_build());
    assert_int_equal(pipe(in) | pipe(to), 0);
    pid_t pid = fork();
    if (pid == 0) {
        (void)dup2(in[0], 0);
        (void)dup2(to[1], 1);
        (void)close(in[1]);
        (void)close(to[0]);
        set_request(f, worker, strlen(form));
        (void)execl(program, program, (char *)NULL);
        _exit(127);
    }
    (void)close(in[0]);
    (void)close(to[1]);
    assert_int_equal(write(in[1], form, strlen(form)), strlen(form));
    (void)close(in[1]);
    for (ssize_t n = 0;
         len < sizeof worker->answer - 1 &&
         (n = read(to[0], worker->answer + len, sizeof worker->answer - 1 - len)) > 0;)
        len += (size_t)n;
    (void)close(to[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    worker->answer[len] = '\0';
    return strncmp(worker->answer, "Status: ", strlen("Status: ")) == 0
               ? (int)strtol(worker->answer + strlen("Status: "), NULL, 10)
               : 0;
}

/* The form of the editor, for the prompt "cut". */
static inline void worker_form(struct fixture *f, int64_t revision, const char *body,
                               char form[FORM_LEN])
{
    put(form, FORM_LEN, "csrf=%s&revision=%" PRId64 "&name=cut&description=&body=%s&tags=&message=",
        fixture_csrf(f), revision, body);
}

/* A worker for this prompt; from here on nobody else writes. */
static inline void worker_open(struct fixture *f, struct worker *worker, const struct uuid *id)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    put(worker->path, sizeof worker->path, "/prompts/%s/edit", text);
    put(worker->log, sizeof worker->log, "%s/powercut.log", f->dir);
    put(worker->recorder, sizeof worker->recorder, "%s/tests/faults/powercut_record.so",
        folder_of_build());
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    (void)fixture_csrf(f);
    fixture_begin(f);
}

#endif
