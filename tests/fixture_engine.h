#ifndef TESTS_FIXTURE_ENGINE_H
#define TESTS_FIXTURE_ENGINE_H

#include "fixture.h"

/* What fixture.c needs of the engines. */

bool fixture_is_postgres(const void *initial_state);

/* A migrated database without rows for the fixture alone: fills in its addresses. */
void fixture_create_postgres(struct fixture *f);
void fixture_close_postgres(const struct fixture *f);

#endif
