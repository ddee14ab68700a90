#ifndef DOMAIN_SECRET_H
#define DOMAIN_SECRET_H

#include <stddef.h>

/* What looks like a credential: keys of the well-known services (sk-…, ghp_…, github_pat_…, AKIA…,
 * AIza…, xox?-…, glpat-…), JSON Web Tokens, Bearer and Basic credentials, PEM blocks,
 * user:password@ in URLs. Configs refuse it and ask for a reference, {"secret": "NAME"}, instead.
 * What merely begins like one (sk-learn, a bare ghp_) is none: a key is long or has digits.
 * Nor is what stands where one will be: xxxxxxxx, YOUR_API_KEY, or a reference (secret_reference.h)
 * as the password of an address. */

/* The kind of the first credential in a text, for a message: "an OpenAI API key"; NULL if there is
 * none. Static storage. */
const char *secret_find(const char *text, size_t len) __attribute__((nonnull(1)));

#endif
