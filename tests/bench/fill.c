/* Fills a new database with one organization of N prompts, and prints the session cookie of a
 * Product Manager who looks at them.
 *
 *     fill DATABASE_URL KEY_RING N
 *
 * The rows are those that the verbs would write, in batches instead of one transaction each. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "data/audit.h"
#include "data/migration.h"
#include "data/organization.h"
#include "data/prompt_folder.h"
#include "data/prompt_mark.h"
#include "data/session.h"
#include "data/user.h"
#include "data/vault.h"

enum { OWNERS = 8, BATCH = 1000, ARENA_LEN = 256 << 20 };

static const char *const folders[] = {"support",     "support/billing",
                                      "research",    "research/market",
                                      "product",     "product/release-notes",
                                      "engineering", "engineering/review",
                                      "sales",       "people",
                                      "legal",       "data"};
static const char *const tags[] = {"customer", "internal", "english",
                                   "german",   "draft",    "reviewed"};

struct bench {
    struct db *db;
    struct arena *arena;
    struct actor command;
    struct uuid organization_id;
    struct uuid organization_key_id;
    struct uuid owners[OWNERS];
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

static enum err add_batch(struct bench *bench, int from, int to)
{
    enum err err = ERR_NONE;
    for (int n = from; err == ERR_NONE && n < to; n++)
        err = add_prompt(bench, n);
    struct audit_event event = {.action = "bench.fill",
                                .record_type = "organization",
                                .record_id = bench->organization_id,
                                .organization_id = bench->organization_id};
    return err != ERR_NONE ? err : audit_record(bench->db, &bench->command, &event);
}

static void add_prompts(struct bench *bench, int count)
{
    for (int from = 0; from < count; from += BATCH) {
        begin(bench);
        must(db_begin(bench->db), "begin");
        int to = from + BATCH < count ? from + BATCH : count;
        must(db_finish(bench->db, add_batch(bench, from, to)), "prompts");
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
    add_prompts(&bench, atoi(argv[3]));
    print_cookie(&bench);
    db_close(bench.db);
    keyring_close(keyring);
    arena_destroy(bench.arena);
    return 0;
}
