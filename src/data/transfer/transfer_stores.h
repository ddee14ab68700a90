#ifndef DATA_TRANSFER_STORES_H
#define DATA_TRANSFER_STORES_H

#include "data/record/record_store.h"

/* The stores of all kinds, by record_kind_id. */
extern const struct record_store *const transfer_stores[RECORD_KIND_COUNT];

#endif
