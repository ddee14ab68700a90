#include "data/card/card_content.h"

#include <inttypes.h>

#include "data/agent/agent.h"
#include "data/card/card_sign.h"
#include "data/db/query.h"
#include "data/release/record_label.h"
#include "data/team/team.h"
#include "data/vault/vault.h"
#include "domain/record/label.h"
#include "domain/team/team_members.h"

/* ---- an agent ----------------------------------------------------------------------------- */

static struct record_head head_of(const struct record_store *store,
                                  const struct uuid *organization_id, const struct uuid *id)
{
    return (struct record_head){.store = store, .organization_id = *organization_id, .id = *id};
}

static enum err load_config(struct db *db, const struct record_head *head, int64_t number,
                            struct card_content *content, const json_t **config)
{
    struct record_version version;
    enum err err = record_version_load(db, head, number, &version);
    if (err != ERR_NONE)
        return err;
    if (uuid_is_nil(&content->stop_id))
        content->stop_id = version.stop_id;
    *config = json_stored(db_arena(db), agent_config_of(&version.content), "a stored config");
    return ERR_NONE;
}

static enum err load_agent(struct db *db, const struct record_head *head,
                           struct card_content *content)
{
    const json_t *config = NULL;
    enum err err = load_config(db, head, content->version, content, &config);
    if (err != ERR_NONE)
        return err;
    content->endpoint = json_object_get(config, "endpoint");
    agent_card_add_config(db_arena(db), content->skills, config);
    return ERR_NONE;
}

/* ---- a team ------------------------------------------------------------------------------- */

static const struct team_member *entry_of(const struct team_member *members, int count)
{
    for (int i = 0; i < count; i++)
        if (members[i].role == TEAM_LEAD)
            return &members[i];
    return members;
}

/* What the team uses of its entry. An agent that is gone, or without the label, can't be reached.
 */
static enum err load_entry(struct db *db, const struct uuid *organization_id,
                           const struct team_member *entry, struct card_content *content)
{
    const json_t *config = NULL;
    struct record_head head = head_of(&agent_store, organization_id, &entry->agent_id);
    int64_t number = entry->agent_version;
    enum err err = entry->agent_label == NULL
                       ? ERR_NONE
                       : label_version(db, &head, entry->agent_label, &number);
    if (err != ERR_NONE || (entry->agent_label != NULL && number == 0))
        return err;
    err = load_config(db, &head, number, content, &config);
    if (err == ERR_NONE)
        content->endpoint = json_object_get(config, "endpoint");
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err add_member(struct db *db, const struct uuid *organization_id,
                           const struct db_result *result, int row, struct card_content *content)
{
    struct uuid id = db_get_uuid(result, row, 0);
    const char *description = "";
    if (uuid_is_nil(&id)) /* the agent is gone */
        return ERR_NONE;
    struct seal_place place =
        record_description_place(&record_kinds[RECORD_AGENT], organization_id, &id);
    enum err err = vault_open_text(db, &place, db_get_bytes(result, row, 2), &description);
    if (err == ERR_NONE)
        agent_card_add_member(db_arena(db), content->skills, db_get_text(result, row, 1),
                              description);
    return err;
}

static enum err add_members(struct db *db, const struct record_head *head,
                            struct card_content *content)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "SELECT a.id, a.name, a.description FROM record_links l "
                  "LEFT JOIN agents a ON a.organization_id = l.organization_id "
                  "AND a.id = l.target_id WHERE l.organization_id = $1 "
                  "AND l.source_id = $2 AND l.source_version = $3 "
                  "ORDER BY l.position LIMIT 100",
                  db_uuid(&head->organization_id), db_uuid(&head->id), db_int(content->version));
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++)
        err = add_member(db, &head->organization_id, &result, i, content);
    return err;
}

static enum err load_team(struct db *db, const struct record_head *head,
                          struct card_content *content)
{
    struct record_version version;
    int count = 0;
    enum err err = record_version_load(db, head, content->version, &version);
    if (err != ERR_NONE)
        return err;
    content->stop_id = version.stop_id;
    const struct team_member *members =
        team_members_read(db_arena(db), version.content.parts[TEAM_PART_MEMBERS], &count);
    if (count > 0)
        err = load_entry(db, &head->organization_id, entry_of(members, count), content);
    return err == ERR_NONE ? add_members(db, head, content) : err;
}

/* ---- either ------------------------------------------------------------------------------- */

static enum err select_record(struct db *db, const struct record_head *head,
                              struct db_result *result)
{
    struct query q;
    query_begin(&q, db,
                "SELECT r.name, r.description, r.folder, r.owner_id, r.archived_at, l.version, "
                "o.data_key_id, o.name FROM ");
    query_add(&q, head->store->kind->table);
    query_add(&q, " r JOIN organizations o ON o.id = r.organization_id LEFT JOIN ");
    query_add(&q, head->store->kind->labels);
    query_bind(&q,
               " l ON l.organization_id = r.organization_id AND l.record_id = r.id AND l.label = ",
               db_text(LABEL_PRODUCTION));
    query_bind(&q, " WHERE r.organization_id = ", db_uuid(&head->organization_id));
    query_bind(&q, " AND r.id = ", db_uuid(&head->id));
    return query_run(&q, result);
}

static enum err read_record(struct db *db, const struct record_head *head,
                            const struct db_result *row, struct card_content *content)
{
    struct uuid key_id = db_get_uuid(row, 0, 6);
    vault_note_organization_key(db, &head->organization_id, &key_id);
    *content = (struct card_content){
        .name = db_get_text(row, 0, 0),
        .folder = db_get_text(row, 0, 2),
        .owner_id = db_get_uuid(row, 0, 3),
        .is_archived = !db_is_null(row, 0, 4),
        .version = db_get_int(row, 0, 5),
        .organization_name = db_get_text(row, 0, 7),
        .skills = json_keep(db_arena(db), json_array()),
    };
    struct seal_place place =
        record_description_place(head->store->kind, &head->organization_id, &head->id);
    return vault_open_text(db, &place, db_get_bytes(row, 0, 1), &content->description);
}

enum err card_content_load(struct db *db, const struct record_store *store,
                           const struct uuid *organization_id, const struct uuid *id,
                           struct card_content *content)
{
    struct record_head head = head_of(store, organization_id, id);
    struct db_result row;
    enum err err = select_record(db, &head, &row);
    if (err == ERR_NONE && row.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        err = read_record(db, &head, &row, content);
    if (err != ERR_NONE || content->version == 0)
        return err;
    return store->kind->id == RECORD_TEAM ? load_team(db, &head, content)
                                          : load_agent(db, &head, content);
}

/* ---- what is stopped ---------------------------------------------------------------------- */

const char *card_stop_words(struct db *db, const struct card *card,
                            const struct card_content *content)
{
    struct db_result row;
    if (card->kind->id != RECORD_TEAM)
        return NULL;
    enum err err =
        db_select(db, &row,
                  "SELECT a.name FROM stops y JOIN record_links l "
                  "ON l.organization_id = y.organization_id AND l.target_id = y.record_id "
                  "JOIN agents a ON a.organization_id = y.organization_id AND a.id = y.record_id "
                  "WHERE y.organization_id = $1 AND y.id = $2 AND l.source_id = $3 "
                  "AND l.source_version = $4 LIMIT 1",
                  db_uuid(&card->organization_id), db_uuid(&content->stop_id),
                  db_uuid(&card->record_id), db_int(content->version));
    if (err != ERR_NONE || row.row_count == 0)
        return NULL;
    return arena_printf(db_arena(db),
                        "A person stopped the agent “%s”, a member of this team: the team is not "
                        "given out until two people have agreed to resume it.",
                        db_get_text(&row, 0, 0));
}

/* ---- the card ----------------------------------------------------------------------------- */

const char *card_keys_url(struct arena *arena, const char *public_url,
                          const char *organization_slug)
{
    return arena_printf(arena, "%s/a2a/%s/.well-known/jwks.json", public_url, organization_slug);
}

static const char *what_is_missing(const struct card_content *content)
{
    if (content->is_archived)
        return "It is archived: programs get no card until it is restored.";
    return content->version == 0 ? "No version is in production: release one." : NULL;
}

enum err card_make(struct db *db, const struct card_make *make, json_t **json, const char **problem)
{
    struct arena *arena = db_arena(db);
    const struct card *card = make->card;
    const struct card_content *content = make->content;
    const char *provider_url = "";
    *problem = what_is_missing(content);
    if (*problem != NULL)
        return ERR_NOT_FOUND;
    enum err err = card->revision == 0 ? ERR_NONE : card_provider_url(db, card, &provider_url);
    if (err != ERR_NONE)
        return err;
    struct agent_card_source source = {
        .generation = make->generation,
        .name = content->name,
        .description = content->description,
        .version = arena_printf(arena, "%" PRId64, content->version),
        .endpoint = content->endpoint,
        .skills = content->skills,
        .provider_name = content->organization_name,
        .provider_url = provider_url,
        .is_private = !card->is_public,
    };
    err = agent_card_make(arena, &source, json, problem);
    if (err != ERR_NONE || !card->is_signed)
        return err;
    return card_sign(db, card, card_keys_url(arena, make->public_url, make->organization_slug),
                     *json);
}
