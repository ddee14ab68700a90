#include "data/record/record_words.h"

#include <string.h>

#include "data/db/query.h"
#include "data/record/record_store.h"
#include "domain/record/word_list.h"

/* How many words one statement writes: most records have fewer. The text has room for them all, so
 * that there is one a kind. */
enum { WORDS_AT_ONCE = 16 };

static bool has_word(const struct word_list *list, const char *word)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->words[i], word) == 0)
            return true;
    return false;
}

/* The words of one list that are not in the other. */
static struct word_list without(struct arena *arena, const struct word_list *list,
                                const struct word_list *other)
{
    struct word_list left = {0, arena_array(arena, (size_t)list->count + 1, sizeof(char *))};
    for (int i = 0; i < list->count; i++)
        if (!has_word(other, list->words[i]))
            left.words[left.count++] = list->words[i];
    return left;
}

/* The last word fills the room, and is not written twice. One row a word, and no SELECT: rows that
 * a distributed PostgreSQL would have to copy to their node are refused by row-level security. */
static void insert_words(struct db *db, const struct record_head *head,
                         const struct word_list *words)
{
    for (int from = 0; from < words->count; from += WORDS_AT_ONCE) {
        struct query q;
        query_begin(&q, db, "INSERT INTO ");
        query_add(&q, head->store->kind->words);
        query_bind(&q, " (organization_id, record_id, word) VALUES (",
                   db_uuid(&head->organization_id));
        query_bind(&q, ", ", db_uuid(&head->id));
        for (int i = from; i < from + WORDS_AT_ONCE; i++)
            query_bind(&q, i == from ? ", " : "), ($1, $2, ",
                       db_text(words->words[i < words->count ? i : words->count - 1]));
        query_add(&q, ") ON CONFLICT (organization_id, word, record_id) DO NOTHING");
        query_change_later(&q);
    }
}

static void delete_words(struct db *db, const struct record_head *head,
                         const struct word_list *words)
{
    for (int from = 0; from < words->count; from += WORDS_AT_ONCE) {
        struct query q;
        query_begin(&q, db, "DELETE FROM ");
        query_add(&q, head->store->kind->words);
        record_add_own(&q, head);
        for (int i = from; i < from + WORDS_AT_ONCE; i++)
            query_bind(&q, i == from ? " AND word IN (" : ", ",
                       i < words->count ? db_text(words->words[i]) : db_null_of(DB_TEXT));
        query_add(&q, ")");
        query_change_later(&q);
    }
}

void record_words_write(struct db *db, const struct record_head *before, const char *name,
                        const struct tag_list *tags)
{
    struct arena *arena = db_arena(db);
    struct word_list old = {.count = 0};
    if (before->name != NULL)
        old = word_list_of_record(arena, before->name, &before->tags);
    struct word_list new = word_list_of_record(arena, name, tags);
    struct word_list gone = without(arena, &old, &new);
    struct word_list come = without(arena, &new, &old);
    delete_words(db, before, &gone);
    insert_words(db, before, &come);
}
