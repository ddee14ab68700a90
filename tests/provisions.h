#ifndef TESTS_PROVISIONS_H
#define TESTS_PROVISIONS_H

#include <string.h>

#include "data/account/provision_change.h"
#include "fixture.h"

/* A provisioning service looks after somebody of the own organization from now on, calls them so,
 * and says what their name begins with. */
static inline void provisions_adopt(struct fixture *f, const struct fixture_user *user,
                                    const char *external_id)
{
    const struct actor *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
    struct provisioned person;
    struct problem problem;
    fixture_begin(f);
    assert_int_equal(provision_get(f->db, admin, &user->id, &person), ERR_NONE);
    const char *name = person.user.full_name;
    struct provision_draft draft = {
        .id = user->id,
        .version = person.user.version,
        .email = person.user.email,
        .full_name = name,
        .persona = person.user.persona,
        .is_active = true,
        .origin = {external_id, arena_copy(f->arena, name, strcspn(name, " "))}};
    assert_int_equal(provision_update(f->db, admin, &draft, &problem), ERR_NONE);
    fixture_begin(f);
}

#endif
