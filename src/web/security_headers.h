#ifndef WEB_SECURITY_HEADERS_H
#define WEB_SECURITY_HEADERS_H

#include "web/response.h"

/* The headers that every answer has, errors included. is_secure: browsers reach us over TLS. */
void security_headers_add(struct response *response, bool is_secure) NONNULL;

#endif
