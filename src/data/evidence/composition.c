#include "data/evidence/composition.h"

#include "data/record/record_version.h"
#include "data/reference/resolved_link.h"
#include "domain/record/label.h"

/* One walk: what is looked at, and when. */
struct walk {
    struct db *db;
    struct uuid organization_id;
    int64_t time;
    struct composition *composition;
};

/* The version, its author and the hashes of what it says. */
static enum err read_content(const struct walk *walk, struct composition_part *part)
{
    struct record_version version;
    const struct record_store store = {.kind = part->kind};
    const struct record_head head = {
        .store = &store, .id = part->id, .organization_id = walk->organization_id};
    enum err err = record_version_load(walk->db, &head, part->version, &version);
    if (err != ERR_NONE)
        return err;
    part->facet = version.content.facet;
    part->author_id = version.author_id;
    part->author_name = version.author_name;
    part->saved_at = version.created_at;
    for (int i = 0; i < RECORD_PARTS_MAX; i++)
        if (version.content.parts[i].data != NULL)
            sha256_hex(version.content.parts[i].data, version.content.parts[i].len,
                       part->hashes[i]);
    return ERR_NONE;
}

static bool was_followed(const struct composition *composition, int index)
{
    const struct composition_part *part = &composition->parts[index];
    for (int i = 0; i < index; i++)
        if (uuid_equal(&composition->parts[i].id, &part->id) &&
            composition->parts[i].version == part->version)
            return true;
    return false;
}

static enum err add_link(const struct walk *walk, int parent, const struct resolved_link *link)
{
    struct composition *composition = walk->composition;
    const struct composition_part *source = &composition->parts[parent];
    if (composition->count == COMPOSITION_MAX || source->depth == COMPOSITION_DEPTH) {
        composition->is_cut = true;
        return ERR_NONE;
    }
    struct composition_part *part = &composition->parts[composition->count++];
    *part = (struct composition_part){
        .kind = link->kind,
        .id = link->id,
        .name = link->name,
        .sort = link->sort,
        .parent = parent,
        .depth = source->depth + 1,
        .label = link->label == NULL && !link->is_pinned ? LABEL_LATEST : link->label,
        .version = link->version,
        .facet = ""};
    if (part->version == 0)
        return ERR_NONE;
    enum err err = read_content(walk, part);
    return err == ERR_NOT_FOUND ? ERR_NONE : err; /* a version that retention deleted */
}

static enum err follow(const struct walk *walk, int index)
{
    struct resolved_links links;
    const struct composition_part *part = &walk->composition->parts[index];
    if (part->version == 0 || was_followed(walk->composition, index))
        return ERR_NONE;
    struct resolved_source source = {walk->organization_id, part->id, part->version, walk->time};
    enum err err = resolved_link_list(walk->db, &source, &links);
    for (int i = 0; err == ERR_NONE && i < links.count; i++)
        err = add_link(walk, index, &links.items[i]);
    return err;
}

enum err composition_read(struct db *db, const struct record_head *head, int64_t version,
                          int64_t time, struct composition *composition)
{
    struct walk walk = {db, head->organization_id, time, composition};
    *composition = (struct composition){
        .parts = arena_array(db_arena(db), COMPOSITION_MAX, sizeof *composition->parts),
        .count = 1};
    composition->parts[0] = (struct composition_part){.kind = head->store->kind,
                                                      .id = head->id,
                                                      .name = head->name,
                                                      .parent = -1,
                                                      .version = version,
                                                      .facet = ""};
    enum err err = read_content(&walk, &composition->parts[0]);
    for (int i = 0; err == ERR_NONE && i < composition->count; i++)
        err = follow(&walk, i);
    return err;
}

enum err composition_get(struct db *db, const struct actor *actor, const struct record_head *head,
                         int64_t version, int64_t time, struct composition *composition)
{
    const struct record_kind *kind = head->store->kind;
    struct policy_target target = record_target(head);
    enum err err = policy_check(actor, kind->read, kind->see, &target);
    return err == ERR_NONE ? composition_read(db, head, version, time, composition) : err;
}
