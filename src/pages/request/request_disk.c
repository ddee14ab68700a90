#include "pages/request/request_disk.h"

/* By what refused it: what is low or fine refuses nothing. */
static const struct {
    const char *title;
    const char *form; /* of a form that is shown again */
    const char *nothing, *some;
} words[] = {
    [DB_DISK_FULL] = {"The server's disk is full",
                      "The server's disk is full. Nothing was saved; what you typed is below. Send "
                      "it again once there is room.",
                      "The server's disk is full. Nothing was changed. Send it again once there is "
                      "room.",
                      "The server's disk became full on the way. A part of this was saved: look at "
                      "what is there before you go on."},
    [DB_DISK_READ_ONLY] =
        {"The server's disk is read-only",
         "The server's disk is read-only. Nothing was saved; what you typed is below. Send it "
         "again once the disk takes changes.",
         "The server's disk is read-only. Nothing was changed. Send it again once the disk takes "
         "changes.",
         "The server's disk became read-only on the way. A part of this was saved: look at what is "
         "there before you go on."},
};

struct disk_words page_disk_words(const struct page *page)
{
    enum db_disk disk = db_disk_refused(page->db);
    if (disk != DB_DISK_FULL && disk != DB_DISK_READ_ONLY)
        return (struct disk_words){NULL, NULL};
    bool is_some = db_has_committed(page->db);
    return (struct disk_words){words[disk].title, is_some ? words[disk].some : words[disk].nothing};
}

const char *page_refusal_detail(const struct page *page)
{
    static const char unsure[] =
        "The database stopped answering, so it is not known whether this was carried out. With an "
        "Idempotency-Key it can be sent again, and is carried out once.";
    const char *disk = page_disk_words(page).text;
    if (db_is_unsure(page->db))
        return unsure;
    return disk != NULL ? disk : page->request->form_refusal;
}

enum db_disk page_lost_to_disk(const struct page *page)
{
    bool is_form = page->match.kind == ROUTE_PAGE && page->match.route != NULL &&
                   !request_is_safe(page->request) && page->request->times_over == 0;
    return is_form && !db_has_committed(page->db) ? db_disk_refused(page->db) : DB_DISK_FINE;
}

int page_offer_for_disk(struct page *page, struct request *request, enum db_disk disk)
{
    if (disk == DB_DISK_FINE || request->times_over > 0)
        return 0;
    db_forbid_writes(page->db);
    request->refusal_status = 503;
    request->form_refusal = words[disk].form;
    return 503;
}
