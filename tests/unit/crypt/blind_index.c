#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "crypt.h"
#include "crypt/blind_index.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void assert_becomes(const char *email, const char *expected)
{
    char *normalized = NULL;
    const char *problem = NULL;
    if (email_normalize(arena, email, &normalized, &problem) != ERR_NONE)
        fail_msg("refused: %s: %s", email, problem);
    assert_null(problem);
    assert_string_equal(normalized, expected);
    char *again = NULL;
    assert_int_equal(email_normalize(arena, normalized, &again, &problem), ERR_NONE);
    assert_string_equal(again, expected);
}

static void assert_refused(const char *email)
{
    char *normalized = NULL;
    const char *problem = NULL;
    if (email_normalize(arena, email, &normalized, &problem) != ERR_INVALID)
        fail_msg("taken: %s", email);
    assert_null(normalized);
    assert_non_null(problem);
    assert_int_equal(problem[strlen(problem) - 1], '.');
}

/* An address of a local part and a domain of so many bytes. */
static char *address_of(int local_len, int domain_len)
{
    char *text = arena_alloc(arena, (size_t)(local_len + domain_len) + 2);
    memset(text, 'a', (size_t)local_len);
    text[local_len] = '@';
    char *domain = text + local_len + 1;
    for (int i = 0; i < domain_len; i++)
        domain[i] = i % 60 == 59 && i != domain_len - 1 ? '.' : 'b';
    return text;
}

static void addresses_are_trimmed_and_lowered(void **state)
{
    (void)state;
    assert_becomes("ada@example.org", "ada@example.org");
    assert_becomes("  Ada.Lovelace@Example.ORG \r\n", "ada.lovelace@example.org");
    assert_becomes("o'neil+tag/x=1@sub.example.org", "o'neil+tag/x=1@sub.example.org");
    assert_becomes("!#$%&*?^_`{|}~-@a.b", "!#$%&*?^_`{|}~-@a.b");
    assert_becomes("root@LOCALHOST", "root@localhost");
    assert_becomes("a@1and1.com", "a@1and1.com");
}

/* Expected values of IDNA 2008, non-transitional: the sharp s stays a letter of its own. */
static void domains_become_a_labels(void **state)
{
    (void)state;
    assert_becomes("x@b\xc3\xbc"
                   "cher.example",
                   "x@xn--bcher-kva.example");
    assert_becomes("x@B\xc3\x9c"
                   "CHER.example",
                   "x@xn--bcher-kva.example");
    assert_becomes("x@bu\xcc\x88"
                   "cher.example",
                   "x@xn--bcher-kva.example");
    assert_becomes("x@XN--bcher-kva.example", "x@xn--bcher-kva.example");
    assert_becomes("x@fa\xc3\x9f.de", "x@xn--fa-hia.de");
    assert_becomes("x@\xe4\xbe\x8b\xe3\x81\x88.\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88",
                   "x@xn--r8jz45g.xn--zckzah");
    assert_becomes("x@example\xe3\x80\x82org", "x@example.org"); /* the ideographic full stop */
    assert_becomes("\xc3\x84rger@example.org", "\xc3\x84rger@example.org");
}

static void what_is_no_address_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "ada",
        "@",
        "ada@",
        "@example.org",
        "ada@example",
        "a@b@example.org",
        "\"a@b\"@example.org",
        "ada lovelace@example.org",
        "ada@exam ple.org",
        "ada@example..org",
        "ada@.example.org",
        "ada@example.org.",
        "ada@-example.org",
        "ada@example-.org",
        "ada@exa_mple.org",
        "ada@[127.0.0.1]",
        "ada@example.org>",
        "Ada <ada@example.org>",
        "ada,bob@example.org",
        "ada\n@example.org",
        "ada\x01@example.org",
        "ada\x7f@example.org",
        "ada\xc2\x85@example.org",
        "ada@example.org\x01",
        "\xff@example.org",
        "ada@\xc3.org",
        "ada@xn--\xc3\xbc.org",
        "ada@\xe2\x80\x8b.org",
        "ada@localhost@localhost",
        "mailto:ada@example.org",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_refused(bad[i]);
}

static void lengths_are_those_of_rfc_5321(void **state)
{
    (void)state;
    char *address = address_of(64, 189);
    assert_int_equal(strlen(address), 254);
    assert_becomes(address, address);
    assert_refused(address_of(64, 190));
    assert_refused(address_of(65, 100));
    assert_refused(address_of(1, 253));
    assert_refused(address_of(5000, 5000));
    assert_refused(arena_printf(arena, "a@%064d.org", 0));
    address = arena_printf(arena, "a@%063d.org", 0);
    assert_becomes(address, address);
}

static void the_index_is_keyed_and_exact(void **state)
{
    (void)state;
    struct keyring *ring = ring_of("a active " RING_KEY_A "\n");
    struct keyring *other = ring_of("b active " RING_KEY_B "\n");
    assert_non_null(ring);
    assert_non_null(other);
    uint8_t index[KEYRING_HASHES][HASH_LEN];
    uint8_t different[KEYRING_HASHES][HASH_LEN];
    email_index(ring, "ada@example.org", index);
    /* Computed apart from this program. */
    static const uint8_t expected[] = {0xc9, 0x60, 0x54, 0xb3, 0x33, 0x76, 0x18, 0xb9};
    assert_memory_equal(index[0], expected, sizeof expected);
    email_index(ring, "bda@example.org", different);
    assert_memory_not_equal(index, different, HASH_LEN);
    email_index(other, "ada@example.org", different);
    assert_memory_not_equal(index, different, HASH_LEN);
    keyring_close(ring);
    keyring_close(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_trimmed_and_lowered),
        cmocka_unit_test(domains_become_a_labels),
        cmocka_unit_test(what_is_no_address_is_refused),
        cmocka_unit_test(lengths_are_those_of_rfc_5321),
        cmocka_unit_test(the_index_is_keyed_and_exact),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
