#ifndef DOMAIN_PERSON_ROWS_H
#define DOMAIN_PERSON_ROWS_H

#include "base/csv_read.h"
#include "domain/policy.h"

/* A list of people to be invited, as a spreadsheet or a directory gives it. The first line may name
 * the columns (name, full name, email, e-mail, mail, persona, role, in any order and case); without
 * that, the address is where the first line has an @, the name in the first other column, and the
 * persona in the next. A line may also hold an address alone: its name is then what is before the
 * @.
 */

enum { PERSON_ROWS_MAX = 200 };

struct person_row {
    int line;
    const char *full_name;
    const char *email;
    int persona;              /* an enum persona; -1: none is given */
    const char *persona_text; /* as it was written; "" for none */
};

struct person_rows {
    struct person_row *items;
    int count;
};

/* ERR_INVALID: *problem says why nothing could be read, in the arena. What is wrong with a single
 * person is for whoever invites them. */
MUST_USE enum err person_rows_read(struct arena *arena, struct text text, struct person_rows *rows,
                                   const char **problem) NONNULL;

#endif
