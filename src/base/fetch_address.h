#ifndef BASE_FETCH_ADDRESS_H
#define BASE_FETCH_ADDRESS_H

#include "base/fetch_allow.h"

/* Inside fetch(): reads an address that someone typed; false unless it would be tried
 * (fetch_is_address). In the arena. The budget is held (base/budget.h). */
bool fetch_address_read(struct arena *arena, const char *url, enum setting_id hosts,
                        struct fetch_target *target) NONNULL;

#endif
