#ifndef TESTS_FIXTURE_ENGINE_H
#define TESTS_FIXTURE_ENGINE_H

#include "fixture.h"

/* What fixture.c needs of the engines. */

struct fixture_bytes {
    char *data; /* from malloc */
    size_t len;
};

/* The rows of all tables of a database of PostgreSQL. */
struct fixture_rows;

/* The name of the database that has the migrations of this program. */
void fixture_template_name(char name[32]);

bool fixture_is_postgres(const void *initial_state);

/* A migrated database for the fixture alone, with these rows or without any: fills in its
 * addresses. */
void fixture_create_postgres(struct fixture *f, const struct fixture_rows *rows);
void fixture_close_postgres(const struct fixture *f);

/* A copy of what is in the fixture's database, which lives as long as the program. */
struct fixture_rows *fixture_take_rows(const struct fixture *f);

/* The first fixture of a kind that a program makes is kept: key ring, database and people. The next
 * ones begin as its copy. FIXTURE_KEPT is what a test keeps itself. */
enum fixture_kind { FIXTURE_EMPTY, FIXTURE_PEOPLE, FIXTURE_KEPT, FIXTURE_KIND_COUNT };

/* A database of SQLite with all migrations, which the programs beside one server of with-postgres
 * share. False if none of them has kept one yet: then this one migrates, and keeps it. */
bool fixture_copy_migrated(const struct fixture *f);
void fixture_keep_migrated(const struct fixture *f);

/* For an app a copy is not opened: f->db is NULL. */
struct fixture *fixture_create(const void *initial_state, enum fixture_kind kind, bool for_app);

void fixture_copy_keep(const struct fixture *f, enum fixture_kind kind);

/* Writes the files of the kept fixture into f->dir and fills in its people. False if there is none.
 * *rows: for PostgreSQL. */
bool fixture_copy_restore(struct fixture *f, enum fixture_kind kind,
                          const struct fixture_rows **rows);

#endif
