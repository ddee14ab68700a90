#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "domain/sso/discovery.h"
#include "domain/sso/id_token.h"

/* What a provider says: of itself, and of a person. */

#define ISSUER "https://login.example.org"
#define NOW    (1700000000 * CLOCK_SECOND)

static struct arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = arena_create(1 << 20);
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
    assert_int_equal(json_parse(arena, text, strlen(text), &json, &problem), ERR_NONE);
    return json;
}

static json_t *good(void)
{
    return parse("{\"iss\":\"" ISSUER "\",\"sub\":\"7\",\"aud\":\"me\",\"exp\":1700000300,"
                 "\"iat\":1700000000,\"nonce\":\"n\",\"email\":\"a@example.org\","
                 "\"email_verified\":true}");
}

static const char *read_token(const json_t *claims, struct id_token *token)
{
    const struct id_token_wanted wanted = {
        .issuer = ISSUER, .client_id = "me", .nonce = "n", .now = NOW};
    return id_token_read(claims, &wanted, token);
}

static void a_token_that_is_right_is_read(void **state)
{
    struct id_token token;
    (void)state;
    assert_null(read_token(good(), &token));
    assert_string_equal(token.subject, "7");
    assert_string_equal(token.email, "a@example.org");
    assert_true(token.is_email_verified);
}

/* One claim is another one, or is not there (NULL). */
static void each_claim_must_be_right(void **state)
{
    (void)state;
    static const struct {
        const char *claim;
        const char *value;
        const char *wrong; /* NULL: it may be so */
    } cases[] = {
        {"iss", "\"https://other.example.org\"", "iss"},
        {"iss", "\"" ISSUER "/\"", "iss"},
        {"iss", NULL, "iss"},
        {"iss", "[\"" ISSUER "\"]", "iss"},
        {"aud", "\"you\"", "aud"},
        {"aud", NULL, "aud"},
        {"aud", "[]", "aud"},
        {"aud", "[\"me\"]", NULL},
        {"aud", "[\"me\",\"you\"]", "aud"}, /* without azp */
        {"azp", "\"you\"", "aud"},
        {"azp", "\"me\"", NULL},
        {"azp", "7", "aud"},
        {"exp", "1699999881", NULL}, /* two minutes ago, less a second */
        {"exp", "1699999880", "exp, iat or nbf"},
        {"exp", NULL, "exp, iat or nbf"},
        {"exp", "\"1700000300\"", "exp, iat or nbf"},
        {"exp", "-1", "exp, iat or nbf"},
        {"iat", "1700000120", NULL},
        {"iat", "1700000121", "exp, iat or nbf"},
        {"iat", NULL, "exp, iat or nbf"},
        {"iat", "1699999000", "exp, iat or nbf"}, /* too long ago */
        {"nbf", "1700000121", "exp, iat or nbf"},
        {"nbf", "1700000000", NULL},
        {"nonce", "\"m\"", "nonce"},
        {"nonce", "\"\"", "nonce"},
        {"nonce", NULL, "nonce"},
        {"sub", NULL, "sub"},
        {"sub", "\"\"", "sub"},
        {"sub", "7", "sub"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct id_token token;
        json_t *claims = good();
        (void)json_object_del(claims, cases[i].claim);
        if (cases[i].value != NULL) {
            json_t *list = parse(arena_printf(arena, "[%s]", cases[i].value));
            (void)json_object_set(claims, cases[i].claim, json_array_get(list, 0));
        }
        const char *wrong = read_token(claims, &token);
        const char *wanted = cases[i].wrong;
        if (wanted == NULL ? wrong != NULL : wrong == NULL || strcmp(wrong, wanted) != 0)
            fail_msg("%s %s: %s", cases[i].claim, cases[i].value, wrong == NULL ? "fine" : wrong);
    }
}

static void an_address_is_verified_by_true_alone(void **state)
{
    (void)state;
    static const char *const values[] = {"false", "\"true\"", "1", "null"};
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        struct id_token token;
        json_t *claims = good();
        json_t *list = parse(arena_printf(arena, "[%s]", values[i]));
        (void)json_object_set(claims, "email_verified", json_array_get(list, 0));
        assert_null(read_token(claims, &token));
        assert_false(token.is_email_verified);
    }
}

static void the_userinfo_of_someone_else_says_nothing(void **state)
{
    struct id_token token = {.subject = "7", .email = ""};
    (void)state;
    id_token_add_email(parse("{\"sub\":\"8\",\"email\":\"b@example.org\",\"email_verified\":true}"),
                       &token);
    assert_string_equal(token.email, "");
    assert_false(token.is_email_verified);
    id_token_add_email(parse("{\"sub\":\"7\",\"email\":\"a@example.org\",\"email_verified\":true}"),
                       &token);
    assert_string_equal(token.email, "a@example.org");
    assert_true(token.is_email_verified);
}

#define ENDPOINTS                                                                                  \
    "\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"" ISSUER "/auth?a=b\","                \
    "\"token_endpoint\":\"" ISSUER "/token\",\"jwks_uri\":\"" ISSUER "/jwks\""

static const char *read_document(const char *more, struct discovery *discovery)
{
    return discovery_read(parse(arena_printf(arena, "{" ENDPOINTS "%s}", more)), ISSUER, discovery);
}

static void a_document_must_be_of_the_issuer_and_fit(void **state)
{
    struct discovery found;
    (void)state;
    assert_null(read_document("", &found));
    assert_true(found.is_basic);
    assert_string_equal(found.userinfo_endpoint, "");
    assert_null(read_document(",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]",
                              &found));
    assert_false(found.is_basic);
    static const char *const wrong[] = {
        ",\"token_endpoint_auth_methods_supported\":[\"private_key_jwt\"]",
        ",\"id_token_signing_alg_values_supported\":[\"HS256\",\"none\"]",
        ",\"code_challenge_methods_supported\":[\"plain\"]",
        ",\"response_types_supported\":[\"id_token\"]",
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_non_null(read_document(wrong[i], &found));
    assert_non_null(discovery_read(parse("{" ENDPOINTS "}"), "https://other.example.org", &found));
    assert_non_null(discovery_read(parse("{}"), ISSUER, &found));
}

static void addresses_are_made_by_the_letter(void **state)
{
    struct discovery found;
    (void)state;
    assert_string_equal(discovery_url(arena, ISSUER), ISSUER "/.well-known/openid-configuration");
    assert_string_equal(discovery_url(arena, ISSUER "/a/"),
                        ISSUER "/a/.well-known/openid-configuration");
    assert_null(read_document("", &found));
    const struct authorization asked = {.client_id = "a&b",
                                        .redirect_uri = "https://r.example/x",
                                        .state = "s",
                                        .nonce = "n",
                                        .challenge = "c"};
    assert_string_equal(authorization_url(arena, &found, &asked),
                        ISSUER "/auth?a=b&response_type=code&scope=openid%20email&client_id=a%26b"
                               "&redirect_uri=https%3A%2F%2Fr.example%2Fx&state=s&nonce=n"
                               "&code_challenge=c&code_challenge_method=S256");
    const struct exchange exchange = {.client_id = "a",
                                      .secret = "b+ &",
                                      .redirect_uri = "https://r.example/x",
                                      .code = "k",
                                      .verifier = "v"};
    assert_string_equal(exchange_form(arena, &exchange),
                        "grant_type=authorization_code&code=k"
                        "&redirect_uri=https%3A%2F%2Fr.example%2Fx&code_verifier=v&client_id=a"
                        "&client_secret=b%2B%20%26");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_that_is_right_is_read),
        cmocka_unit_test(each_claim_must_be_right),
        cmocka_unit_test(an_address_is_verified_by_true_alone),
        cmocka_unit_test(the_userinfo_of_someone_else_says_nothing),
        cmocka_unit_test(a_document_must_be_of_the_issuer_and_fit),
        cmocka_unit_test(addresses_are_made_by_the_letter),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
