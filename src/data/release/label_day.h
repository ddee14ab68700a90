#ifndef DATA_LABEL_DAY_H
#define DATA_LABEL_DAY_H

#include "data/record/record_store.h"

/* All that a label named on a day: "what was production on 3 May?" has as many answers as it moved.
 */

enum { LABEL_DAY_MAX = 100 };

struct label_day_entry {
    int64_t version;           /* 0: from then on none */
    int64_t since;             /* before the day for what it began with */
    const char *moved_by_name; /* NULL: erased; of "latest" the author */
};

struct label_day {
    struct label_day_entry *entries; /* in the order of time; none: it was on no version */
    int count;
    bool has_more; /* it moved more often than LABEL_DAY_MAX */
};

/* What a label of a record that was loaded named from start to before end. "latest" can be asked
 * for too. */
MUST_USE enum err label_day(struct db *db, const struct record_head *head, const char *label,
                            int64_t start, int64_t end, struct label_day *day) NONNULL;

#endif
