#include "pages/team/team_listing.h"

#include "domain/team/team_rules.h"

static const char *facet_words(const char *facet)
{
    enum team_kind kind;
    return team_kind_parse(facet, &kind) == ERR_NONE ? team_kind_labels[kind] : facet;
}

const struct record_listing team_listing = {
    .contents = "settings",
    .facet_title = "Kind",
    .facet_words = facet_words,
    .link_noun = "member",
    .empty_file = "team/empty.tpl",
};
