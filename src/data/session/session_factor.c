#include "data/session/session_factor.h"

#include <string.h>

static const char *const names[FACTOR_COUNT] = {
    [FACTOR_PASSWORD] = "password",
    [FACTOR_APP] = "app",
    [FACTOR_RECOVERY] = "recovery",
    [FACTOR_PASSKEY] = "passkey",
};

const char *session_factor_name(enum session_factor factor)
{
    return names[factor];
}

enum session_factor session_factor_of(const char *name)
{
    for (int i = 0; i < FACTOR_COUNT; i++)
        if (strcmp(names[i], name) == 0)
            return (enum session_factor)i;
    die("a session that began with an unknown factor");
}

void session_factor_note(struct audit_event *event, enum session_factor factor, bool is_sso)
{
    if (factor == FACTOR_PASSWORD && !is_sso)
        return;
    if (event->details == NULL)
        event->details = json_object();
    if (is_sso)
        audit_change(event->details, "method", NULL, "sso");
    if (factor != FACTOR_PASSWORD)
        audit_change(event->details, "second_factor", NULL, names[factor]);
}
