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

/* The database answers, changes of it will be kept, and the keys open what is in it. */
enum err page_ready(struct page *page)
{
    enum err err = db_check_place(page->db);
    if (err == ERR_NONE)
        err = vault_check_ready(page->db);
    if (err != ERR_NONE)
        return err;
    response_text(page->response, 200, "ready\n");
    return ERR_NONE;
}
