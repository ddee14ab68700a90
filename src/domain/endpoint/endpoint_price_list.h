#ifndef DOMAIN_ENDPOINT_PRICE_LIST_H
#define DOMAIN_ENDPOINT_PRICE_LIST_H

#include "base/text.h"

/* The prices of an endpoint's models as people type them, or bring them from a spreadsheet: comma-
 * separated values, a row each: model, first day, price of a million tokens in, and out. */

enum { ENDPOINT_PRICE_MAX = 500 };

struct endpoint_price {
    const char *model;
    int64_t day; /* since 1970, UTC: from then on it holds */
    int64_t input_micros, output_micros;
};

struct endpoint_price_list {
    struct endpoint_price *items; /* by model, the newest first */
    int count;
};

/* A first row that begins with "model" is a heading. ERR_INVALID: *problem says which line is wrong
 * and how, in the arena. */
MUST_USE enum err endpoint_price_list_parse(struct arena *arena, struct text text,
                                            struct endpoint_price_list *list,
                                            const char **problem) NONNULL;

/* Rows of a file that add to a list, or take the place of those of the same model and day: what
 * that makes of it, and which rows are refused, by their lines. */
struct endpoint_price_change {
    const struct endpoint_price *before; /* NULL: it is new */
    const struct endpoint_price *after;
};
struct endpoint_price_merge {
    struct endpoint_price_list list;
    struct endpoint_price_change *changes;
    int change_count;
    const char **refused; /* "Line 4 needs …." */
    int refused_count;
};

/* ERR_INVALID, with a problem, for what is no such file, or too many prices together. In the arena.
 */
MUST_USE enum err endpoint_price_list_merge(struct arena *arena,
                                            const struct endpoint_price_list *list,
                                            struct text file, struct endpoint_price_merge *merge,
                                            const char **problem) NONNULL;

/* With a heading; "" for none. In the arena. */
const char *endpoint_price_list_format(struct arena *arena,
                                       const struct endpoint_price_list *list) NONNULL;

/* The one that holds for a model on a day; NULL if there is none. */
const struct endpoint_price *endpoint_price_of(const struct endpoint_price_list *list,
                                               const char *model, int64_t day) NONNULL;

#endif
