/* Forms with files: the first line of the input is the Content-Type, the rest the body. Whatever is
 * taken has fields that are text and files whose names are a last segment. */

#include <string.h>

#include "fuzz.h"
#include "web/multipart.h"
#include "web/request.h"

static void check_text(const char *text, size_t len)
{
    FUZZ_REQUIRE(strlen(text) == len && text_is_utf8(text, len));
}

static void check_request(const struct request *request)
{
    FUZZ_REQUIRE(request->form.count + request->files.count <= MULTIPART_PARTS_MAX);
    size_t total = 0;
    for (int i = 0; i < request->form.count; i++) {
        const struct param *param = &request->form.items[i];
        check_text(param->name, strlen(param->name));
        check_text(param->value.data, param->value.len);
        total += param->value.len;
    }
    for (int i = 0; i < request->files.count; i++) {
        const struct upload *file = &request->files.items[i];
        size_t len = strlen(file->name);
        check_text(file->field, strlen(file->field));
        check_text(file->name, len);
        FUZZ_REQUIRE(strpbrk(file->name, "/\\") == NULL);
        FUZZ_REQUIRE(!text_has_control(file->name, len, false));
        FUZZ_REQUIRE(file->bytes.data[file->bytes.len] == '\0');
        total += file->bytes.len;
    }
    FUZZ_REQUIRE(total <= request->body.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    if (arena == NULL)
        arena = arena_create(256 * 1024 * 1024);
    const char *start = arena_copy(arena, data, size);
    const char *line_end = memchr(start, '\n', size);
    size_t type_len = line_end == NULL ? 0 : (size_t)(line_end - start);
    size_t body_len = line_end == NULL ? size : size - type_len - 1;
    const struct request_input input = {
        .method = "POST",
        .uri = "/import",
        .content_type =
            arena_printf(arena, "multipart/form-data%s", arena_copy(arena, start, type_len)),
        .content_length = arena_printf(arena, "%zu", body_len),
        .body = start + (size - body_len),
        .body_len = body_len,
    };
    struct request request;
    int status = request_parse(arena, &input, &request);
    FUZZ_REQUIRE(status == 0 || status == 400 || status == 413 || status == 415);
    if (status == 0 && body_len > 0)
        check_request(&request);
    arena_reset(arena);
    return 0;
}
