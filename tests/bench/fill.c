/* Fills a new database with one organization of 2,000 people and N prompts, and a tenth as many
 * agents and teams; adds 100 agents with public cards if there are none; then signs 500 of the
 * people in and prints a line for each: their cookie and the two keys of an API token of theirs.
 *
 *     fill DATABASE_URL KEY_RING N      N is 0: only signs in the people who are there already
 *
 * Everything is made by the verbs of the data module, as people would: a thousand records in one
 * transaction, as an import does it. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/account/user_new.h"
#include "data/agent/agent.h"
#include "data/card/card.h"
#include "data/organization/organization.h"
#include "data/prompt/prompt.h"
#include "data/release/record_label.h"
#include "data/session/session.h"
#include "data/team/team.h"
#include "data/token/api_token_change.h"

enum { PEOPLE = 2000, SESSIONS = 500, MEMBERS = 4, BATCH = 1000, TENTH = 10, CARDS = 100 };
enum { ARENA_LEN = 1 << 30 };

static const char *const folders[] = {"support",     "support/billing",
                                      "research",    "research/market",
                                      "product",     "product/release-notes",
                                      "engineering", "engineering/review",
                                      "sales",       "people",
                                      "legal",       "data"};
static const char *const tags[] = {"customer", "internal", "english",
                                   "german",   "draft",    "reviewed"};
static const char *const models[] = {"gpt-4.1", "claude-sonnet-4", "mistral-large"};

struct bench {
    struct db *db;
    struct arena *arena;
    struct actor command;
    struct actor people[PEOPLE]; /* the first one is the admin */
    int people_count;
    struct uuid *agents;
    int agent_count;
};

static void must(enum err err, const char *what)
{
    if (err != ERR_NONE)
        die("%s: %s", what, err_name(err));
}

/* ---- a thousand changes as one ------------------------------------------------------------ */

typedef void add_one(struct bench *bench, int n);

static void begin(struct bench *bench)
{
    arena_reset(bench->arena);
    struct uuid request_id = uuid_make();
    db_begin_request(bench->db, bench->arena, &request_id);
    (void)db_enter(bench->db, (struct db_scope){.reach = DB_ALL});
    must(db_begin(bench->db), "begin");
    db_join(bench->db);
}

static void end(struct bench *bench)
{
    must(db_finish(bench->db, db_part(bench->db, ERR_NONE)), "commit");
    must(db_end_request(bench->db), "end");
}

static void add_many(struct bench *bench, add_one *add, int count)
{
    for (int from = 0; from < count; from += BATCH) {
        begin(bench);
        for (int n = from; n < count && n < from + BATCH; n++)
            add(bench, n);
        end(bench);
    }
}

/* ---- people ------------------------------------------------------------------------------- */

static const char *person_name(struct arena *arena, int n)
{
    static const char *const first[] = {
        "Mara", "Jonas", "Aiko",  "Priya", "Luca", "Ines", "Tom",   "Noor",  "Greta", "Samuel",
        "Yuki", "Pavel", "Amina", "Oskar", "Lena", "Raj",  "Clara", "Diego", "Freya", "Ivan"};
    static const char *const last[] = {"Keller", "Wirth",  "Tanaka",  "Raman",  "Ferri",
                                       "Duarte", "Becker", "Haddad",  "Lindt",  "Okoye",
                                       "Sato",   "Novak",  "Hassan",  "Berg",   "Vogel",
                                       "Mehta",  "Moreau", "Alvarez", "Larsen", "Petrov"};
    return arena_printf(arena, "%s %c. %s", first[n % 20], 'A' + n / 400, last[n / 20 % 20]);
}

static void add_person(struct bench *bench, int n)
{
    struct actor *person = &bench->people[n];
    struct user_new user = {.organization_id = person->organization_id,
                            .email = arena_printf(bench->arena, "person%d@example.com", n),
                            .full_name = person_name(bench->arena, n),
                            .persona = person->persona,
                            .hashed_password = "unusable"};
    struct problem problem;
    must(user_create(bench->db, &bench->command, &user, &person->user_id, &problem), "user");
}

static struct actor person_of(const struct uuid *organization_id, int n)
{
    return (struct actor){.kind = ACTOR_USER,
                          .organization_id = *organization_id,
                          .home_organization_id = *organization_id,
                          .persona = n == 0 ? PERSONA_CUSTOMER_ADMIN : PERSONA_PRODUCT_MANAGER,
                          .is_active = true};
}

static void add_people(struct bench *bench)
{
    struct uuid id;
    begin(bench);
    must(organization_create(bench->db, &bench->command, "Bench", &id), "organization");
    end(bench);
    for (int i = 0; i < PEOPLE; i++)
        bench->people[i] = person_of(&id, i);
    add_many(bench, add_person, PEOPLE);
    bench->people_count = PEOPLE;
}

/* Those who are there, oldest first: the admin is the first. */
static void find_people(struct bench *bench)
{
    struct db_result result;
    begin(bench);
    must(db_select(bench->db, &result,
                   "SELECT id, organization_id FROM users WHERE user_persona <> $1 "
                   "ORDER BY created_at, id LIMIT $2",
                   db_text(persona_names[PERSONA_PLATFORM_ADMIN]), db_int(PEOPLE)),
         "users");
    for (int i = 0; i < result.row_count; i++) {
        struct uuid organization_id = db_get_uuid(&result, i, 1);
        bench->people[i] = person_of(&organization_id, i);
        bench->people[i].user_id = db_get_uuid(&result, i, 0);
    }
    bench->people_count = result.row_count;
    end(bench);
}

/* A prime step: neighbours in a list belong to people far from each other. */
static const struct actor *owner_of(const struct bench *bench, int n)
{
    return &bench->people[(int64_t)n * 769 % PEOPLE];
}

/* ---- prompts, agents and teams ------------------------------------------------------------ */

static void move_label(struct bench *bench, const struct record_store *store, const struct uuid *id,
                       const char *label, int64_t version)
{
    struct label_change change = {
        .record_id = *id, .label = label, .to_version = version, .reason = ""};
    struct problem problem;
    must(label_move(bench->db, &bench->people[0], store, &change, &problem), label);
}

/* A prompt with two tags; every second one has two versions and a label or two. */
static void add_prompt(struct bench *bench, int n)
{
    static const char body[] = "You help {{customer}} of {{company}}.\nAnswer in one line.\n";
    struct arena *arena = bench->arena;
    struct prompt_draft draft = {
        .name = arena_printf(arena, "%s/prompt-%06d", folders[n % (int)COUNT_OF(folders)], n),
        .description = "Answers a question of a customer in two sentences",
        .tags = arena_printf(arena, "%s, %s", tags[n % (int)COUNT_OF(tags)],
                             tags[(n + 1) % (int)COUNT_OF(tags)]),
        .message = "",
        .type = PROMPT_TEXT,
        .body = {body, sizeof body - 1},
        .settings = ""};
    struct record_saved saved;
    struct problem problem;
    must(prompt_create(bench->db, owner_of(bench, n), &draft, &saved, &problem), "prompt");
    if (n % 2 != 0)
        return;
    draft.id = saved.id;
    draft.based_on_revision = saved.revision;
    draft.message = "Wording";
    must(prompt_update(bench->db, owner_of(bench, n), &draft, &saved, &problem), "version");
    move_label(bench, &prompt_store, &draft.id, "production", 1);
    if (n % 4 == 0)
        move_label(bench, &prompt_store, &draft.id, "staging", 2);
}

static void add_agent(struct bench *bench, int n)
{
    const char *model = models[n % (int)COUNT_OF(models)];
    json_t *config =
        json_pack("{s:s, s:{s:s}}", "instructions", "You help.", "model", "name", model);
    struct agent_draft draft = {.name = arena_printf(bench->arena, "Agent %06d", n),
                                .description = "Answers a customer",
                                .tags = tags[n % (int)COUNT_OF(tags)],
                                .message = "",
                                .config = json_keep(bench->arena, config)};
    struct record_saved saved;
    struct agent_problem problem;
    must(agent_create(bench->db, owner_of(bench, n), &draft, &saved, &problem), "agent");
    bench->agents[n] = saved.id;
}

/* A team of four agents who follow each other: each agent is in four teams. */
static void add_team(struct bench *bench, int n)
{
    struct team_member members[MEMBERS];
    for (int i = 0; i < MEMBERS; i++)
        members[i] = (struct team_member){.agent_id = bench->agents[(n + i) % bench->agent_count],
                                          .role = TEAM_WORKER};
    struct team_draft draft = {.name = arena_printf(bench->arena, "Team %06d", n),
                               .description = "Answers a customer together",
                               .tags = tags[n % (int)COUNT_OF(tags)],
                               .message = "",
                               .plan = {.kind = n % 2 == 0 ? TEAM_ROUND_ROBIN : TEAM_SEQUENTIAL,
                                        .members = members,
                                        .member_count = MEMBERS,
                                        .termination = {.max_messages = 20, .text = ""}}};
    struct record_saved saved;
    struct team_problem problem;
    must(team_create(bench->db, owner_of(bench, n), &draft, &saved, &problem), "team");
}

/* ---- cards -------------------------------------------------------------------------------- */

/* An agent with a public card: /a2a/bench/agents/card-N/card.json. */
static void add_card(struct bench *bench, int n)
{
    json_t *config = json_pack("{s:{s:s}, s:s, s:{s:s, s:s}, s:[{s:s, s:s, s:[s]}]}", "model",
                               "name", models[0], "instructions", "You help.", "endpoint", "url",
                               "https://agents.example.com/helper", "protocol", "a2a", "skills",
                               "id", "refunds", "name", "Refunds", "tags", "money");
    struct agent_draft draft = {.name = arena_printf(bench->arena, "Card %03d", n),
                                .description = "Answers a customer",
                                .tags = "",
                                .message = "",
                                .config = json_keep(bench->arena, config)};
    struct record_saved saved;
    struct agent_problem refused;
    struct problem problem;
    must(agent_create(bench->db, &bench->people[0], &draft, &saved, &refused), "agent");
    move_label(bench, &agent_store, &saved.id, "production", 1);
    struct card_settings settings = {
        .slug = arena_printf(bench->arena, "card-%d", n), .provider_url = "", .is_public = true};
    must(card_set(bench->db, &bench->people[0], &agent_store, &saved.id, &settings, &problem),
         "card");
}

static bool has_cards(struct bench *bench)
{
    struct db_result result;
    begin(bench);
    must(db_select(bench->db, &result, "SELECT count(*) FROM cards WHERE organization_id = $1",
                   db_uuid(&bench->people[0].organization_id)),
         "cards");
    bool has = db_get_int(&result, 0, 0) > 0;
    end(bench);
    return has;
}

/* ---- sessions ----------------------------------------------------------------------------- */

static const struct api_token_made *make_token(struct bench *bench, const struct actor *person)
{
    struct api_token_new token = {
        .name = "bench", .scopes = SCOPE_PROMPTS_READ, .folder = "", .days = 30};
    struct api_token_made *made = arena_alloc(bench->arena, sizeof *made);
    struct problem problem;
    must(api_token_create(bench->db, person, &token, made, &problem), "token");
    return made;
}

static void sign_in(struct bench *bench, int n)
{
    char token[TOKEN_TEXT_LEN];
    const struct actor *person = &bench->people[1 + n];
    must(session_create(bench->db, &person->organization_id, &person->user_id,
                        &(struct session_client){.address = "127.0.0.1", .agent = "bench"}, token),
         "session");
    const struct api_token_made *made = make_token(bench, person);
    (void)printf("session=%s %s %s\n", token, made->secret, made->public_key);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        die("usage: fill DATABASE_URL KEY_RING N");
    struct keyring *keyring = NULL;
    static struct bench bench = {.command = {.kind = ACTOR_COMMAND, .is_active = true}};
    int count = atoi(argv[3]);
    bench.arena = arena_create(ARENA_LEN);
    struct arena *kept = arena_create(ARENA_LEN);
    must(keyring_open(argv[2], &keyring), argv[2]);
    must(db_open(&(struct db_config){.url = argv[1], .keyring = keyring}, &bench.db), argv[1]);
    if (count > 0) {
        add_people(&bench);
        bench.agent_count = count / TENTH;
        bench.agents = arena_array(kept, (size_t)bench.agent_count, sizeof *bench.agents);
        add_many(&bench, add_agent, count / TENTH);
        add_many(&bench, add_team, count / TENTH);
        add_many(&bench, add_prompt, count);
    } else {
        find_people(&bench);
    }
    if (!has_cards(&bench))
        add_many(&bench, add_card, CARDS);
    add_many(&bench, sign_in, bench.people_count > SESSIONS ? SESSIONS : bench.people_count - 1);
    db_close(bench.db);
    keyring_close(keyring);
    arena_destroy(kept);
    arena_destroy(bench.arena);
    return 0;
}
