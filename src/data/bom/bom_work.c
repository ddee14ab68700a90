#include "data/bom/bom_work.h"

#include <string.h>

void bom_work_set_content(struct bom_item *item, struct text content)
{
    item->content = content;
    sha256_hex(content.data, content.len, item->sha256);
}

static void note_need(struct bom_work *work, int from, int index)
{
    struct bom_item *item = &work->bom->items[from];
    for (int i = 0; i < item->need_count; i++)
        if (item->needs[i] == index)
            return;
    int *needs = arena_array(work->arena, (size_t)item->need_count + 1, sizeof *needs);
    if (item->need_count > 0)
        memcpy(needs, item->needs, (size_t)item->need_count * sizeof *needs);
    needs[item->need_count++] = index;
    item->needs = needs;
}

int bom_work_add(struct bom_work *work, int from, const struct bom_item *item)
{
    struct bom *bom = work->bom;
    int index = 0;
    while (index < bom->count && strcmp(bom->items[index].ref, item->ref) != 0)
        index++;
    bool is_new = index == bom->count;
    bool is_full = is_new && (bom->count == BOM_ITEMS_MAX ||
                              (item->kind != NULL && work->record_count == BOM_RECORDS_MAX));
    bom->is_cut = bom->is_cut || is_full;
    if (is_full)
        return -1;
    if (is_new) {
        bom->items[bom->count++] = *item;
        work->record_count += item->kind != NULL;
    }
    if (from >= 0 && from != index)
        note_need(work, from, index);
    return index;
}
