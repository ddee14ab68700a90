#ifndef PAGES_ROUTES_INTERNAL_H
#define PAGES_ROUTES_INTERNAL_H

#include "web/route.h"

/* Short names, so that a row is a line and the table can be read down its columns. */
#define GET  HTTP_GET
#define POST HTTP_POST
#define FAST .pool = POOL_FAST, .kind = ROUTE_PAGE
#define SLOW .pool = POOL_SLOW, .kind = ROUTE_PAGE
/* Where passwords are hashed: nobody waits behind heavy work to come in. */
#define SIGN_IN .pool = POOL_SIGN_IN, .kind = ROUTE_PAGE
/* Before a pool: whole documents, which need more time and memory. */
#define LARGE  .size = SIZE_TRANSFER,
#define HEALTH .pool = POOL_ANY, .kind = ROUTE_HEALTH
/* The main part of the page may be kept. */
#define FAST_KEPT FAST, .is_kept = true
/* What it shows may be a second old. */
#define LAGS      .may_lag = true,
#define SLOW_KEPT SLOW, .is_kept = true
/* Asks for the password again: always, or for some of its fields. */
#define SLOW_ASKS       SLOW, .password = PASSWORD_ASKED
#define SIGN_IN_ASKS    SIGN_IN, .password = PASSWORD_ASKED
#define SIGN_IN_MAY_ASK SIGN_IN, .password = PASSWORD_ASKED_BY_HANDLER
/* Before a pool: for those who must set up a second factor as well. */
#define ENROLMENT .is_for_enrolment = true,
/* Fast and kept, but for a query with a value of this parameter. */
#define SLOW_WITH(param) LAGS FAST_KEPT, .slow_param = param

#endif
