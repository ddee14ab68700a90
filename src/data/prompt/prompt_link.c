#include "data/prompt/prompt_link.h"

#include <inttypes.h>
#include <string.h>

#include "domain/prompt/prompt_chat.h"
#include "domain/record/label.h"

/* What a reference means in an organization now. */
struct finder {
    struct db *db;
    const struct uuid *organization_id;
    const struct prompt_label_place *moved; /* a label as if it had been moved, or NULL */
    const char *message;                    /* why the lookup refused */
};

enum err prompt_link_find(struct db *db, const struct uuid *organization_id,
                          const struct prompt_reference *reference, struct prompt_target *target)
{
    struct db_result result;
    const char *label = reference->label == NULL ? "" : reference->label;
    enum err err = db_select(db, &result,
                             "SELECT p.id, p.version, l.version FROM prompts p "
                             "LEFT JOIN prompt_labels l ON l.prompt_id = p.id AND l.label = $3 "
                             "WHERE p.organization_id = $1 AND p.name = $2",
                             db_uuid(organization_id), db_text(reference->name), db_text(label));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    target->id = db_get_uuid(&result, 0, 0);
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
    enum err err = prompt_link_find(finder->db, finder->organization_id, reference, target);
    const struct prompt_label_place *moved = finder->moved;
    if (err == ERR_NONE && moved != NULL && uuid_equal(&moved->prompt->id, &target->id) &&
        reference->label != NULL && strcmp(moved->label, reference->label) == 0)
        target->version = moved->version;
    return err;
}

static enum err load_target(struct finder *finder, const struct prompt_reference *reference,
                            const struct prompt_target *target, struct prompt_version *version)
{
    struct prompt prompt = {.id = target->id, .organization_id = *finder->organization_id};
    enum err err = prompt_version_load(finder->db, &prompt, target->version, version);
    if (err != ERR_NONE || version->type == PROMPT_TEXT)
        return err;
    finder->message = arena_printf(db_arena(finder->db),
                                   "“%s” is a chat. Only a text can be put into another prompt.",
                                   reference->name);
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
    struct prompt_version version;
    err = load_target(finder, reference, &target, &version);
    if (err != ERR_NONE)
        return err;
    *body = version.body.data;
    *body_len = version.body.len;
    *key = reference->name;
    return ERR_NONE;
}

/* The texts of a body in which references are looked for: itself, or the contents of a chat. */
struct parts {
    struct text *items;
    int count;
};

static struct parts parts_of(struct arena *arena, enum prompt_type type, struct text body)
{
    struct parts parts = {arena_array(arena, 1, sizeof *parts.items), 1};
    parts.items[0] = body;
    struct prompt_chat chat;
    const char *message = NULL;
    if (type == PROMPT_TEXT ||
        prompt_chat_parse(arena, body.data, body.len, &chat, &message) != ERR_NONE)
        return parts;
    parts.items = arena_array(arena, (size_t)chat.count + 1, sizeof *parts.items);
    parts.count = 0;
    for (int i = 0; i < chat.count; i++)
        if (chat.messages[i].role != CHAT_PLACEHOLDER)
            parts.items[parts.count++] =
                (struct text){chat.messages[i].content, chat.messages[i].content_len};
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
                             const struct prompt *prompt, const struct prompt_reference *reference,
                             struct prompt_link *link)
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
    if (uuid_equal(&target.id, &prompt->id))
        return work_refuse(
            work, ERR_INVALID, "body",
            arena_printf(arena, "The body refers to the prompt itself (“%s”).", reference->name));
    *link = (struct prompt_link){target.id, reference->name, reference->label, reference->version};
    if (target.version == 0) /* a label that is not set yet */
        return ERR_NONE;
    struct prompt_version version;
    err = load_target(finder, reference, &target, &version);
    if (err == ERR_NOT_FOUND)
        return work_refuse(work, ERR_INVALID, "body",
                           arena_printf(arena,
                                        "The body refers to version %" PRId64
                                        " of “%s”, which does not exist.",
                                        reference->version, reference->name));
    return err == ERR_CONFLICT ? work_refuse(work, ERR_INVALID, "body", finder->message) : err;
}

static enum err collect(const struct work *work, struct finder *finder, const struct prompt *prompt,
                        struct text part, struct prompt_links *links)
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
            check_target(work, finder, prompt, &list.references[i], &links->items[links->count]);
        if (err != ERR_NONE)
            return err;
        links->count++;
    }
    return ERR_NONE;
}

enum err prompt_link_check(const struct work *work, const struct prompt *prompt,
                           const struct prompt_fields *fields, struct prompt_links *links)
{
    struct arena *arena = db_arena(work->db);
    struct finder finder = {work->db, &prompt->organization_id, NULL, NULL};
    struct parts parts = parts_of(arena, fields->type, fields->body);
    *links =
        (struct prompt_links){arena_array(arena, PROMPT_REFERENCES_MAX, sizeof *links->items), 0};
    /* Cycles first: a new prompt that refers to itself is not in the database. */
    enum err err = check_cycles(work, &finder, fields->name, &parts, "body");
    for (int i = 0; err == ERR_NONE && i < parts.count; i++)
        err = collect(work, &finder, prompt, parts.items[i], links);
    return err;
}

enum err prompt_link_insert(struct db *db, const struct prompt *prompt, int64_t version,
                            const struct prompt_links *links)
{
    for (int i = 0; i < links->count; i++) {
        const struct prompt_link *link = &links->items[i];
        enum err err = db_change_one(
            db,
            "INSERT INTO prompt_references (organization_id, prompt_id, version, position, "
            "target_id, target_name, label, target_version) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            db_uuid(&prompt->organization_id), db_uuid(&prompt->id), db_int(version), db_int(i),
            db_uuid(&link->target_id), db_text(link->target_name), db_text(link->label),
            link->target_version == 0 ? db_null() : db_int(link->target_version));
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}

enum err prompt_link_copy(struct db *db, const struct prompt *prompt, int64_t from_version,
                          int64_t to_version)
{
    return db_change(
        db,
        "INSERT INTO prompt_references (organization_id, prompt_id, version, position, target_id, "
        "target_name, label, target_version) "
        "SELECT organization_id, prompt_id, CAST($4 AS bigint), position, target_id, target_name, "
        "label, target_version FROM prompt_references "
        "WHERE organization_id = $1 AND prompt_id = $2 AND version = $3",
        db_uuid(&prompt->organization_id), db_uuid(&prompt->id), db_int(from_version),
        db_int(to_version));
}

enum err prompt_link_check_move(const struct work *work, const struct prompt_label_place *place)
{
    const struct prompt *prompt = place->prompt;
    struct prompt_version version;
    enum err err = prompt_version_load(work->db, prompt, place->version, &version);
    if (err != ERR_NONE)
        return err;
    struct finder finder = {work->db, &prompt->organization_id, place, NULL};
    struct parts parts = parts_of(db_arena(work->db), version.type, version.body);
    return check_cycles(work, &finder, prompt->name, &parts, "to_version");
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

enum err prompt_link_resolve(const struct work *work, const struct prompt *prompt,
                             const struct prompt_version *version, struct text *resolved)
{
    struct arena *arena = db_arena(work->db);
    struct finder finder = {work->db, &prompt->organization_id, NULL, NULL};
    struct prompt_chat chat;
    const char *message = NULL;
    if (version->type == PROMPT_TEXT)
        return resolve_text(work, &finder, prompt->name, version->body, resolved);
    if (prompt_chat_parse(arena, version->body.data, version->body.len, &chat, &message) !=
        ERR_NONE)
        return work_refuse(work, ERR_INVALID, "body", message);
    for (int i = 0; i < chat.count; i++) {
        struct chat_message *part = &chat.messages[i];
        if (part->role == CHAT_PLACEHOLDER)
            continue;
        struct text text = {part->content, part->content_len};
        enum err err = resolve_text(work, &finder, prompt->name, text, &text);
        if (err != ERR_NONE)
            return err;
        part->content = text.data;
        part->content_len = text.len;
    }
    resolved->data = prompt_chat_format(arena, &chat, &resolved->len);
    return ERR_NONE;
}
