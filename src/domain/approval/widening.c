#include "domain/approval/widening.h"

#include <string.h>

const struct widening_rule widening_rules[WIDENING_COUNT] = {
    [WIDENING_MOVERS] = {"movers", "DevOps Engineers and Customer Admins",
                         PERMISSION_LABEL_MOVE_PROTECTED},
    [WIDENING_APPROVERS] = {"approvers", "DevOps Engineers, Product Managers and Customer Admins",
                            PERMISSION_LABEL_APPROVE},
    [WIDENING_ADMINS] = {"admins", "Customer Admins", PERMISSION_LABEL_WIDEN},
};

const char *const widening_names[WIDENING_COUNT + 1] = {"movers", "approvers", "admins", NULL};

enum widening widening_parse(const char *name)
{
    for (int i = 0; i < WIDENING_COUNT; i++)
        if (strcmp(widening_names[i], name) == 0)
            return (enum widening)i;
    die("an unknown rule of what widens");
}
