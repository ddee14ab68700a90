#include "pages/home/start_block.h"

#include <string.h>

struct view *start_add(struct start *start, const char *file)
{
    struct view *block = view_add(start->page->view, start->column);
    view_include(block, "BLOCK", file);
    start->shown_count++;
    return block;
}

void start_name(struct view *view, const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *leaf = slash == NULL ? name : slash + 1;
    view_set_key(view, view_key("PATH_TO"), name, (size_t)(leaf - name));
    view_text(view, "LEAF", leaf);
    view_text(view, "NAME", name);
}
