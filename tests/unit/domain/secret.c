#include "test.h"

#include <string.h>
#include <time.h>

#include "domain/secret.h"

static void assert_kind(const char *text, const char *kind)
{
    const char *found = secret_find(text, strlen(text));
    if (kind == NULL && found != NULL)
        fail_msg("%s was taken for %s", text, found);
    if (kind != NULL && (found == NULL || strstr(found, kind) == NULL))
        fail_msg("%s is %s and not %s", text, found == NULL ? "nothing" : found, kind);
}

/* The parts are put together here so that no scanner takes this file for a leak. */
static void keys_of_services_are_found(void **state)
{
    (void)state;
    assert_kind("sk-"
                "proj-abcDEF123456_789",
                "OpenAI");
    assert_kind("sk-"
                "1234567890abcdef",
                "OpenAI");
    assert_kind("sk-"
                "abcdefghijklmnopqrstuvwxyzabcd",
                "OpenAI");
    assert_kind("sk-"
                "ant-REDACTED-key-0",
                "Anthropic");
    assert_kind("use "
                "ghp_"
                "abcdefghijklmnopqrstuvwxyz0123456789, please",
                "GitHub");
    assert_kind("token="
                "gho_"
                "16C7e42F292c6912E7710c838347Ae178B4a",
                "GitHub");
    assert_kind("github_pat_"
                "11ABCDEFG0abcdefghijkl",
                "GitHub");
    assert_kind("glpat-"
                "abcdefghij0123456789",
                "GitLab");
    assert_kind("AKIA"
                "IOSFODNN7EXAMPLE",
                "AWS");
    assert_kind("id: "
                "ASIA"
                "Y34FZKBOKMUTVV7A.",
                "AWS");
    assert_kind("AIza"
                "SyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY",
                "Google");
    assert_kind("xoxb-"
                "2444333222111-abcdefGHIJKL",
                "Slack");
    assert_kind("sk_live_"
                "4eC39HqLyjWDarjtT1zdp7dc",
                "Stripe");
    assert_kind("hf_"
                "abcdefghijklmnopqrstuvwx1234",
                "Hugging Face");
}

static void tokens_keys_and_passwords_are_found(void **state)
{
    (void)state;
    assert_kind("eyJ"
                "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9",
                "JSON Web Token");
    assert_kind("Authorization: Bearer "
                "abcdef0123456789abcdef",
                "Authorization");
    assert_kind("basic "
                "dXNlcjpwYXNzd29yZDEyMw==",
                "Authorization");
    assert_kind("-----BEGIN "
                "PRIVATE KEY-----\nMIIB",
                "private key");
    assert_kind("x\n-----BEGIN "
                "OPENSSH PRIVATE KEY-----",
                "private key");
    assert_kind("-----BEGIN "
                "PGP PRIVATE KEY BLOCK-----",
                "private key");
    assert_kind("-----BEGIN "
                "CERTIFICATE-----",
                "PEM");
    assert_kind("postgres://admin:"
                "hunter2@db.example.com/x",
                "password in an address");
    assert_kind("https://:"
                "p@example.com",
                "password in an address");
}

static void words_that_only_begin_like_one_pass(void **state)
{
    (void)state;
    assert_kind("", NULL);
    assert_kind("sk-", NULL);
    assert_kind("sk-learn", NULL);
    assert_kind("sk-learn-pipeline", NULL);
    assert_kind("a task-1234567890123 of the disk-1234567890123", NULL);
    assert_kind("keys begin with ghp_ or github_pat_", NULL);
    assert_kind("AKIA", NULL);
    assert_kind("AKIA"
                "XXXXXXXXXXXXXXXX",
                NULL);
    assert_kind("AKIAIOSFODNN7EXAMPLEandmore", NULL);
    assert_kind("the bearer of this letter is trustworthy", NULL);
    assert_kind("Basic understanding of the customer", NULL);
    assert_kind("eyJhbGci.com", NULL);
    assert_kind("----- BEGIN -----", NULL);
    assert_kind("-----BEGIN here", NULL);
    assert_kind("https://example.com:8080/a@b", NULL);
    assert_kind("https://user@example.com/", NULL);
    assert_kind("https://user:@example.com/", NULL);
    assert_kind("mail me: me@example.com", NULL);
    assert_kind("12:30@noon ://", NULL);
}

/* It reads no byte past the length, and needs no NUL. */
static void the_length_is_kept(void **state)
{
    (void)state;
    const char *text = "ghp_"
                       "abcdefghijkl";
    assert_non_null(secret_find(text, 12));
    assert_null(secret_find(text, 11));
    assert_null(secret_find(text, 0));
    assert_non_null(secret_find("a\0ghp_"
                                "abcdefghijkl",
                                18));
}

static void hostile_texts_take_no_time(void **state)
{
    (void)state;
    static const char *const parts[] = {"eyJ-", "sk-",           "AIza-", "-----BEGIN ",
                                        "://",  "Bearer ",       "://a:", "AKIA-",
                                        "A",    ".eyJaaaaaaaaaa"};
    enum { LEN = 256 * 1024 };
    static char text[LEN];
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        size_t part_len = strlen(parts[i]);
        for (size_t at = 0; at < LEN; at++)
            text[at] = parts[i][at % part_len];
        clock_t start = clock();
        (void)secret_find(text, LEN);
        assert_true(clock() - start < 2 * CLOCKS_PER_SEC);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_of_services_are_found),
        cmocka_unit_test(tokens_keys_and_passwords_are_found),
        cmocka_unit_test(words_that_only_begin_like_one_pass),
        cmocka_unit_test(the_length_is_kept),
        cmocka_unit_test(hostile_texts_take_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
