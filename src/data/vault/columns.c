#include "data/vault/columns.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "domain/record/kind.h"

const struct column_reason column_reasons[COLUMN_RULE_COUNT] = {
    [COLUMN_ID] = {"Ids", NULL,
                   "made by the program from the time and random numbers, or given to keys; rows "
                   "refer to each "
                   "other by them",
                   " uuid text "},
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

/* What an entry is about: one table, or the same table of each kind of records. */
enum subject { ONE, RECORDS, VERSIONS, TAGS, WORDS, LABELS };

struct entry {
    enum subject subject;
    const char *table; /* of ONE */
    const char *what;
    const char *columns[COLUMN_RULE_COUNT]; /* their names, with spaces between them */
};

/* The tables in the order of the schema. The column by which lists filter a kind is a name besides,
 * and the parts of its versions are content (domain/record/kind.h). */
static const struct entry entries[] = {
    {ONE,
     "schema_migrations",
     "a migration that was applied",
     {[COLUMN_ID] = "checksum",
      [COLUMN_NAME] = "name",
      [COLUMN_NUMBER] = "number",
      [COLUMN_TIME] = "applied_at"}},
    {ONE,
     "installation",
     "a value that belongs to no customer: the set-up code, a check of the key ring",
     {[COLUMN_ID] = "name", [COLUMN_HASH] = "value", [COLUMN_TIME] = "created_at expires_at"}},
    {ONE,
     "data_keys",
     "a data key of an organization or a person",
     {[COLUMN_ID] = "id organization_id kid",
      [COLUMN_WRAPPED] = "wrapped_key",
      [COLUMN_TIME] = "created_at"}},
    {ONE,
     "organizations",
     "a customer",
     {[COLUMN_ID] = "id data_key_id",
      [COLUMN_NAME] = "name slug",
      [COLUMN_WORD] = "settings",
      [COLUMN_TIME] = "suspended_at created_at updated_at"}},
    {ONE,
     "content_versions",
     "the version of what the people of a customer see, which changes with it",
     {[COLUMN_ID] = "organization_id version"}},
    {ONE,
     "addresses",
     "whom sign-in finds by an address",
     {[COLUMN_ID] = "organization_id user_id email_index_kid", [COLUMN_HASH] = "email_index"}},
    {ONE,
     "users",
     "a person who signs in",
     {[COLUMN_ID] = "organization_id id data_key_id",
      [COLUMN_NAME] = "time_zone",
      [COLUMN_WORD] = "user_persona is_active is_superuser",
      [COLUMN_NUMBER] = "version epoch",
      [COLUMN_TIME] = "deactivated_at erased_at created_at updated_at",
      [COLUMN_PERSON] = "email full_name hashed_password"}},
    {ONE,
     "sessions",
     "a browser in which a person is signed in",
     {[COLUMN_ID] = "organization_id id user_id acting_organization_id",
      [COLUMN_HASH] = "token_hash",
      [COLUMN_NUMBER] = "epoch",
      [COLUMN_TIME] = "created_at last_seen_at authenticated_at expires_at ended_at",
      [COLUMN_PERSON] = "client_address client_agent"}},
    {ONE,
     "user_seen",
     "when a person was last seen, and began their last two visits",
     {[COLUMN_ID] = "organization_id user_id",
      [COLUMN_TIME] = "last_seen_at visit_at previous_visit_at"}},
    {ONE,
     "one_time_links",
     "a link that was given to a person, to be used once",
     {[COLUMN_ID] = "organization_id id user_id created_by",
      [COLUMN_HASH] = "token_hash",
      [COLUMN_WORD] = "purpose",
      [COLUMN_TIME] = "created_at expires_at used_at"}},
    {ONE,
     "invitation_requests",
     "a member's request that an administrator invite someone",
     {[COLUMN_ID] = "organization_id id requested_by decided_by user_id",
      [COLUMN_HASH] = "email_index",
      [COLUMN_WORD] = "user_persona state",
      [COLUMN_TIME] = "created_at decided_at",
      [COLUMN_TEXT] = "email full_name reason"}},
    {RECORDS,
     NULL,
     "a record",
     {[COLUMN_ID] = "organization_id id owner_id",
      [COLUMN_NAME] = "name name_key sort_key folder marks",
      [COLUMN_NUMBER] = "version version_count revision",
      [COLUMN_TIME] = "archived_at created_at updated_at",
      [COLUMN_TEXT] = "description"}},
    {VERSIONS,
     NULL,
     "a version of a record's content",
     {[COLUMN_ID] = "organization_id record_id id author_id",
      [COLUMN_NUMBER] = "version",
      [COLUMN_TIME] = "created_at",
      [COLUMN_TEXT] = "message"}},
    {TAGS,
     NULL,
     "a tag of a record",
     {[COLUMN_ID] = "organization_id record_id",
      [COLUMN_NAME] = "tag tag_key",
      [COLUMN_NUMBER] = "position"}},
    {WORDS,
     NULL,
     "a word of a record's name or tags, by which it is found",
     {[COLUMN_ID] = "organization_id record_id", [COLUMN_NAME] = "word"}},
    {LABELS,
     NULL,
     "a label on a version",
     {[COLUMN_ID] = "organization_id record_id",
      [COLUMN_NAME] = "label",
      [COLUMN_NUMBER] = "version",
      [COLUMN_TIME] = "updated_at"}},
    {ONE,
     "team_members",
     "a member of a team's current version",
     {[COLUMN_ID] = "organization_id team_id agent_id",
      [COLUMN_NAME] = "agent_label",
      [COLUMN_NUMBER] = "position agent_version",
      [COLUMN_WORD] = "role"}},
    {ONE,
     "record_counts",
     "how many records there are in a folder, of a type, with a model",
     {[COLUMN_ID] = "organization_id",
      [COLUMN_NAME] = "value",
      [COLUMN_NUMBER] = "record_count",
      [COLUMN_WORD] = "kind dimension"}},
    {ONE,
     "record_links",
     "that a version uses another record",
     {[COLUMN_ID] = "organization_id source_id target_id",
      [COLUMN_NAME] = "target_name label",
      [COLUMN_NUMBER] = "source_version position target_version",
      [COLUMN_WORD] = "source_kind sort target_kind is_live"}},
    {ONE,
     "protected_labels",
     "a label that only some may move",
     {[COLUMN_ID] = "organization_id", [COLUMN_NAME] = "label"}},
    {ONE,
     "label_proposals",
     "a proposal to move a label",
     {[COLUMN_ID] = "organization_id id record_id proposed_by decided_by",
      [COLUMN_NAME] = "label",
      [COLUMN_NUMBER] = "from_version to_version",
      [COLUMN_WORD] = "kind state",
      [COLUMN_TIME] = "created_at decided_at",
      [COLUMN_TEXT] = "reason decision_reason"}},
    {ONE,
     "proposal_news",
     "a decision about a person's proposal that the person has not marked as read",
     {[COLUMN_ID] = "organization_id user_id proposal_id"}},
    {ONE,
     "label_moves",
     "that a label was moved",
     {[COLUMN_ID] = "organization_id id record_id moved_by proposal_id",
      [COLUMN_NAME] = "label",
      [COLUMN_NUMBER] = "from_version to_version",
      [COLUMN_WORD] = "kind",
      [COLUMN_TIME] = "created_at",
      [COLUMN_TEXT] = "reason"}},
    {ONE,
     "comments",
     "a comment on a record, one of its versions or a proposal",
     {[COLUMN_ID] = "organization_id id record_id proposal_id author_id",
      [COLUMN_NUMBER] = "version revision",
      [COLUMN_WORD] = "kind",
      [COLUMN_TIME] = "created_at edited_at",
      [COLUMN_TEXT] = "body"}},
    {ONE,
     "comment_mentions",
     "that a comment names a person",
     {[COLUMN_ID] = "organization_id comment_id user_id",
      [COLUMN_NUMBER] = "position length",
      [COLUMN_TIME] = "created_at"}},
    {ONE,
     "record_follows",
     "that a person follows a record",
     {[COLUMN_ID] = "organization_id user_id record_id",
      [COLUMN_WORD] = "kind",
      [COLUMN_TIME] = "created_at"}},
    {ONE,
     "folder_follows",
     "that a person follows a folder",
     {[COLUMN_ID] = "organization_id user_id",
      [COLUMN_NAME] = "folder",
      [COLUMN_WORD] = "kind",
      [COLUMN_TIME] = "created_at"}},
    {ONE,
     "inbox_reads",
     "until when a person has read the news",
     {[COLUMN_ID] = "organization_id user_id", [COLUMN_TIME] = "read_at"}},
    {ONE,
     "daily_counts",
     "how much happened on a day",
     {[COLUMN_ID] = "organization_id",
      [COLUMN_NUMBER] = "day event_count",
      [COLUMN_WORD] = "noun"}},
    {ONE,
     "imports",
     "a document that was uploaded, until it expires",
     {[COLUMN_ID] = "organization_id id user_id",
      [COLUMN_WORD] = "state skips_existing is_renewed",
      [COLUMN_NUMBER] = "record_count checked_count totals duration_us",
      [COLUMN_TIME] = "created_at expires_at",
      [COLUMN_TEXT] = "source",
      [COLUMN_CONTENT] = "document"}},
    {ONE,
     "import_lines",
     "what an import does to a record",
     {[COLUMN_ID] = "organization_id import_id id",
      [COLUMN_NUMBER] = "position base_version",
      [COLUMN_WORD] = "kind outcome",
      [COLUMN_TEXT] = "name",
      [COLUMN_CONTENT] = "details"}},
    {ONE,
     "audit_heads",
     "how many events of an organization have numbers",
     {[COLUMN_ID] = "organization_id", [COLUMN_NUMBER] = "last_seq"}},
    {ONE,
     "audit_events",
     "an event of the audit log",
     {[COLUMN_ID] = "organization_id id actor_id record_id request_id subject_id",
      [COLUMN_NUMBER] = "request_part",
      [COLUMN_TIME] = "occurred_at",
      [COLUMN_WORD] = "actor_kind is_outside action record_type outcome",
      [COLUMN_CONTENT] = "details",
      [COLUMN_PERSON] = "personal_details"}},
    {ONE,
     "audit_sequence",
     "the number of an event",
     {[COLUMN_ID] = "organization_id event_id",
      [COLUMN_NUMBER] = "seq",
      [COLUMN_HASH] = "leaf_hash"}},
    {ONE,
     "audit_queue",
     "an event that has no number yet",
     {[COLUMN_ID] = "organization_id event_id", [COLUMN_TIME] = "occurred_at"}},
};

static const char *table_of(const struct entry *entry, const struct record_kind *kind)
{
    switch (entry->subject) {
    case RECORDS:
        return kind->table;
    case VERSIONS:
        return kind->versions;
    case TAGS:
        return kind->tags;
    case WORDS:
        return kind->words;
    case LABELS:
        return kind->labels;
    case ONE:
        break;
    }
    return entry->table;
}

/* What the kind adds to the columns of a rule: its name, or NULL behind the last one. */
static const char *own_column(const struct column *column, const struct record_kind *kind)
{
    enum subject subject = entries[column->entry].subject;
    bool has_facet = subject == RECORDS || subject == VERSIONS;
    if (column->rule == COLUMN_NAME && has_facet && column->part == 0)
        return kind->facet;
    if (column->rule == COLUMN_CONTENT && subject == VERSIONS && column->part < RECORD_PARTS_MAX)
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
    const char *names = entries[column->entry].columns[column->rule];
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
    for (; column->entry < (int)COUNT_OF(entries); column->entry++, column->kind = 0) {
        const struct entry *entry = &entries[column->entry];
        int kind_count = entry->subject == ONE ? 1 : RECORD_KIND_COUNT;
        for (; column->kind < kind_count; column->kind++, column->rule = 0) {
            const struct record_kind *kind = &record_kinds[column->kind];
            column->what = entry->subject == RECORDS ? kind->one : entry->what;
            (void)snprintf(column->table, sizeof column->table, "%s", table_of(entry, kind));
            for (; column->rule < COLUMN_RULE_COUNT;
                 column->rule++, column->at = 0, column->part = 0)
                if (take(column, kind))
                    return true;
        }
    }
    return false;
}
