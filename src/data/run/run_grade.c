#include "data/run/run_grade.h"

#include <string.h>

#include "base/json.h"
#include "domain/grade/grade.h"
#include "domain/run/run_finding.h"

/* The definitions of the tools that the model was given. */
static json_t *tools_of(struct arena *arena, const char *request)
{
    json_t *json =
        json_stored(arena, (struct text){request, strlen(request)}, "a request of a model");
    return json_object_get(json, "tools");
}

enum result_state run_grade(struct arena *arena, const struct set_case *set_case,
                            const struct run_said *said, const char **findings)
{
    struct grade_result graded;
    const struct endpoint_completion *completion = &said->result->completion;
    const struct grade_subject subject = {
        .output = completion->content[0] == '\0' ? completion->refusal : completion->content,
        .tool_calls = completion->tool_calls,
        .tools = tools_of(arena, said->request),
        .duration_ms = said->result->duration_ms,
        .cost_nanos = said->cost_nanos,
    };
    grade_checks(arena, set_case->checks, set_case->expected, &subject, &graded);
    *findings = run_finding_format(arena, &graded);
    return graded.passed ? RESULT_PASSED : RESULT_FAILED;
}

enum err run_grade_seal(struct db *db, const struct seal_place *result,
                        const struct endpoint_result *answer, const char *findings,
                        struct run_graded *graded)
{
    struct seal_place output = *result, found = *result;
    const struct endpoint_completion *completion = &answer->completion;
    bool has_output = answer->outcome == ENDPOINT_ANSWERED || completion->error[0] != '\0';
    const char *text = has_output ? endpoint_completion_format(db_arena(db), completion) : "";
    output.column = "output";
    found.column = "findings";
    graded->digest[0] = '\0';
    if (has_output)
        sha256_hex(text, strlen(text), graded->digest);
    enum err err = vault_seal_text(db, &output, text, &graded->output);
    return err == ERR_NONE ? vault_seal_text(db, &found, findings, &graded->findings) : err;
}
