#include "test.h"

#include "base/network.h"

static void lists_are_of_addresses_and_networks(void **state)
{
    (void)state;
    static const char *const good[] = {
        "",          " ",    "127.0.0.1",   "127.0.0.1 ::1", "10.0.0.0/8 fd00::/7",
        "0.0.0.0/0", "::/0", "192.0.2.7/32"};
    static const char *const bad[] = {"x",           "127.0.0.1,::1", "10.0.0.0/33",
                                      "10.0.0.0/-1", "10.0.0/8",      "fd00::/129",
                                      "10.0.0.0/",   "127.0.0.1 all", "localhost"};
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_true(network_is_list(good[i]));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (network_is_list(bad[i]))
            fail_msg("taken: %s", bad[i]);
}

static void an_address_is_in_a_network_by_its_first_bits(void **state)
{
    (void)state;
    static const struct {
        const char *address, *networks;
        bool is_in;
    } rows[] = {
        {"127.0.0.1", "127.0.0.1 ::1", true},
        {"::1", "127.0.0.1 ::1", true},
        {"::ffff:127.0.0.1", "127.0.0.1", true},
        {"127.0.0.2", "127.0.0.1 ::1", false},
        {"10.255.0.1", "192.0.2.0/24 10.0.0.0/8", true},
        {"11.0.0.1", "192.0.2.0/24 10.0.0.0/8", false},
        {"192.0.2.129", "192.0.2.128/25", true},
        {"192.0.2.127", "192.0.2.128/25", false},
        {"fdff::1", "fc00::/7", true},
        {"fe00::1", "fc00::/7", false},
        {"203.0.113.9", "0.0.0.0/0", true},
        {"::2", "0.0.0.0/0", false},
        {"127.0.0.1", "", false},
        {"", "0.0.0.0/0", false},
        {"unix:", "0.0.0.0/0 ::/0", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (network_is_in(rows[i].address, rows[i].networks) != rows[i].is_in)
            fail_msg("%s in %s", rows[i].address, rows[i].networks);
}

static void origins_are_exact(void **state)
{
    (void)state;
    static const char *const good[] = {"",
                                       " ",
                                       "https://app.example.org http://localhost:3000",
                                       "https://a.example:8443",
                                       "http://[::1]:80",
                                       "  https://a.example   https://b.example "};
    static const char *const bad[] = {"*",
                                      "null",
                                      "https://*.example.org",
                                      "https://a.example/",
                                      "https://a.example/path",
                                      "https://user@a.example",
                                      "https://A.example",
                                      "a.example",
                                      "https://",
                                      "https://a.example, https://b.example",
                                      "https://a.example *",
                                      "ftp://a.example",
                                      "https://a.example\thttps://b.example"};
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_true(network_is_origin_list(good[i]));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (network_is_origin_list(bad[i]))
            fail_msg("%s was taken", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_of_addresses_and_networks),
        cmocka_unit_test(an_address_is_in_a_network_by_its_first_bits),
        cmocka_unit_test(origins_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
