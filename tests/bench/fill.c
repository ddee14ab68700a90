/* Fills a new database with one organization of N prompts, N agents and N teams, and prints the
 * session cookie of a Product Manager who looks at them.
 *
 *     fill DATABASE_URL KEY_RING N
 *
 * The rows are those that the verbs would write, in batches instead of one transaction each. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "data/agent/agent_model.h"
#include "data/audit/audit.h"
#include "data/db/migration.h"
#include "data/identity/organization.h"
#include "data/identity/session.h"
#include "data/identity/user.h"
#include "data/identity/user_new.h"
#include "data/prompt/prompt_folder.h"
#include "data/prompt/prompt_mark.h"
#include "data/vault/vault.h"

enum { OWNERS = 8, MEMBERS = 4, BATCH = 1000, ARENA_LEN = 256 << 20 };

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
    struct uuid organization_id;
    struct uuid organization_key_id;
    struct uuid owners[OWNERS];
    struct uuid agents[MEMBERS]; /* the last ones: members of the next team */
};

static void must(enum err err, const char *what)
{
    if (err != ERR_NONE)
        die("%s: %s", what, err_name(err));
}

static void begin(struct bench *bench)
{
    arena_reset(bench->arena);
    struct uuid request_id = uuid_make();
    db_begin_request(bench->db, bench->arena, &request_id);
    (void)db_enter(bench->db, (struct db_scope){.reach = DB_ALL});
}

static void add_people(struct bench *bench)
{
    static const char *const names[OWNERS] = {"Mara Keller", "Jonas Wirth", "Aiko Tanaka",
                                              "Priya Raman", "Luca Ferri",  "Ines Duarte",
                                              "Tom Becker",  "Noor Haddad"};
    must(organization_create(bench->db, &bench->command, "Bench", &bench->organization_id),
         "organization");
    must(vault_organization_key(bench->db, &bench->organization_id, &bench->organization_key_id),
         "key");
    for (int i = 0; i < OWNERS; i++) {
        struct user_new user = {.organization_id = bench->organization_id,
                                .email = arena_printf(bench->arena, "owner%d@example.com", i),
                                .full_name = names[i],
                                .persona = PERSONA_PRODUCT_MANAGER,
                                .hashed_password = "unusable"};
        struct problem problem;
        must(user_create(bench->db, &bench->command, &user, &bench->owners[i], &problem), "user");
    }
}

static enum err add_version(struct bench *bench, const struct uuid *prompt_id, int64_t version,
                            const struct db_value *who_when)
{
    struct uuid id = uuid_make();
    struct seal_place place = {"prompt_versions", "body", bench->organization_id, id};
    const char *body = arena_printf(
        bench->arena, "You help {{customer}} of {{company}}.\nAnswer in version %lld.\n",
        (long long)version);
    struct db_value sealed;
    enum err err = vault_seal(bench->db, &bench->organization_key_id, &place,
                              (struct text){body, strlen(body)}, &sealed);
    if (err != ERR_NONE)
        return err;
    return db_change(bench->db,
                     "INSERT INTO prompt_versions (id, organization_id, prompt_id, version, type, "
                     "body, message, author_id, created_at) "
                     "VALUES ($1, $2, $3, $4, 'text', $5, $6, $7, $8)",
                     db_uuid(&id), db_uuid(&bench->organization_id), db_uuid(prompt_id),
                     db_int(version), sealed, db_text("Wording"), who_when[0], who_when[1]);
}

static enum err add_tag(struct bench *bench, const struct uuid *prompt_id, int position, int tag)
{
    return db_change(bench->db,
                     "INSERT INTO prompt_tags (organization_id, prompt_id, tag, position) "
                     "VALUES ($1, $2, $3, $4)",
                     db_uuid(&bench->organization_id), db_uuid(prompt_id), db_text(tags[tag]),
                     db_int(position));
}

static enum err add_label(struct bench *bench, const struct uuid *prompt_id, const char *label,
                          int64_t version)
{
    return db_change(bench->db,
                     "INSERT INTO prompt_labels (organization_id, prompt_id, label, version, "
                     "updated_at) VALUES ($1, $2, $3, $4, $5)",
                     db_uuid(&bench->organization_id), db_uuid(prompt_id), db_text(label),
                     db_int(version), db_time(clock_now()));
}

/* A prompt with two versions, two tags and a label or two, as the n-th of them. */
static enum err add_prompt(struct bench *bench, int n)
{
    struct uuid id = uuid_make();
    const char *folder = folders[n % (int)COUNT_OF(folders)];
    struct db_value who_when[] = {db_uuid(&bench->owners[n % OWNERS]),
                                  db_time(clock_now() - n * CLOCK_MINUTE)};
    enum err err = db_change(
        bench->db,
        "INSERT INTO prompts (id, organization_id, name, folder, description, type, "
        "version, owner_id, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, $5, 'text', 2, $6, $7, $7)",
        db_uuid(&id), db_uuid(&bench->organization_id),
        db_text(arena_printf(bench->arena, "%s/prompt-%06d", folder, n)), db_text(folder),
        db_text("Answers a question of a customer in two sentences"), who_when[0], who_when[1]);
    if (err == ERR_NONE)
        err = prompt_folder_add(bench->db, &bench->organization_id, folder, 1);
    for (int version = 1; err == ERR_NONE && version <= 2; version++)
        err = add_version(bench, &id, version, who_when);
    for (int i = 0; err == ERR_NONE && i < 2; i++)
        err = add_tag(bench, &id, i, (n + i) % (int)COUNT_OF(tags));
    if (err == ERR_NONE)
        err = add_label(bench, &id, "production", 1);
    if (err == ERR_NONE && n % 2 == 0)
        err = add_label(bench, &id, "staging", 2);
    return err == ERR_NONE ? prompt_mark_store(bench->db, &bench->organization_id, &id) : err;
}

static enum err add_config(struct bench *bench, const struct uuid *agent_id, const char *model,
                           const struct db_value *who_when)
{
    struct uuid id = uuid_make();
    struct seal_place place = {"agent_versions", "config", bench->organization_id, id};
    const char *config = arena_printf(
        bench->arena, "{\"instructions\":\"You help.\",\"model\":{\"name\":\"%s\"}}", model);
    struct db_value sealed;
    enum err err = vault_seal(bench->db, &bench->organization_key_id, &place,
                              (struct text){config, strlen(config)}, &sealed);
    if (err != ERR_NONE)
        return err;
    return db_change(bench->db,
                     "INSERT INTO agent_versions (id, organization_id, agent_id, version, config, "
                     "message, author_id, created_at) VALUES ($1, $2, $3, 1, $4, '', $5, $6)",
                     db_uuid(&id), db_uuid(&bench->organization_id), db_uuid(agent_id), sealed,
                     who_when[0], who_when[1]);
}

/* An agent of one version, as the n-th of them. */
static enum err add_agent(struct bench *bench, int n)
{
    struct uuid id = bench->agents[n % MEMBERS] = uuid_make();
    const char *model = models[n % (int)COUNT_OF(models)];
    struct db_value who_when[] = {db_uuid(&bench->owners[n % OWNERS]),
                                  db_time(clock_now() - n * CLOCK_MINUTE)};
    enum err err = db_change(
        bench->db,
        "INSERT INTO agents (id, organization_id, name, description, model, version, owner_id, "
        "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $7)",
        db_uuid(&id), db_uuid(&bench->organization_id),
        db_text(arena_printf(bench->arena, "Agent %06d", n)),
        db_text("Answers a question of a customer in two sentences"), db_text(model), who_when[0],
        who_when[1]);
    if (err == ERR_NONE)
        err = agent_model_add(bench->db, &bench->organization_id, model, 1);
    return err == ERR_NONE ? add_config(bench, &id, model, who_when) : err;
}

static enum err add_member(struct bench *bench, const struct uuid *team_id, int position)
{
    return db_change(
        bench->db,
        "INSERT INTO team_members (organization_id, team_id, agent_id, position, role) "
        "VALUES ($1, $2, $3, $4, 'worker')",
        db_uuid(&bench->organization_id), db_uuid(team_id), db_uuid(&bench->agents[position]),
        db_int(position));
}

/* A team of the last agents, as the n-th of them. */
static enum err add_team(struct bench *bench, int n)
{
    static const char settings[] = "{\"termination\":{\"max_messages\":20}}";
    struct uuid id = uuid_make();
    struct seal_place place = {"teams", "settings", bench->organization_id, id};
    struct db_value sealed;
    enum err err = vault_seal(bench->db, &bench->organization_key_id, &place,
                              (struct text){settings, sizeof settings - 1}, &sealed);
    if (err == ERR_NONE)
        err =
            db_change(bench->db,
                      "INSERT INTO teams (id, organization_id, name, description, kind, settings, "
                      "member_count, version, owner_id, created_at, updated_at) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $9)",
                      db_uuid(&id), db_uuid(&bench->organization_id),
                      db_text(arena_printf(bench->arena, "Team %06d", n)),
                      db_text("Works on the questions of customers by day and night"),
                      db_text(n % 2 == 0 ? "round_robin" : "sequential"), sealed, db_int(MEMBERS),
                      db_uuid(&bench->owners[n % OWNERS]), db_time(clock_now() - n * CLOCK_MINUTE));
    for (int i = 0; err == ERR_NONE && i < MEMBERS; i++)
        err = add_member(bench, &id, i);
    return err;
}

typedef enum err add_record(struct bench *bench, int n);

static enum err add_batch(struct bench *bench, add_record *add, int from, int to)
{
    enum err err = ERR_NONE;
    for (int n = from; err == ERR_NONE && n < to; n++)
        err = add(bench, n);
    struct audit_event event = {.action = "bench.fill",
                                .record_type = "organization",
                                .record_id = bench->organization_id,
                                .organization_id = bench->organization_id};
    return err != ERR_NONE ? err : audit_record(bench->db, &bench->command, &event);
}

static void add_records(struct bench *bench, add_record *add, int count)
{
    for (int from = 0; from < count; from += BATCH) {
        begin(bench);
        must(db_begin(bench->db), "begin");
        int to = from + BATCH < count ? from + BATCH : count;
        must(db_finish(bench->db, add_batch(bench, add, from, to)), "records");
        must(db_end_request(bench->db), "end");
    }
}

static void print_cookie(struct bench *bench)
{
    char token[TOKEN_TEXT_LEN];
    begin(bench);
    must(db_begin(bench->db), "begin");
    must(
        db_finish(bench->db, session_create(bench->db, &bench->owners[0],
                                            &(struct session_client){"127.0.0.1", "bench"}, token)),
        "session");
    must(db_end_request(bench->db), "end");
    (void)printf("session=%s\n", token);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        die("usage: fill DATABASE_URL KEY_RING N");
    struct keyring *keyring = NULL;
    must(keyring_open(argv[2], &keyring), argv[2]);
    struct bench bench = {.arena = arena_create(ARENA_LEN),
                          .command = {.kind = ACTOR_COMMAND, .is_active = true}};
    must(db_open(&(struct db_config){.url = argv[1], .keyring = keyring}, &bench.db), argv[1]);
    begin(&bench);
    add_people(&bench);
    must(db_end_request(bench.db), "people");
    add_records(&bench, add_prompt, atoi(argv[3]));
    add_records(&bench, add_agent, atoi(argv[3]));
    add_records(&bench, add_team, atoi(argv[3]));
    print_cookie(&bench);
    db_close(bench.db);
    keyring_close(keyring);
    arena_destroy(bench.arena);
    return 0;
}
