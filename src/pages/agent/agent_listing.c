#include "pages/agent/agent_listing.h"

const struct record_listing agent_listing = {
    .contents = "configs",
    .facet_title = "Model",
    .import_url = "/agents/import",
    .empty_file = "agent/empty.tpl",
};
