/* The audit commands of the built `rostrum`, and what docs/audit.md tells to type, run as a person
 * runs them. */

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COMMAND_MAX = 4096 };

static char folder[] = "/tmp/cli-audit-test-XXXXXX";

/* In the folder; rostrum and the source are $rostrum and $source. Gives the exit status. */
static int run(const char *script)
{
    char command[COMMAND_MAX];
    int len =
        snprintf(command, sizeof command, "cd %s && { %s\n} >out 2>err </dev/null", folder, script);
    assert_true(len > 0 && (size_t)len < sizeof command);
    int status = system(command);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void must(const char *script)
{
    if (run(script) == 0)
        return;
    (void)run("cat err >&2");
    fail_msg("%s", script);
}

static int set_up(void **state)
{
    (void)state;
    char rostrum[512];
    const char *built = getenv("top_builddir");
    (void)snprintf(rostrum, sizeof rostrum, "%s/rostrum", built != NULL ? built : ".");
    char *absolute = realpath(rostrum, NULL);
    char *source = realpath(getenv("top_srcdir"), NULL);
    if (absolute == NULL || source == NULL || mkdtemp(folder) == NULL)
        return -1;
    (void)setenv("rostrum", absolute, 1);
    (void)setenv("source", source, 1);
    (void)setenv("ROSTRUM_DATABASE", "sqlite:rostrum.db", 1);
    (void)setenv("ROSTRUM_KEY_RING", "key-ring", 1);
    (void)unsetenv("ROSTRUM_CHECKPOINTS");
    free(absolute);
    free(source);
    must("$rostrum init && $rostrum demo");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char command[128];
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static void a_log_is_exported_and_verified(void **state)
{
    (void)state;
    must("$rostrum audit export log.jsonl && $rostrum audit keys >keys");
    must("$rostrum audit verify --key keys log.jsonl && grep -q '^Verified: 2 logs' out");
    must("$rostrum audit verify log.jsonl && grep -q 'another way' out");
    must("$rostrum audit verify - <log.jsonl");
    must("$rostrum audit verify && grep -q '^Verified: 2 logs' out");
    must("python3 $source/tests/audit_verify.py --key keys log.jsonl");
    must("slug=$(sqlite3 rostrum.db 'SELECT slug FROM organizations') && "
         "$rostrum audit export one.jsonl --organization $slug && "
         "$rostrum audit verify --key keys one.jsonl && grep -q '^Verified: 1 logs' out");
    must("! $rostrum audit export log.jsonl"); /* never over another file */
    must("! $rostrum audit export --organization nobody && grep -q 'no organization' err");
    must("grep -q audit.export one.jsonl");
}

static void a_changed_log_is_not(void **state)
{
    (void)state;
    must("rm -f log.jsonl && $rostrum audit export log.jsonl && $rostrum audit keys >keys");
    must("sed 's/\"outcome\":\"success\"/\"outcome\":\"refusal\"/' log.jsonl >changed");
    assert_int_equal(run("$rostrum audit verify --key keys changed"), 1);
    must("! grep -q '^Verified' out");
    must("head -n -1 log.jsonl >changed");
    assert_int_equal(run("$rostrum audit verify --key keys changed"), 1);
    assert_int_equal(run("printf '{\"seq\":' | $rostrum audit verify -"), 1);
    assert_int_equal(run("$rostrum audit verify --key log.jsonl log.jsonl"), 1);
    assert_int_equal(run("$rostrum audit verify none"), 1);
}

/* What was kept outside finds a log that was cut off, or begun anew, though its checkpoints are in
 * order; in the database as well. */
static void a_kept_checkpoint_finds_what_the_log_does_not_say(void **state)
{
    (void)state;
    must("rm -f log.jsonl && $rostrum audit keys >keys && sqlite3 rostrum.db \"VACUUM INTO "
         "'before.db'\" && cp -r checkpoints before && $rostrum audit export log.jsonl && "
         "cat checkpoints/*.jsonl >kept");
    must("$rostrum audit verify --key keys --kept kept log.jsonl && grep -q 'that were kept' out");
    must("python3 $source/tests/audit_verify.py --key keys --kept kept log.jsonl");
    must("$rostrum audit verify --key keys --kept kept");
    must("$rostrum audit export earlier.jsonl --database sqlite:before.db --checkpoints before");
    must("$rostrum audit verify --key keys earlier.jsonl");
    assert_int_equal(run("$rostrum audit verify --key keys --kept kept earlier.jsonl"), 1);
    assert_int_equal(
        run("python3 $source/tests/audit_verify.py --key keys --kept kept earlier.jsonl"), 1);
    assert_int_equal(
        run("$rostrum audit verify --key keys --kept kept --database sqlite:before.db"), 1);
    assert_int_equal(run("$rostrum audit verify --kept kept log.jsonl"), 1);
    assert_int_equal(run("$rostrum audit verify --key keys --kept keys log.jsonl"), 1);
}

/* The lines of the document, those behind its mark, in the folder with the log and the keys. */
static void openssl_checks_a_signature_as_the_document_says(void **state)
{
    (void)state;
    must("rm -f log.jsonl && $rostrum audit export log.jsonl && $rostrum audit keys >keys");
    must("sed -n '/audit.c runs these lines/,/^The last line/p' $source/docs/audit.md | "
         "sed -n 's/^    //p' >lines && grep -q pkeyutl lines && . ./lines && "
         "grep -q '^Signature Verified Successfully$' out");
    /* one key in a hundred has a "+A" in its middle as well */
    must("echo 'rostrum/k1+0a1b2c3d+Ax+AyZ+A9' >odd && "
         "grep -o \"sed -n '[^']*' keys\" lines | sed 's/keys$/odd/' >take && "
         "sh take | grep -qxF 'Ax+AyZ+A9'");
    must("$rostrum audit keys --pem >other.pem && cmp key.pem other.pem || "
         "{ openssl pkey -pubin -in other.pem | cmp - key.pem; }");
    must("echo >>text; ! openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in text "
         "-sigfile signature");
}

static void checkpoints_are_in_files_outside_the_database(void **state)
{
    (void)state;
    must("$rostrum audit checkpoint && ls checkpoints/*.jsonl");
    must("$rostrum audit checkpoint --checkpoints elsewhere && ls elsewhere");
    /* A database that is older than its checkpoints is not signed any more. */
    must("sqlite3 rostrum.db \"VACUUM INTO 'older.db'\" && "
         "$rostrum audit export next.jsonl");
    assert_int_equal(run("$rostrum audit export lost.jsonl --database sqlite:older.db && "
                         "$rostrum audit checkpoint --database sqlite:older.db"),
                     1);
    must("rm -r checkpoints && $rostrum audit checkpoint");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_is_exported_and_verified),
        cmocka_unit_test(a_changed_log_is_not),
        cmocka_unit_test(a_kept_checkpoint_finds_what_the_log_does_not_say),
        cmocka_unit_test(openssl_checks_a_signature_as_the_document_says),
        cmocka_unit_test(checkpoints_are_in_files_outside_the_database),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
