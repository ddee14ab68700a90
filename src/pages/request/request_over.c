#include "pages/request/request_over.h"

/* What happened, what was kept, what to do next: 413 for what was sent and is too much, 503 for
 * what takes too long, and for a page that can't be shown at all. */
struct over {
    int status;
    const char *text;
};

static struct over words_of(enum budget_end end, const struct request *request, bool has_committed)
{
    static const struct over page_memory = {
        503, "This page needs more memory than one request may use. Ask for less: fewer records, a "
             "smaller version, or the file that the export gives."};
    static const struct over page_time = {
        503, "This page took too long and was stopped. Try again, or ask for less at once."};
    static const struct over form_memory = {
        413, "This needs more memory than one request may use, so nothing was saved. Your text is "
             "kept here: make it smaller, and send it again."};
    static const struct over form_time = {
        503,
        "This took too long and was stopped, so nothing was saved. Your text is kept here: send "
        "it again, or less of it at once."};
    static const struct over saved = {
        503,
        "What you asked for was saved, but its page needs more than one request may use. Go on "
        "from Home."};
    if (has_committed)
        return saved;
    if (request_is_safe(request))
        return end == BUDGET_OUT_OF_MEMORY ? page_memory : page_time;
    return end == BUDGET_OUT_OF_MEMORY ? form_memory : form_time;
}

int page_offer_over(struct page *page, struct request *request, enum budget_end end,
                    bool has_committed)
{
    static const enum refusal_shape shapes[] = {REFUSAL_FORM, REFUSAL_FIELDS, REFUSAL_ERROR};
    struct over over = words_of(end, request, has_committed);
    int shape = request_is_safe(request) || has_committed ? REFUSAL_ERROR : request->times_over - 1;
    db_forbid_writes(page->db);
    request->form_refusal = over.text;
    request->refusal_status = over.status;
    request->refusal_shape = shape > REFUSAL_ERROR ? REFUSAL_ERROR : shapes[shape];
    return over.status;
}
