#ifndef WEB_ROUTE_KIND_H
#define WEB_ROUTE_KIND_H

#include <stdbool.h>

#include "base/err.h"

/* Who asks for a route: it decides how a refusal looks. */
enum route_kind {
    ROUTE_PAGE,     /* a person: the sign-in form, the form shown again, an error page */
    ROUTE_API,      /* a program: a problem in JSON (RFC 9457) */
    ROUTE_SCIM,     /* a provisioning service: an error of SCIM (RFC 7644) */
    ROUTE_LANGFUSE, /* a client of Langfuse's API for prompts: its errors in JSON */
    ROUTE_MCP,      /* a client of the Model Context Protocol: an error of JSON-RPC */
    ROUTE_MLFLOW,   /* a client of MLflow: an error in its shape */
    ROUTE_A2A,      /* a program that looks for an agent: a problem in JSON, as of ROUTE_API */
    ROUTE_HEALTH,   /* a supervisor: a line of text */
};

/* The addresses of programs, a longer beginning before a shorter one. */
struct route_family {
    const char *prefix;
    enum route_kind kind;
    const char *errors;   /* how nginx names the files of its own errors for them */
    const char *types[2]; /* of the bodies that they take */
};
extern const struct route_family route_families[];
extern const int route_family_count;

/* Who asks for an address, as far as its beginning tells; ROUTE_PAGE for all that are not for
 * programs. path is raw, with its query or without. */
enum route_kind route_kind_of_path(const char *path) NONNULL;

/* Programs have tokens and no cookies. */
bool route_kind_is_program(enum route_kind kind);

/* Is this the type of a body that such addresses take? content_type as the header has it, with its
 * parameters. */
bool route_kind_takes(enum route_kind kind, const char *content_type) NONNULL;

#endif
