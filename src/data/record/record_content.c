#include "data/record/record_content.h"

#include <string.h>

static bool is_same(struct text a, struct text b)
{
    if (a.data == NULL || b.data == NULL)
        return a.data == b.data;
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

bool record_content_equal(const struct record_content *a, const struct record_content *b)
{
    for (int i = 0; i < RECORD_PARTS_MAX; i++)
        if (!is_same(a->parts[i], b->parts[i]))
            return false;
    return strcmp(a->facet, b->facet) == 0;
}
