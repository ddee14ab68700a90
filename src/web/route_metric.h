#ifndef WEB_ROUTE_METRIC_H
#define WEB_ROUTE_METRIC_H

#include "base/buf.h"
#include "web/route.h"

/* Requests counted by the row of the route table that they went to, never by their address: what
 * went to none is one row. The tables are the same in all processes of a version. */

/* A table of routes, before the first request, each once and in the same order everywhere. */
void route_metric_add_table(const struct route *routes, int count) NONNULL;

/* Says what the rows mean: another number for other tables. */
uint64_t route_metric_layout(void);

/* What a request cost, in microseconds and pieces. */
struct route_cost {
    int64_t took_us;
    int64_t database_us;
    int64_t round_trips;
    int64_t statements;
};

/* A request was answered; route NULL: there is no such address. */
void route_metric_note(const struct route *route, int status, const struct route_cost *cost)
    __attribute__((nonnull(3)));

/* The metrics of all processes in Prometheus' text format: series that nobody counted yet are left
 * out. */
void route_metric_print(struct buf *out) NONNULL;

#endif
