#include "data/listing/record_lookup.h"

/* Limits are constants of the text, so that a planner knows that reading the index is cheaper than
 * reading the table until enough are found. */
#define FEW        2000
#define MANY       100000
#define FEW_LIMIT  " LIMIT 2001"
#define MANY_LIMIT " LIMIT 100001"

enum { WORDS_MAX = 8 };

/* Behind every text that begins with another: no name has this character. */
#define LAST_CHARACTER "\xf4\x8f\xbf\xbf"

/* A record may have several such words. */
static void add_rows(struct query *query, const struct record_row_source *source, const char *word,
                     enum record_lookup_size size)
{
    const char *end = arena_printf(db_arena(query->db), "%s" LAST_CHARACTER, word);
    query_add(query, "SELECT record_id FROM ");
    query_add(query, source->kind->words);
    query_bind(query, " WHERE organization_id = ", db_uuid(&source->organization_id));
    query_bind(query, " AND word >= ", db_text(word));
    query_bind(query, " AND word < ", db_text(end));
    query_add(query, " ORDER BY word, record_id");
    query_add(query, size == RECORD_LOOKUP_FEW ? FEW_LIMIT : MANY_LIMIT);
}

enum err record_lookup_find(const struct record_row_source *source, const struct word_list *words,
                            enum record_lookup_size size, struct record_lookup *lookup,
                            bool *is_found)
{
    struct db_result counts[WORDS_MAX];
    int word_count = words->count < WORDS_MAX ? words->count : WORDS_MAX;
    *lookup = (struct record_lookup){.size = size,
                                     .count = size == RECORD_LOOKUP_FEW ? FEW + 1 : MANY + 1};
    for (int i = 0; i < word_count; i++) {
        struct query q;
        query_begin(&q, source->db, "SELECT count(*) FROM (");
        add_rows(&q, source, words->words[i], size);
        query_add(&q, ") w");
        query_later(&q, &counts[i]);
    }
    enum err err = db_collect(source->db);
    for (int i = 0; err == ERR_NONE && i < word_count; i++) {
        int64_t count = db_get_int(&counts[i], 0, 0);
        if (count < lookup->count)
            *lookup = (struct record_lookup){words->words[i], size, count};
    }
    *is_found = lookup->word != NULL;
    return err;
}

void record_lookup_add(struct query *query, const struct record_row_source *source,
                       const struct record_lookup *lookup)
{
    query_add(query, "SELECT DISTINCT record_id AS id FROM (");
    add_rows(query, source, lookup->word, lookup->size);
    query_add(query, ") w");
}
