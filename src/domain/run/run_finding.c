#include "domain/run/run_finding.h"

#include <string.h>

const char *run_finding_format(struct arena *arena, const struct grade_result *graded)
{
    json_t *json = json_keep(arena, json_array());
    for (int i = 0; i < graded->count; i++)
        json_array_append_new(json, json_pack("{s:s, s:b, s:s}", "type", graded->items[i].type,
                                              "passed", (int)graded->items[i].passed, "reason",
                                              graded->items[i].reason));
    return json_format(arena, json, JSON_LINE).data;
}

void run_finding_parse(struct arena *arena, const char *text, struct grade_result *graded)
{
    *graded = (struct grade_result){.passed = true};
    if (text[0] == '\0')
        return;
    const json_t *json =
        json_stored(arena, (struct text){text, strlen(text)}, "findings of a test run");
    graded->items = arena_array(arena, json_array_size(json) + 1, sizeof *graded->items);
    for (size_t i = 0; i < json_array_size(json); i++) {
        const json_t *item = json_array_get(json, i);
        struct grade_finding *finding = &graded->items[graded->count++];
        *finding = (struct grade_finding){.type = json_text(item, "type"),
                                          .passed = json_is_true(json_object_get(item, "passed")),
                                          .reason = json_text(item, "reason")};
        graded->passed = graded->passed && finding->passed;
    }
}
