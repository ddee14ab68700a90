#include "test.h"

#include <string.h>

#include "authenticator.h"
#include "data/session/session.h"
#include "data/sign_in/passkey.h"
#include "fixture.h"

/* A challenge is answered once, however many send the same answer at the same time. */

#define COOKIE "the cookie of a browser"
enum { SENDERS = 4 };

static const struct passkey_site site = {"https://rostrum.example.org", "rostrum.example.org"};
static const struct session_client client = {.address = "192.0.2.7", .agent = "Fixture/1.0"};

static const struct fixture_user *developer(const struct fixture *f)
{
    return &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
}

static struct session begin_session(struct fixture *f)
{
    static char token[TOKEN_TEXT_LEN];
    struct session session;
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = session_create(f->db, &f->own.id, &developer(f)->id, &client, token);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(session_find(f->db, token, &session), ERR_NONE);
    return session;
}

/* What the page of a browser gets from an authenticator that made a passkey. */
static struct passkey_made make(struct fixture *f, const struct authenticator *device)
{
    struct passkey_made made;
    struct passkey_answer answer = authenticator_register(
        device, f->arena, passkey_challenge(f->keyring, f->arena, PASSKEY_MAKE, COOKIE));
    assert_int_equal(passkey_check_made(f->keyring, f->arena, &site, COOKIE, &answer, -8, &made),
                     ERR_NONE);
    return made;
}

static enum err add(struct fixture *f, const struct session *session,
                    const struct passkey_made *made)
{
    char token[TOKEN_TEXT_LEN];
    struct recovery_codes codes;
    struct passkey_new passkey = {.made = made, .name = "laptop", .client = client};
    return passkey_add(f->db, session, &passkey, token, &codes);
}

/* ---- at once ------------------------------------------------------------------------------ */

static enum err sign_in_in_race(struct fixture *f, int index, void *context)
{
    struct sign_in_end end;
    (void)index;
    (void)db_enter(f->db, (struct db_scope){.reach = DB_IDENTITY});
    return passkey_sign_in(f->db, context, &end);
}

static void of_those_who_send_the_same_answer_one_comes_in(void **state)
{
    struct fixture *f = *state;
    struct authenticator device = authenticator_make(site.origin, site.rp_id);
    struct session session = begin_session(f);
    struct passkey_made made = make(f, &device);
    assert_int_equal(add(f, &session, &made), ERR_NONE);
    fixture_begin(f);
    device.count++;
    struct arena *kept = arena_create(1 << 20); /* each child begins with a request of its own */
    struct text id = {device.id, sizeof device.id};
    struct passkey_sign_in sign_in = {
        .site = site,
        .answer = authenticator_sign(&device, kept,
                                     passkey_challenge(f->keyring, kept, PASSKEY_SIGN_IN, COOKIE)),
        .cookie = COOKIE,
        .credential_id = base64url_make(kept, id),
        .handle = arena_strdup(kept, passkey_handle(f->db, &developer(f)->actor)),
        .client = client};
    enum err results[SENDERS];
    fixture_race(f, SENDERS, sign_in_in_race, &sign_in, results);
    int in_count = 0;
    for (int i = 0; i < SENDERS; i++) {
        in_count += results[i] == ERR_NONE;
        assert_true(results[i] == ERR_NONE || results[i] == ERR_DENIED);
    }
    assert_int_equal(in_count, 1);
    arena_destroy(kept);
}

/* ---- again -------------------------------------------------------------------------------- */

struct adding {
    const struct session *session;
    const struct passkey_made *made;
};

static enum err add_in_race(struct fixture *f, int index, void *context)
{
    const struct adding *adding = context;
    (void)index;
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    return add(f, adding->session, adding->made);
}

static void of_those_who_add_the_same_passkey_one_does(void **state)
{
    struct fixture *f = *state;
    struct authenticator device = authenticator_make(site.origin, site.rp_id);
    struct session session = begin_session(f);
    static uint8_t id[sizeof device.id], key[sizeof device.public_key];
    struct passkey_made made = make(f, &device);
    memcpy(id, made.id.data, sizeof id); /* they outlive this request */
    memcpy(key, made.key.public_key.data, sizeof key);
    made.id.data = (const char *)id;
    made.key.public_key.data = (const char *)key;
    struct adding adding = {&session, &made};
    enum err results[SENDERS];
    fixture_race(f, SENDERS, add_in_race, &adding, results);
    int added_count = 0;
    for (int i = 0; i < SENDERS; i++)
        added_count += results[i] == ERR_NONE;
    assert_int_equal(added_count, 1);
    fixture_begin(f);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM passkeys WHERE user_id = $1", &developer(f)->id), 1);
}

#define WITH(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(of_those_who_send_the_same_answer_one_comes_in),
        WITH(of_those_who_add_the_same_passkey_one_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
