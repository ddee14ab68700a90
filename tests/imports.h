#ifndef TESTS_IMPORTS_H
#define TESTS_IMPORTS_H

#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/transfer/import_check.h"
#include "data/transfer/import_line.h"
#include "data/transfer/import_start.h"
#include "data/transfer/import_upload.h"
#include "fixture.h"

/* What the tests of imports share: a document on its way to being a plan, and the plan's start. */

static inline const struct actor *manager(const struct fixture *f)
{
    return &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
}

static inline struct uuid upload(struct fixture *f, const char *document, bool skips_existing)
{
    struct import_draft draft = {"acme.json", {document, strlen(document)}, skips_existing};
    struct problem problem;
    struct uuid id;
    fixture_begin(f);
    assert_int_equal(import_create(f->db, manager(f), &draft, &id, &problem), ERR_NONE);
    return id;
}

static inline struct import check_all(struct fixture *f, const struct uuid *id)
{
    struct import import = {.state = IMPORT_CHECKING};
    for (int i = 0; import.state == IMPORT_CHECKING; i++) {
        assert_true(i < 1000);
        fixture_begin(f);
        assert_int_equal(import_check(f->db, manager(f), id, CLOCK_SECOND, &import), ERR_NONE);
    }
    return import;
}

/* Carries it out to its end, a request after the other. */
static inline enum err start_as(struct fixture *f, const struct actor *actor, const struct uuid *id,
                                struct problem *problem)
{
    struct import import = {.state = IMPORT_APPLYING};
    enum err err = ERR_NONE;
    while (err == ERR_NONE && import.state == IMPORT_APPLYING) {
        fixture_begin(f);
        err = import_start(f->db, actor, id, CLOCK_SECOND, &import, problem);
    }
    return err;
}

static inline enum err start(struct fixture *f, const struct uuid *id, struct problem *problem)
{
    return start_as(f, manager(f), id, problem);
}

/* A line as its uploader sees it. */
static inline struct import_line line_as(struct fixture *f, const struct actor *actor,
                                         const struct uuid *id, const char *name)
{
    struct import_line_filter filter = {*id, IMPORT_OUTCOME_COUNT, 0, NULL};
    struct import_line_list list;
    fixture_begin(f);
    do {
        assert_int_equal(import_line_list(f->db, actor, &filter, &list), ERR_NONE);
        for (int i = 0; i < list.count; i++)
            if (strcmp(list.lines[i].name, name) == 0)
                return list.lines[i];
        filter.after = list.next_after;
    } while (list.next_after != 0);
    fail_msg("no line %s", name);
    return (struct import_line){.name = NULL};
}

static inline struct import_line line_of(struct fixture *f, const struct uuid *id, const char *name)
{
    return line_as(f, manager(f), id, name);
}

static inline void assert_refused(struct fixture *f, const struct uuid *id, const char *name,
                                  const char *path, const char *message)
{
    struct import_line line = line_of(f, id, name);
    assert_int_equal(line.outcome, IMPORT_REFUSED);
    assert_true(line.note_count > 0);
    assert_string_equal(line.notes[0].path, path);
    assert_non_null(strstr(line.notes[0].message, message));
}

#endif
