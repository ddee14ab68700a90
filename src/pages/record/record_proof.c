#include <stddef.h>

#include "base/clock.h"
#include "base/clock_day.h"
#include "data/proof/proof.h"
#include "domain/record/label.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/shell/page_download.h"

/* The certificate of what was live, as a file. Making one is an event, so it is a form. */

struct proof_form {
    const char *label; /* "": latest */
    const char *at;    /* RFC 3339; "": now */
};

static enum err check_at(const char *at, const char **problem)
{
    int64_t time = 0;
    *problem = "Enter a time such as 2026-05-03T14:05:06Z.";
    return at[0] == '\0' ? ERR_NONE : clock_parse_iso(at, &time);
}

static const struct form_field fields[] = {
    {.name = "label",
     .label = "Label",
     .kind = FORM_LINE,
     .max_chars = LABEL_MAX,
     .offset = offsetof(struct proof_form, label)},
    {.name = "at",
     .label = "Time",
     .kind = FORM_LINE,
     .max_chars = CLOCK_ISO_LEN,
     .check = check_at,
     .offset = offsetof(struct proof_form, at)},
};

static void send(struct page *page, const struct record_kind *kind, const struct proof *proof)
{
    struct buf body;
    buf_init(&body, page->arena);
    buf_add(&body, proof->note.data, proof->note.len);
    page_download(page, &(struct page_file){.name = arena_printf(page->arena, "%s-%s-was-live",
                                                                 kind->name, proof->record_name),
                                            .ending = ".note",
                                            .content_type = "text/plain; charset=utf-8",
                                            .body = body});
}

enum err page_record_proof_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct proof_form typed;
    struct form form;
    struct proof proof;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Make certificate");
    struct proof_request request = {.store = noun->store,
                                    .id = page->match.ids[0],
                                    .label = typed.label[0] == '\0' ? LABEL_LATEST : typed.label,
                                    .time = clock_now()};
    if (typed.at[0] != '\0')
        err = clock_parse_iso(typed.at, &request.time);
    if (err == ERR_NONE)
        err = proof_make(page->db, page->actor, &request, &proof);
    if (err == ERR_NONE)
        send(page, noun->kind, &proof);
    return err;
}
