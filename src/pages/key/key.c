#include <string.h>

#include "crypt/crypt_use.h"
#include "data/key/key_rewrap.h"
#include "data/key/key_rotate.h"
#include "pages/handlers.h"
#include "pages/shell/page.h"
#include "pages/shell/page_value.h"

/* The master keys, how far the replacement of one has come in this organization, and the inventory
 * of all cryptography. */

static void show_use(struct page *page, struct view *row, const char *kid,
                     const struct key_use *use)
{
    bool is_active = strcmp(kid, keyring_active(db_keyring(page->db))) == 0;
    view_text(row, "KID", kid);
    view_show(row, "KEY_ACTIVE", is_active);
    view_show(row, "KEY_OLD", !is_active);
    view_number(row, "DATA_KEYS", use->data_key_count);
    view_number(row, "ADDRESSES", use->address_count);
    view_number(row, "OLDER_SIGN_INS", use->session_count + use->link_count);
}

static enum err show_keys(struct page *page, struct view *view)
{
    int64_t total = 0;
    int64_t done = 0;
    const char *kid = NULL;
    enum err err = ERR_NONE;
    int count = 0;
    for (; err == ERR_NONE && (kid = keyring_kid(db_keyring(page->db), count)) != NULL; count++) {
        struct key_use use;
        err = key_use_get(page->db, kid, &page->actor->organization_id, &use);
        if (err != ERR_NONE)
            return err;
        show_use(page, view_add(view, "KEY"), kid, &use);
        bool is_active = strcmp(kid, keyring_active(db_keyring(page->db))) == 0;
        total += use.data_key_count + use.address_count;
        done += is_active ? use.data_key_count + use.address_count : 0;
    }
    if (count < 2)
        return err;
    struct view *progress = view_add(view, "PROGRESS");
    view_number(progress, "DONE", done);
    view_number(progress, "TOTAL", total);
    view_show(progress, "ALL_DONE", done == total);
    view_show(progress, "GOES_ON", done < total);
    return err;
}

/* The last replacement of data keys, or how one goes on. */
static enum err show_rotation(struct page *page, struct view *view)
{
    struct key_rotation rotation;
    enum err err = key_rotation_last(page->db, page->actor, &rotation);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    bool goes_on = rotation.ended_at == 0;
    struct view *progress = view_add(view, goes_on ? "ROTATION_GOES_ON" : "ROTATION_DONE");
    view_number(progress, "ROWS", rotation.done_count);
    view_number(progress, "ALL_ROWS", rotation.total_count);
    page_time_here(page, progress, goes_on ? rotation.created_at : rotation.ended_at);
    return ERR_NONE;
}

enum err page_key(struct page *page)
{
    struct view *view = page_view(page);
    enum err err = show_keys(page, view);
    if (err == ERR_NONE)
        err = show_rotation(page, view);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < crypt_use_count; i++) {
        struct view *row = view_add(view, "CRYPT_USE");
        view_text(row, "USE_NAME", crypt_uses[i].name);
        view_text(row, "USE_ALGORITHM", crypt_uses[i].algorithm);
        view_text(row, "USE_KEY", crypt_uses[i].key);
        view_text(row, "USE_PROTECTS", crypt_uses[i].protects);
    }
    return page_show(page, 200, "Keys", "key/key.tpl");
}
