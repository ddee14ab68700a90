#include "data/comment/record_comment_list.h"

#include "data/db/cursor.h"
#include "data/db/query.h"
#include "data/user/person.h"
#include "data/vault/vault.h"
#include "domain/record/mention.h"

struct seal_place record_comment_body_place(const struct uuid *organization_id,
                                            const struct uuid *id)
{
    return (struct seal_place){
        .table = "comments", .column = "body", .organization_id = *organization_id, .row_id = *id};
}

/* ---- the questions ------------------------------------------------------------------------ */

/* Which comments: those of a list, or one. */
struct source {
    struct db *db;
    const struct record_comment_filter *filter;
    struct cursor before;
    const struct uuid *id; /* NULL: a list */
};

/* $1 is the organization, of each table by itself (see activity_recent.c). */
static void add_where(struct query *q, const struct source *source)
{
    const struct record_comment_filter *filter = source->filter;
    query_bind(q, " AND c.record_id = ", db_uuid(&filter->head->id));
    if (source->id != NULL) {
        query_bind(q, " AND c.id = ", db_uuid(source->id));
        return;
    }
    if (filter->place.version != 0)
        query_bind(q, " AND c.version = ", db_int(filter->place.version));
    if (!uuid_is_nil(&filter->place.proposal_id))
        query_bind(q, " AND c.proposal_id = ", db_uuid(&filter->place.proposal_id));
    query_bind(q, " AND (c.created_at, c.id) < (", db_time(source->before.time));
    query_bind(q, ", ", db_uuid(&source->before.id));
    query_add(q, ")");
}

enum { COLUMN_AUTHOR = 9 };

static void select_comments(struct query *q, const struct source *source)
{
    query_begin(q, source->db,
                "SELECT c.id, c.version, c.proposal_id, c.revision, c.created_at, c.edited_at, "
                "c.body, p.label, p.to_version, " PERSON_COLUMNS_OF("c.author_id", a));
    query_bind(q, " FROM comments c LEFT JOIN label_proposals p ON p.organization_id = ",
               db_uuid(&source->filter->head->organization_id));
    query_add(q, " AND p.id = c.proposal_id" PERSON_JOIN(
                     a, "$1", "c.author_id") "WHERE c.organization_id = $1");
    add_where(q, source);
    query_bind(q, " ORDER BY c.created_at DESC, c.id DESC LIMIT ",
               db_int(RECORD_COMMENT_LIMIT + 1));
}

static void select_mentions(struct query *q, const struct source *source)
{
    query_begin(q, source->db, "SELECT m.comment_id, m.position, m.length, m.user_id FROM ");
    query_bind(q, "comments c JOIN comment_mentions m ON m.organization_id = ",
               db_uuid(&source->filter->head->organization_id));
    query_add(q, " AND m.comment_id = c.id WHERE c.organization_id = $1");
    add_where(q, source);
    query_bind(q, " ORDER BY c.created_at DESC, c.id DESC, m.position LIMIT ",
               db_int(RECORD_COMMENT_LIMIT * MENTION_MAX));
}

static void ask_ahead(const struct source *source)
{
    struct query q;
    select_comments(&q, source);
    query_ahead(&q);
    select_mentions(&q, source);
    query_ahead(&q);
}

void record_comment_ahead(struct db *db, const struct record_comment_filter *filter)
{
    ask_ahead(&(struct source){db, filter, cursor_newest(), NULL});
}

void record_comment_get_ahead(struct db *db, const struct record_head *head, const struct uuid *id)
{
    struct record_comment_filter filter = {.head = head, .cursor = ""};
    ask_ahead(&(struct source){db, &filter, cursor_newest(), id});
}

/* ---- reading ------------------------------------------------------------------------------ */

static enum err read_comment(struct db *db, const struct record_head *head,
                             const struct db_result *result, int row,
                             struct record_comment *comment)
{
    *comment = (struct record_comment){
        .id = db_get_uuid(result, row, 0),
        .place = {db_get_int(result, row, 1), db_get_uuid(result, row, 2)},
        .revision = db_get_int(result, row, 3),
        .created_at = db_get_time(result, row, 4),
        .edited_at = db_get_time(result, row, 5),
        .proposal_label = db_get_text(result, row, 7),
        .proposal_to_version = db_get_int(result, row, 8),
        .author_id = db_get_uuid(result, row, COLUMN_AUTHOR),
    };
    struct seal_place place = record_comment_body_place(&head->organization_id, &comment->id);
    enum err err = vault_open_text(db, &place, db_get_bytes(result, row, 6), &comment->body);
    return err == ERR_NONE ? person_name(db, result, row, COLUMN_AUTHOR, &comment->author_name)
                           : err;
}

/* The rows of mentions are in the order of the comments' rows. */
static void read_mentions(struct db *db, const struct db_result *result, int *row,
                          struct record_comment *comment)
{
    int first = *row;
    for (; *row < result->row_count; ++*row) {
        struct uuid id = db_get_uuid(result, *row, 0);
        if (!uuid_equal(&id, &comment->id))
            break;
    }
    comment->mention_count = *row - first;
    comment->mentions =
        arena_array(db_arena(db), (size_t)comment->mention_count + 1, sizeof *comment->mentions);
    for (int i = 0; i < comment->mention_count; i++)
        comment->mentions[i] = (struct record_comment_mention){
            (size_t)db_get_int(result, first + i, 1), (size_t)db_get_int(result, first + i, 2),
            db_get_uuid(result, first + i, 3)};
}

static void ask_rights(const struct actor *actor, const struct record_head *head,
                       struct record_comment *comment)
{
    struct policy_target record = record_target(head);
    struct policy_target target = {head->organization_id, comment->author_id, head->folder};
    bool is_own = uuid_equal(&actor->user_id, &comment->author_id);
    bool may_add = policy_allows(actor, PERMISSION_COMMENT_ADD, &record);
    comment->may_edit = is_own && may_add;
    comment->may_delete = may_add && policy_allows(actor, PERMISSION_COMMENT_DELETE, &target);
}

static enum err ask(const struct source *source, struct db_result *comments,
                    struct db_result *mentions)
{
    struct query q;
    select_comments(&q, source);
    enum err err = query_run(&q, comments);
    if (err != ERR_NONE || comments->row_count == 0)
        return err;
    select_mentions(&q, source);
    return query_run(&q, mentions);
}

static enum err read_list(const struct actor *actor, const struct source *source,
                          struct record_comment_list *list)
{
    struct db *db = source->db;
    struct db_result result, mentions = {.values = NULL};
    int mention = 0;
    enum err err = ask(source, &result, &mentions);
    if (err != ERR_NONE)
        return err;
    bool has_more = result.row_count > RECORD_COMMENT_LIMIT;
    *list =
        (struct record_comment_list){.count = has_more ? RECORD_COMMENT_LIMIT : result.row_count};
    list->comments = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->comments);
    for (int i = 0; err == ERR_NONE && i < list->count; i++) {
        struct record_comment *comment = &list->comments[list->count - 1 - i];
        err = read_comment(db, source->filter->head, &result, i, comment);
        read_mentions(db, &mentions, &mention, comment);
        ask_rights(actor, source->filter->head, comment);
    }
    if (err == ERR_NONE && has_more)
        list->earlier = cursor_format(
            db_arena(db), &(struct cursor){list->comments[0].created_at, list->comments[0].id});
    return err;
}

static enum err check_may_read(const struct actor *actor, const struct record_head *head)
{
    struct policy_target target = record_target(head);
    return policy_check(actor, head->store->kind->read, head->store->kind->see, &target);
}

enum err record_comment_list(struct db *db, const struct actor *actor,
                             const struct record_comment_filter *filter,
                             struct record_comment_list *list)
{
    struct source source = {db, filter, cursor_newest(), NULL};
    enum err err = check_may_read(actor, filter->head);
    if (err == ERR_NONE && filter->cursor[0] != '\0')
        err = cursor_parse(filter->cursor, &source.before);
    return err == ERR_NONE ? read_list(actor, &source, list) : err;
}

enum err record_comment_get(struct db *db, const struct actor *actor,
                            const struct record_head *head, const struct uuid *id,
                            struct record_comment *comment)
{
    struct record_comment_filter filter = {.head = head, .cursor = ""};
    struct source source = {db, &filter, cursor_newest(), id};
    struct record_comment_list list;
    enum err err = check_may_read(actor, head);
    if (err == ERR_NONE)
        err = read_list(actor, &source, &list);
    if (err != ERR_NONE)
        return err;
    if (list.count == 0)
        return ERR_NOT_FOUND;
    *comment = list.comments[0];
    return ERR_NONE;
}
