#include "data/record/label_history.h"

#include <string.h>

#include "data/db/cursor.h"
#include "data/identity/person.h"
#include "data/prompt/prompt_store.h"

enum { LIMIT = 50, LIMIT_MAX = 100 };

/* $1 organization, $2 and $3 from where on, $4 how many, $5 prompt, $6 label. */
#define MOVES(which)                                                                               \
    "SELECT m.id, m.prompt_id, p.name, m.label, m.from_version, m.to_version, m.reason, "          \
    "m.moved_by, m.proposal_id, m.created_at, " PERSON_COLUMNS(a) ", " PERSON_COLUMNS(             \
        b) " "                                                                                     \
           "FROM label_moves m CROSS JOIN prompts p CROSS JOIN users a "                           \
           "LEFT JOIN label_proposals q ON q.id = m.proposal_id "                                  \
           "LEFT JOIN users b ON b.id = q.proposed_by "                                            \
           "WHERE m.organization_id = $1 AND (m.created_at, m.id) < ($2, $3) " which               \
           "AND p.id = m.prompt_id AND a.id = m.moved_by "                                         \
           "ORDER BY m.created_at DESC, m.id DESC LIMIT $4"

static const char all_sql[] = MOVES("");
static const char prompt_sql[] = MOVES("AND m.prompt_id = $5 ");
static const char label_sql[] = MOVES("AND m.prompt_id = $5 AND m.label = $6 ");

static enum err read_entry(struct db *db, const struct db_result *result, int row,
                           struct label_history_entry *entry)
{
    *entry = (struct label_history_entry){
        .id = db_get_uuid(result, row, 0),
        .prompt_id = db_get_uuid(result, row, 1),
        .prompt_name = db_get_text(result, row, 2),
        .label = db_get_text(result, row, 3),
        .from_version = db_get_int(result, row, 4),
        .to_version = db_get_int(result, row, 5),
        .reason = db_get_text(result, row, 6),
        .moved_by = db_get_uuid(result, row, 7),
        .proposal_id = db_get_uuid(result, row, 8),
        .created_at = db_get_time(result, row, 9),
    };
    enum err err = person_name(db, result, row, 10, &entry->moved_by_name);
    return err == ERR_NONE ? person_name(db, result, row, 14, &entry->proposed_by_name) : err;
}

static enum err read_history(struct db *db, const struct db_result *result, int limit,
                             struct label_history *history)
{
    bool has_more = result->row_count > limit;
    history->count = has_more ? limit : result->row_count;
    history->entries =
        arena_array(db_arena(db), (size_t)history->count + 1, sizeof *history->entries);
    for (int i = 0; i < history->count; i++) {
        enum err err = read_entry(db, result, i, &history->entries[i]);
        if (err != ERR_NONE)
            return err;
    }
    history->next = NULL;
    if (has_more) {
        const struct label_history_entry *last = &history->entries[history->count - 1];
        history->next = cursor_format(db_arena(db), &(struct cursor){last->created_at, last->id});
    }
    return ERR_NONE;
}

/* Which text, and whose moves. */
static enum err choose(struct db *db, const struct actor *actor,
                       const struct label_history_filter *filter, struct uuid *organization_id,
                       const char **sql)
{
    struct prompt prompt;
    *organization_id = actor->organization_id;
    *sql = all_sql;
    if (uuid_is_nil(&filter->prompt_id)) {
        struct policy_target target = {.organization_id = actor->organization_id};
        return policy_allows(actor, PERMISSION_PROMPT_SEE, &target) ? ERR_NONE : ERR_DENIED;
    }
    enum err err = prompt_load(db, actor, &filter->prompt_id, PERMISSION_PROMPT_SEE, &prompt);
    if (err == ERR_NONE)
        *organization_id = prompt.organization_id;
    *sql = filter->label[0] == '\0' ? prompt_sql : label_sql;
    return err;
}

enum err label_history(struct db *db, const struct actor *actor,
                       const struct label_history_filter *filter, struct label_history *history)
{
    int limit = filter->limit == 0 ? LIMIT : filter->limit;
    struct cursor cursor = cursor_newest();
    struct uuid organization_id;
    const char *sql = NULL;
    if (limit < 1 || limit > LIMIT_MAX)
        return ERR_INVALID;
    if (filter->cursor[0] != '\0' && cursor_parse(filter->cursor, &cursor) != ERR_NONE)
        return ERR_INVALID;
    enum err err = choose(db, actor, filter, &organization_id, &sql);
    if (err != ERR_NONE)
        return err;
    struct db_result result;
    err = db_select(db, &result, sql, db_uuid(&organization_id), db_time(cursor.time),
                    db_uuid(&cursor.id), db_int(limit + 1), db_uuid(&filter->prompt_id),
                    db_text(filter->label));
    return err == ERR_NONE ? read_history(db, &result, limit, history) : err;
}

/* "latest" is computed: the newest version there was. The limit on the version says nothing, but
 * leads SQLite, which keeps no statistics, to the versions of this prompt. */
static enum err find_latest(struct db *db, const struct prompt *prompt, int64_t time,
                            struct db_result *result)
{
    return db_select(db, result,
                     "SELECT v.version, v.created_at, " PERSON_COLUMNS(
                         a) " "
                            "FROM prompt_versions v CROSS JOIN users a "
                            "WHERE NOT (v.organization_id <> $1) AND v.prompt_id = $2 "
                            "AND v.version <= $4 AND v.created_at <= $3 "
                            "AND a.id = v.author_id ORDER BY v.version DESC LIMIT 1",
                     db_uuid(&prompt->organization_id), db_uuid(&prompt->id), db_time(time),
                     db_int(prompt->version));
}

static enum err find_move(struct db *db, const struct prompt *prompt,
                          const struct label_question *question, struct db_result *result)
{
    return db_select(db, result,
                     "SELECT m.to_version, m.created_at, " PERSON_COLUMNS(
                         a) " "
                            "FROM label_moves m CROSS JOIN users a "
                            "WHERE m.organization_id = $1 AND m.prompt_id = $2 AND m.label = $4 "
                            "AND m.created_at <= $3 AND a.id = m.moved_by "
                            "ORDER BY m.created_at DESC, m.id DESC LIMIT 1",
                     db_uuid(&prompt->organization_id), db_uuid(&prompt->id),
                     db_time(question->time), db_text(question->label));
}

enum err label_at(struct db *db, const struct actor *actor, const struct label_question *question,
                  struct label_answer *answer)
{
    struct prompt prompt;
    struct db_result result;
    *answer = (struct label_answer){0, 0, NULL};
    enum err err = prompt_load(db, actor, &question->prompt_id, PERMISSION_PROMPT_SEE, &prompt);
    if (err != ERR_NONE)
        return err;
    err = strcmp(question->label, LABEL_LATEST) == 0
              ? find_latest(db, &prompt, question->time, &result)
              : find_move(db, &prompt, question, &result);
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    answer->version = db_get_int(&result, 0, 0);
    answer->since = db_get_time(&result, 0, 1);
    return person_name(db, &result, 0, 2, &answer->moved_by_name);
}
