#include "domain/sso/discovery.h"

#include <string.h>

#include "base/buf.h"

static const char well_known[] = "/.well-known/openid-configuration";

const char *discovery_url(struct arena *arena, const char *issuer)
{
    size_t len = strlen(issuer);
    if (len > 0 && issuer[len - 1] == '/') /* section 4.1 */
        len--;
    return arena_printf(arena, "%.*s%s", (int)len, issuer, well_known);
}

static bool has(const json_t *list, const char *wanted)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *one = json_string_value(json_array_get(list, i));
        if (one != NULL && strcmp(one, wanted) == 0)
            return true;
    }
    return false;
}

/* A list that is not there says nothing against it. */
static bool may_have(const json_t *json, const char *key, const char *wanted)
{
    const json_t *list = json_object_get(json, key);
    return list == NULL || has(list, wanted);
}

static const char *check(const json_t *json, const char *issuer, const struct discovery *discovery)
{
    if (strcmp(discovery->issuer, issuer) != 0)
        return "Its document names another issuer: enter the issuer exactly as the provider "
               "writes it.";
    if (discovery->authorization_endpoint[0] == '\0' || discovery->token_endpoint[0] == '\0' ||
        discovery->jwks_uri[0] == '\0')
        return "Its document lacks the address for signing in, for tokens or of its keys.";
    if (!may_have(json, "response_types_supported", "code"))
        return "It does not support the authorization code flow.";
    if (!may_have(json, "id_token_signing_alg_values_supported", "RS256") &&
        !may_have(json, "id_token_signing_alg_values_supported", "ES256"))
        return "It signs neither with RS256 nor with ES256.";
    if (!may_have(json, "code_challenge_methods_supported", "S256"))
        return "It does not support PKCE with S256.";
    if (!discovery->is_basic &&
        !has(json_object_get(json, "token_endpoint_auth_methods_supported"), "client_secret_post"))
        return "It takes a client secret neither in the header nor in the form.";
    return NULL;
}

const char *discovery_read(const json_t *json, const char *issuer, struct discovery *discovery)
{
    *discovery = (struct discovery){
        .issuer = json_text(json, "issuer"),
        .authorization_endpoint = json_text(json, "authorization_endpoint"),
        .token_endpoint = json_text(json, "token_endpoint"),
        .jwks_uri = json_text(json, "jwks_uri"),
        .userinfo_endpoint = json_text(json, "userinfo_endpoint"),
        .is_basic = may_have(json, "token_endpoint_auth_methods_supported", "client_secret_basic"),
    };
    return check(json, issuer, discovery);
}

static void add(struct buf *buf, struct arena *arena, const char *name, const char *value)
{
    buf_printf(buf, "&%s=%s", name, text_percent_encode(arena, value));
}

const char *authorization_url(struct arena *arena, const struct discovery *discovery,
                              const struct authorization *asked)
{
    struct buf url;
    const char *endpoint = discovery->authorization_endpoint;
    buf_init(&url, arena);
    buf_printf(&url, "%s%cresponse_type=code", endpoint, strchr(endpoint, '?') == NULL ? '?' : '&');
    add(&url, arena, "scope", "openid email");
    add(&url, arena, "client_id", asked->client_id);
    add(&url, arena, "redirect_uri", asked->redirect_uri);
    add(&url, arena, "state", asked->state);
    add(&url, arena, "nonce", asked->nonce);
    add(&url, arena, "code_challenge", asked->challenge);
    buf_add_text(&url, "&code_challenge_method=S256");
    return url.data;
}

const char *exchange_form(struct arena *arena, const struct exchange *exchange)
{
    struct buf form;
    buf_init(&form, arena);
    buf_add_text(&form, "grant_type=authorization_code");
    add(&form, arena, "code", exchange->code);
    add(&form, arena, "redirect_uri", exchange->redirect_uri);
    add(&form, arena, "code_verifier", exchange->verifier);
    if (exchange->secret != NULL) {
        add(&form, arena, "client_id", exchange->client_id);
        add(&form, arena, "client_secret", exchange->secret);
    }
    return form.data;
}
