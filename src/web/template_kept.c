#include "web/template_kept.h"

#include <string.h>

#include "web/view_internal.h"

struct piece {
    size_t key_len; /* 0: nothing is kept here */
    size_t html_len;
    char key[KEPT_KEY_MAX];
    char html[KEPT_HTML_MAX];
};

static struct piece pieces[KEPT_COUNT];

static struct piece *place_of(const struct kept_key *key)
{
    return &pieces[text_hash(key->bytes, key->len) % KEPT_COUNT];
}

static void add(struct kept_key *key, const void *bytes, size_t len)
{
    if (len > sizeof key->bytes - key->len)
        key->is_whole = false;
    if (!key->is_whole)
        return;
    memcpy(key->bytes + key->len, bytes, len);
    key->len += len;
}

/* With its length before it, so that no two different views give the same bytes. */
static void add_text(struct kept_key *key, const char *text, size_t len)
{
    uint32_t prefix = (uint32_t)len;
    add(key, &prefix, sizeof prefix);
    add(key, text, len);
}

static void add_view(struct kept_key *key, const struct view *view)
{
    int32_t counts[] = {view->value_count, view->group_count};
    add(key, counts, sizeof counts);
    for (int i = 0; i < view->value_count; i++) {
        add_text(key, view->values[i].key.name, view->values[i].key.len);
        add_text(key, view->values[i].text, view->values[i].len);
    }
    for (int i = 0; i < view->group_count; i++) {
        const struct view_group *group = &view->groups[i];
        add_text(key, group->key.name, group->key.len);
        for (const struct view *v = group->first; v != NULL; v = v->next)
            add_view(key, v);
        add(key, "", 1);
    }
}

void kept_key_make(const char *file, const struct view *view, struct kept_key *key)
{
    key->is_whole = true;
    key->len = 0;
    add_text(key, file, strlen(file));
    add_view(key, view);
}

struct text kept_find(const struct kept_key *key)
{
    const struct piece *piece = place_of(key);
    if (!key->is_whole || piece->key_len != key->len ||
        memcmp(piece->key, key->bytes, key->len) != 0)
        return (struct text){NULL, 0};
    return (struct text){piece->html, piece->html_len};
}

void kept_store(const struct kept_key *key, struct text html)
{
    if (!key->is_whole || html.len > KEPT_HTML_MAX)
        return;
    struct piece *piece = place_of(key);
    memcpy(piece->key, key->bytes, key->len);
    memcpy(piece->html, html.data, html.len);
    piece->key_len = key->len;
    piece->html_len = html.len;
}
