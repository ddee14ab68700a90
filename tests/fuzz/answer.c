/* Answers of models, whole and in pieces: what is taken has text, tool calls or a refusal, is
 * UTF-8, and is read again as it was stored; a stream is the same wherever it is cut while it
 * comes; names of models are names. A list of prices that is taken is written and read as the same.
 * The input is a content type and a body, a NUL between them. */

#include <string.h>

#include "domain/endpoint/endpoint_completion.h"
#include "domain/endpoint/endpoint_price_list.h"
#include "fuzz.h"
#include "streams.h"

static void check_models(struct arena *arena, const struct fetch_answer *answer)
{
    struct endpoint_models models;
    if (endpoint_answer_models(arena, answer, &models) != ENDPOINT_ANSWERED)
        return;
    FUZZ_REQUIRE(models.count > 0 && models.count <= ENDPOINT_MODELS_MAX);
    for (int i = 0; i < models.count; i++)
        FUZZ_REQUIRE(endpoint_model_is(models.items[i]));
}

static void check_completion(struct arena *arena, const struct fetch_answer *answer)
{
    struct endpoint_completion read, kept;
    enum endpoint_outcome outcome = stream_answer(arena, answer, &read);
    FUZZ_REQUIRE(text_is_utf8(read.content, strlen(read.content)));
    FUZZ_REQUIRE(text_is_utf8(read.error, strlen(read.error)));
    FUZZ_REQUIRE(read.input_tokens >= -1 && read.output_tokens >= -1);
    FUZZ_REQUIRE(outcome != ENDPOINT_ANSWERED || read.content[0] != '\0' ||
                 read.refusal[0] != '\0' || read.tool_calls != NULL);
    endpoint_completion_parse(arena, endpoint_completion_format(arena, &read), &kept);
    FUZZ_REQUIRE(strcmp(kept.content, read.content) == 0 && strcmp(kept.error, read.error) == 0);
    FUZZ_REQUIRE((kept.tool_calls == NULL) == (read.tool_calls == NULL));
}

/* Two cuts, at places that the input chooses. */
static void check_pieces(struct arena *arena, struct text body)
{
    struct endpoint_stream *stream = arena_alloc(arena, sizeof *stream);
    struct endpoint_completion whole, pieces;
    endpoint_stream_begin(stream, arena);
    enum endpoint_outcome outcome = endpoint_stream_end(stream, body, &whole);
    endpoint_stream_close(stream);
    size_t first = body.len > 0 ? (unsigned char)body.data[0] % (body.len + 1) : 0;
    endpoint_stream_begin(stream, arena);
    endpoint_stream_read(stream, (struct text){body.data, first});
    endpoint_stream_so_far(stream, arena, &pieces);
    FUZZ_REQUIRE(text_is_utf8(pieces.content, strlen(pieces.content)));
    FUZZ_REQUIRE(strncmp(pieces.content, whole.content, strlen(pieces.content)) == 0);
    endpoint_stream_read(stream, (struct text){body.data, first + (body.len - first) / 2});
    FUZZ_REQUIRE(endpoint_stream_end(stream, body, &pieces) == outcome);
    endpoint_stream_close(stream);
    FUZZ_REQUIRE(strcmp(whole.content, pieces.content) == 0);
    FUZZ_REQUIRE(strcmp(whole.refusal, pieces.refusal) == 0);
    FUZZ_REQUIRE(strcmp(whole.error, pieces.error) == 0);
    FUZZ_REQUIRE(whole.output_tokens == pieces.output_tokens);
    FUZZ_REQUIRE(json_array_size(whole.tool_calls) == json_array_size(pieces.tool_calls));
}

static void check_merge(struct arena *arena, struct text text)
{
    static const char base[] = "m,2026-01-01,1,2";
    struct endpoint_price_list list;
    struct endpoint_price_merge merge;
    const char *problem = NULL;
    FUZZ_REQUIRE(endpoint_price_list_parse(arena, (struct text){base, strlen(base)}, &list,
                                           &problem) == ERR_NONE);
    if (endpoint_price_list_merge(arena, &list, text, &merge, &problem) != ERR_NONE)
        return;
    const char *written = endpoint_price_list_format(arena, &merge.list);
    const struct text same = {written, strlen(written)};
    FUZZ_REQUIRE(endpoint_price_list_parse(arena, same, &list, &problem) == ERR_NONE);
    FUZZ_REQUIRE(list.count == merge.list.count && list.count >= 1);
}

static void check_prices(struct arena *arena, struct text text)
{
    struct endpoint_price_list list, again;
    const char *problem = NULL;
    if (endpoint_price_list_parse(arena, text, &list, &problem) != ERR_NONE) {
        FUZZ_REQUIRE(problem != NULL);
        return;
    }
    const char *written = endpoint_price_list_format(arena, &list);
    const struct text same = {written, strlen(written)};
    FUZZ_REQUIRE(endpoint_price_list_parse(arena, same, &again, &problem) == ERR_NONE);
    FUZZ_REQUIRE(again.count == list.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    if (arena == NULL)
        arena = arena_create((size_t)256 * 1024 * 1024);
    const char *type = arena_copy(arena, size == 0 ? "" : (const char *)data, size);
    size_t type_len = strlen(type);
    const char *body = type_len < size ? type + type_len + 1 : "";
    const struct text text = {body, type_len < size ? size - type_len - 1 : 0};
    const struct fetch_answer answer = {.status = 200, .body = text, .type = type};
    check_models(arena, &answer);
    check_completion(arena, &answer);
    check_pieces(arena, text);
    if (text_is_utf8(text.data, text.len))
        check_prices(arena, text);
    if (text_is_utf8(text.data, text.len))
        check_merge(arena, text);
    arena_reset(arena);
    return 0;
}
