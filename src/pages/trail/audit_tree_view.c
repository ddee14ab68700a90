#include "pages/trail/audit_tree_view.h"

#include <inttypes.h>

#include "data/trail/audit_proof.h"
#include "data/trail/audit_state.h"

enum { SHORT_LEN = 16, PATH_SHOWN = 3 };

static bool may_see(const struct page *page)
{
    struct policy_target target = {page->actor->organization_id, page->actor->user_id, NULL};
    return policy_allows(page->actor, PERMISSION_AUDIT_ALL, &target);
}

void audit_tree_ahead(struct page *page)
{
    if (may_see(page))
        audit_state_ahead(page->db, page->actor);
}

enum err audit_tree_show(struct page *page)
{
    struct audit_state state;
    if (!may_see(page))
        return ERR_NONE;
    enum err err = audit_state_get(page->db, page->actor, &state);
    if (err != ERR_NONE)
        return err;
    struct view *view = view_add(page->view, "TREE");
    view_number(view, "EVENT_COUNT", state.event_count);
    view_show(view, "IS_ONE", state.event_count == 1);
    view_show(view, "IS_MANY", state.event_count != 1);
    view_show(view, "NO_CHECKPOINT", state.root == NULL);
    view_include(view, "PROVES", "trail/audit_proves.tpl");
    view_include(page->view, "TREE_STATE", "trail/audit_tree.tpl");
    if (state.root == NULL)
        return ERR_NONE;
    struct view *checkpoint = view_add(view, "CHECKPOINT");
    view_number(checkpoint, "COVERED", state.covered);
    view_number(checkpoint, "NOT_YET", state.event_count - state.covered);
    view_show(checkpoint, "IS_BEHIND", state.event_count > state.covered);
    view_text(checkpoint, "ROOT", state.root);
    view_text(checkpoint, "ROOT_SHORT", arena_printf(page->arena, "%.12s", state.root));
    view_text(checkpoint, "KEY", state.key);
    page_time(page, checkpoint, "SIGNED", state.signed_at);
    return ERR_NONE;
}

/* ---- one event ----------------------------------------------------------------------------- */

static const char *hex(struct arena *arena, const chain_hash hash)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (size_t i = 0; i < HASH_LEN; i++)
        buf_printf(&buf, "%02x", hash[i]);
    return buf.data;
}

static void show_hash(struct page *page, struct view *view, const char *section,
                      const chain_hash hash)
{
    struct view *shown = view_add(view, section);
    const char *text = hex(page->arena, hash);
    view_text(shown, "HASH", text);
    view_text(shown, "HASH_SHORT", arena_printf(page->arena, "%.*s", SHORT_LEN, text));
}

static void show_proof(struct page *page, struct view *view, const struct audit_entry *entry,
                       const struct audit_proof *proof)
{
    struct view *proved = view_add(view, "PROVED");
    view_number(proved, "LEAF_NUMBER", proof->seq);
    view_number(proved, "TREE_SIZE", proof->size);
    view_number(proved, "PATH_COUNT", proof->path_count);
    view_show(proved, "PATH_ONE", proof->path_count == 1);
    view_show(proved, "PATH_MANY", proof->path_count != 1);
    show_hash(page, proved, "LEAF", proof->leaf);
    show_hash(page, proved, "ROOT", proof->root);
    for (int i = 0; i < proof->path_count && i < PATH_SHOWN; i++)
        show_hash(page, proved, "PATH", proof->path[i]);
    view_show(proved, "PATH_MORE", proof->path_count > PATH_SHOWN);
    page_time(page, proved, "SIGNED", proof->signed_at);
    view_text(proved, "NOTE", proof->note);
    page_uuid(page, proved, "PROVED_ID", &entry->id);
    view_include(proved, "PROVES", "trail/audit_proves.tpl");
}

enum err audit_tree_show_proof(struct page *page, const struct audit_entry *entry)
{
    struct audit_proof proof;
    enum err err = audit_proof_of(page->db, entry, &proof);
    if (err != ERR_NONE && err != ERR_STALE && err != ERR_CONFLICT)
        return err;
    if (err == ERR_NONE)
        show_proof(page, page->view, entry, &proof);
    view_show(page->view, "NO_NUMBER_YET", err == ERR_STALE && entry->seq == 0);
    view_show(page->view, "NOT_COVERED", err == ERR_STALE && entry->seq > 0);
    view_show(page->view, "CONTRADICTED", err == ERR_CONFLICT);
    view_include(page->view, "PROOF", "trail/audit_proof.tpl");
    return ERR_NONE;
}
