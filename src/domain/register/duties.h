#ifndef DOMAIN_DUTIES_H
#define DOMAIN_DUTIES_H

#include <stdint.h>

#include "base/text.h"
#include "domain/register/register_rules.h"

/* The duties that a law knows, with the dates from which they apply: data of a file, which says as
 * of which day it was written and from which sources. The program promises nothing of its own.
 *
 *   {"format": "rostrum-duties", "format_version": 1, "law": "…", "as_of": "2026-06-15",
 *    "note": "…", "sources": [{"title": "…", "url": "https://…"}],
 *    "duties": [{"id": "…", "title": "…", "articles": "…", "applies_from": "2026-08-02",
 *                "may_move_to": "2027-12-02" or left out, "risk_classes": ["high"],
 *                "text": "…", "source": "https://…"}]} */

enum { DUTIES_MAX = 200, DUTY_SOURCES_MAX = 50 };

struct duty {
    const char *id;
    const char *title;
    const char *articles;
    int64_t applies_from; /* first microsecond of the day in UTC */
    int64_t may_move_to;  /* likewise; 0: nothing says that it may */
    bool concerns[RISK_COUNT];
    const char *text;
    const char *source; /* an address, to be shown as text */
};

struct duty_source {
    const char *title;
    const char *url;
};

struct duties {
    const char *law;
    int64_t as_of;
    const char *note; /* "" for none */
    struct duty_source *sources;
    int source_count;
    struct duty *items; /* in the order of the file */
    int count;
};

/* Reads the text of such a file; owned by the arena. ERR_INVALID for anything else: *problem says
 * what is wrong and where ("duties[3].applies_from is no day."). */
MUST_USE enum err duties_parse(struct arena *arena, struct text text, struct duties *duties,
                               const char **problem) NONNULL;

#endif
