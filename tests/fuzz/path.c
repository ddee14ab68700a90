/* Request targets: whatever is taken has clean segments, which name the same page when they are
 * encoded and parsed again; routes are looked up without harm. */

#include <string.h>

#include "base/buf.h"
#include "fuzz.h"
#include "web/route.h"

struct page {
    int unused;
};

static const struct route routes[] = {
    {.method = HTTP_GET, .pattern = "/", .pool = POOL_FAST},
    {.method = HTTP_GET, .pattern = "/prompts/{id}/versions/{n}", .pool = POOL_FAST},
    {.method = HTTP_POST, .pattern = "/teams/{id}/members/{id}", .pool = POOL_FAST},
    {.method = HTTP_GET, .pattern = "/invite/{token}", .pool = POOL_FAST},
};

static int parse(struct arena *arena, const char *uri, struct request *request)
{
    const struct request_input input = {.method = "GET", .uri = uri};
    return request_parse(arena, &input, request);
}

static void check_segments(const struct request *request)
{
    FUZZ_REQUIRE(request->segment_count <= REQUEST_SEGMENTS_MAX);
    for (int i = 0; i < request->segment_count; i++) {
        const char *segment = request->segments[i];
        size_t len = strlen(segment);
        FUZZ_REQUIRE(len > 0 && text_is_utf8(segment, len));
        FUZZ_REQUIRE(strcmp(segment, ".") != 0 && strcmp(segment, "..") != 0);
    }
    FUZZ_REQUIRE(request->query.count <= REQUEST_PARAMS_MAX);
    for (int i = 0; i < request->query.count; i++) {
        const struct param *param = &request->query.items[i];
        FUZZ_REQUIRE(text_is_utf8(param->name, strlen(param->name)));
        FUZZ_REQUIRE(strlen(param->value.data) == param->value.len);
        FUZZ_REQUIRE(text_is_utf8(param->value.data, param->value.len));
    }
}

static void check_again(struct arena *arena, const struct request *request)
{
    struct buf uri;
    buf_init(&uri, arena);
    for (int i = 0; i < request->segment_count; i++)
        buf_printf(&uri, "/%s", text_percent_encode(arena, request->segments[i]));
    if (uri.len == 0 || uri.len > REQUEST_URI_MAX)
        return;
    struct request again;
    FUZZ_REQUIRE(parse(arena, uri.data, &again) == 0);
    FUZZ_REQUIRE(again.segment_count == request->segment_count);
    for (int i = 0; i < again.segment_count; i++)
        FUZZ_REQUIRE(strcmp(again.segments[i], request->segments[i]) == 0);
}

static void check_route(const struct request *request)
{
    struct route_match match;
    int status = route_find(routes, (int)COUNT_OF(routes), request, &match);
    FUZZ_REQUIRE((status == 0) == (match.route != NULL));
    FUZZ_REQUIRE(status != 405 || (match.methods & 1U << HTTP_POST) != 0);
    if (status == 0 && match.route == &routes[1])
        FUZZ_REQUIRE(match.id_count == 1 && match.number >= 1 && match.number <= INT32_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    if (arena == NULL)
        arena = arena_create(64 * 1024 * 1024);
    struct request request;
    if (parse(arena, arena_copy(arena, data, size), &request) == 0) {
        check_segments(&request);
        check_again(arena, &request);
        check_route(&request);
    }
    FUZZ_REQUIRE(strlen(request.request_id) == 32 && request.path[0] == '/');
    arena_reset(arena);
    return 0;
}
