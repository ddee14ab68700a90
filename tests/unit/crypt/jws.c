#include "test.h"

#include <stdio.h>
#include <string.h>

#include "crypt/base64.h"
#include "crypt/jws.h"

/* Signed tokens: the examples of RFC 7515, appendices A.2 and A.3, and what is done to them. */

#define PAYLOAD                                                                                    \
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cn"   \
    "VlfQ"
#define RSA_HEADER "eyJhbGciOiJSUzI1NiJ9"
#define RSA_SIGNATURE                                                                              \
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5" \
    "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb" \
    "1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QO" \
    "YEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
#define RSA_HALF                                                                                   \
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4" \
    "d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpa"
#define RSA_REST                                                                                   \
    "SHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5" \
    "IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
#define RSA_KEY(more) "{\"kty\":\"RSA\",\"n\":\"" RSA_HALF RSA_REST "\",\"e\":\"AQAB\"" more "}"
#define EC_HEADER     "eyJhbGciOiJFUzI1NiJ9"
#define EC_SIGNATURE                                                                               \
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
#define EC_X "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
#define EC_Y "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
#define EC_KEY(more)                                                                               \
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" EC_X "\",\"y\":\"" EC_Y "\"" more "}"
#define RSA_TOKEN RSA_HEADER "." PAYLOAD "." RSA_SIGNATURE
#define EC_TOKEN  EC_HEADER "." PAYLOAD "." EC_SIGNATURE

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

static enum err verify(const char *token, const char *keys, const char **problem)
{
    json_t *set = NULL;
    json_t *payload = NULL;
    const char *wrong = NULL;
    assert_int_equal(json_parse(arena, keys, strlen(keys), &set, &wrong), ERR_NONE);
    enum err err = jws_verify(arena, token, set, &payload, problem);
    if (err == ERR_NONE)
        assert_string_equal(json_string_value(json_object_get(payload, "iss")), "joe");
    return err;
}

static void assert_denied(const char *token, const char *keys, const char *why)
{
    const char *problem = NULL;
    assert_int_equal(verify(token, keys, &problem), ERR_DENIED);
    assert_string_equal(problem, why);
}

/* The token with another header, which its signature is not of. */
static const char *with_header(const char *header)
{
    return arena_printf(arena, "%s.%s.%s",
                        base64url_make(arena, (struct text){header, strlen(header)}), PAYLOAD,
                        RSA_SIGNATURE);
}

static void the_examples_of_the_rfc_verify(void **state)
{
    (void)state;
    const char *problem = NULL;
    assert_int_equal(verify(RSA_TOKEN, "[" RSA_KEY("") "]", &problem), ERR_NONE);
    assert_int_equal(verify(EC_TOKEN, "[" EC_KEY("") "]", &problem), ERR_NONE);
    assert_int_equal(verify(EC_TOKEN, "[" RSA_KEY("") "," EC_KEY(",\"use\":\"sig\"") "]", &problem),
                     ERR_NONE);
}

/* Any one character of signed parts and signature. */
static void whatever_is_changed_is_noticed(void **state)
{
    (void)state;
    static const char *const tokens[] = {RSA_TOKEN, EC_TOKEN};
    for (size_t t = 0; t < COUNT_OF(tokens); t++) {
        size_t len = strlen(tokens[t]);
        for (size_t i = 0; i < len; i += 3) {
            const char *problem = NULL;
            char *token = arena_strdup(arena, tokens[t]);
            token[i] = token[i] == 'B' ? 'C' : 'B';
            assert_int_equal(verify(token, "[" RSA_KEY("") "," EC_KEY("") "]", &problem),
                             ERR_DENIED);
        }
    }
    assert_denied(RSA_HEADER "." PAYLOAD ".", "[" RSA_KEY("") "]", "its signature is wrong");
    assert_denied(EC_HEADER "." PAYLOAD "." EC_SIGNATURE "AAAA", "[" EC_KEY("") "]",
                  "its signature is wrong");
    assert_denied(RSA_HEADER "." PAYLOAD, "[" RSA_KEY("") "]", "it is not a signed token");
    assert_denied(RSA_TOKEN ".x", "[" RSA_KEY("") "]", "it is not a signed token");
    assert_denied("", "[]", "it is not a signed token");
}

static void other_algorithms_are_refused_before_a_key_is_looked_at(void **state)
{
    (void)state;
    static const char *const headers[] = {
        "{\"alg\":\"none\"}",  "{\"alg\":\"HS256\"}", "{\"alg\":\"RS384\"}", "{\"alg\":\"PS256\"}",
        "{\"alg\":\"rs256\"}", "{\"alg\":\"EdDSA\"}", "{\"alg\":256}",       "{}"};
    for (size_t i = 0; i < COUNT_OF(headers); i++)
        assert_denied(with_header(headers[i]), "[]", "its algorithm is neither RS256 nor ES256");
    assert_denied(with_header("{\"alg\":\"RS256\",\"crit\":[\"exp\"]}"), "[" RSA_KEY("") "]",
                  "it has critical headers");
    assert_denied(with_header("[\"RS256\"]"), "[" RSA_KEY("") "]", "it is not a signed token");
}

static void the_key_is_found_by_its_id(void **state)
{
    (void)state;
    const char *problem = NULL;
    const char *named = with_header("{\"alg\":\"RS256\",\"kid\":\"b\"}");
    assert_int_equal(verify(named, "[]", &problem), ERR_NOT_FOUND);
    assert_int_equal(verify(named, "[" RSA_KEY(",\"kid\":\"a\"") "]", &problem), ERR_NOT_FOUND);
    assert_int_equal(verify(named, "[" RSA_KEY("") "]", &problem), ERR_NOT_FOUND);
    /* found, and its signature is of another header */
    assert_denied(named, "[" RSA_KEY(",\"kid\":\"b\"") "]", "its signature is wrong");
    assert_denied(named, "[" EC_KEY(",\"kid\":\"b\"") "]", "no single key fits it");
    assert_denied(RSA_TOKEN, "[" EC_KEY("") "]", "no single key fits it");
    assert_denied(RSA_TOKEN, "[" RSA_KEY("") "," RSA_KEY("") "]", "no single key fits it");
    assert_denied(RSA_TOKEN, "[" RSA_KEY(",\"use\":\"enc\"") "]", "no single key fits it");
    assert_denied(RSA_TOKEN, "[" RSA_KEY(",\"alg\":\"RS512\"") "]", "no single key fits it");
    assert_int_equal(verify(RSA_TOKEN, "[\"x\",null,7]", &problem), ERR_DENIED);
}

static void weak_and_malformed_keys_are_refused(void **state)
{
    (void)state;
    static const char why[] = "its key is malformed or too weak";
    static const char *const keys[] = {
        "[{\"kty\":\"RSA\",\"n\":\"" RSA_HALF "\",\"e\":\"AQAB\"}]", /* 1,290 bits */
        "[{\"kty\":\"RSA\",\"n\":\"" RSA_HALF RSA_REST "\",\"e\":\"AQ\"}]",
        "[{\"kty\":\"RSA\",\"n\":\"" RSA_HALF RSA_REST "\",\"e\":\"AQABAQABAQAB\"}]",
        "[{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"AQAB\"}]",
        "[{\"kty\":\"RSA\"}]",
        "[{\"kty\":\"RSA\",\"n\":\"" RSA_HALF RSA_REST RSA_HALF RSA_REST RSA_HALF RSA_REST RSA_HALF
            RSA_REST RSA_HALF RSA_REST "\",\"e\":\"AQAB\"}]",
    };
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        assert_denied(RSA_TOKEN, keys[i], why);
    static const char *const points[] = {
        "[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" EC_X "\",\"y\":\"" EC_X "\"}]", /* none */
        "[{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"" EC_X "\",\"y\":\"" EC_Y "\"}]",
        "[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"" EC_Y "\"}]",
        "[{\"kty\":\"EC\",\"crv\":\"P-256\"}]",
    };
    for (size_t i = 0; i < COUNT_OF(points); i++)
        assert_denied(EC_TOKEN, points[i], why);
}

/* Of zeros alone every sum of a careless verifier is right (CVE-2022-21449). */
static void a_signature_of_zeros_is_wrong(void **state)
{
    (void)state;
    static const char zeros[64];
    const char *token = arena_printf(arena, "%s.%s.%s", EC_HEADER, PAYLOAD,
                                     base64url_make(arena, (struct text){zeros, sizeof zeros}));
    assert_denied(token, "[" EC_KEY("") "]", "its signature is wrong");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_rfc_verify),
        cmocka_unit_test(whatever_is_changed_is_noticed),
        cmocka_unit_test(other_algorithms_are_refused_before_a_key_is_looked_at),
        cmocka_unit_test(the_key_is_found_by_its_id),
        cmocka_unit_test(weak_and_malformed_keys_are_refused),
        cmocka_unit_test(a_signature_of_zeros_is_wrong),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
