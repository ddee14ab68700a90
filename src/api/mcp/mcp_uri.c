#include "api/mcp/mcp_uri.h"

#include <string.h>

static const char scheme[] = "rostrum://";

const enum record_kind_id mcp_uri_kinds[] = {RECORD_AGENT, RECORD_TEAM, RECORD_SET,
                                             RECORD_KIND_COUNT};

static const char *start_of(struct arena *arena, const struct record_kind *kind)
{
    return arena_printf(arena, "%s%s/", scheme, kind->plural);
}

const char *mcp_uri_format(struct arena *arena, const struct record_kind *kind, const char *name)
{
    return arena_printf(arena, "%s%s", start_of(arena, kind), text_percent_encode(arena, name));
}

const char *mcp_uri_template(struct arena *arena, const struct record_kind *kind)
{
    return arena_printf(arena, "%s{name}", start_of(arena, kind));
}

enum err mcp_uri_parse(struct arena *arena, const char *text, struct mcp_uri *uri)
{
    char *name = NULL;
    size_t len = 0;
    for (int i = 0; mcp_uri_kinds[i] != RECORD_KIND_COUNT; i++) {
        uri->kind = &record_kinds[mcp_uri_kinds[i]];
        const char *start = start_of(arena, uri->kind);
        if (!text_starts_with(text, start))
            continue;
        const char *rest = text + strlen(start);
        if (text_percent_decode(arena, rest, strlen(rest), false, &name, &len) != ERR_NONE)
            return ERR_INVALID;
        uri->name = name;
        bool is_text = len > 0 && text_is_utf8(name, len) && !text_has_nul(name, len);
        return is_text ? ERR_NONE : ERR_INVALID;
    }
    return ERR_INVALID;
}
