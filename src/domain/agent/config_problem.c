#include "domain/agent/config_problem.h"

#include "base/buf.h"

void config_problem_add(struct config_problems *problems, const char *path, const char *message)
{
    if (problems->count == CONFIG_PROBLEMS_MAX) {
        problems->has_more = true;
        return;
    }
    problems->items[problems->count++] = (struct config_problem){path, message};
}

const char *config_problems_text(struct arena *arena, const struct config_problems *problems)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < problems->count; i++) {
        const struct config_problem *problem = &problems->items[i];
        if (i > 0)
            buf_add_char(&buf, '\n');
        if (problem->path[0] != '\0')
            buf_printf(&buf, "%s: ", problem->path);
        buf_add_text(&buf, problem->message);
    }
    if (problems->has_more)
        buf_add_text(&buf, "\nThere is more to correct after this.");
    return buf.data;
}
