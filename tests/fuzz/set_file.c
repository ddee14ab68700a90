/* Files of test cases. Whatever is read has rows with a case or a reason and notes that are text;
 * what was read and merged into a set comes back from every format as it was. */

#include <string.h>

#include "domain/set_file/set_file.h"
#include "domain/set_file/set_file_merge.h"
#include "fuzz.h"

static void check_rows(const struct set_file *file)
{
    for (int i = 0; i < file->count; i++) {
        const struct set_file_row *row = &file->rows[i];
        FUZZ_REQUIRE(row->place[0] != '\0');
        FUZZ_REQUIRE(row->problem == NULL || text_is_utf8(row->problem, strlen(row->problem)));
    }
    for (int i = 0; i < file->note_count; i++)
        FUZZ_REQUIRE(text_is_utf8(file->notes[i].what, strlen(file->notes[i].what)));
}

static void check_round_trip(struct arena *arena, enum set_file_format format,
                             const struct set_cases *cases)
{
    struct text text;
    struct set_file file;
    struct set_file_merge merge;
    const char *problem = NULL;
    if (set_file_write(arena, format, cases, "x", &text) != ERR_NONE || text.len > SET_FILE_MAX / 2)
        return;
    /* What is read as JSON or YAML has so many levels, and a document adds some. */
    if (set_file_read(arena, text, &file, &problem) != ERR_NONE) {
        FUZZ_REQUIRE(json_is_deeper(set_cases_json(arena, cases), JSON_DEPTH - 4));
        return;
    }
    FUZZ_REQUIRE(file.format == format && file.count == cases->count);
    FUZZ_REQUIRE(set_file_merge(arena, cases, &file, &merge, &problem) == ERR_NONE);
    if (json_is_deeper(set_cases_json(arena, cases), JSON_DEPTH - 4))
        return;
    FUZZ_REQUIRE(merge.same_count == cases->count && file.note_count == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    struct set_file file;
    struct set_file_merge merge;
    struct set_cases none = {.count = 0};
    const char *problem = NULL;
    if (arena == NULL)
        arena = arena_create(1024 * 1024 * 1024);
    struct text text = {arena_copy(arena, data, size), size};
    if (set_file_read(arena, text, &file, &problem) != ERR_NONE) {
        FUZZ_REQUIRE(problem != NULL && text_is_utf8(problem, strlen(problem)));
    } else {
        check_rows(&file);
        /* a file without cases is refused */
        if (set_file_merge(arena, &none, &file, &merge, &problem) == ERR_NONE &&
            merge.cases.count > 0)
            for (int i = 0; i < SET_FILE_FORMAT_COUNT; i++)
                check_round_trip(arena, (enum set_file_format)i, &merge.cases);
    }
    arena_reset(arena);
    return 0;
}
