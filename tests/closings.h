#ifndef TESTS_CLOSINGS_H
#define TESTS_CLOSINGS_H

#include "test.h"

#include "data/approval/approval.h"
#include "data/closing/closing.h"
#include "prompts.h"

/* Closing has begun: two people wanted it. */
static inline void closing_of_own(struct fixture *f)
{
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct problem problem;
    struct uuid id;
    assert_int_equal(closing_request(f->db, admin, &f->own.id, "Over", &id, &problem), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(approval_approve(f->db, actor_of(f, FIXTURE_SUPERUSER), &id, "", &problem),
                     ERR_NONE);
    fixture_begin(f);
    assert_int_equal(closing_begin(f->db, admin, &f->own.id, &problem), ERR_NONE);
    fixture_begin(f);
}

#endif
