#include "domain/agent_card/agent_card_slug.h"

#include <string.h>

#include "base/text.h"
#include "domain/agent_card/agent_card.h"

enum { NUMBER_ROOM = 12 /* "-2" and more */ };

enum err agent_card_slug_check(const char *slug, const char **problem)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t len = strlen(slug);
    *problem = NULL;
    if (len == 0)
        *problem = "Enter the last part of the address.";
    else if (len > AGENT_CARD_SLUG_MAX)
        *problem = "This can have 64 characters.";
    else if (strspn(slug, letters) != len || slug[0] == '-' || slug[len - 1] == '-')
        *problem = "Use lowercase letters, digits, - and _; - can’t be first or last.";
    return *problem == NULL ? ERR_NONE : ERR_INVALID;
}

const char *agent_card_slug_make(struct arena *arena, const char *name, int number)
{
    const char *id = agent_card_id(arena, name);
    size_t len = strlen(id);
    if (len > AGENT_CARD_SLUG_MAX - NUMBER_ROOM)
        len = AGENT_CARD_SLUG_MAX - NUMBER_ROOM;
    while (len > 0 && id[len - 1] == '-')
        len--;
    id = arena_copy(arena, id, len);
    return number < 2 ? id : arena_printf(arena, "%s-%d", id, number);
}
