#include "pages/request/request_disk.h"

/* By what refused it; what is not there refuses nothing. */
static const struct {
    struct disk_words nothing; /* was changed */
    struct disk_words some;    /* of it was */
    const char *form;
} words[] = {
    [DB_DISK_FULL] =
        {{"The server's disk is full",
          "Nothing was changed, and everything can still be read. Whoever runs Rostrum has to make "
          "room; then try again.",
          "The server's disk is full. Nothing was changed, and everything can still be read. Send "
          "it again once there is room."},
         {"The server's disk is full",
          "A part of what you asked for was saved before. Look at what is there, and go on once "
          "there is room.",
          "The server's disk is full. A part of this was saved before: look at what is there."},
         "The server's disk is full. Nothing was saved; what you typed is below. Send it again "
         "once "
         "there is room. A file must be chosen again."},
    [DB_DISK_READ_ONLY] =
        {{"The server's disk takes no changes",
          "Nothing was changed, and everything can still be read. Whoever runs Rostrum has to make "
          "the disk writable; then try again.",
          "The server's disk is read-only. Nothing was changed, and everything can still be read. "
          "Send it again once the disk takes changes."},
         {"The server's disk takes no changes",
          "A part of what you asked for was saved before. Look at what is there, and go on once "
          "the disk takes changes again.",
          "The server's disk is read-only. A part of this was saved before: look at what is "
          "there."},
         "The server's disk is read-only. Nothing was saved; what you typed is below. Send it "
         "again "
         "once the disk takes changes. A file must be chosen again."},
};

struct disk_words page_disk_words(const struct page *page)
{
    enum db_disk disk = db_disk_refused(page->db);
    if (disk != DB_DISK_FULL && disk != DB_DISK_READ_ONLY)
        return (struct disk_words){NULL, NULL, NULL};
    return db_has_committed(page->db) ? words[disk].some : words[disk].nothing;
}

const char *page_refusal_detail(const struct page *page)
{
    const char *disk = page_disk_words(page).api;
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
