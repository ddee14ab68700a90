/* Cookie headers: every header is taken, and what is found in it is a part of it. */

#include <string.h>

#include "fuzz.h"
#include "web/request.h"

static void check_cookie(const struct request *request, int i, const char *header)
{
    const char *name = request->cookies[i][0];
    const char *value = request->cookies[i][1];
    FUZZ_REQUIRE(name[0] != '\0' && strpbrk(name, ";=") == NULL && strchr(value, ';') == NULL);
    FUZZ_REQUIRE(!text_has_control(name, strlen(name), false));
    FUZZ_REQUIRE(!text_has_control(value, strlen(value), false));
    FUZZ_REQUIRE(strstr(header, name) != NULL && strstr(header, value) != NULL);
    int count = 0;
    for (int j = 0; j < request->cookie_count; j++)
        if (strcmp(request->cookies[j][0], name) == 0)
            count++;
    const char *found = request_cookie(request, name);
    FUZZ_REQUIRE(count == 1 ? found == value : found == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    if (arena == NULL)
        arena = arena_create(64 * 1024 * 1024);
    const char *header = arena_copy(arena, data, size);
    const struct request_input input = {.method = "GET", .uri = "/", .cookie = header};
    struct request request;
    FUZZ_REQUIRE(request_parse(arena, &input, &request) == 0);
    FUZZ_REQUIRE(request.cookie_count <= REQUEST_COOKIES_MAX);
    for (int i = 0; i < request.cookie_count; i++)
        check_cookie(&request, i, header);
    arena_reset(arena);
    return 0;
}
