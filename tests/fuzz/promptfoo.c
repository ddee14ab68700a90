/* Results of promptfoo. Whatever is read can be matched with the cases of a test set, and what is
 * taken has a place of its own. */

#include <string.h>

#include "domain/run/run_finding.h"
#include "domain/run/run_match.h"
#include "fuzz.h"

static void check_results(struct arena *arena, const struct run_promptfoo *file)
{
    int count = 0;
    FUZZ_REQUIRE(file->count > 0 && file->count <= RUN_PROMPTFOO_RESULTS_MAX);
    for (int i = 0; i < file->column_count; i++) {
        FUZZ_REQUIRE(i == 0 || file->columns[i - 1].index < file->columns[i].index);
        FUZZ_REQUIRE(file->columns[i].pass_count <= file->columns[i].count);
        count += file->columns[i].count;
    }
    FUZZ_REQUIRE(count == file->count);
    for (int i = 0; i < file->count; i++) {
        const struct run_promptfoo_result *result = &file->results[i];
        struct grade_result graded;
        FUZZ_REQUIRE(result->column >= 0 && result->column < file->column_count);
        FUZZ_REQUIRE(text_is_utf8(result->output, strlen(result->output)));
        FUZZ_REQUIRE(text_is_utf8(result->error, strlen(result->error)));
        FUZZ_REQUIRE(result->cost_nanos >= -1 && result->duration_ms >= 0);
        run_finding_parse(arena, result->findings, &graded);
        FUZZ_REQUIRE((graded.count == 0) == (result->state == RESULT_ERROR));
    }
}

static void check_match(struct arena *arena, const struct run_promptfoo *file, int column,
                        const struct set_cases *cases)
{
    struct run_match match;
    const char *problem = NULL;
    enum err err = run_match(arena, file, column, cases, &match, &problem);
    FUZZ_REQUIRE(match.count == file->columns[column].count);
    if (err != ERR_NONE) {
        FUZZ_REQUIRE(problem != NULL && text_is_utf8(problem, strlen(problem)));
        return;
    }
    FUZZ_REQUIRE(match.taken_count == match.case_count * match.repeats && match.taken_count > 0);
    for (int i = 0; i < match.count; i++) {
        const struct run_match_result *item = &match.items[i];
        FUZZ_REQUIRE((item->at < 0) == (item->why != NULL));
        FUZZ_REQUIRE(item->at < 0 || (match.places[item->at] >= 0 && item->repeat < match.repeats));
    }
}

/* A set of which each case has an id, variables, or both with another. */
static const char set[] = "[{\"id\":\"a\",\"variables\":{\"q\":\"1\"}},"
                          "{\"id\":\"b\",\"variables\":{\"q\":\"2\"}},"
                          "{\"id\":\"c\",\"variables\":{\"q\":\"2\"}},"
                          "{\"id\":\"d\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}]";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    struct run_promptfoo file;
    struct set_cases cases;
    const char *problem = NULL;
    if (arena == NULL)
        arena = arena_create(1024 * 1024 * 1024);
    FUZZ_REQUIRE(set_cases_parse(arena, (struct text){set, strlen(set)}, &cases, &problem) ==
                 ERR_NONE);
    struct text text = {arena_copy(arena, data, size), size};
    if (run_promptfoo_read(arena, text, &file, &problem) != ERR_NONE) {
        FUZZ_REQUIRE(problem != NULL && text_is_utf8(problem, strlen(problem)));
    } else {
        check_results(arena, &file);
        for (int i = 0; i < file.column_count; i++)
            check_match(arena, &file, i, &cases);
    }
    arena_reset(arena);
    return 0;
}
