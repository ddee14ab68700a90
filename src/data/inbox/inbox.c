#include "data/inbox/inbox.h"

#include <string.h>

#include "base/clock.h"
#include "crypt/token.h"
#include "data/db/kept_row.h"

/* One row, with a count of each source. */
static void ask(struct query *q, struct inbox_question *question)
{
    for (size_t i = 0; i < INBOX_SOURCE_COUNT; i++) {
        query_add(q, i == 0 ? ") SELECT " : ", ");
        inbox_sources[i].add_count(q);
    }
    question->is_decided = false;
    query_later(q, &question->answer);
}

void inbox_ask(struct db *db, const char *token, struct inbox_question *question)
{
    struct uuid organization_id;
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    struct query q;
    *question = (struct inbox_question){.answer = {.values = NULL}};
    if (token_organization(token, &organization_id) != ERR_NONE)
        return;
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_id});
    token_hash(db_keyring(db), KEY_PURPOSE_SESSION, token, hashes);
    query_begin(&q, db, "WITH me AS (SELECT s.user_id FROM sessions s WHERE s.organization_id = ");
    query_bind(&q, "", db_uuid(&organization_id));
    query_bind(&q, " AND s.expires_at > ", db_time(clock_now()));
    const char *kept = arena_copy(db_arena(db), hashes, sizeof hashes);
    query_bind(&q, " AND s.token_hash IN (", db_bytes(kept, HASH_LEN));
    query_bind(&q, ", ", db_bytes(kept + HASH_LEN, HASH_LEN));
    query_add(&q, ")");
    ask(&q, question);
}

void inbox_ask_for(struct db *db, const struct actor *actor, struct inbox_question *question)
{
    struct query q;
    query_begin(&q, db, "WITH here AS (SELECT o.id FROM organizations o WHERE o.id = ");
    query_bind(&q, "", db_uuid(&actor->organization_id));
    query_bind(&q, " AND o.created_at <= ", db_time(clock_now()));
    query_bind(&q, "), me AS (SELECT ", db_uuid(&actor->user_id));
    query_add(&q, " AS user_id FROM here");
    ask(&q, question);
}

static struct text key_of(struct db *db, const struct actor *actor)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&actor->user_id, id);
    const char *key = arena_printf(db_arena(db), "inbox %s", id);
    return (struct text){key, strlen(key)};
}

static bool is_to_decide(const struct inbox_question *question, const struct actor *actor, int i)
{
    const struct inbox_source *source = &inbox_sources[i];
    return source->decide != NULL && policy_allows_some(actor, source->decides) &&
           db_get_int(&question->answer, 0, i) > 0;
}

/* What was counted of requests of others becomes how many of them the person may decide about. */
static enum err decide(struct db *db, const struct actor *actor, struct inbox_question *question)
{
    enum err err = ERR_NONE;
    struct db_result *answer = &question->answer;
    struct db_value *values =
        arena_array(db_arena(db), (size_t)answer->column_count, sizeof *values);
    memcpy(values, answer->values, (size_t)answer->column_count * sizeof *values);
    for (int i = 0; i < INBOX_SOURCE_COUNT; i++)
        if (is_to_decide(question, actor, i))
            inbox_sources[i].ahead(db, actor);
    for (int i = 0; err == ERR_NONE && i < INBOX_SOURCE_COUNT; i++) {
        int count = 0;
        if (!is_to_decide(question, actor, i))
            continue;
        err = inbox_sources[i].decide(db, actor, &count);
        values[i] = db_int(count);
    }
    answer->values = values;
    question->is_decided = err == ERR_NONE;
    return err;
}

enum err inbox_settle(struct db *db, const struct actor *actor, struct inbox_question *question)
{
    enum err err = db_collect(db);
    return err == ERR_NONE && question->answer.row_count > 0 && !question->is_decided
               ? decide(db, actor, question)
               : err;
}

enum err inbox_find(struct db *db, const struct actor *actor, struct inbox_question *question)
{
    if (policy_is_outside(actor, &actor->organization_id))
        return ERR_NONE;
    struct text key = key_of(db, actor);
    if (question->answer.row_count == 0 && kept_row_read(db, key, &question->answer))
        return ERR_NONE;
    if (question->answer.row_count == 0) {
        struct db_scope own = {DB_ORGANIZATION, actor->organization_id};
        struct db_scope before = db_enter(db, own);
        inbox_ask_for(db, actor, question);
        enum err err = db_collect(db);
        (void)db_enter(db, before);
        if (err != ERR_NONE)
            return err;
    }
    kept_row_store(db, key, &question->answer);
    return ERR_NONE;
}

void inbox_ask_inside(struct db *db, const struct actor *actor, struct inbox_question *question)
{
    if (policy_is_outside(actor, &actor->organization_id))
        inbox_ask_for(db, actor, question);
}

bool inbox_lists(const struct actor *actor, enum inbox_source_id source)
{
    const struct inbox_source *of = &inbox_sources[source];
    return policy_allows_some(actor, of->decide == NULL ? of->permission : of->decides);
}

int inbox_count_of(const struct inbox_question *question, const struct actor *actor,
                   enum inbox_source_id source)
{
    bool is_known = question->is_decided
                        ? inbox_lists(actor, source)
                        : policy_allows_some(actor, inbox_sources[source].permission);
    return is_known && question->answer.row_count > 0
               ? (int)db_get_int(&question->answer, 0, (int)source)
               : 0;
}

int inbox_count(const struct inbox_question *question, const struct actor *actor)
{
    int count = 0;
    for (int i = 0; i < INBOX_SOURCE_COUNT; i++)
        count += inbox_count_of(question, actor, (enum inbox_source_id)i);
    return count;
}

static enum err mark_inside(struct db *db, const struct actor *actor, enum inbox_source_id source,
                            const struct uuid *id)
{
    if (!uuid_is_nil(id))
        return inbox_sources[source].mark_read(db, actor, id);
    enum err err = ERR_NONE;
    for (size_t i = 0; err == ERR_NONE && i < INBOX_SOURCE_COUNT; i++)
        if (inbox_sources[i].mark_read != NULL)
            err = inbox_sources[i].mark_read(db, actor, id);
    return err;
}

enum err inbox_mark_read(struct db *db, const struct actor *actor, enum inbox_source_id source,
                         const struct uuid *id)
{
    if (!uuid_is_nil(id) && inbox_sources[source].mark_read == NULL)
        return ERR_INVALID;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, mark_inside(db, actor, source, id));
}
