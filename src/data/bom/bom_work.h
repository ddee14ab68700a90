#ifndef DATA_BOM_WORK_H
#define DATA_BOM_WORK_H

#include "data/bom/bom_shape.h"
#include "data/db/db.h"

/* Inside the data module: a bill while it is made. */
struct bom_work {
    struct db *db;
    struct arena *arena;
    struct uuid organization_id;
    struct bom *bom;
    int record_count;
};

/* Adds an item, or finds the one with this ref; and that the item `from` needs it (-1: nothing
 * does). Gives its index; -1 if the bill is full. */
int bom_work_add(struct bom_work *work, int from, const struct bom_item *item) NONNULL;

/* Sets the content of an item and its hash. */
void bom_work_set_content(struct bom_item *item, struct text content) NONNULL;

#endif
