#include "data/vault/columns.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "data/vault/column_entry_internal.h"
#include "domain/record/kind.h"

const struct column_reason column_reasons[COLUMN_RULE_COUNT] = {
    [COLUMN_ID] = {"Ids", NULL,
                   "made by the program from the time and random numbers, or given to keys; rows "
                   "refer to each "
                   "other by them",
                   " uuid text "},
    [COLUMN_WHO] =
        {"People", NULL,
         "ids of people, some also of what else they may be about: they name nobody, stay "
         "when a person is erased, and are shown as an erased user",
         " uuid "},
    [COLUMN_WHOSE] = {"Whose row it is", NULL,
                      "the id of a person whose own row it is: the row goes when the person is "
                      "erased",
                      " uuid "},
    [COLUMN_NAME] = {"Names, folders, tags, labels, models", NULL,
                     "identifiers: people and programs ask for things by them, and the database "
                     "sorts, pages, filters and finds by them",
                     " text "},
    [COLUMN_NUMBER] = {"Numbers", NULL,
                       "versions, positions, counts and durations, with which the database counts "
                       "and compares",
                       " bigint text "},
    [COLUMN_TIME] = {"Times", NULL,
                     "lists are sorted and filtered by them, and rows expire by them",
                     " timestamptz "},
    [COLUMN_WORD] = {"States and kinds", NULL,
                     "yes, no, or one of the program's own words, by which the database filters; "
                     "nobody types them",
                     " text boolean "},
    [COLUMN_HASH] =
        {"Hashes", NULL,
         "they can be compared but not read: made with a key of the key ring, or of what "
         "is sealed already",
         " bytea "},
    [COLUMN_PROOF] = {"Public keys and signed texts", NULL,
                      "made to be handed to anyone who wants to check what Rostrum says",
                      " bytea text "},
    [COLUMN_WRAPPED] = {"Wrapped keys", NULL, "sealed already, under a key of the key ring",
                        " bytea "},
    [COLUMN_CONTENT] = {"Content", "organization",
                        "what people and programs put into the records, and what events say about "
                        "it",
                        " bytea "},
    [COLUMN_TEXT] = {"Free text", "organization", "what people write about the records", " bytea "},
    [COLUMN_PERSON] =
        {"Persons", "person",
         "who someone is, and what only concerns them; unreadable permanently once their "
         "key is destroyed",
         " bytea "},
};

static const struct column_entry *entry_at(int index)
{
    return index < column_entry_count ? &column_entries[index]
                                      : &column_entries_later[index - column_entry_count];
}

static const char *table_of(const struct column_entry *entry, const struct record_kind *kind)
{
    switch (entry->subject) {
    case TABLE_RECORDS:
        return kind->table;
    case TABLE_VERSIONS:
        return kind->versions;
    case TABLE_TAGS:
        return kind->tags;
    case TABLE_WORDS:
        return kind->words;
    case TABLE_LABELS:
        return kind->labels;
    case TABLE_ONE:
        break;
    }
    return entry->table;
}

/* What the kind adds to the columns of a rule: its name, or NULL behind the last one. */
static const char *own_column(const struct column *column, const struct record_kind *kind)
{
    enum column_subject subject = entry_at(column->entry)->subject;
    bool has_facet = subject == TABLE_RECORDS || subject == TABLE_VERSIONS;
    if (column->rule == COLUMN_NAME && has_facet && column->part == 0)
        return kind->facet;
    if (column->rule == COLUMN_CONTENT && subject == TABLE_VERSIONS &&
        column->part < RECORD_PARTS_MAX)
        return kind->columns[column->part];
    return NULL;
}

static void set_name(struct column *column, const char *name, size_t len)
{
    if (len >= sizeof column->name)
        die("the name of a column is too long");
    (void)snprintf(column->name, sizeof column->name, "%.*s", (int)len, name);
}

/* The next column of the rule, if it has one left. */
static bool take(struct column *column, const struct record_kind *kind)
{
    const char *names = entry_at(column->entry)->columns[column->rule];
    const char *rest = names == NULL ? "" : names + column->at;
    if (*rest != '\0') {
        size_t len = strcspn(rest, " ");
        set_name(column, rest, len);
        column->at += len + (rest[len] == ' ');
        return true;
    }
    const char *own = own_column(column, kind);
    if (own != NULL)
        set_name(column, own, strlen(own));
    column->part += own != NULL;
    return own != NULL;
}

bool columns_next(struct column *column)
{
    for (; column->entry < column_entry_count + column_entry_later_count;
         column->entry++, column->kind = 0) {
        const struct column_entry *entry = entry_at(column->entry);
        int kind_count = entry->subject == TABLE_ONE ? 1 : RECORD_KIND_COUNT;
        for (; column->kind < kind_count; column->kind++, column->rule = 0) {
            const struct record_kind *kind = &record_kinds[column->kind];
            column->what = entry->subject == TABLE_RECORDS ? kind->one : entry->what;
            (void)snprintf(column->table, sizeof column->table, "%s", table_of(entry, kind));
            for (; column->rule < COLUMN_RULE_COUNT;
                 column->rule++, column->at = 0, column->part = 0)
                if (take(column, kind))
                    return true;
        }
    }
    return false;
}
