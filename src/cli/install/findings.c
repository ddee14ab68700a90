#include "cli/install/findings.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_LEN = 1024 };

/* Of a sentence whose full stop is to become a colon. */
static size_t clause_len(const char *text)
{
    size_t len = strlen(text);
    return len > 0 && text[len - 1] == '.' ? len - 1 : len;
}

void finding_add(struct findings *findings, enum finding_state state, const char *name,
                 const char *remedy, const char *format, ...)
{
    static const char *const states[] = {"ok", "note", "failed"};
    static const char *const marks[] = {"ok    ", "note  ", "TO DO "};
    char text[TEXT_LEN];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    findings->failed_count += state == FINDING_FAILED;
    if (findings->json != NULL)
        json_array_append_new(findings->json,
                              json_pack("{s:s, s:s, s:s, s:s?}", "name", name, "state",
                                        states[state], "finding", text, "remedy",
                                        state == FINDING_OK ? NULL : remedy));
    else if (state == FINDING_OK || remedy == NULL)
        (void)printf("%s  %-14s %s\n", marks[state], name, text);
    else
        (void)printf("%s  %-14s %.*s: %s\n", marks[state], name, (int)clause_len(text), text,
                     remedy);
}
