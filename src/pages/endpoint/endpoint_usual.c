#include "data/trial/trial_class.h"
#include "pages/endpoint/endpoint_view.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"

/* The class of data of what an organization sends to models, unless a record has its own. */

enum { CLASS_BYTES = 20 };

struct usual_form {
    const char *data_class;
};

static const struct form_field fields[] = {{.name = "data_class",
                                            .label = "Data class",
                                            .kind = FORM_LINE,
                                            .is_required = true,
                                            .max_bytes = CLASS_BYTES,
                                            .offset = offsetof(struct usual_form, data_class)}};

enum err page_endpoint_usual_post(struct page *page)
{
    struct usual_form typed = {.data_class = ""};
    struct form form;
    struct problem problem;
    enum err err = form_parse(&form, page->request, fields, COUNT_OF(fields), &typed);
    if (err == ERR_NONE) {
        err = trial_class_set_usual(page->db, page->actor, typed.data_class, &problem);
        err = record_page_mend(&form, err, &problem);
    }
    if (err == ERR_INVALID)
        return page_offer_again(page, &form, "Save data class");
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, endpoint_path, "success", "Data class saved.");
}
