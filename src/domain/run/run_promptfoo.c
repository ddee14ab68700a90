#include "domain/run/run_promptfoo.h"

#include <inttypes.h>
#include <string.h>

#include "base/budget.h"
#include "base/clock_day.h"
#include "base/number.h"
#include "domain/run/run_promptfoo_result_internal.h"

enum { SUMMARY_VERSION = 3 };

static void refuse_twice(struct promptfoo_reading *reading)
{
    struct run_promptfoo *file = reading->file;
    json_t *seen = json_keep(reading->arena, json_object());
    for (int i = 0; i < file->count && reading->problem == NULL; i++) {
        const struct run_promptfoo_result *result = &file->results[i];
        const char *key = arena_printf(reading->arena, "%d %" PRId64, result->column, result->test);
        const json_t *first = json_object_get(seen, key);
        reading->place = result->place;
        if (first != NULL)
            promptfoo_refuse(reading, "",
                             arena_printf(reading->arena, "has the testIdx and promptIdx of %s.",
                                          json_string_value(first)));
        else
            json_object_set_new(seen, key, json_string(result->place));
    }
}

/* Columns in the order of their numbers. */
static void sort_columns(struct run_promptfoo *file)
{
    int places[RUN_PROMPTFOO_COLUMNS_MAX];
    struct run_promptfoo_column sorted[RUN_PROMPTFOO_COLUMNS_MAX];
    for (int i = 0; i < file->column_count; i++) {
        places[i] = 0;
        for (int j = 0; j < file->column_count; j++)
            places[i] += file->columns[j].index < file->columns[i].index;
        sorted[places[i]] = file->columns[i];
    }
    memcpy(file->columns, sorted, (size_t)file->column_count * sizeof *sorted);
    for (int i = 0; i < file->count; i++)
        file->results[i].column = places[file->results[i].column];
}

static void read_rows(struct promptfoo_reading *reading, const json_t *rows)
{
    const json_t *row = NULL;
    size_t i = 0;
    size_t count = json_array_size(rows);
    struct run_promptfoo *file = reading->file;
    if (count == 0)
        promptfoo_refuse(reading, "results", "has no results.");
    else if (count > RUN_PROMPTFOO_RESULTS_MAX)
        promptfoo_refuse(reading, "results",
                         arena_printf(reading->arena,
                                      "has %zu results: at most %d can be imported at once.", count,
                                      RUN_PROMPTFOO_RESULTS_MAX));
    if (reading->problem != NULL)
        return;
    file->results = arena_array(reading->arena, count, sizeof *file->results);
    file->columns = arena_array(reading->arena, RUN_PROMPTFOO_COLUMNS_MAX, sizeof *file->columns);
    json_array_foreach(rows, i, row)
    {
        budget_look();
        reading->place = arena_printf(reading->arena, "results[%zu]", i);
        promptfoo_read_result(reading, row);
        if (reading->problem != NULL)
            return;
    }
    refuse_twice(reading);
    if (reading->problem == NULL)
        sort_columns(file);
}

/* What `promptfoo eval -o` writes has the summary under "results"; what its library gives is the
 * summary itself. */
static void read_summary(struct promptfoo_reading *reading, const json_t *json)
{
    const json_t *summary =
        json_is_object(json_object_get(json, "results")) ? json_object_get(json, "results") : json;
    const json_t *version = json_object_get(summary, "version");
    if (!json_is_array(json_object_get(summary, "results"))) {
        reading->problem = "It has no list “results”: it is not a file of promptfoo eval -o.";
        return;
    }
    if (number_of_json(NUMBER_VERSION, version, 0) != SUMMARY_VERSION) {
        reading->problem = "Its results are not of version 3. Newer promptfoo writes them so.";
        return;
    }
    if (clock_parse_iso(json_text(summary, "timestamp"), &reading->file->made_at) != ERR_NONE)
        promptfoo_refuse(reading, "timestamp", "must be a time such as 2026-05-03T14:05:06Z.");
    read_rows(reading, json_object_get(summary, "results"));
}

enum err run_promptfoo_read(struct arena *arena, struct text text, struct run_promptfoo *file,
                            const char **problem)
{
    static const char mark[] = "\xef\xbb\xbf";
    struct promptfoo_reading reading = {.arena = arena, .file = file, .place = ""};
    json_t *json = NULL;
    const char *wrong = NULL;
    *file = (struct run_promptfoo){.count = 0};
    if (text.len >= strlen(mark) && memcmp(text.data, mark, strlen(mark)) == 0)
        text = (struct text){text.data + strlen(mark), text.len - strlen(mark)};
    if (text.len > RUN_PROMPTFOO_BYTES_MAX)
        reading.problem = "The file is too long: at most 4 MiB.";
    else if (text.len == 0)
        reading.problem = "The file is empty.";
    else if (!text_is_utf8(text.data, text.len))
        reading.problem = "The file is not text in UTF-8.";
    else if (json_parse_deep(arena, text, RUN_PROMPTFOO_DEPTH, &json, &wrong) != ERR_NONE)
        reading.problem = arena_printf(arena, "It is not JSON: %s", wrong);
    else
        read_summary(&reading, json);
    *problem = reading.problem;
    return reading.problem == NULL ? ERR_NONE : ERR_INVALID;
}
