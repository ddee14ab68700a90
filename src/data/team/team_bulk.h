#ifndef DATA_TEAM_BULK_H
#define DATA_TEAM_BULK_H

#include "data/record/record_bulk.h"

/* Archives many teams: see record_bulk.h. */
MUST_USE record_bulk_verb team_bulk_archive NONNULL;

#endif
