#include "data/prompt/prompt.h"

#include <string.h>

#include "data/audit/audit.h"
#include "data/evidence/evidence_gate.h"
#include "data/prompt/prompt_draft.h"
#include "data/prompt/prompt_link.h"

static enum err read(struct db *db, void *record)
{
    struct prompt *prompt = record;
    struct prompt_content content = prompt_content(&prompt->content);
    (void)db;
    prompt->type = content.type;
    prompt->body = content.body;
    prompt->settings = content.settings;
    return ERR_NONE;
}

/* Bodies are in the versions, which stay: the event tells that one changed. */
static void describe(struct db *db, const struct record_head *head,
                     const struct record_content *before, const struct record_content *after,
                     json_t *details)
{
    const struct text *body = &after->parts[PROMPT_PART_BODY];
    const struct text *old_body = &before->parts[PROMPT_PART_BODY];
    (void)db;
    (void)head;
    if (after->facet != NULL)
        audit_change(details, "type", before->facet, after->facet);
    audit_change(details, "settings", before->parts[PROMPT_PART_SETTINGS].data,
                 after->parts[PROMPT_PART_SETTINGS].data);
    if (body->data != NULL && (old_body->data == NULL || old_body->len != body->len ||
                               memcmp(old_body->data, body->data, body->len) != 0))
        json_object_set_new(details, "body", json_pack("{s:I}", "len", (json_int_t)body->len));
}

const struct record_store prompt_store = {
    .kind = &record_kinds[RECORD_PROMPT],
    .size = sizeof(struct prompt),
    .read = read,
    .check = prompt_link_check,
    .is_check_long = true,
    .describe = describe,
    .check_label = prompt_link_check_label,
};

enum err prompt_get_by_name(struct db *db, const struct actor *actor, const char *name,
                            struct prompt *prompt)
{
    struct record_found found;
    enum err err = record_find(db, actor, prompt_store.kind, name, &found);
    return err == ERR_NONE ? record_load(db, actor, &prompt_store, &found.id, PERMISSION_PROMPT_SEE,
                                         RECORD_WHOLE, prompt)
                           : err;
}

static struct record_content content_of(const struct prompt_draft *draft)
{
    struct record_content content = {.facet = prompt_type_name(draft->type)};
    content.parts[PROMPT_PART_BODY] = draft->body;
    if (draft->settings[0] != '\0')
        content.parts[PROMPT_PART_SETTINGS] =
            (struct text){draft->settings, strlen(draft->settings)};
    return content;
}

static void set_own(const struct prompt_draft *draft, struct record_fields *fields)
{
    fields->content = content_of(draft);
    fields->is_published = draft->is_published;
    fields->labels = draft->labels;
    fields->label_count = draft->label_count;
    fields->proposed = draft->proposed;
}

enum err prompt_create(struct db *db, const struct actor *actor, const struct prompt_draft *draft,
                       struct record_saved *saved, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct record_fields fields;
    enum err err = prompt_draft_check(&work, draft, &fields);
    set_own(draft, &fields);
    return err == ERR_NONE ? record_create(&work, &prompt_store, &fields, saved) : err;
}

enum err prompt_update(struct db *db, const struct actor *actor, const struct prompt_draft *draft,
                       struct record_saved *saved, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct record_key key = {draft->id, draft->based_on_revision};
    struct record_fields fields;
    evidence_gate_open(&work);
    enum err err = prompt_draft_check(&work, draft, &fields);
    set_own(draft, &fields);
    return err == ERR_NONE ? record_update(&work, &prompt_store, &key, &fields, saved) : err;
}
