#include "pages/routes.h"

#include "domain/policy.h"
#include "pages/handlers.h"

/* Short names, so that a row is a line and the table can be read down its columns. */
#define GET  HTTP_GET
#define POST HTTP_POST
#define FAST POOL_FAST
#define SLOW POOL_SLOW

/* clang-format off */
const struct route routes[] = {
    {GET,  "/",                                 page_start,                        PERMISSION_SIGNED_IN,     FAST},
    {GET,  "/healthz",                          page_health,                       PERMISSION_PUBLIC,        FAST},
    {GET,  "/readyz",                           page_ready,                        PERMISSION_PUBLIC,        FAST},

    {GET,  "/audit",                            page_audit_list,                   PERMISSION_AUDIT_SEE,     FAST},
    {GET,  "/audit/{n}",                        page_audit_show,                   PERMISSION_AUDIT_SEE,     FAST},
};
/* clang-format on */

const int route_count = (int)COUNT_OF(routes);
