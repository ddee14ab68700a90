#include "test.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypt/keyring_file.h"
#include "data/vault/signing_key.h"
#include "data/vault/vault.h"
#include "fixture.h"

static struct text plain_of(const char *text)
{
    return (struct text){text, strlen(text)};
}

static struct uuid organization_key(struct fixture *f, const struct fixture_organization *of)
{
    struct uuid key_id;
    assert_int_equal(vault_organization_key(f->db, &of->id, &key_id), ERR_NONE);
    return key_id;
}

static struct seal_place place_in(const struct fixture_organization *of)
{
    return (struct seal_place){"prompt_versions", "body", of->id, of->users[0].id};
}

static void what_is_sealed_opens_as_it_was(void **state)
{
    struct fixture *f = *state;
    struct uuid key_id = organization_key(f, &f->own);
    struct seal_place place = place_in(&f->own);
    struct db_value sealed;
    struct text opened;
    assert_int_equal(vault_seal(f->db, &key_id, &place, plain_of("  kept \n"), &sealed), ERR_NONE);
    assert_int_equal(sealed.type, DB_BYTES);
    assert_int_equal(vault_unseal(f->db, &key_id, &place, sealed.text, &opened), ERR_NONE);
    assert_string_equal(opened.data, "  kept \n");

    assert_int_equal(vault_seal(f->db, &key_id, &place, (struct text){NULL, 0}, &sealed), ERR_NONE);
    assert_int_equal(sealed.type, DB_NULL);
    assert_int_equal(vault_unseal(f->db, &key_id, &place, (struct text){NULL, 0}, &opened),
                     ERR_NONE);
    assert_null(opened.data);
}

/* A text of an organization; what is empty is not there. */
static void a_text_is_sealed_under_the_organizations_key(void **state)
{
    struct fixture *f = *state;
    struct seal_place place = {"prompts", "description", f->own.id, f->own.users[0].id};
    struct db_value sealed;
    const char *opened = NULL;
    assert_int_equal(vault_seal_text(f->db, &place, "What it is for", &sealed), ERR_NONE);
    assert_int_equal(sealed.type, DB_BYTES);
    assert_int_equal(vault_open_text(f->db, &place, sealed.text, &opened), ERR_NONE);
    assert_string_equal(opened, "What it is for");

    assert_int_equal(vault_seal_text(f->db, &place, "", &sealed), ERR_NONE);
    assert_int_equal(sealed.type, DB_NULL);
    assert_int_equal(vault_open_text(f->db, &place, (struct text){NULL, 0}, &opened), ERR_NONE);
    assert_string_equal(opened, "");
}

/* The key that another query has read is not asked for. */
static void a_key_that_was_read_elsewhere_is_not_asked_for(void **state)
{
    struct fixture *f = *state;
    struct uuid unknown = uuid_make(), noted = uuid_make(), key_id;
    assert_int_equal(vault_organization_key(f->db, &unknown, &key_id), ERR_NOT_FOUND);
    vault_note_organization_key(f->db, &unknown, &noted);
    assert_int_equal(vault_organization_key(f->db, &unknown, &key_id), ERR_NONE);
    assert_true(uuid_equal(&key_id, &noted));
    fixture_begin(f);
    assert_int_equal(vault_organization_key(f->db, &unknown, &key_id), ERR_NOT_FOUND);
}

static void only_listed_columns_are_sealed(void **state)
{
    struct fixture *f = *state;
    struct uuid key_id = organization_key(f, &f->own);
    static const char *const columns[] = {"description", "name"};
    struct seal_place listed = {"prompts", "description", f->own.id, f->own.users[0].id};
    struct db_value first;
    assert_int_equal(vault_seal(f->db, &key_id, &listed, plain_of("x"), &first), ERR_NONE);
    for (int i = 0; i < 2; i++) { /* the key is known now: the child asks for nothing */
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            struct seal_place place = {"prompts", columns[i], f->own.id, f->own.users[0].id};
            struct db_value sealed;
            (void)!vault_seal(f->db, &key_id, &place, plain_of("x"), &sealed);
            _exit(0);
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), i == 0 ? 0 : 70);
    }
}

/* A blob that was moved: another column, row, customer. The request fails; it is no empty answer.
 */
static void a_blob_that_was_moved_does_not_open(void **state)
{
    struct fixture *f = *state;
    struct uuid key_id = organization_key(f, &f->own);
    struct uuid other_key_id = organization_key(f, &f->other);
    struct seal_place place = place_in(&f->own);
    struct db_value sealed;
    assert_int_equal(vault_seal(f->db, &key_id, &place, plain_of("secret"), &sealed), ERR_NONE);
    struct text blob = {arena_copy(f->arena, sealed.text.data, sealed.text.len), sealed.text.len};

    struct seal_place moved[4] = {place, place, place, place};
    moved[0].table = "prompts";
    moved[1].column = "settings";
    moved[2].organization_id = f->other.id;
    moved[3].row_id = f->own.users[1].id;
    for (int i = 0; i < 5; i++) {
        struct text opened;
        enum err err = i < 4 ? vault_unseal(f->db, &key_id, &moved[i], blob, &opened)
                             : vault_unseal(f->db, &other_key_id, &place, blob, &opened);
        assert_int_equal(err, ERR_UNAVAILABLE);
        assert_null(opened.data);
        assert_true(db_has_failed(f->db));
        assert_int_equal(db_end_request(f->db), ERR_UNAVAILABLE);
        struct uuid id = uuid_make();
        db_begin_request(f->db, f->arena, &id);
    }
}

static void a_missing_key_is_a_failure(void **state)
{
    struct fixture *f = *state;
    struct uuid unknown = uuid_make();
    struct seal_place place = place_in(&f->own);
    struct db_value sealed;
    assert_int_equal(vault_seal(f->db, &unknown, &place, plain_of("x"), &sealed), ERR_UNAVAILABLE);
    assert_int_equal(db_end_request(f->db), ERR_UNAVAILABLE);
    struct uuid id = uuid_make();
    db_begin_request(f->db, f->arena, &id);
    assert_int_equal(vault_organization_key(f->db, &unknown, &unknown), ERR_NOT_FOUND);
}

static void what_an_erased_person_had_opens_empty(void **state)
{
    struct fixture *f = *state;
    struct uuid nil = {{0}};
    struct seal_place place = place_in(&f->own);
    struct text opened;
    assert_int_equal(vault_unseal(f->db, &nil, &place, plain_of("any blob"), &opened), ERR_NONE);
    assert_null(opened.data);
}

static void the_vault_is_ready_with_the_right_key_ring(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(vault_check_ready(f->db), ERR_NONE);
    assert_int_equal(vault_check_keyring(f->db), ERR_NONE);
}

/* The keys by which others check what is signed are there as soon as the ring was checked. */
/* Puts another ring in place of the installation's: the key of a fresh one, under this id. */
static void use_another_ring(struct fixture *f, const char *kid)
{
    char path[128], other[128], line[256], state[16], key[128], text[256];
    *f->is_altered = true;
    (void)snprintf(path, sizeof path, "%s/key-ring", f->dir);
    (void)snprintf(other, sizeof other, "%s/other-ring", f->dir);
    assert_int_equal(keyring_create(other), ERR_NONE);
    FILE *file = fopen(other, "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    assert_int_equal(fclose(file), 0);
    assert_int_equal(sscanf(line, "%*s %15s %127s", state, key), 2);
    (void)snprintf(text, sizeof text, "%s %s %s\n", kid, state, key);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_true(keyring_refresh(f->keyring));
    fixture_begin(f);
}

static void another_key_under_a_known_id_is_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(vault_check_keyring(f->db), ERR_NONE);
    use_another_ring(f, keyring_active(f->keyring));
    assert_int_equal(vault_check_keyring(f->db), ERR_DENIED);
}

static void the_ring_of_another_installation_is_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(vault_check_keyring(f->db), ERR_NONE);
    use_another_ring(f, "kanother");
    assert_int_equal(vault_check_keyring(f->db), ERR_DENIED);
    assert_int_equal(
        fixture_count(f,
                      "SELECT count(*) FROM installation i JOIN organizations o ON o.id = $1 "
                      "WHERE i.name LIKE 'key_check:%'",
                      &f->own.id),
        1); /* and it is not taken for one of ours from now on */
}

/* A ring that lost the key under which everything is, but has one that the database knows. */
static void a_ring_without_the_key_in_use_is_not_ready(void **state)
{
    struct fixture *f = *state;
    char path[128], kid[KID_LEN + 1], old[KID_LEN + 1];
    *f->is_altered = true;
    (void)snprintf(path, sizeof path, "%s/key-ring", f->dir);
    (void)snprintf(old, sizeof old, "%s", keyring_active(f->keyring));
    assert_int_equal(keyring_file_add(path, kid), ERR_NONE);
    assert_int_equal(keyring_file_activate(path, kid), ERR_NONE);
    assert_true(keyring_refresh(f->keyring));
    fixture_begin(f);
    assert_int_equal(vault_check_keyring(f->db), ERR_NONE);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(vault_check_ready(f->db), ERR_NONE);
    assert_int_equal(keyring_file_retire(path, old), ERR_NONE);
    assert_true(keyring_refresh(f->keyring));
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(vault_check_ready(f->db), ERR_UNAVAILABLE);
    db_forgive(f->db);
}

static void the_public_keys_are_recorded(void **state)
{
    struct fixture *f = *state;
    struct db_result result;
    struct note_key key;
    assert_int_equal(note_key_of(db_keyring(f->db), NULL, &key), ERR_NONE);
    assert_int_equal(signing_key_add_all(f->db), ERR_NONE);
    assert_int_equal(db_select(f->db, &result,
                               "SELECT kid, public_key FROM signing_keys WHERE kid > $1",
                               db_text("")),
                     ERR_NONE);
    assert_int_equal(result.row_count, 1);
    assert_string_equal(db_get_text(&result, 0, 0), keyring_active(db_keyring(f->db)));
    assert_int_equal(db_get_bytes(&result, 0, 1).len, NOTE_KEY_LEN);
    assert_memory_equal(db_get_bytes(&result, 0, 1).data, key.bytes, NOTE_KEY_LEN);
}

static void another_public_key_under_the_same_id_is_refused(void **state)
{
    struct fixture *f = *state;
    fixture_script(f,
                   "DROP TRIGGER signing_keys_no_update; "
                   "UPDATE signing_keys SET public_key = zeroblob(32);",
                   "ALTER TABLE signing_keys DISABLE TRIGGER ALL; "
                   "UPDATE signing_keys SET public_key = decode(repeat('00', 32), 'hex');");
    assert_int_equal(vault_check_keyring(f->db), ERR_DENIED);
}

#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DATA(what_is_sealed_opens_as_it_was),
        WITH_DATA(a_blob_that_was_moved_does_not_open),
        WITH_DATA(a_missing_key_is_a_failure),
        WITH_DATA(what_an_erased_person_had_opens_empty),
        WITH_DATA(the_vault_is_ready_with_the_right_key_ring),
        WITH_DATA(another_key_under_a_known_id_is_refused),
        WITH_DATA(the_ring_of_another_installation_is_refused),
        WITH_DATA(a_ring_without_the_key_in_use_is_not_ready),
        WITH_DATA(the_public_keys_are_recorded),
        WITH_DATA(another_public_key_under_the_same_id_is_refused),
        WITH_DATA(a_text_is_sealed_under_the_organizations_key),
        WITH_DATA(a_key_that_was_read_elsewhere_is_not_asked_for),
        WITH_DATA(only_listed_columns_are_sealed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
