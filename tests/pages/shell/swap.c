#include "test.h"

#include <stdio.h>
#include <string.h>

#include "answers.h"
#include "carries.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/review/review_sign.h"
#include "data/review/review_snapshot.h"
#include "data/run/run_import.h"
#include "data/stop/stop.h"
#include "data/transfer/import_check.h"
#include "data/transfer/import_upload.h"
#include "data/vault/columns.h"
#include "data/vault/vault.h"
#include "endpoints.h"
#include "factors.h"
#include "kinds.h"
#include "overrides.h"
#include "pages/record/record.h"
#include "provisions.h"
#include "rich.h"
#include "tokens.h"
#include "webhooks.h"

/* A sealed value opens where it was sealed and nowhere else, and who moves one in the database gets
 * no page that shows it. The columns are those of the table of columns: a new one is tried without
 * a change here. */

enum { BLOBS_MAX = 400, ADDRESSES_MAX = 400, OWN_ROWS = 2, OTHER_ROWS = 1 };

struct blob {
    struct column column;
    struct uuid id;
    struct uuid organization_id;
    struct uuid key_id;
    struct text bytes;
};

/* What is in an organization. */
struct half {
    struct uuid tokens[2]; /* each has an answer that is kept */
    struct rich rich;
    struct uuid imports[2];
    struct uuid reviews[2];
    struct uuid calls[2][2];  /* two with each of the prompts in said */
    struct uuid overrides[2]; /* of each of them */
    struct uuid run_prompt, runs[2], imported[2], carried[2]; /* a prompt, and test runs of it */
    struct uuid said[2 * RECORD_KIND_COUNT]; /* records with descriptions and messages */
};

struct world {
    struct fixture *f;
    struct arena *arena;
    struct half own;
    struct blob *blobs; /* of each column: rows of our organization first, then the other's */
    int blob_count;
    const char **addresses; /* of the pages of our organization */
    int address_count;
    int refused_at;       /* the address that was refused last */
    bool is_used_in_form; /* the column, and on no page */
    struct fixture owner; /* with the connection of who owns the database */
};

/* ---- a world with a value in each sealed column ------------------------------------------- */

static const char document[] =
    "{\"rostrum\":1,\"kind\":\"organization\",\"prompts\":["
    "{\"name\":\"brought/one\",\"body\":\"a\"},{\"name\":\"brought/two\",\"body\":\"b\"}]}";

static struct uuid make_import(struct fixture *f, const char *source)
{
    struct uuid id;
    struct import import = {.state = IMPORT_CHECKING};
    struct problem problem;
    const struct actor *actor = &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
    struct import_draft draft = {source, {document, sizeof document - 1}, false};
    assert_int_equal(import_create(f->db, actor, &draft, &id, &problem), ERR_NONE);
    while (import.state == IMPORT_CHECKING)
        assert_int_equal(import_check(f->db, actor, &id, CLOCK_MINUTE, &import), ERR_NONE);
    return id;
}

static void make_records(struct fixture *f, const char *name, struct uuid *ids)
{
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct record_draft draft = {.name = name,
                                     .description = "It says what it is for",
                                     .tags = "",
                                     .message = "It says why"};
        struct problem problem;
        struct record_saved saved;
        const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
        assert_int_equal(maker->save(f, actor, &draft, "words", &saved, &problem), ERR_NONE);
        assert_int_equal(
            kind_move_label(f, maker, PERSONA_CUSTOMER_ADMIN, &saved.id, "moved", 0, 1), ERR_NONE);
        ids[kind] = saved.id;
    }
}

static struct uuid make_token(struct fixture *f, const char *name)
{
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct api_token_made made = tokens_make(f, admin, name, NULL, "");
    keep_answer(f, admin, &made.id, name);
    return made.id;
}

static struct uuid make_review(struct fixture *f, int persona, const char *note)
{
    struct uuid id;
    const struct actor *actor = actor_of(f, persona);
    fixture_begin(f);
    assert_int_equal(review_prepare(f->db, actor, note, &id), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(review_sign(f->db, actor, &id, note), ERR_NONE);
    fixture_begin(f);
    return id;
}

/* Who has a second factor. */
static const int enrolled[] = {PERSONA_INDIVIDUAL_DEVELOPER, PERSONA_PLATFORM_ADMIN};

static void make_webhook(struct fixture *f)
{
    struct webhook_made fresh;
    struct uuid id = webhooks_plant(f);
    assert_int_equal(webhook_rotate(f->db, webhooks_admin(f), &id, &fresh), ERR_NONE);
    fixture_begin(f);
}

/* And two calls with a prompt, of which the second never came to its end; gives their batches. */
static void make_endpoint(struct fixture *f, const char *name, const struct uuid *prompt_id,
                          struct uuid batch_ids[2])
{
    struct problem problem;
    struct endpoint_draft draft = endpoints_draft();
    draft.name = name;
    struct uuid id = endpoints_make(f, &draft);
    const struct endpoint_call_draft call = {id, "gpt-5", 1, .request = "{\"model\":\"gpt-5\"}",
                                             .given = "{\"variables\":{\"a\":\"b\"}}"};
    const struct endpoint_batch batch = {"prompt", *prompt_id, &call, 1};
    batch_ids[0] = endpoints_answer(f, &call, prompt_id, "An answer");
    assert_int_equal(
        endpoint_call_queue(f->db, endpoints_admin(f), &batch, &batch_ids[1], &problem), ERR_NONE);
    fixture_begin(f);
    endpoints_partial(f, &batch_ids[1], "An ans");
}

/* Two, with parameters of their own, at an endpoint of theirs. */
/* Results of promptfoo, of the three cases of tests/runs.h. */
static struct uuid import_results(struct fixture *f, const struct runs *runs, const char *file_name)
{
    static const char text[] =
        "{\"version\":3,\"timestamp\":\"2026-01-02\",\"results\":["
        "{\"promptIdx\":0,\"testIdx\":0,\"provider\":\"p\",\"vars\":{\"word\":\"yes\"},"
        "\"success\":true,\"response\":{\"output\":\"yes\"}},"
        "{\"promptIdx\":0,\"testIdx\":1,\"provider\":\"p\",\"vars\":{\"word\":\"no\"},"
        "\"success\":true,\"response\":{\"output\":\"no\"}},"
        "{\"promptIdx\":0,\"testIdx\":2,\"provider\":\"p\",\"vars\":{\"word\":\"maybe\"},"
        "\"success\":true,\"response\":{\"output\":\"maybe\"}}]}";
    const struct run_import_draft draft = {.store = &prompt_store,
                                           .record_id = runs->prompt,
                                           .set_id = runs->set,
                                           .file_name = file_name,
                                           .bytes = {text, strlen(text)},
                                           .column = -1};
    struct uuid id;
    struct problem problem;
    fixture_begin(f);
    assert_int_equal(run_import(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &id, &problem),
                     ERR_NONE);
    return id;
}

static void make_runs(struct fixture *f, struct half *half)
{
    struct carry carry;
    struct endpoint_draft endpoint = endpoints_draft();
    endpoint.name = "Of runs";
    struct uuid id = endpoints_make(f, &endpoint);
    struct runs runs = runs_plant_at(f, &id);
    struct run_draft draft = runs_draft(&runs);
    half->run_prompt = runs.prompt;
    carry.runs = runs;
    carry.runner_id = runners_plant(f, "Runner 7", &carry.key);
    const struct run_draft carried = carries_draft(&carry);
    for (int i = 0; i < 2; i++)
        half->carried[i] = runs_start(f, PERSONA_PRODUCT_MANAGER, &carried);
    runs_judge(f, "Judges", "gpt-5", &draft);
    for (int i = 0; i < 2; i++) {
        draft.max_tokens = 100 + i;
        half->runs[i] = runs_start(f, PERSONA_CUSTOMER_ADMIN, &draft);
        (void)runs_drive(f, &half->runs[i], runs_judged);
        runs_say(f, &runs.prompt, &half->runs[i], "It is right");
        half->imported[i] = import_results(f, &runs, i == 0 ? "one.json" : "two.json");
    }
    fixture_begin(f);
}

static void make_override(struct fixture *f, const struct uuid *prompt_id, struct uuid *id)
{
    fixture_begin(f);
    *id = override_make(f, &prompt_store, prompt_id, "ruled", "A fire");
    override_review(f, &prompt_store, prompt_id, id, "It was one");
}

/* All that is sealed, twice, in the organization that is the fixture's own. */
static void make_stop(struct fixture *f, const struct uuid *prompt_id)
{
    struct stop_draft draft = {*prompt_id, 1, "It is wrong"};
    struct problem problem;
    struct uuid id;
    fixture_begin(f);
    assert_int_equal(stop_begin(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, &draft,
                                &id, &problem),
                     ERR_NONE);
}

static void make_half(struct fixture *f, struct half *half)
{
    rich_make(f, &half->rich);
    make_records(f, "said/one", half->said);
    make_records(f, "said/two", half->said + RECORD_KIND_COUNT);
    half->tokens[0] = make_token(f, "token one");
    half->tokens[1] = make_token(f, "token two");
    half->imports[0] = make_import(f, "one.json");
    half->imports[1] = make_import(f, "two.json");
    for (size_t i = 0; i < COUNT_OF(enrolled); i++) {
        char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
        struct recovery_codes codes;
        factor_enrol(f, &f->own.users[enrolled[i]], secret, token, &codes);
        factor_add_passkey(f, &f->own.users[PERSONA_CUSTOMER_ADMIN], "Laptop");
    }
    half->reviews[0] = make_review(f, PERSONA_CUSTOMER_ADMIN, "review one");
    half->reviews[1] = make_review(f, PERSONA_PLATFORM_ADMIN, "review two");
    provisions_adopt(f, &f->own.users[PERSONA_PRODUCT_MANAGER], "external one");
    provisions_adopt(f, &f->own.users[PERSONA_DEVOPS_ENGINEER], "external two");
    make_webhook(f);
    make_webhook(f);
    make_runs(f, half);
    make_endpoint(f, "One", &half->said[RECORD_PROMPT], half->calls[0]);
    make_endpoint(f, "Two", &half->said[RECORD_KIND_COUNT + RECORD_PROMPT], half->calls[1]);
    for (int i = 0; i < 2; i++)
        make_override(f, &half->said[i * RECORD_KIND_COUNT + RECORD_PROMPT], &half->overrides[i]);
    make_stop(f, &half->said[RECORD_PROMPT]);
    make_stop(f, &half->said[RECORD_KIND_COUNT + RECORD_PROMPT]);
    fixture_use_jar(f, 1);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    fixture_use_jar(f, 0);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
}

static void exchange_organizations(struct fixture *f)
{
    struct fixture_organization own = f->own;
    f->own = f->other;
    f->other = own;
}

/* ---- what is sealed ----------------------------------------------------------------------- */

/* An organization has one row at most of its closing, its provider and what that says of itself,
 * and the key of its cards: there is no second to swap. */
static bool is_walked(const struct column *column)
{
    return column_is_sealed(column) && strcmp(column->table, "organization_closings") != 0 &&
           strcmp(column->table, "card_keys") != 0 && !text_starts_with(column->table, "sso_");
}

static struct db_result read_rows(struct fixture *f, const struct column *column,
                                  const struct uuid *organization_id, int limit)
{
    struct query q;
    struct db_result rows;
    query_begin(&q, f->db, "SELECT id, ");
    query_add(&q, column->name);
    query_add(&q, " FROM ");
    query_add(&q, column->table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(organization_id));
    query_add(&q, " AND ");
    query_add(&q, column->name);
    query_bind(&q, " IS NOT NULL ORDER BY id LIMIT ", db_int(limit));
    assert_int_equal(query_run(&q, &rows), ERR_NONE);
    if (rows.row_count < (limit > OWN_ROWS ? OWN_ROWS : limit))
        fail_msg("not enough is sealed in %s.%s", column->table, column->name);
    return rows;
}

static struct blob blob_of(struct arena *arena, const struct column *column,
                           const struct uuid *organization_id, const struct db_result *rows,
                           int row)
{
    enum { KEY_ID_AT = 2 };
    struct text bytes = db_get_bytes(rows, row, 1);
    struct blob blob = {.column = *column,
                        .id = db_get_uuid(rows, row, 0),
                        .organization_id = *organization_id,
                        .bytes = {arena_copy(arena, bytes.data, bytes.len), bytes.len}};
    memcpy(blob.key_id.bytes, bytes.data + KEY_ID_AT, sizeof blob.key_id.bytes);
    return blob;
}

static void read_blobs(struct world *world)
{
    struct fixture *f = world->f;
    struct column column = {.entry = 0};
    world->blobs = arena_array(world->arena, BLOBS_MAX, sizeof *world->blobs);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    while (columns_next(&column))
        for (int half = 0; half < 2 && is_walked(&column); half++) {
            const struct uuid *organization_id = half == 0 ? &f->own.id : &f->other.id;
            struct db_result rows =
                read_rows(f, &column, organization_id, half == 0 ? OWN_ROWS : OTHER_ROWS);
            for (int row = 0; row < rows.row_count; row++) {
                assert_true(world->blob_count < BLOBS_MAX);
                world->blobs[world->blob_count++] =
                    blob_of(world->arena, &column, organization_id, &rows, row);
            }
        }
    assert_true(world->blob_count >= 24 * (OWN_ROWS + OTHER_ROWS));
}

static void make_world(struct fixture *f, struct world *world)
{
    enum { ARENA = 256 << 20 };
    struct half other;
    *world = (struct world){.f = f, .arena = arena_create(ARENA)};
    exchange_organizations(f);
    make_half(f, &other);
    exchange_organizations(f);
    make_half(f, &world->own);
    read_blobs(world);
}

/* ---- keys and places ---------------------------------------------------------------------- */

static bool opens(struct fixture *f, const struct uuid *key_id, const struct blob *place,
                  struct text bytes)
{
    struct text plain;
    struct seal_place at = {place->column.table, place->column.name, place->organization_id,
                            place->id};
    enum err err = vault_unseal(f->db, key_id, &at, bytes, &plain);
    if (err == ERR_NONE)
        return true;
    assert_null(plain.data);
    assert_int_equal(db_end_request(f->db), ERR_UNAVAILABLE);
    struct uuid request_id = uuid_make();
    db_begin_request(f->db, f->arena, &request_id);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    return false;
}

/* Each of all with each of all. What an engine has to do with it is how keys are found: in
 * PostgreSQL, where each is a question to the server, one of each column. */
static void a_value_opens_in_its_place_alone(void **state)
{
    struct fixture *f = *state;
    struct world world;
    make_world(f, &world);
    int step = f->is_postgres ? OWN_ROWS + OTHER_ROWS : 1;
    for (int from = 0; from < world.blob_count; from += step)
        for (int to = 0; to < world.blob_count; to += step) {
            const struct blob *blob = &world.blobs[from], *place = &world.blobs[to];
            bool is_open = opens(f, &place->key_id, place, blob->bytes);
            if (from != to && !uuid_equal(&blob->key_id, &place->key_id))
                is_open = opens(f, &blob->key_id, place, blob->bytes) || is_open;
            if (is_open != (from == to))
                fail_msg("what is sealed in %s.%s %s in %s.%s", blob->column.table,
                         blob->column.name, is_open ? "opens" : "does not open",
                         place->column.table, place->column.name);
        }
    arena_destroy(world.arena);
}

/* ---- pages -------------------------------------------------------------------------------- */

static void add_address(struct world *world, const char *address)
{
    assert_true(world->address_count < ADDRESSES_MAX);
    world->addresses[world->address_count++] = arena_strdup(world->arena, address);
}

/* Every event that the log shows has a page of its own. */
static void add_events(struct world *world)
{
    static const char mark[] = "href=\"/audit/";
    const char *page = arena_strdup(world->arena, fixture_get(world->f, "/audit")->body.data);
    for (const char *at = strstr(page, mark); at != NULL; at = strstr(at + 1, mark)) {
        const char *path = at + strlen("href=\"");
        add_address(world, arena_copy(world->arena, path, strcspn(path, "\"")));
    }
}

static void add_addresses(struct world *world)
{
    world->addresses = arena_array(world->arena, ADDRESSES_MAX, sizeof *world->addresses);
    for (int i = 0; i < route_count; i++)
        if (routes[i].method == HTTP_GET && strchr(routes[i].pattern, '{') == NULL)
            add_address(world, routes[i].pattern);
    for (int i = 0; i < 2; i++)
        add_address(world, record_path("/import", &world->own.imports[i], ""));
    for (int i = 0; i < route_count; i++)
        if (routes[i].method == HTTP_GET && strchr(routes[i].pattern, '{') != NULL)
            add_address(world, rich_address(world->f, &world->own.rich, routes[i].pattern));
    for (int i = 0; i < 2 * RECORD_KIND_COUNT; i++) {
        const char *path = record_kinds[i % RECORD_KIND_COUNT].path;
        add_address(world, record_path(path, &world->own.said[i], "/versions"));
        add_address(world, record_path(path, &world->own.said[i], "/releases"));
        add_address(world, record_path(path, &world->own.said[i], "/stop"));
    }
    for (int i = 0; i < 2; i++) {
        char text[UUID_TEXT_LEN];
        const char *path = record_kinds[RECORD_PROMPT].path;
        const struct uuid *said = &world->own.said[RECORD_PROMPT + i * RECORD_KIND_COUNT];
        for (int k = 0; k < 2; k++) {
            uuid_format(&world->own.calls[i][k], text);
            add_address(world,
                        record_path(path, said, arena_printf(world->arena, "/try/%s", text)));
        }
        uuid_format(&world->own.overrides[i], text);
        add_address(world,
                    record_path(path, said, arena_printf(world->arena, "/overrides/%s", text)));
    }
    for (int i = 0; i < 2; i++) {
        char text[UUID_TEXT_LEN];
        const char *path = record_kinds[RECORD_PROMPT].path;
        uuid_format(&world->own.runs[i], text);
        add_address(world, record_path(path, &world->own.run_prompt,
                                       arena_printf(world->arena, "/tests/%s", text)));
        add_address(world, record_path(path, &world->own.run_prompt,
                                       arena_printf(world->arena, "/tests/%s/results/1", text)));
        uuid_format(&world->own.carried[i], text);
        add_address(world, record_path(path, &world->own.run_prompt,
                                       arena_printf(world->arena, "/tests/%s/sealed", text)));
        uuid_format(&world->own.imported[i], text);
        add_address(world, record_path(path, &world->own.run_prompt,
                                       arena_printf(world->arena, "/tests/%s", text)));
    }
    add_events(world);
}

static enum err set_value(struct db *db, const struct column *column,
                          const struct uuid *organization_id, const struct uuid *id,
                          struct text bytes)
{
    struct query q;
    query_begin(&q, db, "UPDATE ");
    query_add(&q, column->table);
    query_add(&q, " SET ");
    query_add(&q, column->name);
    query_bind(&q, " = ", db_blob(bytes));
    query_bind(&q, " WHERE organization_id = ", db_uuid(organization_id));
    query_bind(&q, " AND id = ", db_uuid(id));
    return query_change_one(&q);
}

/* As the owner of the database, who is not held back by the rights of the application. from NULL:
 * every row gets its own value back. */
static void set_all(struct world *world, const struct column *column, const struct blob *from,
                    const struct blob *rows, int count)
{
    struct fixture *owner = &world->owner;
    fixture_begin(world->f);
    fixture_begin(owner);
    assert_int_equal(db_begin(owner->db), ERR_NONE);
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < count; i++)
        err = set_value(owner->db, column, &rows[i].organization_id, &rows[i].id,
                        from == NULL ? rows[i].bytes : from->bytes);
    if (err == ERR_NONE)
        err = audit_record(owner->db, &owner->own.users[PERSONA_CUSTOMER_ADMIN].actor,
                           &(struct audit_event){.action = "prompt.update",
                                                 .record_type = "prompt",
                                                 .record_id = world->own.rich.ids[0]});
    assert_int_equal(db_finish(owner->db, err), ERR_NONE);
    fixture_begin(owner);
}

/* What showed a column once shows it again: that is asked first. */
static bool is_page_refused(struct world *world)
{
    for (int i = 0; i < world->address_count; i++) {
        int at = (world->refused_at + i) % world->address_count;
        if (fixture_get(world->f, world->addresses[at])->status != 503)
            continue;
        world->refused_at = at;
        return true;
    }
    return false;
}

/* The second step of signing in opens what codes are compared with. */
static bool is_code_refused(struct world *world)
{
    static const char *const forms[] = {"code=000000", "recovery_code=A"};
    int status = 0;
    fixture_use_jar(world->f, 3);
    for (size_t i = 0; i < COUNT_OF(enrolled) * COUNT_OF(forms) && status != 503; i++) {
        fixture_forget_attempts(world->f);
        factor_give_step(world->f, &world->f->own.users[enrolled[i / COUNT_OF(forms)]]);
        (void)fixture_get(world->f, "/login/code");
        status = fixture_post(world->f, "/login/code", forms[i % COUNT_OF(forms)])->status;
    }
    fixture_use_jar(world->f, 0);
    return status == 503;
}

/* What is answered to a program that asks again. */
static bool is_answer_refused(struct world *world)
{
    struct fixture *f = world->f;
    bool is_refused = false;
    for (int i = 0; i < 2; i++) {
        fixture_begin(f);
        (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
        is_refused = is_refused || find_answer(f, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                               &world->own.tokens[i]) == ERR_UNAVAILABLE;
        db_forgive(f->db);
    }
    return is_refused;
}

/* The files of access reviews are made while they are sent. */
static bool is_file_refused(struct world *world)
{
    struct fixture *f = world->f;
    bool is_refused = false;
    for (int i = 0; i < 2; i++) {
        struct review_file file;
        struct buf lines;
        bool is_done = false;
        fixture_begin(f);
        (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
        assert_int_equal(review_file_begin(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                           &world->own.reviews[i], &file),
                         ERR_NONE);
        assert_int_equal(db_end_request(f->db), ERR_NONE);
        struct arena *arena = arena_create(1 << 24);
        buf_init(&lines, arena);
        enum err err = review_file_next(&file, arena, &lines, &is_done);
        arena_destroy(arena);
        struct uuid id = uuid_make();
        db_begin_request(f->db, f->arena, &id);
        is_refused = is_refused || err == ERR_UNAVAILABLE;
    }
    return is_refused;
}

/* What a provisioning service sees of its people. */
static bool is_list_refused(struct world *world)
{
    struct fixture *f = world->f;
    struct provision_list list;
    struct provision_filter filter = {.by = PROVISION_ALL, .count = PROVISION_LIST_MAX};
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    enum err err = provision_list(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &filter, &list);
    db_forgive(f->db);
    return err == ERR_UNAVAILABLE;
}

/* Passwords and documents are on no page: they are used when a form is sent. */
static bool is_form_refused(struct world *world, const struct column *column,
                            const struct blob *from)
{
    struct fixture *f = world->f;
    if (strcmp(column->table, "authenticator_apps") == 0 ||
        strcmp(column->table, "recovery_sets") == 0)
        return is_code_refused(world);
    if (strcmp(column->table, "idempotency_keys") == 0)
        return is_answer_refused(world);
    if (strcmp(column->table, "access_review_people") == 0)
        return is_file_refused(world);
    if (strcmp(column->table, "user_provisions") == 0)
        return is_list_refused(world);
    const struct fixture_user *user = &f->own.users[PERSONA_DEVOPS_ENGINEER];
    if (uuid_equal(&user->id, &from->id)) /* whose row has its own value still */
        user = &f->own.users[PERSONA_ENTERPRISE_TEAM];
    const char *form =
        arena_printf(world->arena, "email=%s&password=%s", user->email, "gravel+lantern+52+orbit");
    fixture_use_jar(f, 3);
    int status = fixture_post_patiently(f, "/login", form)->status;
    fixture_use_jar(f, 0);
    for (int i = 0; i < 2 && status != 503; i++)
        if (!uuid_equal(&world->own.imports[i], &from->id))
            status = fixture_post(f, record_path("/import", &world->own.imports[i], "/start"), "")
                         ->status;
    return status == 503;
}

static bool is_refused(struct world *world, const struct column *column, const struct blob *from)
{
    if (world->is_used_in_form && is_form_refused(world, column, from))
        return true;
    if (is_page_refused(world))
        return true;
    if (world->is_used_in_form || !is_form_refused(world, column, from))
        return false;
    world->is_used_in_form = true;
    return true;
}

/* A value from elsewhere in every row of the column but the one that it comes from. */
static void move_into(struct world *world, const struct column *column, const struct blob *from,
                      const char *where)
{
    enum { ROWS_MAX = 2000 };
    fixture_begin(world->f);
    (void)db_enter(world->f->db, (struct db_scope){.reach = DB_ALL});
    struct db_result found = read_rows(world->f, column, &world->f->own.id, ROWS_MAX);
    struct blob *rows = arena_array(world->arena, (size_t)found.row_count, sizeof *rows);
    int count = 0;
    for (int row = 0; row < found.row_count; row++) {
        struct blob blob = blob_of(world->arena, column, &world->f->own.id, &found, row);
        if (!uuid_equal(&blob.id, &from->id))
            rows[count++] = blob;
    }
    set_all(world, column, from, rows, count);
    if (!is_refused(world, column, from))
        fail_msg("no page is refused when %s.%s has values of %s (%s.%s)", column->table,
                 column->name, where, from->column.table, from->column.name);
    set_all(world, column, NULL, rows, count);
}

/* The rules that keep rows from being changed are in the way of a thief as well. */
static void let_rows_change(struct fixture *f)
{
    struct db_result result;
    struct buf script;
    buf_init(&script, f->arena);
    if (!f->is_postgres) {
        assert_int_equal(db_query(f->db,
                                  "SELECT name FROM sqlite_schema WHERE type = 'trigger' "
                                  "LIMIT 1000",
                                  NULL, 0, &result),
                         ERR_NONE);
        for (int row = 0; row < result.row_count; row++)
            buf_printf(&script, "DROP TRIGGER %s;", db_get_text(&result, row, 0));
    }
    static char sqlite[8192];
    assert_true(script.len < sizeof sqlite);
    (void)snprintf(sqlite, sizeof sqlite, "%s", script.data);
    fixture_script(f, sqlite,
                   "DO $$ DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM pg_class WHERE "
                   "relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP EXECUTE "
                   "format('ALTER TABLE %s DISABLE TRIGGER USER', t); END LOOP; END $$");
}

static void no_page_shows_what_was_moved(void **state)
{
    struct fixture *f = *state;
    struct world world;
    make_world(f, &world);
    add_addresses(&world);
    let_rows_change(f);
    assert_false(is_page_refused(&world));
    world.owner = *f;
    assert_int_equal(fixture_reconnect(&world.owner, true), ERR_NONE);
    for (int i = 0; i < world.blob_count; i += OWN_ROWS + OTHER_ROWS) {
        const struct column *column = &world.blobs[i].column;
        int next = (i + OWN_ROWS + OTHER_ROWS) % world.blob_count;
        /* of a person's changes of address the last one waits, and is all that a page shows */
        bool is_shown_alone = strcmp(column->table, "address_changes") == 0;
        world.is_used_in_form = false;
        for (int row = 0; row < OWN_ROWS - is_shown_alone; row++)
            move_into(&world, column, &world.blobs[i + row], "another row");
        move_into(&world, column, &world.blobs[next], "another column");
        move_into(&world, column, &world.blobs[i + OWN_ROWS], "another organization");
    }
    assert_false(is_page_refused(&world));
    assert_int_equal(db_end_request(world.owner.db), ERR_NONE);
    arena_destroy(world.owner.arena);
    db_close(world.owner.db);
    arena_destroy(world.arena);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_value_opens_in_its_place_alone),
        TEST(no_page_shows_what_was_moved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
