#ifndef DATA_BOM_CONFIG_H
#define DATA_BOM_CONFIG_H

#include "data/bom/bom_work.h"

/* Inside the data module: adds what a config says besides records: the model, tools, servers,
 * skills, the endpoint. */
void bom_config_add(struct bom_work *work, int from, struct text config) NONNULL;

#endif
