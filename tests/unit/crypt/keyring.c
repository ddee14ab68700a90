#include "test.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypt/hkdf.h"
#include "crypt/keyring.h"
#include "crypt/keyring_file.h"

/* The bytes 0 to 31, and 32 times 7. */
#define KEY_A "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define KEY_B "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="

static char folder[] = "/tmp/keyring-test-XXXXXX";
static char path[sizeof folder + 16];

static int set_up_group(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    (void)snprintf(path, sizeof path, "%s/keys", folder);
    return 0;
}

static int tear_down_group(void **state)
{
    (void)state;
    return rmdir(folder);
}

static int tear_down(void **state)
{
    (void)state;
    (void)unlink(path);
    return 0;
}

static void write_file(const char *text, size_t len, mode_t mode)
{
    (void)unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, len), (ssize_t)len);
    assert_int_equal(fchmod(fd, mode), 0);
    assert_int_equal(close(fd), 0);
}

static enum err open_text(const char *text)
{
    struct keyring *ring = NULL;
    write_file(text, strlen(text), 0600);
    enum err err = keyring_open(path, &ring);
    assert_true((err == ERR_NONE) == (ring != NULL));
    if (ring != NULL)
        keyring_close(ring);
    return err;
}

static struct keyring *open_good(const char *text)
{
    struct keyring *ring = NULL;
    write_file(text, strlen(text), 0600);
    assert_int_equal(keyring_open(path, &ring), ERR_NONE);
    return ring;
}

static void assert_hex(const uint8_t bytes[HASH_LEN], const char *expected)
{
    char hex[2 * HASH_LEN + 1];
    for (size_t i = 0; i < HASH_LEN; i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
    assert_string_equal(hex, expected);
}

static void from_hex(const char *hex, uint8_t *out)
{
    for (size_t i = 0; hex[2 * i] != '\0'; i++) {
        const char digits[] = {hex[2 * i], hex[2 * i + 1], '\0'};
        out[i] = (uint8_t)strtoul(digits, NULL, 16);
    }
}

/* RFC 5869, appendix A: the first block of each OKM with SHA-256 from its PRK and info. */
static void hkdf_expands_as_in_rfc_5869(void **state)
{
    (void)state;
    uint8_t key[KEY_LEN];
    uint8_t info[80];
    uint8_t out[HASH_LEN];

    from_hex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5", key);
    from_hex("f0f1f2f3f4f5f6f7f8f9", info);
    hkdf_expand(key, info, 10, out);
    assert_hex(out, "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");

    from_hex("06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244", key);
    for (size_t i = 0; i < sizeof info; i++)
        info[i] = (uint8_t)(0xb0 + i);
    hkdf_expand(key, info, sizeof info, out);
    assert_hex(out, "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c");

    from_hex("19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04", key);
    hkdf_expand(key, NULL, 0, out);
    assert_hex(out, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
}

/* Values computed apart from this program: a changed derivation would lose every customer's data.
 */
static void purpose_keys_never_change(void **state)
{
    (void)state;
    static const char *const expected[KEY_PURPOSE_COUNT] = {
        [KEY_PURPOSE_CHECK] = "682154c96018948ae0ef4b88e7765627086cd9c3652877bebbab3191aedd5c07",
        [KEY_PURPOSE_WRAP] = "b2ec020c82f0035a1c44b06b376435d5b06a80de7be60af4f264573c90da8a08",
        [KEY_PURPOSE_EMAIL_INDEX] =
            "693bc80c34a1a753c057862f6864abd79ea301785e9bfbec90a877f32a2be441",
        [KEY_PURPOSE_SESSION] = "d0aee533ccd73e2a14d643043617818a10dcbb27ed1afe6be3b4b81445f30e0c",
        [KEY_PURPOSE_LINK] = "d36b7682d86bd361f17d78d68c87ec5695575551c5cd7f7895c9dc3bb21754c2",
        [KEY_PURPOSE_CSRF] = "0235ecdf805cac609f70979675c560e03d1331858c7099feff14c582bb56944a",
        [KEY_PURPOSE_COOKIE] = "601ecf0b02dc32e6bfa06743c248eebd84131e55b47041fe6312c6cc1c2b9021",
        [KEY_PURPOSE_SOURCE] = "8cbb9a7e2699b29381131afcef53fd9bc040c310951acfa32c74a136911db3f6",
        [KEY_PURPOSE_STEP] = "75d1093dc13d9cdc08ee6ee9b3315e7177ba742ef5dbe6030ccfd1b77cbc33da",
        [KEY_PURPOSE_SIGN] = "4c0fd3a58230e58c0f6be2bb2c26ef11ce356feda62bb55fc488d746c7786126",
        [KEY_PURPOSE_API_TOKEN] =
            "7386e06b37ddb056e037f536bd921feb76fd20a9bccc4096c97e6afb63c14d24",
        [KEY_PURPOSE_EXTERNAL] = "49d6b4b938158c845450987c99daa5ef3e15b6bc306376303732c7c1162250fe",
        [KEY_PURPOSE_SEALED_COOKIE] =
            "aca07ddfe94aa509f0f8c0530d114bdf21d90f9d40bd1f91d5a5cd5ce7a0e182",
        [KEY_PURPOSE_ANSWERS] = "f6139dc56b991c6be378d9fe3bbf930998ccf909954d7db5702f9a24eec0dd1f",
    };
    struct keyring *ring = open_good("main active " KEY_A "\n");
    for (int i = 0; i < KEY_PURPOSE_COUNT; i++)
        assert_hex(keyring_purpose_key(ring, NULL, (enum key_purpose)i), expected[i]);
    uint8_t hash[HASH_LEN];
    keyring_hash(ring, KEY_PURPOSE_SESSION, "token", 5, hash);
    assert_hex(hash, "0d952a9116d2920a9bde8f8d89e21243e110eab871b5862744a016d0de5df909");
    assert_int_equal(keyring_check_value(ring, "main", hash), ERR_NONE);
    assert_hex(hash, "c58a58aa0dd933ca547bb9fc07e1af9542e5705cbd089820e4df5198ed3bcb53");
    assert_int_equal(keyring_check_value(ring, "other", hash), ERR_NOT_FOUND);
    keyring_close(ring);
}

static void states_decide_what_is_usable(void **state)
{
    (void)state;
    struct keyring *ring = open_good("old decrypt " KEY_B "\ngone retired " KEY_B "\n"
                                     "new_key-2 active " KEY_A);
    assert_string_equal(keyring_active(ring), "new_key-2");
    assert_string_equal(keyring_kid(ring, 0), "old");
    assert_string_equal(keyring_kid(ring, 1), "new_key-2");
    assert_null(keyring_kid(ring, 2));
    assert_null(keyring_kid(ring, -1));
    assert_null(keyring_purpose_key(ring, "gone", KEY_PURPOSE_WRAP));
    assert_null(keyring_purpose_key(ring, "", KEY_PURPOSE_WRAP));
    const uint8_t *active = keyring_purpose_key(ring, NULL, KEY_PURPOSE_WRAP);
    assert_ptr_equal(keyring_purpose_key(ring, "new_key-2", KEY_PURPOSE_WRAP), active);
    assert_memory_not_equal(keyring_purpose_key(ring, "old", KEY_PURPOSE_WRAP), active, KEY_LEN);
    keyring_close(ring);
}

static void malformed_rings_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "\n",
        "a decrypt " KEY_A "\n",
        "a retired " KEY_A "\n",
        "a active " KEY_A "\nb active " KEY_B "\n",
        "a active " KEY_A "\na decrypt " KEY_B "\n",
        "a active " KEY_A "\n\n",
        "a active " KEY_A "\r\n",
        "a active " KEY_A " \n",
        " a active " KEY_A "\n",
        "a  active " KEY_A "\n",
        "a Active " KEY_A "\n",
        "a active\n",
        "a\n",
        "a active AAECAwQ=\n",
        "a active " KEY_A KEY_B "\n",
        "a active AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n", /* the padding is missing */
        "a active AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh!=\n",
        "seventeen-letters active " KEY_A "\n",
        "k\xc3\xa9y active " KEY_A "\n",
        "a active " KEY_A "\nb retired nonsense\n",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (open_text(bad[i]) != ERR_INVALID)
            fail_msg("taken: %s", bad[i]);
    assert_int_equal(open_text("sixteen-letters- active " KEY_A "\n"), ERR_NONE);

    struct keyring *ring = NULL;
    static const char nul[] = "a active " KEY_A "\n\0b active " KEY_B "\n";
    write_file(nul, sizeof nul - 1, 0600);
    assert_int_equal(keyring_open(path, &ring), ERR_INVALID);
}

static void too_much_is_refused(void **state)
{
    (void)state;
    static char text[20 * 1024];
    size_t len = 0;
    for (int i = 0; i < 33; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "k%d %s " KEY_A "\n", i,
                                i == 0 ? "active" : "decrypt");
    assert_int_equal(open_text(text), ERR_INVALID);
    *strstr(text, "k32") = '\0';
    assert_int_equal(open_text(text), ERR_NONE);
    memset(text, 'a', sizeof text - 1);
    assert_int_equal(open_text(text), ERR_INVALID);
}

static void modes_that_are_too_open_are_refused(void **state)
{
    (void)state;
    static const char text[] = "a active " KEY_A "\n";
    static const mode_t bad[] = {0644, 0640, 0604, 0660, 0700, 0500, 0601, 04600};
    struct keyring *ring = NULL;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        write_file(text, strlen(text), bad[i]);
        assert_int_equal(keyring_open(path, &ring), ERR_DENIED);
    }
    write_file(text, strlen(text), 0400);
    assert_int_equal(keyring_open(path, &ring), ERR_NONE);
    keyring_close(ring);
}

static void another_owner_is_refused(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip();
    static const char text[] = "a active " KEY_A "\n";
    struct keyring *ring = NULL;
    write_file(text, strlen(text), 0600);
    assert_int_equal(chown(path, 1, 1), 0);
    assert_int_equal(keyring_open(path, &ring), ERR_DENIED);
}

static void what_is_no_file_is_refused(void **state)
{
    (void)state;
    struct keyring *ring = NULL;
    assert_int_equal(keyring_open(path, &ring), ERR_NOT_FOUND);
    assert_int_equal(keyring_open(folder, &ring), ERR_INVALID);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(keyring_open(path, &ring), ERR_INVALID);
    assert_null(ring);
}

static void a_new_ring_opens(void **state)
{
    (void)state;
    mode_t mask = umask(0777); /* the mode does not depend on the caller's mask */
    enum err err = keyring_create(path);
    (void)umask(mask);
    assert_int_equal(err, ERR_NONE);
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(status.st_nlink, 1); /* the temporary name is gone */
    struct keyring *first = NULL;
    assert_int_equal(keyring_open(path, &first), ERR_NONE);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(keyring_create(path), ERR_NONE);
    struct keyring *second = NULL;
    assert_int_equal(keyring_open(path, &second), ERR_NONE);
    assert_string_not_equal(keyring_active(first), keyring_active(second));
    assert_memory_not_equal(keyring_purpose_key(first, NULL, KEY_PURPOSE_WRAP),
                            keyring_purpose_key(second, NULL, KEY_PURPOSE_WRAP), KEY_LEN);
    assert_null(keyring_kid(first, 1));
    keyring_close(first);
    keyring_close(second);
}

static void an_existing_ring_is_never_overwritten(void **state)
{
    (void)state;
    static const char text[] = "a active " KEY_A "\n";
    write_file(text, strlen(text), 0400);
    assert_int_equal(keyring_create(path), ERR_CONFLICT);
    char read_back[128] = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(read(fd, read_back, sizeof read_back), (ssize_t)strlen(text));
    assert_int_equal(close(fd), 0);
    assert_string_equal(read_back, text);

    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("nowhere", path), 0); /* not even a link that leads nowhere */
    assert_int_equal(keyring_create(path), ERR_CONFLICT);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0); /* no temporary file is left */
    assert_int_equal(keyring_create(path), ERR_UNAVAILABLE);
    assert_int_equal(mkdir(folder, 0700), 0);
}

static void a_name_without_a_folder_works(void **state)
{
    (void)state;
    char before[4096];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(folder), 0);
    enum err created = keyring_create("keys");
    struct keyring *ring = NULL;
    enum err opened = keyring_open("keys", &ring);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(created, ERR_NONE);
    assert_int_equal(opened, ERR_NONE);
    keyring_close(ring);
}

static void no_core_is_dumped(void **state)
{
    (void)state;
    struct keyring *ring = open_good("a active " KEY_A "\n");
    struct rlimit limit;
    assert_int_equal(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
    assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
    assert_int_equal(limit.rlim_cur, 0);
    assert_int_equal(limit.rlim_max, 0);
    keyring_close(ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(hkdf_expands_as_in_rfc_5869, tear_down),
        cmocka_unit_test_teardown(purpose_keys_never_change, tear_down),
        cmocka_unit_test_teardown(states_decide_what_is_usable, tear_down),
        cmocka_unit_test_teardown(malformed_rings_are_refused, tear_down),
        cmocka_unit_test_teardown(too_much_is_refused, tear_down),
        cmocka_unit_test_teardown(modes_that_are_too_open_are_refused, tear_down),
        cmocka_unit_test_teardown(another_owner_is_refused, tear_down),
        cmocka_unit_test_teardown(what_is_no_file_is_refused, tear_down),
        cmocka_unit_test_teardown(a_new_ring_opens, tear_down),
        cmocka_unit_test_teardown(an_existing_ring_is_never_overwritten, tear_down),
        cmocka_unit_test_teardown(a_name_without_a_folder_works, tear_down),
        cmocka_unit_test_teardown(no_core_is_dumped, tear_down),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
