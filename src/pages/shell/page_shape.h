#ifndef PAGES_PAGE_SHAPE_H
#define PAGES_PAGE_SHAPE_H

#include <jansson.h>

#include "base/rate.h"
#include "base/turn.h"
#include "data/inbox/inbox.h"
#include "data/session/session.h"
#include "web/response.h"
#include "web/route.h"
#include "web/view.h"

/* What a handler gets: see page.h. */

/* The program's settings that pages need. */
struct page_config {
    const char *public_url;   /* "https://rostrum.example.org", no slash at the end: links come only
                                 from here */
    const char *duties_path;  /* the file that /register/duties shows */
    const char *keyring_path; /* beside it erasures are noted (data/user/erasure_ledger.h) */
    const char *metrics_from; /* the networks that /metrics answers (base/network.h) */
    /* The description of the API in OpenAPI: a new reference. Pages do not know the API. */
    json_t *(*describe_api)(struct arena *arena, const char *public_url);
    bool is_secure; /* public_url is https: cookies get Secure and the __Host- prefix */
};

struct app; /* opaque here: pages do not know the application */

struct page {
    struct app *app;
    const struct page_config *config;
    struct arena *arena;
    const struct request *request;
    struct response *response;
    struct route_match match;
    struct db *db;
    struct turns *calls;           /* turns at asking other servers (data/sso/sso_begin.h) */
    const struct session *session; /* NULL: nobody signed in */
    const struct actor *actor;     /* &session->actor, or NULL */
    struct rate rate;              /* of a program; limit 0: it is not counted */
    bool is_suspended;             /* nobody, because the session's organization is suspended */
    struct inbox_question inbox;   /* how much waits for the actor; answered with the session's */
    const char *session_cookie;    /* what form tokens are bound to: session or pre-session */
    const char *form_token;        /* made once, by page.c, for this cookie and session */
    const char *form_token_cookie;
    const struct session *form_token_session;
    struct view *layout; /* made by page_view() */
    struct view *view;   /* the page's own template: made by page_view() */
    /* Serves another request in place of this one, for the form that was kept while its author
     * signed in again: page->session_cookie holds the new token. Nothing can be written then. */
    enum err (*continue_request)(struct page *page, const struct request *request);
};

#endif
