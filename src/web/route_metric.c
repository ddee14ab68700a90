#include "web/route_metric.h"

#include "base/exposition.h"

enum { TABLES_MAX = 8 };

static const char duration_name[] = "rostrum_http_request_duration_seconds";

static struct {
    const struct route *routes;
    int count;
    int first; /* row of its first route; 0 is that of no route */
} tables[TABLES_MAX];
static int table_count;
static int row_count = 1;

void route_metric_add_table(const struct route *routes, int count)
{
    for (int i = 0; i < table_count; i++)
        if (tables[i].routes == routes) /* by an earlier app of this process: of tests */
            return;
    if (table_count == TABLES_MAX || row_count + count > METRIC_ROUTES)
        die("there are more routes than are counted");
    tables[table_count].routes = routes;
    tables[table_count].count = count;
    tables[table_count].first = row_count;
    table_count++;
    row_count += count;
}

uint64_t route_metric_layout(void)
{
    uint64_t hash = text_hash(ROSTRUM_VERSION, strlen(ROSTRUM_VERSION)) + sizeof(struct metrics);
    for (int i = 0; i < table_count; i++)
        for (int j = 0; j < tables[i].count; j++) {
            const struct route *route = &tables[i].routes[j];
            hash = hash * 31 + text_hash(route->pattern, strlen(route->pattern));
            hash = hash * 31 + (uint64_t)route->method;
        }
    return hash;
}

static int row_of(const struct route *route)
{
    for (int i = 0; i < table_count && route != NULL; i++)
        if (route >= tables[i].routes && route < tables[i].routes + tables[i].count)
            return tables[i].first + (int)(route - tables[i].routes);
    return 0;
}

void route_metric_note(const struct route *route, int status, const struct route_cost *cost)
{
    struct metric_route *row = &metrics()->routes[row_of(route)];
    int class = status / 100 - 2;
    if (class < 0 || class >= METRIC_STATUSES)
        class = METRIC_STATUSES - 1;
    metric_observe(&row->durations[class], cost->took_us);
    metric_raise(&row->database_us, (uint64_t)cost->database_us);
    metric_raise(&row->round_trips, (uint64_t)cost->round_trips);
    metric_raise(&row->statements, (uint64_t)cost->statements);
}

/* ---- printing ----------------------------------------------------------------------------- */

static uint64_t count_of(const struct metric_histogram *histogram)
{
    uint64_t count = 0;
    for (int i = 0; i < METRIC_BUCKETS; i++)
        count += metric_get(&histogram->counts[i]);
    return count;
}

static bool is_counted(int row)
{
    uint64_t count = 0;
    for (int i = 0; i < METRIC_STATUSES; i++)
        count += count_of(&metrics()->routes[row].durations[i]);
    return count > 0;
}

static const char *labels_of(struct arena *arena, int row)
{
    int table = table_count - 1;
    if (row == 0)
        return "route=\"none\",method=\"none\"";
    while (tables[table].first > row)
        table--;
    const struct route *route = &tables[table].routes[row - tables[table].first];
    return arena_printf(arena, "route=\"%s\",method=\"%s\"", route->pattern,
                        http_method_names[route->method]);
}

static void print_durations(struct buf *out, int row)
{
    const struct metric_histogram *durations = metrics()->routes[row].durations;
    for (int class = 0; class < METRIC_STATUSES; class ++)
        if (count_of(&durations[class]) > 0)
            exposition_histogram(out, duration_name,
                                 arena_printf(out->arena, "%s,status=\"%dxx\"",
                                              labels_of(out->arena, row), class + 2),
                                 &durations[class]);
}

static void print_database_time(struct buf *out, int row)
{
    exposition_seconds(out, "rostrum_database_seconds_total", labels_of(out->arena, row),
                       (int64_t)metric_get(&metrics()->routes[row].database_us));
}

static void print_round_trips(struct buf *out, int row)
{
    exposition_int(out, "rostrum_database_round_trips_total", labels_of(out->arena, row),
                   (int64_t)metric_get(&metrics()->routes[row].round_trips));
}

static void print_statements(struct buf *out, int row)
{
    exposition_int(out, "rostrum_database_statements_total", labels_of(out->arena, row),
                   (int64_t)metric_get(&metrics()->routes[row].statements));
}

void route_metric_print(struct buf *out)
{
    static const struct {
        const char *name, *type, *help;
        void (*print)(struct buf *out, int row);
    } families[] = {
        {duration_name, "histogram", "How long requests took, from their parsing to their answer.",
         print_durations},
        {"rostrum_database_seconds_total", "counter",
         "Time that requests spent in the database, waiting for it included.", print_database_time},
        {"rostrum_database_round_trips_total", "counter",
         "How often requests waited for an answer of PostgreSQL.", print_round_trips},
        {"rostrum_database_statements_total", "counter", "Statements of requests.",
         print_statements},
    };
    for (size_t i = 0; i < COUNT_OF(families); i++) {
        exposition_begin(out, families[i].name, families[i].type, families[i].help);
        for (int row = 0; row < row_count; row++)
            if (is_counted(row))
                families[i].print(out, row);
    }
}
