#include "data/prompt/prompt_link.h"

#include <inttypes.h>
#include <string.h>

#include "data/record/record_version.h"
#include "data/reference/record_use.h"
#include "data/release/record_ahead.h"
#include "domain/prompt/prompt_chat.h"
#include "domain/record/label.h"
#include "domain/record/name.h"

/* A label as if it had been moved. */
struct place {
    const struct uuid *prompt_id;
    const char *label;
    int64_t version;
};

/* What a reference means in an organization now. */
struct finder {
    struct db *db;
    const struct work *work;
    const struct uuid *organization_id;
    const struct place *moved;        /* or NULL */
    const struct prompt_reach *reach; /* or NULL */
    const char *message;              /* why the lookup refused */
};

static bool find_reached(struct db *db, const struct prompt_reach *reach,
                         const struct prompt_reference *reference, struct prompt_target *target)
{
    const char *key = name_key(db_arena(db), reference->name);
    const struct prompt_reached *reached = reach == NULL ? NULL : prompt_reach_find(reach, key);
    if (reached == NULL)
        return false;
    *target = (struct prompt_target){reached->brief.id, reached->brief.name, reference->version};
    if (reference->label != NULL)
        target->version = record_brief_label(&reached->brief, reference->label);
    return true;
}

enum err prompt_link_find(struct db *db, const struct uuid *organization_id,
                          const struct prompt_reach *reach,
                          const struct prompt_reference *reference, struct prompt_target *target)
{
    struct db_result result;
    if (find_reached(db, reach, reference, target))
        return ERR_NONE;
    const char *label = reference->label == NULL ? "" : reference->label;
    enum err err = db_select(db, &result,
                             "SELECT p.id, p.version, l.version, p.name FROM prompts p "
                             "LEFT JOIN prompt_labels l ON l.organization_id = p.organization_id "
                             "AND l.record_id = p.id AND l.label = $3 "
                             "WHERE p.organization_id = $1 AND p.name_key = $2",
                             db_uuid(organization_id),
                             db_text(name_key(db_arena(db), reference->name)), db_text(label));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    target->id = db_get_uuid(&result, 0, 0);
    target->name = db_get_text(&result, 0, 3);
    target->version = reference->version;
    if (strcmp(label, LABEL_LATEST) == 0)
        target->version = db_get_int(&result, 0, 1);
    else if (reference->label != NULL)
        target->version = db_get_int(&result, 0, 2);
    return ERR_NONE;
}

static enum err find_target(struct finder *finder, const struct prompt_reference *reference,
                            struct prompt_target *target)
{
    enum err err =
        prompt_link_find(finder->db, finder->organization_id, finder->reach, reference, target);
    const struct place *moved = finder->moved;
    if (err == ERR_NONE && moved != NULL && uuid_equal(moved->prompt_id, &target->id) &&
        reference->label != NULL && strcmp(moved->label, reference->label) == 0)
        target->version = moved->version;
    return err;
}

static enum err load_version(const struct finder *finder, const struct prompt_target *target,
                             struct prompt_content *content)
{
    enum err reached = finder->reach == NULL ? ERR_NOT_FOUND
                                             : prompt_reach_open(finder->reach, &target->id,
                                                                 target->version, content);
    if (reached != ERR_NOT_FOUND)
        return reached;
    struct record_head head = {
        .store = &prompt_store, .id = target->id, .organization_id = *finder->organization_id};
    struct record_version version;
    enum err err = record_version_read(finder->work, &head, target->version, &version);
    if (err == ERR_NONE)
        *content = prompt_content(&version.content);
    return err;
}

static enum err load_target(struct finder *finder, const struct prompt_target *target,
                            struct prompt_content *content)
{
    enum err err = load_version(finder, target, content);
    if (err != ERR_NONE || content->type == PROMPT_TEXT)
        return err;
    finder->message =
        arena_printf(db_arena(finder->db),
                     "“%s” is a chat. Only a text can be put into another prompt.", target->name);
    return ERR_CONFLICT;
}

/* For prompt_resolve and prompt_reference_cycle. */
static enum err look_up(void *ctx, const struct prompt_reference *reference, const char **body,
                        size_t *body_len, const char **key)
{
    struct finder *finder = ctx;
    struct prompt_target target;
    enum err err = find_target(finder, reference, &target);
    if (err != ERR_NONE)
        return err;
    if (target.version == 0)
        return ERR_NOT_FOUND;
    struct prompt_content content;
    err = load_target(finder, &target, &content);
    if (err != ERR_NONE)
        return err;
    *body = content.body.data;
    *body_len = content.body.len;
    *key = target.name;
    return ERR_NONE;
}

/* The texts of a body in which references are looked for: itself, or the contents of a chat. */
struct parts {
    struct text *items;
    int count;
};

static enum err add_part(void *context, struct text *text)
{
    struct parts *parts = context;
    parts->items[parts->count++] = *text;
    return ERR_NONE;
}

static struct parts parts_of(struct arena *arena, enum prompt_type type, struct text body)
{
    struct parts parts = {arena_array(arena, 1, sizeof *parts.items), 1};
    parts.items[0] = body;
    struct prompt_chat chat;
    const char *message = NULL;
    if (type == PROMPT_TEXT ||
        prompt_chat_parse(arena, body.data, body.len, &chat, &message) != ERR_NONE)
        return parts;
    size_t room = 1;
    for (int i = 0; i < chat.count; i++)
        room += 1 + (size_t)chat.messages[i].part_count;
    parts = (struct parts){arena_array(arena, room, sizeof *parts.items), 0};
    (void)(prompt_chat_each_text(&chat, add_part, &parts) == ERR_NONE); /* add_part never fails */
    return parts;
}

/* A refusal of the domain or of the lookup becomes the person's problem. */
static enum err explain(const struct work *work, const struct finder *finder, enum err err,
                        const char *field, const char *message)
{
    if (err == ERR_CONFLICT && finder->message != NULL)
        return work_refuse(work, ERR_INVALID, field, finder->message);
    if (err == ERR_INVALID || err == ERR_NOT_FOUND)
        return work_refuse(work, ERR_INVALID, field,
                           message != NULL ? message : "A reference can't be resolved.");
    return err;
}

static enum err check_cycles(const struct work *work, struct finder *finder, const char *name,
                             const struct parts *parts, const char *field)
{
    struct prompt_resolver resolver = {look_up, finder, name};
    for (int i = 0; i < parts->count; i++) {
        const char *message = NULL;
        enum err err = prompt_reference_cycle(db_arena(work->db), &resolver, parts->items[i].data,
                                              parts->items[i].len, &message);
        if (err != ERR_NONE)
            return explain(work, finder, err, field, message);
    }
    return ERR_NONE;
}

static enum err check_target(const struct work *work, struct finder *finder,
                             const struct record_head *head,
                             const struct prompt_reference *reference, struct record_link *link)
{
    struct arena *arena = db_arena(work->db);
    struct prompt_target target;
    enum err err = find_target(finder, reference, &target);
    if (err == ERR_NOT_FOUND)
        return work_refuse(work, ERR_INVALID, "body",
                           arena_printf(arena,
                                        "The body refers to “%s”, but there is no prompt "
                                        "with this name.",
                                        reference->name));
    if (err != ERR_NONE)
        return err;
    if (uuid_equal(&target.id, &head->id))
        return work_refuse(
            work, ERR_INVALID, "body",
            arena_printf(arena, "The body refers to the prompt itself (“%s”).", reference->name));
    *link = (struct record_link){LINK_REFERENCE,   &record_kinds[RECORD_PROMPT],
                                 target.id,        target.name,
                                 reference->label, reference->version};
    if (target.version == 0) /* a label that is not set yet */
        return ERR_NONE;
    struct prompt_content content;
    err = load_target(finder, &target, &content);
    if (err == ERR_NOT_FOUND)
        return work_refuse(work, ERR_INVALID, "body",
                           arena_printf(arena,
                                        "The body refers to version %" PRId64
                                        " of “%s”, which does not exist.",
                                        reference->version, reference->name));
    return err == ERR_CONFLICT ? work_refuse(work, ERR_INVALID, "body", finder->message) : err;
}

static enum err collect(const struct work *work, struct finder *finder,
                        const struct record_head *head, struct text part,
                        struct record_links *links)
{
    const char *message = NULL;
    struct prompt_reference_list list;
    if (prompt_references(db_arena(work->db), part.data, part.len, &list, &message) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "body", message);
    if (links->count + list.count > PROMPT_REFERENCES_MAX)
        return work_refuse(work, ERR_INVALID, "body",
                           "There are too many references: at most 200.");
    for (int i = 0; i < list.count; i++) {
        enum err err =
            check_target(work, finder, head, &list.references[i], &links->items[links->count]);
        if (err != ERR_NONE)
            return err;
        links->count++;
    }
    return ERR_NONE;
}

/* The texts of others put this one into themselves, and only texts can be put there. */
static enum err check_type(const struct work *work, const struct record_head *head,
                           enum prompt_type type)
{
    const char *names = NULL;
    if (head->content.facet == NULL || strcmp(head->content.facet, prompt_type_name(type)) == 0)
        return ERR_NONE;
    enum err err = record_use_names(work->db, head, &(struct record_use_filter){0}, &names);
    if (err != ERR_NONE || names == NULL)
        return err;
    return work_refuse(work, ERR_CONFLICT, "type",
                       arena_printf(db_arena(work->db),
                                    "Others use this prompt: %s. Its type must stay while they do.",
                                    names));
}

enum err prompt_link_check(const struct work *work, const struct record_head *head,
                           const struct record_fields *fields, struct record_links *links)
{
    struct arena *arena = db_arena(work->db);
    struct prompt_content content = prompt_content(&fields->content);
    struct finder finder = {
        .db = work->db, .work = work, .organization_id = &head->organization_id};
    struct parts parts = parts_of(arena, content.type, content.body);
    links->items = arena_array(arena, PROMPT_REFERENCES_MAX, sizeof *links->items);
    links->count = 0;
    enum err err = check_type(work, head, content.type);
    /* Loops first: a new prompt that refers to itself is not in the database. */
    if (err == ERR_NONE)
        err = check_cycles(work, &finder, fields->name, &parts, "body");
    for (int i = 0; err == ERR_NONE && i < parts.count; i++)
        err = collect(work, &finder, head, parts.items[i], links);
    return err;
}

enum err prompt_link_check_label(const struct work *work, const struct record_head *head,
                                 const char *label, int64_t version)
{
    struct record_version loaded;
    enum err err = record_version_read(work, head, version, &loaded);
    if (err != ERR_NONE)
        return err;
    struct prompt_content content = prompt_content(&loaded.content);
    struct place place = {&head->id, label, version};
    struct finder finder = {
        .db = work->db, .work = work, .organization_id = &head->organization_id, .moved = &place};
    struct parts parts = parts_of(db_arena(work->db), content.type, content.body);
    return check_cycles(work, &finder, head->name, &parts, "to_version");
}

static enum err resolve_text(const struct work *work, struct finder *finder, const char *name,
                             struct text text, struct text *resolved)
{
    struct prompt_resolver resolver = {look_up, finder, name};
    struct buf out;
    const char *message = NULL;
    buf_init(&out, db_arena(work->db));
    enum err err = prompt_resolve(&resolver, text.data, text.len, &out, &message);
    *resolved = (struct text){out.data, out.len};
    return err == ERR_NONE ? err : explain(work, finder, err, "body", message);
}

struct resolving {
    const struct work *work;
    struct finder *finder;
    const char *name;
};

static enum err resolve_part(void *context, struct text *text)
{
    const struct resolving *resolving = context;
    return resolve_text(resolving->work, resolving->finder, resolving->name, *text, text);
}

enum err prompt_link_resolve(const struct work *work, const struct record_head *head,
                             const struct prompt_content *content, const struct prompt_reach *reach,
                             struct text *resolved)
{
    struct arena *arena = db_arena(work->db);
    struct finder finder = {
        .db = work->db, .work = work, .organization_id = &head->organization_id, .reach = reach};
    struct prompt_chat chat;
    const char *message = NULL;
    if (content->type == PROMPT_TEXT)
        return resolve_text(work, &finder, head->name, content->body, resolved);
    if (prompt_chat_parse(arena, content->body.data, content->body.len, &chat, &message) !=
        ERR_NONE)
        return work_refuse(work, ERR_INVALID, "body", message);
    struct resolving resolving = {work, &finder, head->name};
    enum err err = prompt_chat_each_text(&chat, resolve_part, &resolving);
    if (err == ERR_NONE)
        resolved->data = prompt_chat_format(arena, &chat, &resolved->len);
    return err;
}
