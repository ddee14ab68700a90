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
#include "data/agent/agent.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/identity/organization.h"
#include "data/identity/session.h"
#include "data/identity/user.h"
#include "data/identity/user_new.h"
#include "data/prompt/prompt.h"
#include "data/record/record_count.h"
#include "data/record/record_link.h"
#include "data/record/record_load.h"
#include "data/record/record_tag.h"
#include "data/record/record_version.h"
#include "data/record/record_words.h"
#include "data/team/team.h"
#include "data/vault/vault.h"
#include "domain/record/name.h"
#include "domain/record/record_name.h"
#include "domain/team/team_members.h"

enum { OWNERS = 8, MEMBERS = 4, BATCH = 1000, ARENA_LEN = 256 << 20 };

static const char *const folders[] = {"support",     "support/billing",
                                      "research",    "research/market",
                                      "product",     "product/release-notes",
                                      "engineering", "engineering/review",
                                      "sales",       "people",
                                      "legal",       "data"};
static char *const tags[] = {"customer", "internal", "english", "german", "draft", "reviewed"};

static const char *const models[] = {"gpt-4.1", "claude-sonnet-4", "mistral-large"};

struct bench {
    struct db *db;
    struct arena *arena;
    struct actor command;
    struct uuid organization_id;
    struct uuid owners[OWNERS];
    struct uuid agents[MEMBERS]; /* the last ones: members of every team */
    int numbers[MEMBERS];        /* in their names */
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

/* ---- a record of any kind ----------------------------------------------------------------- */

/* The n-th record of its kind, made n minutes ago by one of the owners. */
struct made {
    struct record_head head;
    struct record_fields fields;
    struct actor actor;
    int64_t now;
    int version_count;
};

static struct made make(struct bench *bench, const struct record_store *store, int n,
                        const char *name, int version_count)
{
    const struct uuid *owner = &bench->owners[n % OWNERS];
    return (struct made){
        .head = {.store = store,
                 .id = uuid_make(),
                 .organization_id = bench->organization_id,
                 .owner_id = *owner},
        .fields = {.name = name, .message = "Wording"},
        .actor = {.kind = ACTOR_USER,
                  .user_id = *owner,
                  .organization_id = bench->organization_id,
                  .persona = PERSONA_PRODUCT_MANAGER,
                  .is_active = true},
        .now = clock_now() - n * CLOCK_MINUTE,
        .version_count = version_count,
    };
}

static enum err insert_row(struct bench *bench, const struct made *made)
{
    const struct record_kind *kind = made->head.store->kind;
    const char *name = made->fields.name;
    struct db_value description;
    struct seal_place place =
        record_description_place(kind, &made->head.organization_id, &made->head.id);
    struct query q;
    enum err err = vault_seal_text(
        bench->db, &place, "Answers a question of a customer in two sentences", &description);
    if (err != ERR_NONE)
        return err;
    query_begin(&q, bench->db, "INSERT INTO ");
    query_add(&q, kind->table);
    query_add(&q, " (id, organization_id, name, name_key, sort_key, folder, description, ");
    query_add(&q, kind->facet);
    query_bind(&q, ", version, version_count, revision, owner_id, created_at, updated_at) VALUES (",
               db_uuid(&made->head.id));
    query_bind(&q, ", ", db_uuid(&made->head.organization_id));
    query_bind(&q, ", ", db_text(name));
    query_bind(&q, ", ", db_text(name_key(bench->arena, name)));
    query_bind(&q, ", ", db_text(name_sort_key(bench->arena, name)));
    query_bind(&q, ", ", db_text(record_name_folder(bench->arena, name)));
    query_bind(&q, ", ", description);
    query_bind(&q, ", ", db_text(made->fields.content.facet));
    for (int i = 0; i < 3; i++) /* version, their count, and the revision */
        query_bind(&q, ", ", db_int(made->version_count));
    query_bind(&q, ", ", db_uuid(&made->head.owner_id));
    query_bind(&q, ", ", db_time(made->now));
    query_bind(&q, ", ", db_time(made->now));
    query_add(&q, ")");
    return query_change_one(&q);
}

/* The row, its count, and its versions: all have the same content. */
static enum err insert_record(struct bench *bench, const struct made *made)
{
    struct problem problem;
    const struct work work = {bench->db, &made->actor, &problem};
    enum err err = insert_row(bench, made);
    if (err == ERR_NONE)
        err = record_count(bench->db, made->head.store->kind, &made->head.organization_id,
                           record_name_folder(bench->arena, made->fields.name),
                           made->fields.content.facet, 1);
    if (err == ERR_NONE)
        err = record_words_write(bench->db, &made->head, made->fields.name, &made->fields.tags);
    for (int version = 1; err == ERR_NONE && version <= made->version_count; version++)
        err = record_version_insert(&work, &made->head, version, &made->fields, made->now);
    return err;
}

static enum err add_label(struct bench *bench, const struct record_head *head, const char *label,
                          int64_t version)
{
    struct query q;
    query_begin(&q, bench->db, "INSERT INTO ");
    query_add(&q, head->store->kind->labels);
    query_bind(&q, " (organization_id, record_id, label, version, updated_at) VALUES (",
               db_uuid(&head->organization_id));
    query_bind(&q, ", ", db_uuid(&head->id));
    query_bind(&q, ", ", db_text(label));
    query_bind(&q, ", ", db_int(version));
    query_bind(&q, ", ", db_time(clock_now()));
    query_add(&q, ")");
    return query_change_one(&q);
}

/* ---- prompts, agents and teams ------------------------------------------------------------ */

/* A prompt with two versions, two tags and a label or two. */
static enum err add_prompt(struct bench *bench, int n)
{
    static const char body[] = "You help {{customer}} of {{company}}.\nAnswer in one line.\n";
    struct made made = make(
        bench, &prompt_store, n,
        arena_printf(bench->arena, "%s/prompt-%06d", folders[n % (int)COUNT_OF(folders)], n), 2);
    char *two[] = {tags[n % (int)COUNT_OF(tags)], tags[(n + 1) % (int)COUNT_OF(tags)]};
    made.fields.tags = (struct tag_list){2, two};
    made.fields.content = (struct record_content){.facet = prompt_type_name(PROMPT_TEXT),
                                                  .parts = {{body, sizeof body - 1}}};
    enum err err = insert_record(bench, &made);
    if (err == ERR_NONE)
        err = add_label(bench, &made.head, "production", 1);
    if (err == ERR_NONE && n % 2 == 0)
        err = add_label(bench, &made.head, "staging", 2);
    return err == ERR_NONE ? record_tag_write(bench->db, &made.head, &made.fields.tags) : err;
}

/* An agent of one version. */
static enum err add_agent(struct bench *bench, int n)
{
    const char *model = models[n % (int)COUNT_OF(models)];
    const char *config = arena_printf(
        bench->arena, "{\"instructions\":\"You help.\",\"model\":{\"name\":\"%s\"}}", model);
    struct made made = make(bench, &agent_store, n, arena_printf(bench->arena, "Agent %06d", n), 1);
    made.fields.content =
        (struct record_content){.facet = model, .parts = {{config, strlen(config)}}};
    bench->agents[n % MEMBERS] = made.head.id;
    bench->numbers[n % MEMBERS] = n;
    return insert_record(bench, &made);
}

/* A team of the last agents, with their links. */
static enum err add_team(struct bench *bench, int n)
{
    static const char settings[] = "{\"termination\":{\"max_messages\":20}}";
    struct made made = make(bench, &team_store, n, arena_printf(bench->arena, "Team %06d", n), 1);
    struct problem problem;
    const struct work work = {bench->db, &made.actor, &problem};
    struct team_member members[MEMBERS];
    struct record_link links[MEMBERS];
    for (int i = 0; i < MEMBERS; i++) {
        members[i] = (struct team_member){.agent_id = bench->agents[i], .role = TEAM_WORKER};
        links[i] = (struct record_link){
            .sort = LINK_MEMBER,
            .target_kind = agent_store.kind,
            .target_id = bench->agents[i],
            .target_name = arena_printf(bench->arena, "Agent %06d", bench->numbers[i])};
    }
    made.fields.content =
        (struct record_content){.facet = n % 2 == 0 ? "round_robin" : "sequential",
                                .parts = {team_members_write(bench->arena, members, MEMBERS),
                                          {settings, sizeof settings - 1}}};
    enum err err = insert_record(bench, &made);
    if (err == ERR_NONE)
        err = record_link_insert(bench->db, &made.head, 1, &(struct record_links){links, MEMBERS});
    return err == ERR_NONE ? team_store.write(&work, &made.head, &made.fields) : err;
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
        db_join(bench->db); /* counters are written once a batch */
        must(db_finish(bench->db, db_part(bench->db, add_batch(bench, add, from, to))), "records");
        must(db_end_request(bench->db), "end");
    }
}

static void print_cookie(struct bench *bench)
{
    char token[TOKEN_TEXT_LEN];
    begin(bench);
    must(db_begin(bench->db), "begin");
    must(
        db_finish(bench->db, session_create(bench->db, &bench->organization_id, &bench->owners[0],
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
