#include "data/offline/offline_entry_internal.h"

#include <inttypes.h>
#include <string.h>

#include "base/budget.h"
#include "base/buf.h"
#include "crypt/token.h"
#include "data/agent/agent_resolve.h"
#include "data/bom/bom_stores.h"
#include "data/prompt/prompt_resolve.h"
#include "data/record/record_many.h"
#include "data/record/record_stop.h"
#include "data/reference/resolved_link.h"
#include "data/set/set.h"
#include "data/set/set_content.h"
#include "data/team/team_json.h"

/* One record on its way into the set. */
struct reading {
    struct offline_set *set;
    struct offline_item *item;
    const struct record_got *got;
    const struct resolved_links *links;
    json_t *entry;
};

/* The contents as they are stored, and the hash of them as the bill of materials has it. */
static void add_content(const struct reading *reading)
{
    struct buf buf;
    char hash[SHA256_HEX_LEN];
    json_t *content = json_array();
    buf_init(&buf, db_arena(reading->set->db));
    for (int i = 0; i < RECORD_PARTS_MAX; i++) {
        const struct text *part = &reading->got->version.content.parts[i];
        if (part->data == NULL)
            continue;
        if (i > 0)
            buf_add_char(&buf, '\n');
        buf_add(&buf, part->data, part->len);
        json_array_append_new(content, json_stringn(part->data, part->len));
    }
    sha256_hex(buf.data, buf.len, hash);
    json_object_set_new(reading->entry, "sha256", json_string(hash));
    json_object_set_new(reading->entry, "content", content);
}

static void note(const struct reading *reading, const char *what)
{
    offline_set_note(reading->set, "The %s “%s” version %" PRId64 ": %s",
                     reading->got->head.store->kind->noun, reading->got->head.name,
                     reading->got->version.version, what);
}

static enum err add_prompt(const struct reading *reading)
{
    struct db *db = reading->set->db;
    struct prompt_content content = prompt_content(&reading->got->version.content);
    struct text resolved;
    struct problem problem = {0};
    enum err err = prompt_resolve_content(db, reading->set->actor, &reading->got->head, &content,
                                          NULL, &resolved, &problem);
    json_object_set_new(reading->entry, "type", json_string(prompt_type_name(content.type)));
    if (content.settings[0] != '\0')
        json_object_set(reading->entry, "settings",
                        json_stored(db_arena(db),
                                    (struct text){content.settings, strlen(content.settings)},
                                    "settings of a prompt"));
    if (err == ERR_INVALID) {
        note(reading, problem.message);
        json_object_set_new(reading->entry, "prompt", json_null());
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return err;
    json_object_set(reading->entry, "prompt",
                    content.type == PROMPT_CHAT
                        ? json_stored(db_arena(db), resolved, "the body of a chat")
                        : json_keep(db_arena(db), json_stringn(resolved.data, resolved.len)));
    return ERR_NONE;
}

/* The config with what the prompt says in place of the reference: as "instructions", or of a chat
 * as "messages". */
static enum err add_agent(const struct reading *reading)
{
    struct db *db = reading->set->db;
    struct arena *arena = db_arena(db);
    struct agent_resolution resolution;
    json_t *config =
        json_stored(arena, agent_config_of(&reading->got->version.content), "a stored config");
    struct record_source source =
        record_version_source(&reading->got->head, &reading->got->version);
    enum err err = agent_resolve(db, reading->set->actor, config, &source, &resolution);
    json_object_set(reading->entry, "config", config);
    if (err == ERR_DENIED)
        note(reading, "its prompt may not be read.");
    if (err != ERR_NONE || !resolution.has_prompt)
        return err == ERR_DENIED ? ERR_NONE : err;
    if (resolution.body.data == NULL) {
        note(reading,
             resolution.problem == NULL ? "its prompt may not be read." : resolution.problem);
        return ERR_NONE;
    }
    if (resolution.type == PROMPT_CHAT)
        json_object_set(reading->entry, "messages",
                        json_stored(arena, resolution.body, "the body of a chat"));
    else
        json_object_set_new(reading->entry, "instructions",
                            json_stringn(resolution.body.data, resolution.body.len));
    return ERR_NONE;
}

/* The version of a member that is in the set: pinned, of its label, or the current one. */
static int64_t version_of(const struct team_member_row *member)
{
    return member->agent_version != 0    ? member->agent_version
           : member->agent_label != NULL ? member->label_version
                                         : member->current_version;
}

static enum err add_team(const struct reading *reading)
{
    struct team_content team;
    json_t *members = json_array();
    enum err err =
        team_content_get(reading->set->db, &reading->got->head, &reading->got->version, &team);
    for (int i = 0; err == ERR_NONE && i < team.member_count; i++)
        json_array_append_new(members,
                              json_pack("{s:s, s:I, s:s}", "agent", team.members[i].name, "version",
                                        (json_int_t)version_of(&team.members[i]), "role",
                                        team_role_names[team.members[i].role]));
    if (err != ERR_NONE)
        return err;
    json_object_set_new(reading->entry, "kind", json_string(team_kind_names[team.kind]));
    json_object_set_new(reading->entry, "members", members);
    json_object_set(reading->entry, "settings",
                    json_stored(db_arena(reading->set->db), team.settings, "settings of a team"));
    return ERR_NONE;
}

static enum err add_set(const struct reading *reading)
{
    struct arena *arena = db_arena(reading->set->db);
    struct set_content set;
    set_content_read(arena, &reading->got->version.content, &set);
    json_object_set(reading->entry, "cases", set_cases_json(arena, &set.cases));
    json_object_set(reading->entry, "settings", set_settings_json(arena, &set.settings));
    return ERR_NONE;
}

/* An agent hands over to others by name: to the version that the set has of them. */
static int64_t linked_version(const struct reading *reading, const struct resolved_link *link)
{
    bool is_free = link->label == NULL && !link->is_pinned &&
                   reading->got->head.store->kind->id == RECORD_AGENT;
    int64_t chosen = is_free ? offline_set_chosen(reading->set, &link->id) : 0;
    return chosen != 0 ? chosen : link->version;
}

static enum err add_links(const struct reading *reading)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < reading->links->count; i++) {
        const struct resolved_link *link = &reading->links->items[i];
        struct offline_item item = {.store = bom_stores[link->kind->id],
                                    .id = link->id,
                                    .version = linked_version(reading, link),
                                    .name = link->name};
        if (item.version == 0 && link->kind->id == RECORD_PROMPT)
            continue; /* resolving it has said so */
        if (item.version == 0)
            note(reading, arena_printf(db_arena(reading->set->db),
                                       "it refers to the %s “%s”, which has no such version.",
                                       link->kind->noun, link->name));
        else
            err = offline_set_add(reading->set, &item);
    }
    return err;
}

typedef enum err add_own(const struct reading *reading);
static add_own *const own[RECORD_KIND_COUNT] = {[RECORD_PROMPT] = add_prompt,
                                                [RECORD_AGENT] = add_agent,
                                                [RECORD_TEAM] = add_team,
                                                [RECORD_SET] = add_set};

static void note_stopped(const struct reading *reading)
{
    struct offline_set *set = reading->set;
    const struct record_head *head = &reading->got->head;
    struct uuid record_id;
    const char *what =
        record_stop_words(set->db, set->actor, &reading->got->version.stop_id, &record_id);
    bool is_other = what != NULL && !uuid_equal(&record_id, &head->id);
    offline_set_note(set, "The %s “%s” version %" PRId64 " is stopped%s%s.",
                     head->store->kind->noun, head->name, reading->item->version,
                     is_other ? " with " : "", is_other ? what : "");
}

/* What can't be in the set: what is not there, or may not be read, and what is stopped. */
static bool is_left_out(const struct reading *reading)
{
    struct offline_set *set = reading->set;
    if (!reading->got->is_there) {
        if (!reading->item->is_asked)
            offline_set_note(set, "The %s “%s” is referred to and can’t be read.",
                             reading->item->store->kind->noun, reading->item->name);
        return true;
    }
    if (record_stop_check(set->db, set->actor, &reading->got->version.stop_id) == ERR_NONE)
        return false;
    note_stopped(reading);
    return true;
}

static enum err make_entry(struct reading *reading)
{
    const struct record_head *head = &reading->got->head;
    if (is_left_out(reading))
        return ERR_NONE;
    reading->entry = json_keep(db_arena(reading->set->db),
                               json_pack("{s:s, s:s, s:I}", "name", head->name, "description",
                                         head->description == NULL ? "" : head->description,
                                         "version", (json_int_t)reading->got->version.version));
    reading->item->name = head->name;
    reading->item->entry = reading->entry;
    add_content(reading);
    enum err err = own[head->store->kind->id](reading);
    return err == ERR_NONE ? add_links(reading) : err;
}

enum {
    BATCH = (int)RECORD_MANY < (int)RESOLVED_SOURCES ? (int)RECORD_MANY : (int)RESOLVED_SOURCES
};

/* How many from here on are of one kind, and can be read at once. */
static int batch_at(const struct offline_set *set, int first)
{
    int count = 1;
    while (count < BATCH && first + count < set->count &&
           set->items[first + count].store == set->items[first].store)
        count++;
    return count;
}

static enum err read_batch(const struct offline_set *set, int first, int count,
                           struct record_got *got, struct resolved_links *links)
{
    struct record_wanted wanted[BATCH];
    struct resolved_source sources[BATCH];
    for (int i = 0; i < count; i++) {
        const struct offline_item *item = &set->items[first + i];
        wanted[i] = (struct record_wanted){item->id, item->version};
        sources[i] =
            (struct resolved_source){set->actor->organization_id, item->id, item->version, 0};
    }
    enum err err =
        record_many_load(set->db, set->actor, set->items[first].store, wanted, count, got);
    return err == ERR_NONE ? resolved_link_lists(set->db, sources, count, links) : err;
}

enum err offline_entry_make(struct offline_set *set, int first, int *count)
{
    struct arena *arena = db_arena(set->db);
    *count = batch_at(set, first);
    struct record_got *got = arena_array(arena, (size_t)*count, sizeof *got);
    struct resolved_links *links = arena_array(arena, (size_t)*count, sizeof *links);
    enum err err = read_batch(set, first, *count, got, links);
    for (int i = 0; err == ERR_NONE && i < *count; i++) {
        struct reading reading = {
            .set = set, .item = &set->items[first + i], .got = &got[i], .links = &links[i]};
        budget_look();
        err = make_entry(&reading);
    }
    return err;
}
