#include "data/bom/bom.h"

#include <inttypes.h>

#include "base/buf.h"
#include "data/bom/bom_config.h"
#include "data/bom/bom_stores.h"
#include "data/db/query.h"
#include "data/record/record_load.h"
#include "data/record/record_source.h"
#include "data/record/record_version.h"
#include "data/reference/resolved_link.h"

/* ---- items -------------------------------------------------------------------------------- */

static struct bom_item record_item(struct bom_work *work, const struct record_kind *kind,
                                   const struct uuid *id, int64_t version, const char *name)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return (struct bom_item){
        .type = (int)kind->id,
        .ref = arena_printf(work->arena, "%s:%s@%" PRId64, kind->name, text, version),
        .name = name,
        .kind = kind,
        .id = *id,
        .version = version,
        .detail = "",
    };
}

/* ---- what a version refers to -------------------------------------------------------------- */

static const char *problem_of(struct bom_work *work, const struct record_kind *kind,
                              const char *name, const char *label)
{
    if (label != NULL)
        return arena_printf(work->arena, "The label %s is on no version of the %s “%s”.", label,
                            kind->noun, name);
    return arena_printf(work->arena, "There is no %s “%s”.", kind->noun, name);
}

static void add_link(struct bom_work *work, int from, const struct resolved_link *link)
{
    struct bom_item item = record_item(work, link->kind, &link->id, link->version, link->name);
    item.label = link->label;
    if (link->version == 0) {
        bool is_gone = uuid_is_nil(&link->id);
        item.problem = problem_of(work, link->kind, link->name, is_gone ? NULL : link->label);
        item.ref = arena_printf(work->arena, "%s:%s@%s", link->kind->name, link->name,
                                link->label == NULL ? "none" : link->label);
    }
    (void)bom_work_add(work, from, &item);
}

static struct resolved_source source_of(const struct bom_work *work, const struct bom_item *item)
{
    return (struct resolved_source){work->organization_id, item->id, item->version, work->bom->at};
}

/* ---- contents ----------------------------------------------------------------------------- */

static struct text content_text(struct arena *arena, const struct record_content *content)
{
    if (content->parts[1].data == NULL)
        return content->parts[0];
    struct buf buf;
    buf_init(&buf, arena);
    buf_add(&buf, content->parts[0].data, content->parts[0].len);
    buf_add_char(&buf, '\n');
    buf_add(&buf, content->parts[1].data, content->parts[1].len);
    return (struct text){buf.data, buf.len};
}

static struct record_head head_of(const struct bom_work *work, const struct bom_item *item)
{
    return (struct record_head){.store = bom_stores[item->kind->id],
                                .id = item->id,
                                .organization_id = work->organization_id};
}

/* The content of one record of the bill, and what it names. */
static enum err resolve(struct bom_work *work, int index)
{
    struct bom_item *item = &work->bom->items[index];
    struct record_head head = head_of(work, item);
    struct record_version version;
    struct resolved_links links;
    struct resolved_source source = source_of(work, item);
    enum err err = record_version_load(work->db, &head, item->version, &version);
    if (err == ERR_NOT_FOUND && index > 0) {
        item->problem = arena_printf(work->arena, "“%s” has no version %" PRId64 ".", item->name,
                                     item->version);
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return err;
    item->is_stopped = !uuid_is_nil(&version.stop_id);
    bom_work_set_content(item, content_text(work->arena, &version.content));
    if (item->kind->id == RECORD_AGENT)
        bom_config_add(work, index, version.content.parts[0]);
    err = resolved_link_list(work->db, &source, &links);
    for (int i = 0; err == ERR_NONE && i < links.count; i++)
        add_link(work, index, &links.items[i]);
    return err;
}

/* What the records from here on will ask, together. */
static void ask_ahead(struct bom_work *work, int from)
{
    for (int i = from; i < work->bom->count; i++) {
        const struct bom_item *item = &work->bom->items[i];
        if (item->kind == NULL || item->problem != NULL)
            continue;
        struct record_head *head = arena_alloc(work->arena, sizeof *head);
        *head = head_of(work, item);
        record_version_load_ahead(work->db,
                                  &(struct record_source){.head = head, .number = item->version});
        struct resolved_source source = source_of(work, item);
        resolved_link_ahead(work->db, &source);
    }
}

static enum err resolve_all(struct bom_work *work)
{
    enum err err = ERR_NONE;
    for (int i = 0, asked = 0; err == ERR_NONE && i < work->bom->count; i++) {
        if (i >= asked) { /* all of a level at once */
            ask_ahead(work, i);
            asked = work->bom->count;
        }
        if (work->bom->items[i].kind != NULL && work->bom->items[i].problem == NULL)
            err = resolve(work, i);
    }
    return err;
}

/* ---- the verb ----------------------------------------------------------------------------- */

static enum err check_may_read(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        if (!policy_allows(actor, record_kinds[i].read, &target))
            return ERR_DENIED;
    return ERR_NONE;
}

/* The version that was current at a moment; 0: none yet. */
static enum err find_current(struct db *db, const struct record_head *head, int64_t at,
                             int64_t *version)
{
    struct query q;
    struct db_result result;
    *version = head->version;
    if (at == 0)
        return ERR_NONE;
    query_begin(&q, db, "SELECT COALESCE(max(version), 0) FROM ");
    query_add(&q, head->store->kind->versions);
    record_add_own(&q, head);
    query_bind(&q, " AND created_at <= ", db_time(at));
    enum err err = query_run(&q, &result);
    *version = err == ERR_NONE ? db_get_int(&result, 0, 0) : 0;
    return err == ERR_NONE && *version == 0 ? ERR_NOT_FOUND : err;
}

enum err bom_get(struct db *db, const struct actor *actor, const struct bom_of *of, struct bom *bom)
{
    struct arena *arena = db_arena(db);
    struct record_head *head = arena_alloc(arena, of->store->size);
    struct bom_work work = {db, arena, actor->organization_id, bom, 0};
    int64_t version = of->version;
    *bom = (struct bom){.at = of->at};
    enum err err =
        record_load(db, actor, of->store, &of->id, of->store->kind->read, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = check_may_read(actor);
    if (err == ERR_NONE && version == 0)
        err = find_current(db, head, of->at, &version);
    if (err != ERR_NONE)
        return err;
    bom->items = arena_array(arena, BOM_ITEMS_MAX, sizeof *bom->items);
    struct bom_item item = record_item(&work, of->store->kind, &of->id, version, head->name);
    (void)bom_work_add(&work, -1, &item);
    return resolve_all(&work);
}
