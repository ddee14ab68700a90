#include "data/organization/organization.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/organization/organization_usage.h"
#include "data/vault/vault.h"
#include "domain/record/name.h"

enum { SLUG_MAX = 40 };

enum err organization_check_name(const char *name, const char **problem)
{
    return name_check(name, problem);
}

/* a-z and 0-9 of the name, everything between them one dash. */
static char *make_slug(struct arena *arena, const char *name)
{
    char *slug = arena_alloc(arena, SLUG_MAX + 1);
    size_t len = 0;
    for (const char *p = text_lower_ascii(arena, name); *p != '\0' && len < SLUG_MAX; p++) {
        if ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
            slug[len++] = *p;
        else if (len > 0 && slug[len - 1] != '-')
            slug[len++] = '-';
    }
    while (len > 0 && slug[len - 1] == '-')
        slug[--len] = '\0';
    return len > 0 ? slug : arena_strdup(arena, "organization");
}

/* The slug of the name, with eight random digits behind it if another organization has it. */
static enum err find_slug(struct db *db, const char *name, const char **slug)
{
    *slug = make_slug(db_arena(db), name);
    struct db_result result;
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err =
        db_select(db, &result, "SELECT id FROM organizations WHERE slug = $1", db_text(*slug));
    (void)db_enter(db, before);
    if (err == ERR_NONE && result.row_count > 0) {
        struct uuid random = uuid_make();
        char text[UUID_TEXT_LEN];
        uuid_format(&random, text);
        *slug = arena_printf(db_arena(db), "%s-%s", *slug, text + UUID_TEXT_LEN - 1 - 8);
    }
    return err;
}

enum err organization_prepare(struct db *db, const char *name, struct organization *organization)
{
    const char *problem = NULL;
    enum err err = organization_check_name(name, &problem);
    if (err != ERR_NONE)
        return err;
    *organization = (struct organization){
        .id = uuid_make(),
        .name = name_normalize(db_arena(db), name),
        .created_at = clock_now(),
    };
    return find_slug(db, organization->name, &organization->slug);
}

/* The organization's row comes first: all others refer to it. */
static enum err insert_rows(struct db *db, struct organization *organization)
{
    struct wrapped_key key;
    vault_make_key(db, &organization->id, &key);
    organization->data_key_id = key.id;
    enum err err = db_change_one(
        db,
        "INSERT INTO organizations (id, name, slug, data_key_id, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, $5, $5)",
        db_uuid(&organization->id), db_text(organization->name), db_text(organization->slug),
        db_uuid(&key.id), db_time(organization->created_at));
    if (err == ERR_NONE)
        err = organization_usage_begin(db, &organization->id);
    if (err == ERR_NONE)
        err = vault_store_key(db, &key, &organization->id);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db, "INSERT INTO protected_labels (organization_id, label) VALUES ($1, 'production')",
        db_uuid(&organization->id));
}

enum err organization_insert(struct db *db, const struct actor *actor,
                             struct organization *organization)
{
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, organization->id});
    enum err err = insert_rows(db, organization);
    if (err != ERR_NONE)
        return err;
    struct audit_event event = {
        .action = "organization.create",
        .record_type = "organization",
        .record_id = organization->id,
        .organization_id = organization->id,
        .details = json_object(),
    };
    audit_change(event.details, "name", NULL, organization->name);
    audit_change(event.details, "slug", NULL, organization->slug);
    return audit_record(db, actor, &event);
}

/* A refusal of something that is not about one record yet. */
static enum err refuse(struct db *db, const struct actor *actor, const char *action,
                       const struct uuid *id)
{
    return audit_refuse(db, actor,
                        &(struct audit_event){.action = action,
                                              .record_type = "organization",
                                              .record_id = *id,
                                              .organization_id = *id});
}

/* Into the scope of the new organization, whose log takes the event. */
static enum err create(struct db *db, const struct actor *actor, struct organization *organization)
{
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, organization->id});
    enum err err = db_begin(db);
    if (err == ERR_NONE)
        err = db_finish(db, organization_insert(db, actor, organization));
    (void)db_enter(db, before);
    return err;
}

enum err organization_create(struct db *db, const struct actor *actor, const char *name,
                             struct uuid *id)
{
    static const struct uuid none = {{0}};
    struct organization organization;
    if (!policy_allows_some(actor, PERMISSION_ORGANIZATION_CREATE))
        return refuse(db, actor, "organization.create", &none);
    enum err err = organization_prepare(db, name, &organization);
    if (err == ERR_NONE)
        err = create(db, actor, &organization);
    if (err == ERR_NONE)
        *id = organization.id;
    return err;
}

static void read_row(const struct db_result *result, int row, struct organization *organization)
{
    *organization = (struct organization){
        .id = db_get_uuid(result, row, 0),
        .name = db_get_text(result, row, 1),
        .slug = db_get_text(result, row, 2),
        .data_key_id = db_get_uuid(result, row, 3),
        .suspended_at = db_get_time(result, row, 4),
        .created_at = db_get_time(result, row, 5),
        .updated_at = db_get_time(result, row, 6),
        .closed_at = db_get_time(result, row, 7),
    };
}

#define ORGANIZATION_SELECT                                                                        \
    "SELECT id, name, slug, data_key_id, suspended_at, created_at, updated_at, closed_at "         \
    "FROM organizations "

enum err organization_find(struct db *db, const struct uuid *id, struct organization *organization)
{
    struct db_result result;
    enum err err = db_select(db, &result, ORGANIZATION_SELECT "WHERE id = $1", db_uuid(id));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    read_row(&result, 0, organization);
    return ERR_NONE;
}

enum err organization_get(struct db *db, const struct actor *actor, const struct uuid *id,
                          struct organization *organization)
{
    struct policy_target target = {.organization_id = *id};
    if (!policy_allows(actor, PERMISSION_USER_SEE, &target))
        return ERR_NOT_FOUND;
    return organization_find(db, id, organization);
}

enum err organization_by_slug(struct db *db, const struct actor *actor, const char *slug,
                              struct organization *organization)
{
    struct db_result result;
    enum err err = db_select(db, &result, ORGANIZATION_SELECT "WHERE slug = $1", db_text(slug));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    read_row(&result, 0, organization);
    struct policy_target target = {.organization_id = organization->id};
    return policy_allows(actor, PERMISSION_USER_SEE, &target) ? ERR_NONE : ERR_NOT_FOUND;
}

enum err organization_enter_slug(struct db *db, const struct actor *command, const char *slug,
                                 struct actor *inside, struct db_scope *before)
{
    struct organization organization;
    *inside = *command;
    if (command->kind != ACTOR_COMMAND)
        return ERR_DENIED;
    *before = db_enter(db, (struct db_scope){.reach = DB_ALL});
    enum err err = organization_by_slug(db, command, slug, &organization);
    if (err != ERR_NONE) {
        (void)db_enter(db, *before);
        return err;
    }
    inside->organization_id = inside->home_organization_id = organization.id;
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, organization.id});
    return ERR_NONE;
}

static enum err rename_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                              const char *name)
{
    struct organization before;
    enum err err = organization_find(db, id, &before);
    if (err == ERR_NONE)
        err = db_change_one(db, "UPDATE organizations SET name = $1, updated_at = $2 WHERE id = $3",
                            db_text(name), db_time(clock_now()), db_uuid(id));
    if (err != ERR_NONE)
        return err;
    struct audit_event event = {
        .action = "organization.rename",
        .record_type = "organization",
        .record_id = *id,
        .organization_id = *id,
        .details = json_object(),
    };
    audit_change(event.details, "name", before.name, name);
    return audit_record(db, actor, &event);
}

enum err organization_rename(struct db *db, const struct actor *actor, const struct uuid *id,
                             const char *name)
{
    const char *problem = NULL;
    struct policy_target target = {.organization_id = *id};
    if (!policy_allows(actor, PERMISSION_ORGANIZATION_RENAME, &target))
        return policy_allows(actor, PERMISSION_USER_SEE, &target)
                   ? refuse(db, actor, "organization.rename", id)
                   : ERR_NOT_FOUND;
    enum err err = organization_check_name(name, &problem);
    if (err != ERR_NONE)
        return err;
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, *id});
    err = db_begin(db);
    if (err == ERR_NONE)
        err = db_finish(db, rename_inside(db, actor, id, name_normalize(db_arena(db), name)));
    (void)db_enter(db, before);
    return err;
}

enum err organization_is_empty(struct db *db, bool *is_empty)
{
    struct db_result result;
    enum err err = db_select(db, &result, "SELECT id FROM organizations WHERE id > $1 LIMIT 1",
                             db_uuid(&(struct uuid){{0}}));
    *is_empty = err == ERR_NONE && result.row_count == 0;
    return err;
}
