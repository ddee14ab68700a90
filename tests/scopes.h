#ifndef TESTS_SCOPES_H
#define TESTS_SCOPES_H

#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "domain/record/scope.h"

/* Findings as text, for tests that compare them: a line for each, "wider tools: Tool a added". */
static inline const char *scope_lines(struct arena *arena, const struct scope *scope)
{
    static const char *const verdicts[] = {"wider", "changed", "narrower", "same"};
    static const char *const subjects[] = {"kind",   "members", "edges",    "model",
                                           "tools",  "servers", "handoffs", "endpoint",
                                           "limits", "output",  "other"};
    struct buf lines;
    buf_init(&lines, arena);
    for (int i = 0; i < scope->count; i++)
        buf_printf(&lines, "%s%s %s: %s", i > 0 ? "\n" : "", verdicts[scope->findings[i].verdict],
                   subjects[scope->findings[i].subject], scope->findings[i].what);
    return lines.data;
}

/* The names of the subjects that are wider, "-" for none. */
static inline const char *scope_wider_line(struct arena *arena, const struct scope *scope)
{
    const json_t *names = scope_wider_names(scope);
    return names == NULL ? "-" : json_format(arena, names, JSON_LINE).data;
}

#endif
