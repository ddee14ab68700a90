#include "data/evidence/evidence_digest.h"

#include "base/json.h"

/* One part: what it is, how it is used by which other part, and the hashes of what it says. */
static json_t *part_json(const struct composition_part *part)
{
    json_t *hashes = json_array();
    for (int i = 0; i < RECORD_PARTS_MAX && part->kind->columns[i] != NULL; i++)
        json_array_append_new(hashes, json_string(part->hashes[i]));
    return json_pack("{s:s, s:s, s:o, s:s?, s:i}", "facet", part->facet, "kind", part->kind->name,
                     "sha256", hashes, "used_as", part->sort, "used_by", part->parent);
}

void evidence_digest_of(struct arena *arena, const struct composition *composition,
                        char hex[SHA256_HEX_LEN])
{
    hex[0] = '\0';
    if (composition->is_cut)
        return;
    json_t *parts = json_keep(arena, json_array());
    for (int i = 0; i < composition->count; i++)
        json_array_append_new(parts, part_json(&composition->parts[i]));
    struct text text = json_format(arena, parts, JSON_LINE);
    sha256_hex(text.data, text.len, hex);
}

enum err evidence_digest(struct db *db, const struct actor *actor, const struct record_head *head,
                         int64_t version, struct evidence_digest *digest)
{
    const struct record_kind *kind = head->store->kind;
    struct policy_target target = record_target(head);
    enum err err = policy_check(actor, kind->see, kind->see, &target);
    if (err == ERR_NONE)
        err = composition_read(db, head, version, 0, &digest->composition);
    if (err == ERR_NONE)
        evidence_digest_of(db_arena(db), &digest->composition, digest->hex);
    return err;
}
