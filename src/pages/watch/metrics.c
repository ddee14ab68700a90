#include "base/clock.h"
#include "base/exposition.h"
#include "base/network.h"
#include "base/worker.h"
#include "data/db/db_disk.h"
#include "data/db/db_self.h"
#include "data/watch/watch.h"
#include "pages/handlers.h"
#include "pages/shell/page.h"
#include "pages/watch/metric_sample.h"
#include "web/route_metric.h"

/* What is counted one by one: metrics of the same name follow each other. */
static void print_counts(struct buf *out)
{
    static const struct {
        const char *name, *help;
        const char *labels;
        enum metric metric;
    } rows[] = {
        {"rostrum_sign_ins_total", "Sign-ins by what came of them.", "result=\"success\"",
         METRIC_SIGN_INS},
        {"rostrum_sign_ins_total", NULL, "result=\"failure\"", METRIC_SIGN_INS_FAILED},
        {"rostrum_sign_ins_total", NULL, "result=\"refused\"", METRIC_SIGN_INS_REFUSED},
        {"rostrum_limited_total", "Requests that were refused because there were too many.",
         "limit=\"token\"", METRIC_LIMITED_TOKENS},
        {"rostrum_limited_total", NULL, "limit=\"attempts\"", METRIC_LIMITED_ATTEMPTS},
        {"rostrum_limited_total", NULL, "limit=\"password_hashes\"", METRIC_LIMITED_HASHES},
        {"rostrum_limited_total", NULL, "limit=\"turns\"", METRIC_LIMITED_TURNS},
        {"rostrum_kept_results_total", "Looks for a result that was kept, by what came of them.",
         "result=\"hit\"", METRIC_KEPT_HITS},
        {"rostrum_kept_results_total", NULL, "result=\"miss\"", METRIC_KEPT_MISSES},
        {"rostrum_usage_lost_total", "Servings that were not counted for want of room.", "",
         METRIC_USAGE_LOST},
        {"rostrum_log_lines_total", "Lines of the log.", "level=\"info\"", METRIC_LOG_INFO},
        {"rostrum_log_lines_total", NULL, "level=\"warn\"", METRIC_LOG_WARN},
        {"rostrum_log_lines_total", NULL, "level=\"error\"", METRIC_LOG_ERROR},
        {"rostrum_log_lines_total", NULL, "level=\"fatal\"", METRIC_LOG_FATAL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (rows[i].help != NULL)
            exposition_begin(out, rows[i].name, "counter", rows[i].help);
        exposition_int(out, rows[i].name, rows[i].labels,
                       (int64_t)metric_get(&metrics()->counts[rows[i].metric]));
    }
}

/* ---- workers ------------------------------------------------------------------------------ */

/* The workers of a pool together. */
struct pool_sum {
    int64_t workers, busy, oldest_us, memory, kept, began_at, usage_since;
};

static int64_t earlier(int64_t a, int64_t b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

static void add_worker(struct pool_sum *sum, const struct worker *worker, int64_t now)
{
    int64_t since = worker->fields[WORKER_BUSY_SINCE];
    int64_t age = since == 0 ? 0 : now - since;
    sum->workers++;
    sum->busy += since != 0;
    sum->oldest_us = age > sum->oldest_us ? age : sum->oldest_us;
    sum->memory += worker->fields[WORKER_MEMORY];
    sum->kept += worker->fields[WORKER_KEPT];
    sum->began_at = earlier(sum->began_at, worker->fields[WORKER_BEGAN_AT]);
    sum->usage_since = earlier(sum->usage_since, worker->fields[WORKER_USAGE_SINCE]);
}

static void add_workers(struct pool_sum sums[METRIC_POOLS])
{
    struct worker worker;
    int64_t now = clock_monotonic();
    for (int at = 0; worker_next(&at, &worker);) {
        int64_t pool = worker.fields[WORKER_POOL];
        if (pool >= 0 && pool < METRIC_POOLS)
            add_worker(&sums[pool], &worker, now);
    }
}

static const char *pool_labels(struct arena *arena, int pool)
{
    const char *name = route_pool_name((enum route_pool)pool);
    return arena_printf(arena, "pool=\"%s\"", name[0] == '\0' ? "any" : name);
}

/* A number of each pool that has, or had, workers. */
enum pool_number {
    POOL_WORKERS,
    POOL_BUSY,
    POOL_OLDEST,
    POOL_MEMORY,
    POOL_KEPT,
    POOL_BEGAN,
    POOL_STARTED,
    POOL_CPU,
    POOL_NUMBERS
};

static void read_pool(const struct pool_sum *sum, int pool, int64_t numbers[POOL_NUMBERS])
{
    const struct metric_pool *counted = &metrics()->pools[pool];
    numbers[POOL_WORKERS] = sum->workers;
    numbers[POOL_BUSY] = sum->busy;
    numbers[POOL_OLDEST] = sum->oldest_us;
    numbers[POOL_MEMORY] = sum->memory;
    numbers[POOL_KEPT] = sum->kept;
    numbers[POOL_BEGAN] = sum->began_at;
    numbers[POOL_STARTED] = (int64_t)metric_get(&counted->started);
    numbers[POOL_CPU] = (int64_t)metric_get(&counted->cpu_us);
}

static void print_pools(struct buf *out, const struct pool_sum sums[METRIC_POOLS])
{
    static const struct {
        const char *name, *type, *help;
        bool is_time;
    } rows[POOL_NUMBERS] = {
        [POOL_WORKERS] = {"rostrum_workers", "gauge", "Workers that live.", false},
        [POOL_BUSY] = {"rostrum_workers_busy", "gauge", "Workers that serve a request.", false},
        [POOL_OLDEST] = {"rostrum_request_oldest_seconds", "gauge",
                         "How long the oldest request that is being served takes so far.", true},
        [POOL_MEMORY] = {"rostrum_worker_memory_bytes", "gauge",
                         "Memory of the workers that is in use.", false},
        [POOL_KEPT] = {"rostrum_kept_bytes", "gauge", "Memory of results that are kept.", false},
        [POOL_BEGAN] = {"rostrum_worker_start_time_seconds", "gauge",
                        "When the oldest worker started, since 1970.", true},
        [POOL_STARTED] = {"rostrum_workers_started_total", "counter",
                          "Workers that started, so those that ended and more.", false},
        [POOL_CPU] = {"rostrum_worker_cpu_seconds_total", "counter",
                      "Processor time of the workers.", true},
    };
    int64_t numbers[POOL_NUMBERS];
    for (int i = 0; i < POOL_NUMBERS; i++) {
        exposition_begin(out, rows[i].name, rows[i].type, rows[i].help);
        for (int pool = 0; pool < METRIC_POOLS; pool++) {
            read_pool(&sums[pool], pool, numbers);
            bool is_told = i == POOL_BEGAN ? numbers[i] > 0 : numbers[POOL_STARTED] > 0;
            if (is_told)
                (rows[i].is_time ? exposition_seconds : exposition_int)(
                    out, rows[i].name, pool_labels(out->arena, pool), numbers[i]);
        }
    }
}

static void print_waits(struct buf *out)
{
    static const char name[] = "rostrum_queue_wait_seconds";
    exposition_begin(out, name, "histogram",
                     "How long requests waited for a worker once nginx had read them.");
    for (int pool = 0; pool < METRIC_POOLS; pool++)
        if (metric_get(&metrics()->pools[pool].started) > 0)
            exposition_histogram(out, name, pool_labels(out->arena, pool),
                                 &metrics()->pools[pool].waits);
}

static void print_workers(struct buf *out)
{
    static const char unwritten[] = "rostrum_usage_unwritten_seconds";
    struct pool_sum sums[METRIC_POOLS] = {{.workers = 0}};
    int64_t since = 0;
    add_workers(sums);
    print_pools(out, sums);
    print_waits(out);
    for (int pool = 0; pool < METRIC_POOLS; pool++)
        since = earlier(since, sums[pool].usage_since);
    exposition_begin(out, unwritten, "gauge",
                     "Age of the oldest serving that is counted in memory alone.");
    exposition_seconds(out, unwritten, "", since == 0 ? 0 : clock_now() - since);
}

/* ---- the database ------------------------------------------------------------------------- */

static void print_disk(struct buf *out, enum db_disk disk)
{
    static const char name[] = "rostrum_database_disk";
    static const char *const states[] = {[DB_DISK_FINE] = "fine",
                                         [DB_DISK_LOW] = "low",
                                         [DB_DISK_FULL] = "full",
                                         [DB_DISK_READ_ONLY] = "read_only"};
    exposition_begin(out, name, "gauge", "How the disk of the database is: 1 for its state.");
    for (size_t i = 0; i < COUNT_OF(states); i++)
        exposition_int(out, name, arena_printf(out->arena, "state=\"%s\"", states[i]),
                       (size_t)disk == i);
}

/* What is written: a number, a moment, or how long ago one was (0 if there was none, or if it is
 * still to come). */
enum watch_shape { NUMBER, MOMENT, AGE };

static void print_values(struct buf *out, const int64_t values[WATCH_COUNT])
{
    static const struct {
        enum watch_value value;
        enum watch_shape shape;
        const char *name, *labels, *help;
    } rows[] = {
        {WATCH_SCHEMA, NUMBER, "rostrum_schema_version", "", "The last migration."},
        {WATCH_BACKUP_AT, MOMENT, "rostrum_last_backup_timestamp_seconds", "",
         "When rostrum backup made the newest, since 1970; 0: never."},
        {WATCH_UNNUMBERED, NUMBER, "rostrum_audit_unnumbered_events", "",
         "Audit events that wait for their number."},
        {WATCH_UNNUMBERED_SINCE, AGE, "rostrum_audit_unnumbered_oldest_seconds", "",
         "Age of the oldest audit event without a number."},
        {WATCH_UNSIGNED, NUMBER, "rostrum_audit_unsigned_events", "",
         "Audit events that no checkpoint covers."},
        {WATCH_UNSIGNED_SINCE, AGE, "rostrum_audit_unsigned_oldest_seconds", "",
         "Age of the oldest audit event that no checkpoint covers."},
        {WATCH_CHECKPOINT_AT, MOMENT, "rostrum_audit_checkpoint_timestamp_seconds", "",
         "When the newest checkpoint of the audit log was signed, since 1970."},
        {WATCH_MAILS, NUMBER, "rostrum_queue_length", "queue=\"mail\"",
         "What waits to be done outside of requests."},
        {WATCH_WEBHOOKS, NUMBER, "rostrum_queue_length", "queue=\"webhooks\"", NULL},
        {WATCH_CALLS, NUMBER, "rostrum_queue_length", "queue=\"model_calls\"", NULL},
        {WATCH_RUNS, NUMBER, "rostrum_queue_length", "queue=\"test_runs\"", NULL},
        {WATCH_IMPORTS, NUMBER, "rostrum_queue_length", "queue=\"imports\"", NULL},
        {WATCH_MAIL_DUE_AT, AGE, "rostrum_queue_overdue_seconds", "queue=\"mail\"",
         "How long the oldest of a queue is overdue."},
        {WATCH_WEBHOOK_DUE_AT, AGE, "rostrum_queue_overdue_seconds", "queue=\"webhooks\"", NULL},
        {WATCH_CALL_DUE_AT, AGE, "rostrum_queue_overdue_seconds", "queue=\"model_calls\"", NULL},
        {WATCH_RUN_DUE_AT, AGE, "rostrum_queue_overdue_seconds", "queue=\"test_runs\"", NULL},
        {WATCH_IMPORT_SINCE, AGE, "rostrum_queue_overdue_seconds", "queue=\"imports\"", NULL},
    };
    int64_t now = clock_now();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t value = values[rows[i].value];
        if (rows[i].help != NULL)
            exposition_begin(out, rows[i].name, "gauge", rows[i].help);
        if (rows[i].shape == NUMBER)
            exposition_int(out, rows[i].name, rows[i].labels, value);
        else if (rows[i].shape == MOMENT)
            exposition_seconds(out, rows[i].name, rows[i].labels, value);
        else
            exposition_seconds(out, rows[i].name, rows[i].labels, value == 0 ? 0 : now - value);
    }
}

/* A database that does not answer is what an operator wants to see, and no failure of this page. */
static void print_database(struct page *page, struct buf *out)
{
    int64_t values[WATCH_COUNT];
    bool is_up = metric_sample(page->db, values) == ERR_NONE;
    exposition_begin(out, "rostrum_database_up", "gauge", "1 if the database answers.");
    exposition_int(out, "rostrum_database_up", "", is_up);
    if (!is_up)
        return;
    print_disk(out, db_disk_now(page->db));
    print_values(out, values);
}

static void print_build(struct page *page, struct buf *out)
{
    exposition_begin(out, "rostrum_build_info", "gauge", "The program, in its labels.");
    exposition_int(out, "rostrum_build_info",
                   arena_printf(page->arena, "version=\"%s\",engine=\"%s\"", ROSTRUM_VERSION,
                                db_scheme(page->db)),
                   1);
}

/* Of all workers of this machine, for whoever the server in front of us says is the operator.
 * Anyone else hears nothing more; that is no event, for it says nothing of anybody. */
enum err page_metrics(struct page *page)
{
    if (!network_is_in(page->request->remote_addr, page->config->metrics_from)) {
        response_text(page->response, 403, "Forbidden\n");
        return ERR_NONE;
    }
    response_text(page->response, 200, "");
    page->response->content_type = EXPOSITION_TYPE;
    struct buf *out = &page->response->body;
    print_build(page, out);
    route_metric_print(out);
    print_workers(out);
    print_counts(out);
    print_database(page, out);
    return ERR_NONE;
}
