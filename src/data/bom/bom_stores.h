#ifndef DATA_BOM_STORES_H
#define DATA_BOM_STORES_H

#include "data/record/record_store.h"

/* Inside the data module: the store of every kind. */
extern const struct record_store *const bom_stores[RECORD_KIND_COUNT];

#endif
