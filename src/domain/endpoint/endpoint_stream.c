#include "domain/endpoint/endpoint_stream.h"

#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/number.h"

enum { SCRATCH = 64 * 1024 * 1024 };

bool endpoint_stream_is(const char *type)
{
    static const char wanted[] = "text/event-stream";
    size_t len = strcspn(type, "; \t");
    return len == strlen(wanted) && strncasecmp(type, wanted, len) == 0;
}

void endpoint_stream_begin(struct endpoint_stream *stream, struct arena *arena)
{
    *stream = (struct endpoint_stream){.arena = arena,
                                       .scratch = arena_create(SCRATCH),
                                       .finish_reason = "",
                                       .error = "",
                                       .input_tokens = -1,
                                       .output_tokens = -1};
    buf_init(&stream->data, arena);
    buf_init(&stream->content, arena);
    buf_init(&stream->refusal, arena);
}

void endpoint_stream_close(struct endpoint_stream *stream)
{
    arena_destroy(stream->scratch);
}

/* ---- a chunk ------------------------------------------------------------------------------- */

static void add_string(struct buf *buf, const json_t *json)
{
    if (json_is_string(json))
        buf_add(buf, json_string_value(json), json_string_length(json));
}

/* Calls come by their place, the first piece with id and name, the others with more arguments. */
static struct endpoint_stream_call *call_at(struct endpoint_stream *stream, const json_t *json)
{
    const json_t *index = json_object_get(json, "index");
    int64_t place = index == NULL ? stream->call_count : number_of_json(NUMBER_PLACE, index, -1);
    if (!json_is_object(json) || place < 0 || place >= ENDPOINT_STREAM_CALLS_MAX ||
        place > stream->call_count)
        return NULL;
    struct endpoint_stream_call *call = &stream->calls[place];
    if (place == stream->call_count) {
        *call = (struct endpoint_stream_call){.id = "", .name = ""};
        buf_init(&call->arguments, stream->arena);
        stream->call_count++;
    }
    return call;
}

static void add_calls(struct endpoint_stream *stream, const json_t *calls)
{
    for (size_t i = 0; i < json_array_size(calls); i++) {
        const json_t *json = json_array_get(calls, i);
        const json_t *function = json_object_get(json, "function");
        struct endpoint_stream_call *call = call_at(stream, json);
        if (call == NULL)
            continue;
        if (call->id[0] == '\0')
            call->id = arena_strdup(stream->arena, json_text(json, "id"));
        if (call->name[0] == '\0')
            call->name = arena_strdup(stream->arena, json_text(function, "name"));
        add_string(&call->arguments, json_object_get(function, "arguments"));
    }
}

static void take_usage(struct endpoint_stream *stream, const json_t *json)
{
    if (!json_is_object(json_object_get(json, "usage")))
        return;
    struct endpoint_completion usage;
    endpoint_completion_usage(json, &usage);
    stream->input_tokens = usage.input_tokens;
    stream->output_tokens = usage.output_tokens;
}

static void take_chunk(struct endpoint_stream *stream, const json_t *json)
{
    const json_t *error = json_object_get(json, "error");
    const json_t *choice = json_array_get(json_object_get(json, "choices"), 0);
    const json_t *delta = json_object_get(choice, "delta");
    const char *reason = json_text(choice, "finish_reason");
    if (error != NULL && !json_is_null(error)) {
        stream->has_error = true;
        stream->error =
            arena_strdup(stream->arena, endpoint_completion_error(stream->scratch, json));
    }
    add_string(&stream->content, json_object_get(delta, "content"));
    add_string(&stream->refusal, json_object_get(delta, "refusal"));
    add_calls(stream, json_object_get(delta, "tool_calls"));
    if (reason[0] != '\0')
        stream->finish_reason =
            arena_strdup(stream->arena, endpoint_completion_word(stream->scratch, reason));
    take_usage(stream, json);
}

/* ---- events -------------------------------------------------------------------------------- */

static bool is_over(const struct endpoint_stream *stream)
{
    return stream->is_done || stream->is_broken || stream->has_error;
}

static void take_event(struct endpoint_stream *stream)
{
    const char *problem = NULL;
    json_t *json = NULL;
    bool has_data = stream->has_data;
    stream->has_data = false;
    if (!has_data || is_over(stream))
        return;
    if (strcmp(stream->data.data, "[DONE]") == 0)
        stream->is_done = true;
    else if (json_parse(stream->scratch, stream->data.data, stream->data.len, &json, &problem) !=
                 ERR_NONE ||
             !json_is_object(json))
        stream->is_broken = true;
    else
        take_chunk(stream, json);
    stream->data.len = 0;
    arena_reset(stream->scratch);
}

/* "data: …"; names of events, ids and comments say nothing here. */
static void take_line(struct endpoint_stream *stream, const char *line, size_t len)
{
    static const char field[] = "data";
    size_t name_len = strlen(field);
    if (len == 0) {
        take_event(stream);
        return;
    }
    if (is_over(stream) || strncmp(line, field, name_len) != 0 ||
        (len > name_len && line[name_len] != ':'))
        return;
    size_t at = len == name_len ? len : name_len + 1;
    if (at < len && line[at] == ' ')
        at++;
    if (stream->has_data)
        buf_add_char(&stream->data, '\n');
    stream->has_data = true;
    buf_add(&stream->data, line + at, len - at);
}

/* The end of the line that begins here, and where the next one does: \n, \r\n and \r end one. A \r
 * that came last may be half of it. NULL: it is not whole. */
static const char *line_end(const char *line, const char *end, bool is_last, const char **next)
{
    for (const char *at = line; at < end; at++) {
        if (*at != '\n' && *at != '\r')
            continue;
        if (*at == '\r' && at + 1 == end && !is_last)
            return NULL;
        *next = at + (*at == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1);
        return at;
    }
    *next = end;
    return is_last && line < end ? end : NULL;
}

static void read_lines(struct endpoint_stream *stream, struct text body, bool is_last)
{
    const char *line = body.data + stream->read_len, *end = body.data + body.len, *next = line;
    for (const char *stop; (stop = line_end(line, end, is_last, &next)) != NULL; line = next)
        take_line(stream, line, (size_t)(stop - line));
    stream->read_len = (size_t)(line - body.data);
}

void endpoint_stream_read(struct endpoint_stream *stream, struct text body)
{
    read_lines(stream, body, false);
}

/* ---- what came ----------------------------------------------------------------------------- */

static json_t *calls_json(const struct endpoint_stream *stream, struct arena *arena)
{
    json_t *calls = json_keep(arena, json_array());
    for (int i = 0; i < stream->call_count; i++) {
        const struct endpoint_stream_call *call = &stream->calls[i];
        json_array_append_new(calls,
                              json_pack("{s:s, s:s, s:{s:s, s:s%}}", "id", call->id, "type",
                                        "function", "function", "name", call->name, "arguments",
                                        call->arguments.data, call->arguments.len));
    }
    return calls;
}

void endpoint_stream_so_far(const struct endpoint_stream *stream, struct arena *arena,
                            struct endpoint_completion *completion)
{
    *completion = (struct endpoint_completion){
        .content = arena_copy(arena, stream->content.data, stream->content.len),
        .refusal = arena_copy(arena, stream->refusal.data, stream->refusal.len),
        .tool_calls = stream->call_count > 0 ? calls_json(stream, arena) : NULL,
        .finish_reason = stream->finish_reason,
        .error = stream->error,
        .input_tokens = stream->input_tokens,
        .output_tokens = stream->output_tokens};
}

enum endpoint_outcome endpoint_stream_end(struct endpoint_stream *stream, struct text body,
                                          struct endpoint_completion *completion)
{
    read_lines(stream, body, true);
    take_event(stream);
    endpoint_stream_so_far(stream, stream->arena, completion);
    if (stream->has_error)
        return ENDPOINT_ERROR;
    if (stream->is_broken)
        return ENDPOINT_BROKEN;
    if (!stream->is_done && stream->finish_reason[0] == '\0')
        return ENDPOINT_CUT;
    bool is_empty = stream->content.len == 0 && stream->refusal.len == 0 && stream->call_count == 0;
    return is_empty ? ENDPOINT_EMPTY : ENDPOINT_ANSWERED;
}
