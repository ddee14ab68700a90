#ifndef TESTS_WORDS_H
#define TESTS_WORDS_H

#include <string.h>

#include "data/db/query.h"
#include "data/record/record_mark.h"
#include "domain/record/word_list.h"
#include "fixture.h"

/* The index of the words of names and tags, beside what it must be. */

static inline bool words_have(const struct word_list *list, const char *word)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->words[i], word) == 0)
            return true;
    return false;
}

/* The words that the index has of a record. */
static inline struct word_list words_stored(struct fixture *f, const struct record_kind *kind,
                                            const struct uuid *organization_id,
                                            const struct uuid *id)
{
    struct query q;
    struct db_result rows;
    query_begin(&q, f->db, "SELECT word FROM ");
    query_add(&q, kind->words);
    query_bind(&q, " WHERE organization_id = ", db_uuid(organization_id));
    query_bind(&q, " AND record_id = ", db_uuid(id));
    query_add(&q, " ORDER BY word LIMIT 1000");
    assert_int_equal(query_run(&q, &rows), ERR_NONE);
    struct word_list list = {0, arena_array(f->arena, (size_t)rows.row_count + 1, sizeof(char *))};
    for (int i = 0; i < rows.row_count; i++)
        list.words[list.count++] = db_get_text(&rows, i, 0);
    return list;
}

static inline int64_t words_count(struct fixture *f, const char *table,
                                  const struct uuid *organization_id)
{
    struct query q;
    struct db_result rows;
    query_begin(&q, f->db, "SELECT count(*) FROM ");
    query_add(&q, table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(organization_id));
    assert_int_equal(query_run(&q, &rows), ERR_NONE);
    return db_get_int(&rows, 0, 0);
}

/* Fails the test unless the index has the words of all names and tags of a kind, and no others. */
static inline void words_check_kind(struct fixture *f, const struct record_kind *kind,
                                    const struct uuid *organization_id)
{
    struct query q;
    struct db_result rows;
    int64_t word_count = 0;
    query_begin(&q, f->db, "SELECT id, name, marks FROM ");
    query_add(&q, kind->table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(organization_id));
    query_add(&q, " ORDER BY id LIMIT 10000");
    assert_int_equal(query_run(&q, &rows), ERR_NONE);
    for (int row = 0; row < rows.row_count; row++) {
        struct uuid id = db_get_uuid(&rows, row, 0);
        const char *name = db_get_text(&rows, row, 1);
        struct tag_list tags = record_mark_tags(f->arena, db_get_text(&rows, row, 2));
        struct word_list due = word_list_of_record(f->arena, name, &tags);
        struct word_list stored = words_stored(f, kind, organization_id, &id);
        for (int i = 0; i < due.count; i++)
            if (!words_have(&stored, due.words[i]))
                fail_msg("%s %s: the index does not have \"%s\"", kind->name, name, due.words[i]);
        if (due.count != stored.count)
            fail_msg("%s %s: %d words instead of %d", kind->name, name, stored.count, due.count);
        word_count += due.count;
    }
    assert_int_equal(words_count(f, kind->words, organization_id), word_count);
}

/* The same for all kinds. */
static inline void words_check(struct fixture *f, const struct uuid *organization_id)
{
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++)
        words_check_kind(f, &record_kinds[i], organization_id);
}

#endif
