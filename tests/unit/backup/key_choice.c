#include "data/backup/key_choice.h"

#include "test.h"

#include <string.h>

#include "base/clock.h"

/* Which keys come back, from small lists. */

enum { PEOPLE = 4 };

static struct arena *arena;
static struct uuid organization;
static struct key_line newest[PEOPLE];
static struct key_line *chosen;
static int chosen_count;

static int open_people(void **state)
{
    (void)state;
    arena = arena_create(1 << 20);
    organization = uuid_make();
    for (int i = 0; i < PEOPLE; i++)
        newest[i] = (struct key_line){
            .user_id = uuid_make(),
            .key = {.id = uuid_make(), .organization_id = organization},
        };
    return 0;
}

static int close_people(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void choose(const struct key_choice *choice)
{
    key_choose(arena, choice, &chosen, &chosen_count);
}

static bool is_chosen(const struct key_line *line)
{
    for (int i = 0; i < chosen_count; i++)
        if (uuid_equal(&chosen[i].key.id, &line->key.id))
            return true;
    return false;
}

static void without_erasures_everyone_has_their_key(void **state)
{
    (void)state;
    choose(&(struct key_choice){.newest = newest, .newest_count = PEOPLE, .made_at = 1});
    assert_int_equal(chosen_count, PEOPLE);
    choose(&(struct key_choice){.made_at = 1});
    assert_int_equal(chosen_count, 0);
}

static void who_was_erased_after_the_keys_were_made_has_none(void **state)
{
    (void)state;
    struct erasure erasures[] = {{organization, newest[2].user_id, 1000},
                                 {uuid_make(), newest[0].user_id, 1000}}; /* of another one */
    choose(&(struct key_choice){.newest = newest,
                                .newest_count = PEOPLE,
                                .made_at = 900,
                                .erasures = erasures,
                                .erasure_count = 2});
    assert_int_equal(chosen_count, PEOPLE - 1);
    assert_false(is_chosen(&newest[2]));
}

/* The line is written before the commit: the snapshot of a backup may lie between the two. */
static void an_erasure_that_was_never_committed_takes_nothing(void **state)
{
    (void)state;
    struct erasure erasure = {organization, newest[1].user_id, 1000};
    struct key_choice choice = {.newest = newest,
                                .newest_count = PEOPLE,
                                .made_at = 1000 + KEY_CHOICE_MARGIN - 1,
                                .erasures = &erasure,
                                .erasure_count = 1};
    choose(&choice);
    assert_false(is_chosen(&newest[1]));
    choice.made_at++;
    choose(&choice);
    assert_true(is_chosen(&newest[1]));
}

static void a_key_of_both_comes_once(void **state)
{
    (void)state;
    choose(&(struct key_choice){.newest = newest,
                                .newest_count = PEOPLE,
                                .made_at = 1,
                                .own = newest,
                                .own_count = PEOPLE});
    assert_int_equal(chosen_count, PEOPLE);
}

/* The backup needs the key of then; but whoever is gone since does not come back with it. */
static void a_key_that_was_renewed_comes_from_the_keys_of_the_backup(void **state)
{
    (void)state;
    struct key_line own[] = {newest[0], newest[1], newest[3]};
    for (size_t i = 0; i < COUNT_OF(own); i++)
        own[i].key.id = uuid_make();
    own[1].user_id = uuid_make();        /* not in the newest ones */
    own[2].user_id = (struct uuid){{0}}; /* nobody's, then */
    newest[3].user_id = (struct uuid){{0}};
    choose(&(struct key_choice){.newest = newest,
                                .newest_count = PEOPLE,
                                .made_at = 1,
                                .own = own,
                                .own_count = COUNT_OF(own)});
    assert_int_equal(chosen_count, PEOPLE + 1);
    assert_true(is_chosen(&own[0]));
    assert_false(is_chosen(&own[1]));
    assert_false(is_chosen(&own[2]));
    assert_true(is_chosen(&newest[3]));
}

#define ON_PEOPLE(test) cmocka_unit_test_setup_teardown(test, open_people, close_people)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_PEOPLE(without_erasures_everyone_has_their_key),
        ON_PEOPLE(who_was_erased_after_the_keys_were_made_has_none),
        ON_PEOPLE(an_erasure_that_was_never_committed_takes_nothing),
        ON_PEOPLE(a_key_of_both_comes_once),
        ON_PEOPLE(a_key_that_was_renewed_comes_from_the_keys_of_the_backup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
