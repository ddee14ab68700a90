#include "data/user/user_sso.h"

bool user_sso_may(const struct user *user)
{
    return !user->is_superuser && user->persona != PERSONA_PLATFORM_ADMIN;
}
