#include "test.h"

#include <string.h>

#include "base/json_canonical.h"
#include "crypt/base64.h"
#include "crypt/jws.h"
#include "crypt/jws_key.h"

/* What we sign, as those who check it see it: RFC 7515, 7517, 7638; and the canonical JSON of
 * RFC 8785. */

static struct arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = arena_create(4 << 20);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static json_t *parse(const char *text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(arena, text, strlen(text), &json, &problem) != ERR_NONE)
        fail_msg("%s\n%s", text, problem);
    return json;
}

static const char *encode(const char *text)
{
    return base64url_make(arena, (struct text){text, strlen(text)});
}

static enum err verify(const struct jws_key *key, const char *signed_text, const char *signature)
{
    json_t *payload = NULL;
    const char *problem = NULL;
    json_t *keys = json_keep(arena, json_pack("[o]", jws_key_public(key)));
    return jws_verify(arena, arena_printf(arena, "%s.%s", signed_text, signature), keys, &payload,
                      &problem);
}

static void what_it_signs_is_verified(void **state)
{
    struct jws_key key, other;
    const char *first = NULL, *second = NULL;
    (void)state;
    jws_key_make(arena, &key);
    jws_key_make(arena, &other);
    assert_string_not_equal(key.kid, other.kid);
    const char *header =
        encode(arena_printf(arena, "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"JOSE\"}", key.kid));
    const char *text = arena_printf(arena, "%s.%s", header, encode("{\"a\":1}"));
    struct text whole = {text, strlen(text)};
    assert_int_equal(jws_key_sign(arena, &key, whole, &first), ERR_NONE);
    assert_int_equal(jws_key_sign(arena, &key, whole, &second), ERR_NONE);
    assert_string_not_equal(first, second); /* so it has to be stored */
    assert_int_equal(strlen(first), 86);    /* 64 bytes */
    assert_int_equal(verify(&key, text, first), ERR_NONE);
    assert_int_equal(verify(&key, text, second), ERR_NONE);
    const char *changed = arena_printf(arena, "%s.%s", header, encode("{\"a\":2}"));
    assert_int_equal(verify(&key, changed, first), ERR_DENIED);
    other.kid = key.kid;
    assert_int_equal(verify(&other, text, first), ERR_DENIED);
}

static void the_public_half_has_no_secret(void **state)
{
    struct jws_key key;
    (void)state;
    jws_key_make(arena, &key);
    json_t *jwk = json_keep(arena, jws_key_public(&key));
    const char *text = json_format(arena, jwk, JSON_LINE).data;
    assert_null(strstr(text, key.d));
    assert_null(json_object_get(jwk, "d"));
    assert_string_equal(json_text(jwk, "alg"), "ES256");
}

static void a_key_that_is_none_signs_nothing(void **state)
{
    struct jws_key key;
    const char *signature = NULL;
    (void)state;
    jws_key_make(arena, &key);
    const char *d = key.d;
    key.d = "AAAA";
    assert_int_equal(jws_key_sign(arena, &key, (struct text){"a", 1}, &signature), ERR_UNAVAILABLE);
    key.d = NULL;
    assert_int_equal(jws_key_sign(arena, &key, (struct text){"a", 1}, &signature), ERR_UNAVAILABLE);
    key.d = d;
    key.x = key.y;
    assert_int_equal(jws_key_sign(arena, &key, (struct text){"a", 1}, &signature), ERR_UNAVAILABLE);
    assert_null(signature);
}

/* RFC 8785, 3.2.2 and 3.2.3, as far as we write such values. */
static void canonical_json_has_one_spelling(void **state)
{
    (void)state;
    assert_string_equal(
        json_canonical(arena,
                       parse("{\"b\": [true, false, null, {}, []], \"aa\": \"\\u20ac$"
                             "\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\\u001f\\b"
                             "\\f\\t\\r\\u007f é 🙂\", \"a\": {\"z\": \"0\", \"Z\": \"1\"}}"))
            .data,
        "{\"a\":{\"Z\":\"1\",\"z\":\"0\"},\"aa\":\"€$\\u000f"
        "\\nA'B\\\"\\\\\\\\\\\"/\\u001f\\b\\f\\t\\r"
        "\x7f é 🙂\",\"b\":[true,false,null,{},[]]}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_it_signs_is_verified, begin, end),
        cmocka_unit_test_setup_teardown(the_public_half_has_no_secret, begin, end),
        cmocka_unit_test_setup_teardown(a_key_that_is_none_signs_nothing, begin, end),
        cmocka_unit_test_setup_teardown(canonical_json_has_one_spelling, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
