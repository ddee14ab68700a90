#ifndef TESTS_SSO_H
#define TESTS_SSO_H

#include "base/clock.h"
#include "data/sso/sso_account.h"
#include "data/sso/sso_provider.h"
#include "fixture.h"

/* Single sign-on of the fixture's own organization. Its provider is nowhere: what it says of itself
 * is there already, as if it had been fetched. */

#define SSO_ISSUER "https://login.example.org"
#define SSO_SLUG   "northwind"

static inline struct sso_settings sso_settings(int64_t revision)
{
    return (struct sso_settings){.issuer = SSO_ISSUER,
                                 .client_id = "client of the test",
                                 .client_secret = "secret of the test",
                                 .revision = revision};
}

/* Set by the administrator. */
static inline void sso_set_up(struct fixture *f)
{
    struct problem problem;
    const struct sso_settings settings = sso_settings(0);
    fixture_begin(f);
    assert_int_equal(
        sso_provider_set(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &settings, &problem),
        ERR_NONE);
    fixture_begin(f);
}

/* The person came through the provider just now. */
static inline void sso_link_person(struct fixture *f, const struct fixture_user *user)
{
    struct sso_provider provider;
    struct sso_account account;
    const struct id_token token = {
        .subject = user->id_text, .email = user->email, .is_email_verified = true};
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(sso_provider_find(f->db, &f->own.id, &provider), ERR_NONE);
    assert_int_equal(sso_account_find(f->db, &provider, &token, &account), ERR_NONE);
    assert_int_equal(account.refusal, SSO_REFUSED_NOT);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = sso_account_use(f->db, &account);
    if (err == ERR_NONE && account.is_linked) {
        char session[TOKEN_TEXT_LEN];
        const struct session_client client = {
            .address = "203.0.113.5", .agent = "Sso/1.0", .is_sso = true};
        err = session_create(f->db, &f->own.id, &user->id, &client, session);
    }
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    fixture_begin(f);
}

/* What the provider says of itself, with these keys; json is their array. */
static inline void sso_plant_document(struct fixture *f, const char *keys)
{
    struct sso_provider provider;
    struct db_value sealed;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(sso_provider_find(f->db, &f->own.id, &provider), ERR_NONE);
    struct seal_place place = {"sso_documents", "document", f->own.id, provider.id};
    const char *text = arena_printf(
        f->arena,
        "{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/auth\",\"token_endpoint\":\"%s/token\","
        "\"jwks_uri\":\"%s/jwks\",\"userinfo_endpoint\":\"\","
        "\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\"],\"keys\":%s}",
        SSO_ISSUER, SSO_ISSUER, SSO_ISSUER, SSO_ISSUER, keys);
    assert_int_equal(vault_seal_text(f->db, &place, text, &sealed), ERR_NONE);
    assert_int_equal(db_begin_alone(f->db), ERR_NONE);
    enum err err =
        db_change_one(f->db,
                      "INSERT INTO sso_documents (organization_id, id, tried_at, "
                      "fetched_at, document) VALUES ($1, $2, $3, $3, $4)",
                      db_uuid(&f->own.id), db_uuid(&provider.id), db_time(clock_now()), sealed);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    fixture_begin(f);
}

#endif
