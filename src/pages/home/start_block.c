#include "pages/home/start_block.h"

struct view *start_add(struct start *start, const char *file)
{
    struct view *block = view_add(start->page->view, start->column);
    view_include(block, "BLOCK", file);
    start->shown_count++;
    return block;
}
