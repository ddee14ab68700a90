#ifndef DOMAIN_SCIM_PATH_H
#define DOMAIN_SCIM_PATH_H

#include "domain/scim/scim_filter.h"

/* Paths of a PATCH (RFC 7644, 3.5.2): "active", "name.givenName", "emails[type eq "work"].value",
 * each with its schema in front or without it. */

struct scim_path {
    char attribute[SCIM_ATTRIBUTE_MAX]; /* "name.givenName", "emails"; "": the schema alone; ":" of
                                           a schema that is not ours */
    char rest[SCIM_ATTRIBUTE_MAX];      /* of a list: what of its items; "": all */
    bool has_filter;
    bool is_elsewhere; /* the filter is for other items than the primary one, or the one for work */
};

/* ERR_INVALID for what is no path. */
MUST_USE enum err scim_path_parse(struct arena *arena, const char *path,
                                  struct scim_path *out) NONNULL;

#endif
