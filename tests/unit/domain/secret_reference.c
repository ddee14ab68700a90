#include "test.h"

#include <string.h>
#include <time.h>

#include "base/err.h"
#include "domain/secret.h"
#include "domain/secret_reference.h"

static bool is_opaque(const char *text, bool is_expected)
{
    return secret_is_opaque(text, strlen(text), is_expected);
}

/* Neither where a credential is expected nor elsewhere. */
static void assert_passes(const char *text)
{
    if (is_opaque(text, true) || is_opaque(text, false) || secret_find(text, strlen(text)) != NULL)
        fail_msg("%s was taken for a credential", text);
}

static void assert_reference(const char *text, size_t len)
{
    if (secret_reference_len(text, strlen(text)) != len)
        fail_msg("%s begins with a reference of %zu bytes, not %zu", text,
                 secret_reference_len(text, strlen(text)), len);
}

static void references_have_their_forms(void **state)
{
    (void)state;
    assert_reference("${TOKEN}", 8);
    assert_reference("${input:key} and more", 12);
    assert_reference("${secret:CRM_TOKEN}", 19);
    assert_reference("$TOKEN.", 6);
    assert_reference("%TOKEN%", 7);
    assert_reference("{{token}}", 9);
    assert_reference("<your token>", 12);
    assert_reference("{\"secret\":\"A\"}", 14);
    assert_reference("{ \"secret\": \"CRM/TOKEN\" }x", 25);
    static const char *const none[] = {"",
                                       "$",
                                       "${",
                                       "${}",
                                       "${TOKEN",
                                       "${TOKEN:-abc}",
                                       "$2b$10$x",
                                       "$5",
                                       "%20",
                                       "< >",
                                       "<5f4dcc3b5aa765d61d8327deb882cf99>",
                                       "{{5f4dcc3b5aa765d61d8327deb882cf99}}",
                                       "{\"secret\": \"\"}",
                                       "{\"secret\": \"A\"",
                                       "{\"secret\": \"A\", \"b\": 1}",
                                       "TOKEN"};
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_reference(none[i], 0);
}

static void what_stands_for_a_credential_is_none(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "Bearer ${TOKEN}",
        "Bearer ${env:CRM_TOKEN_2}",
        "${input:key}",
        "<token>",
        "Bearer <your-api-key>",
        "Bearer {\"secret\": \"CRM_TOKEN\"}",
        "Bearer ${secret:CRM_TOKEN}",
        "Basic {{credentials}}",
        "Bearer $TOKEN",
        "Bearer %TOKEN%",
        "session=${SESSION}; theme=dark; lang=en",
        "YOUR_API_KEY",
        "your-key-here",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "Bearer xxxxxxxxxxxxxxxxxxxxxxxx",
        "sk-"
        "ant-xxxxxxxxxxxxxxxxxxxx",
        "ghp_"
        "YOUR_TOKEN_HERE",
        "https://user:${PASSWORD}@example.com/",
        "https://user:{{password}}@example.com/",
        "Bearer",
        "changeme",
        "********",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_passes(texts[i]);
}

static void literals_are_seen_where_a_credential_is_expected(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Bearer abc123def",
        "Bearer hunter2",
        "Basic dXNlcjpwYXNz",
        "abcdefghijklmnopqrstuvwxyz",
        "0123456789",
        "1f0c9a2e-7b1d-4e1a-9a60-3a3d2b1c0f9e",
        "Bearer ${TOKEN}abc123def456",
        "Bearer ${TOKEN:-abc123def456}",
        "session=9f8e7d6c5b; theme=${THEME}",
        "{\"secret\": \"A\"} 5f4dcc3b5aa765d61d8327deb882cf99",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (!is_opaque(texts[i], true))
            fail_msg("%s passed", texts[i]);
}

static void elsewhere_only_what_is_drawn_at_random_counts(void **state)
{
    (void)state;
    static const char *const random[] = {
        "5f4dcc3b5aa765d61d8327deb882cf99",
        "key=dXNlcjpwYXNzd29yZDEyMw==",
        "Token q8Zr2LkP0vXs7TyN4bWm",
        "r4nd0m-k3y5p-4c3d0-u7w1t-hd4sh",
    };
    static const char *const readable[] = {
        "support",
        "5",
        "2025-11-25",
        "prompt-caching-2024-07-31",
        "application/vnd.example.v2+json",
        "1f0c9a2e-7b1d-4e1a-9a60-3a3d2b1c0f9e",
        "CustomerSupportAssistant",
        "https://example.com/a/b?c=d",
        "123456789012",
        "rostrum/1.2.3 (linux; x86_64)",
        "text/html; charset=utf-8",
    };
    for (size_t i = 0; i < COUNT_OF(random); i++)
        if (!is_opaque(random[i], false))
            fail_msg("%s passed", random[i]);
    for (size_t i = 0; i < COUNT_OF(readable); i++)
        if (is_opaque(readable[i], false))
            fail_msg("%s was taken for a credential", readable[i]);
}

/* Every place of a text that only begins like a reference is looked at without walking the rest. */
static void hostile_texts_take_no_time(void **state)
{
    (void)state;
    static const char *const parts[] = {"${", "<a ", "{{a", "{\"secret\": \"",
                                        "%a", "$A",  "a1-", "A"};
    enum { LEN = 256 * 1024 };
    static char text[LEN];
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        size_t part_len = strlen(parts[i]);
        for (size_t at = 0; at < LEN; at++)
            text[at] = parts[i][at % part_len];
        clock_t start = clock();
        (void)secret_is_opaque(text, LEN, true);
        assert_true(clock() - start < 2 * CLOCKS_PER_SEC);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_have_their_forms),
        cmocka_unit_test(what_stands_for_a_credential_is_none),
        cmocka_unit_test(literals_are_seen_where_a_credential_is_expected),
        cmocka_unit_test(elsewhere_only_what_is_drawn_at_random_counts),
        cmocka_unit_test(hostile_texts_take_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
