#include "data/db/db_disk.h"
#include "data/db/db_self.h"
#include "data/db/migration.h"
#include "data/vault/vault.h"
#include "pages/handlers.h"
#include "pages/shell/page.h"

/* The process is alive. */
enum err page_health(struct page *page)
{
    response_text(page->response, 200, "ok\n");
    return ERR_NONE;
}

/* Of a disk that has no room, or takes no writes, reads go on: it stays in service, and says so. */
static const char *const readiness[] = {
    [DB_DISK_FINE] = "ready\n",
    [DB_DISK_LOW] = "ready, but the disk of the database is almost full\n",
    [DB_DISK_FULL] = "degraded: the disk of the database is full, so nothing can be saved\n",
    [DB_DISK_READ_ONLY] =
        "degraded: the disk of the database is read-only, so nothing can be saved\n",
};

/* The first of what must hold that does not, each asked once the one before does; NULL: all do. */
static const char *find_problem(struct db *db, int64_t *schema)
{
    if (db_check_place(db) != ERR_NONE)
        return "not ready: the file of the database was removed or replaced\n";
    if (migration_last(db, schema) != ERR_NONE)
        return "not ready: the database does not answer\n";
    if (*schema < migration_texts[migration_text_count - 1].number)
        return "not ready: the schema of the database is older than this program: run rostrum "
               "migrate\n";
    if (vault_check_ready(db) != ERR_NONE)
        return "not ready: the key ring does not open the keys of the database\n";
    return NULL;
}

/* The database answers, its schema is this program's, what is committed will be kept, and the keys
 * open what is in it. A newer schema is served on: its workers are on their way. */
enum err page_ready(struct page *page)
{
    int64_t schema = 0;
    const char *problem = find_problem(page->db, &schema);
    if (problem != NULL) {
        response_text(page->response, 503, problem);
        return ERR_UNAVAILABLE;
    }
    enum db_disk disk = db_disk_now(page->db);
    bool is_newer = schema > migration_texts[migration_text_count - 1].number;
    response_text(page->response, 200,
                  is_newer && disk == DB_DISK_FINE
                      ? "ready, but the schema of the database is newer than this program\n"
                      : readiness[disk]);
    return ERR_NONE;
}
