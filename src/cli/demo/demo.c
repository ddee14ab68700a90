#include "cli/demo/demo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/demo/demo_play.h"
#include "cli/demo/demo_tests.h"
#include "cli/demo/demo_usage.h"
#include "crypt/password.h"
#include "crypt/password_rule.h"
#include "data/account/user_new.h"
#include "data/organization/organization.h"
#include "data/user/user.h"

enum { DEMO_ARENA = 64 << 20, PASSWORD_GROUPS = 4, GROUP_SYLLABLES = 3, HASH_TRIES = 30 };

static const char company[] = "Northwind Robotics";
static const double founded_days_ago = 121;

struct person {
    const char *full_name;
    const char *email;
    enum persona persona;
    bool is_superuser;
};

struct secret {
    const char *password;
    char *hash;
};

static const struct person people[DEMO_PERSON_COUNT] = {
    [TOM] = {"Tom Ashworth", "tom.ashworth@example.com", PERSONA_INDIVIDUAL_DEVELOPER, false},
    [MATEO] = {"Mateo Rivera", "mateo.rivera@example.com", PERSONA_ENTERPRISE_TEAM, false},
    [PRIYA] = {"Priya Natarajan", "priya.natarajan@example.com", PERSONA_DEVOPS_ENGINEER, false},
    [LENA] = {"Lena Hartmann", "lena.hartmann@example.com", PERSONA_PRODUCT_MANAGER, false},
    [AMARA] = {"Amara Okafor", "amara.okafor@example.com", PERSONA_CUSTOMER_ADMIN, false},
    [INGRID] = {"Ingrid Solberg", "ingrid.solberg@example.com", PERSONA_PLATFORM_ADMIN, false},
    [DANIEL] = {"Daniel Kim", "daniel.kim@example.com", PERSONA_PLATFORM_ADMIN, true},
};

/* Four groups of three syllables, "dobiru-kasemo-talivu-penoma": 6 random bits a syllable, 72 in
 * all, and still something that can be typed from a screen. */
static char *make_password(struct arena *arena)
{
    static const char consonants[] = "bdfghklmnprstvwz";
    static const char vowels[] = "aeiu";
    unsigned char random[PASSWORD_GROUPS * GROUP_SYLLABLES];
    char *password = arena_alloc(arena, PASSWORD_GROUPS * (2 * GROUP_SYLLABLES + 1));
    if (getentropy(random, sizeof random) != 0)
        die("no random numbers");
    char *next = password;
    for (size_t i = 0; i < sizeof random; i++) {
        if (i > 0 && i % GROUP_SYLLABLES == 0)
            *next++ = '-';
        *next++ = consonants[random[i] & 15];
        *next++ = vowels[(random[i] >> 4) & 3];
    }
    return password;
}

/* One that the rules for new passwords let pass; by chance a first one may hold a common word. */
static const char *choose_password(struct arena *arena, const struct person *person)
{
    const char *const own_words[] = {person->full_name, person->email, company, NULL};
    const char *problem = NULL;
    char *password = NULL;
    do {
        password = make_password(arena);
    } while (password_check_new(password, PASSWORD_ALONE, own_words, &problem) != ERR_NONE);
    return password;
}

/* A password and its hash. Other programs may keep the cores busy for a while. */
static enum err make_secret(struct arena *arena, const struct person *person, struct secret *secret)
{
    secret->password = choose_password(arena, person);
    enum err err = ERR_UNAVAILABLE;
    for (int i = 0; err == ERR_UNAVAILABLE && i < HASH_TRIES; i++)
        err = password_hash(arena, secret->password, &secret->hash);
    if (err != ERR_NONE)
        command_say("the passwords could not be hashed: the computer is too busy, or has no memory "
                    "left. Nothing was changed; try again.");
    return err;
}

static enum err create_user(struct demo *demo, enum demo_person who, const char *hash)
{
    struct command *command = demo->command;
    const struct person *person = &people[who];
    struct actor *actor = &demo->actors[who];
    clock_travel(demo_time(demo, founded_days_ago - 0.1 * (who + 1)));
    struct problem problem;
    enum err err = user_create(command->db, &command->actor,
                               &(struct user_new){.organization_id = actor->organization_id,
                                                  .email = person->email,
                                                  .full_name = person->full_name,
                                                  .persona = person->persona,
                                                  .is_superuser = person->is_superuser,
                                                  .hashed_password = hash},
                               &actor->user_id, &problem);
    if (err != ERR_NONE)
        return err;
    actor->kind = ACTOR_USER;
    actor->persona = person->persona;
    actor->is_active = true;
    actor->is_superuser = person->is_superuser;
    return command_next_request(command);
}

static enum err create_company(struct demo *demo, const struct secret *secrets)
{
    struct command *command = demo->command;
    struct uuid organization_id;
    clock_travel(demo_time(demo, founded_days_ago));
    enum err err = organization_create(command->db, &command->actor, company, &organization_id);
    if (err == ERR_NONE)
        err = command_next_request(command);
    for (int who = 0; err == ERR_NONE && who < DEMO_PERSON_COUNT; who++) {
        demo->actors[who].organization_id = demo->actors[who].home_organization_id =
            organization_id;
        err = create_user(demo, (enum demo_person)who, secrets[who].hash);
    }
    if (err != ERR_NONE)
        command_say("the people of the demonstration could not be made (%s).", err_name(err));
    return err;
}

static void print_people(const struct secret *secrets)
{
    for (int who = 0; who < DEMO_PERSON_COUNT; who++)
        (void)printf("demo %s %s %s\n", people[who].email, secrets[who].password,
                     people[who].is_superuser ? "superuser" : persona_names[people[who].persona]);
}

static enum err fill(struct demo *demo, const struct secret *secrets)
{
    enum err err = create_company(demo, secrets);
    if (err == ERR_NONE)
        err = demo_play(demo);
    if (err == ERR_NONE)
        err = demo_tests(demo);
    if (err == ERR_NONE)
        err = demo_usage(demo);
    clock_travel(0);
    if (err == ERR_NONE)
        print_people(secrets);
    else
        command_say("the demonstration is not whole. Remove this database and begin again with "
                    "\"rostrum init\".");
    return err;
}

static enum err check_empty(struct command *command)
{
    bool is_empty = false;
    enum err err = organization_is_empty(command->db, &is_empty);
    if (err != ERR_NONE || is_empty)
        return err;
    command_say("this database has users already: the demonstration is only for a new one. Nothing "
                "was changed.");
    return ERR_CONFLICT;
}

/* Everything that may fail for want of something comes before the first change. */
static enum err play(struct command *command, struct arena *home)
{
    struct demo demo = {.command = command, .home = home, .today = clock_now()};
    struct secret secrets[DEMO_PERSON_COUNT];
    int applied_count = 0;
    enum err err = command_migrate(command, &applied_count);
    if (err == ERR_NONE)
        err = check_empty(command);
    for (int who = 0; err == ERR_NONE && who < DEMO_PERSON_COUNT; who++)
        err = make_secret(home, &people[who], &secrets[who]);
    return err == ERR_NONE ? fill(&demo, secrets) : err;
}

static int run(const struct command_options *options)
{
    struct command command;
    struct arena *home = arena_create(DEMO_ARENA);
    enum err err = command_open(options, false, &command);
    if (err == ERR_NONE)
        err = play(&command, home);
    int status = command_end(&command, err);
    arena_destroy(home);
    return status;
}

const struct subcommand demo_subcommand = {
    .name = "demo",
    .words = "",
    .summary = "fills a database without users with a fictitious company",
    .help = "It prints \"demo EMAIL PASSWORD PERSONA\" for each of its people. Run init "
            "first.",
    .run = run,
};
