#ifndef DOMAIN_VERSION_H
#define DOMAIN_VERSION_H

/* The numbers of versions. They rise, but not by one: an import keeps the numbers of its document.
 * Whoever wants the version before or after another asks for it. */
enum {
    VERSION_GIVEN_MAX = 1000000000, /* the largest that an import may give */
    VERSION_MAX = 2000000000,       /* the largest that pages show and forms take: what is between
                                       is left to saves */
};

#endif
