#include "pages/set/set_listing.h"

#include "domain/set/set_settings.h"

static const char *facet_words(const char *facet)
{
    enum set_subject subject;
    return set_subject_parse(facet, &subject) == ERR_NONE ? set_subject_words[subject] : facet;
}

const struct record_listing set_listing = {
    .contents = "cases",
    .facet_title = "Subject",
    .facet_words = facet_words,
    .empty_file = "set/empty.tpl",
};
