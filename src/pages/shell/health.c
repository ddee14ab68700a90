#include "data/db/db_disk.h"
#include "data/db/db_self.h"
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

/* The database answers, what is committed of it will be kept, and the keys open what is in it. */
enum err page_ready(struct page *page)
{
    enum err err = db_check_place(page->db);
    if (err == ERR_NONE)
        err = vault_check_ready(page->db);
    if (err != ERR_NONE)
        return err;
    response_text(page->response, 200, readiness[db_disk_now(page->db)]);
    return ERR_NONE;
}
