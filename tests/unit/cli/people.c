/* `rostrum user …` as an operator runs it: people are invited, found, let out and let back in. */

#include "test.h"

#include "backups.h"
#include "base/json.h"
#include "data/sign_in/user_password.h"
#include "factors.h"

static char link_token[TOKEN_TEXT_LEN]; /* the one that was printed last */

#define ADDRESS      "https://rostrum.example.org"
#define NEW_SECRET   "velvet harbor 91 tunnel"
#define SUPERUSER(f) (&(f)->own.users[FIXTURE_SUPERUSER])

/* Runs it for what goes to standard output alone. */
static int rostrum_output(const char *arguments)
{
    char text[4 * PATH_LEN];
    put(text, sizeof text, "'%s/rostrum' %s --public-url " ADDRESS "/ 2>/dev/null </dev/null",
        folder_of_build(), arguments);
    return run_text(text);
}

/* Prints one link of this kind. */
static void assert_gives_link(const char *arguments, const char *kind)
{
    char begin[128];
    put(begin, sizeof begin, ADDRESS "/%s/", kind);
    assert_int_equal(rostrum_output(arguments), 0);
    assert_int_equal(strncmp(out, begin, strlen(begin)), 0);
    out[strcspn(out, "\n")] = '\0';
    put(link_token, sizeof link_token, "%s", out + strlen(begin));
}

/* Chooses a password behind the link, then signs in with it. */
static void assert_link_signs_in(struct fixture *f, enum link_purpose purpose, const char *email)
{
    struct user_accept accept = {purpose, link_token, NULL, NEW_SECRET};
    struct sign_in result;
    struct problem problem;
    enum err err = ERR_UNAVAILABLE;
    FIXTURE_PATIENTLY(f, err, user_accept(f->db, &accept, &factor_client, &result, &problem));
    assert_int_equal(err, ERR_NONE);
    FIXTURE_PATIENTLY(f, err, session_sign_in(f->db, email, NEW_SECRET, &factor_client, &result));
    assert_int_equal(err, ERR_NONE);
    fixture_begin(f);
    assert_int_equal(user_accept(f->db, &accept, &factor_client, &result, &problem), ERR_NOT_FOUND);
    fixture_begin(f);
}

/* What the list says of a person, until it is asked again; NULL if they are not there. */
static const json_t *listed(const char *options, const char *email)
{
    char arguments[PATH_LEN];
    size_t i = 0;
    json_t *person = NULL;
    put(arguments, sizeof arguments, "user list --json %s", options);
    assert_int_equal(rostrum_output(arguments), 0);
    static json_t *list;
    json_decref(list);
    list = json_loads(out, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(list);
    json_array_foreach(list, i, person)
    {
        if (strcmp(json_text(person, "email"), email) == 0)
            return person;
    }
    return NULL;
}

static void somebody_is_invited_and_signs_in(void **state)
{
    struct fixture *f = *state;
    static const char add[] = "user add ada@example.org --organization northwind --name 'Ada Love' "
                              "--persona 'Product Manager'";
    assert_gives_link(add, "invite");
    const json_t *ada = listed("--organization northwind", "ada@example.org");
    assert_non_null(ada);
    assert_string_equal(json_text(ada, "name"), "Ada Love");
    assert_string_equal(json_text(ada, "persona"), "Product Manager");
    assert_string_equal(json_text(ada, "state"), "invited");
    assert_true(json_is_false(json_object_get(ada, "superuser")));
    assert_link_signs_in(f, LINK_INVITATION, "ada@example.org");
    assert_string_equal(json_text(listed("", "ada@example.org"), "state"), "active");
    assert_int_equal(rostrum(add), 1);
    assert_out_has("ada@example.org was not added: ");
    assert_int_equal(fixture_count_events(f, "user.invite", "success"), 1);
    assert_gives_link("user add eve@example.org --organization contoso --name Eve --superuser",
                      "invite");
    assert_true(json_is_true(json_object_get(listed("", "eve@example.org"), "superuser")));
}

static void what_cannot_be_added_is_told(void **state)
{
    static const struct {
        const char *arguments, *answer;
    } tries[] = {
        {"user add a@b.example --organization nowhere --name A", "there is no organization"},
        {"user add a@b.example --organization northwind --name A --persona Boss", "Customer Admin"},
        {"user add nonsense --organization northwind --name A", "nonsense was not added: "},
        {"user add a@b.example --organization northwind --name ''", "was not added: "},
        {"user list --organization nowhere", "there is no organization"},
        {"user link nobody@example.org", "nobody has the address"},
        {"user deactivate nobody@example.org", "nobody has the address"},
        {"user activate nobody@example.org", "nobody has the address"},
        {"user recover nobody@example.org", "nobody has the address"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(tries); i++) {
        assert_int_equal(rostrum(tries[i].arguments), 1);
        assert_out_has(tries[i].answer);
    }
}

static void the_list_has_everybody_of_every_organization(void **state)
{
    struct fixture *f = *state;
    int lines = 0;
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        assert_non_null(listed("", f->own.users[i].email));
        assert_non_null(listed("", f->other.users[i].email));
        assert_non_null(listed("--organization northwind", f->own.users[i].email));
        assert_null(listed("--organization northwind", f->other.users[i].email));
    }
    assert_int_equal(rostrum_output("user list"), 0);
    for (const char *c = out; *c != '\0'; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 2 * FIXTURE_USER_COUNT);
}

static void who_is_deactivated_is_out_until_activated(void **state)
{
    struct fixture *f = *state;
    char arguments[PATH_LEN], token[TOKEN_TEXT_LEN];
    struct session session;
    const struct fixture_user *user = &f->own.users[PERSONA_PRODUCT_MANAGER];
    (void)factor_session(f, user, token);
    put(arguments, sizeof arguments, "user deactivate %s", user->email);
    assert_int_equal(rostrum(arguments), 0);
    fixture_begin(f);
    assert_int_equal(session_find(f->db, token, &session), ERR_NOT_FOUND);
    fixture_begin(f);
    assert_string_equal(json_text(listed("", user->email), "state"), "inactive");
    put(arguments, sizeof arguments, "user link %s", user->email);
    assert_int_equal(rostrum(arguments), 1);
    assert_out_has("is inactive");
    put(arguments, sizeof arguments, "user activate %s", user->email);
    assert_int_equal(rostrum(arguments), 0);
    assert_int_equal(rostrum(arguments), 0); /* twice is as good */
    put(arguments, sizeof arguments, "user link %s", user->email);
    assert_gives_link(arguments, "reset");
    assert_link_signs_in(f, LINK_PASSWORD_RESET, user->email);
    assert_int_equal(fixture_count_events(f, "user.deactivate", "success"), 1);
    assert_int_equal(fixture_count_events(f, "user.activate", "success"), 1);
}

/* As if a mistake, or somebody with the database, had done it: no verb would. */
static void deactivate_by_force(struct fixture *f, const struct fixture_user *user)
{
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, user->actor.organization_id});
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_change_one(f->db,
                                   "UPDATE users SET is_active = $1 WHERE "
                                   "organization_id = $2 AND id = $3",
                                   db_bool(false), db_uuid(&user->actor.organization_id),
                                   db_uuid(&user->id)),
                     ERR_NONE);
    assert_int_equal(
        audit_record(f->db, &f->command,
                     &(struct audit_event){.action = "test.force",
                                           .record_type = "user",
                                           .organization_id = user->actor.organization_id}),
        ERR_NONE);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    fixture_begin(f);
}

static void the_last_superuser_who_is_locked_out_comes_back(void **state)
{
    struct fixture *f = *state;
    char arguments[PATH_LEN], token[TOKEN_TEXT_LEN], secret[TOTP_SECRET_LEN];
    struct recovery_codes codes;
    struct session session;
    put(arguments, sizeof arguments, "user deactivate %s", f->other.users[FIXTURE_SUPERUSER].email);
    assert_int_equal(rostrum(arguments), 0);
    put(arguments, sizeof arguments, "user deactivate %s", SUPERUSER(f)->email);
    assert_int_equal(rostrum(arguments), 1); /* the last one */
    assert_out_has("is the last active superuser");
    factor_enrol(f, SUPERUSER(f), secret, token, &codes);
    deactivate_by_force(f, SUPERUSER(f));
    put(arguments, sizeof arguments, "user recover %s", SUPERUSER(f)->email);
    assert_gives_link(arguments, "reset");
    fixture_begin(f);
    assert_int_equal(session_find(f->db, token, &session), ERR_NOT_FOUND);
    assert_link_signs_in(f, LINK_PASSWORD_RESET, SUPERUSER(f)->email); /* without a code */
    static const char *const events[] = {"user.recover", "user.activate", "user.factor_remove",
                                         "user.link"};
    for (size_t i = 0; i < COUNT_OF(events); i++)
        assert_int_equal(fixture_count_events(f, events[i], "success"), 1);
    const json_t *row = listed("", SUPERUSER(f)->email);
    assert_string_equal(json_text(row, "state"), "active");
    assert_true(json_is_false(json_object_get(row, "second_factor")));
}

static void only_superusers_are_recovered(void **state)
{
    struct fixture *f = *state;
    char arguments[PATH_LEN];
    put(arguments, sizeof arguments, "user recover %s", f->own.users[PERSONA_CUSTOMER_ADMIN].email);
    assert_int_equal(rostrum(arguments), 1);
    assert_out_has("is no superuser");
    assert_int_equal(fixture_count_events(f, "user.link", "success"), 0);
    assert_int_equal(fixture_count_events(f, "user.recover", "success"), 0);
}

#define ON_BOTH(name) cmocka_unit_test_setup_teardown(name, open_installation, close_installation)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(somebody_is_invited_and_signs_in),
        ON_BOTH(what_cannot_be_added_is_told),
        ON_BOTH(the_list_has_everybody_of_every_organization),
        ON_BOTH(who_is_deactivated_is_out_until_activated),
        ON_BOTH(the_last_superuser_who_is_locked_out_comes_back),
        ON_BOTH(only_superusers_are_recovered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
