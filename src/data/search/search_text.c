#include "data/search/search_text.h"

#include <string.h>

#include "data/record/record_load.h"
#include "data/search/search_rows.h"
#include "data/vault/vault.h"

bool search_text_look(struct text_match *match, const char *text, size_t len,
                      struct record_match_place *found)
{
    struct text_span span;
    if (text_match_look(match, text, len, &span))
        *found = (struct record_match_place){{text, len}, span};
    return match->missing == 0;
}

bool search_marks_look(struct text_match *match, const char *marks,
                       struct record_match_place *found)
{
    for (const char *at = marks; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        const char *word = at[0] == '#' ? at + 1 : at;
        const char *space = memchr(word, ' ', len - (size_t)(word - at));
        if (at[0] >= '0' && at[0] <= '9' && space != NULL && at[len] == '\n')
            word = space + 1; /* "VERSION label" */
        bool is_stop = at[0] == '!';
        if (!is_stop && search_text_look(match, word, len - (size_t)(word - at), found))
            return true;
        at += len + (at[len] == '\n');
    }
    return false;
}

enum err search_description_look(const struct record_row_source *source,
                                 const struct db_result *rows, int row, struct text_match *match,
                                 struct record_match_place *found)
{
    struct uuid id = db_get_uuid(rows, row, 0);
    struct seal_place place = record_description_place(source->kind, &source->organization_id, &id);
    const char *text = NULL;
    enum err err =
        vault_open_text(source->db, &place, db_get_bytes(rows, row, SEARCH_NAME_COLUMN + 1), &text);
    if (err == ERR_NONE)
        (void)search_text_look(match, text, strlen(text), found);
    return err;
}
