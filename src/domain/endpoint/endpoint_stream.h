#ifndef DOMAIN_ENDPOINT_STREAM_H
#define DOMAIN_ENDPOINT_STREAM_H

#include "base/buf.h"
#include "domain/endpoint/endpoint_completion.h"

/* An answer that comes in pieces: server-sent events (WHATWG HTML, 9.2.6) whose data are
 * "chat.completion.chunk" objects of OpenAI's API, then "[DONE]". Read with suspicion, and piece by
 * piece while it comes. */

enum { ENDPOINT_STREAM_CALLS_MAX = 64 /* tool calls; what is beyond them is left out */ };

struct endpoint_stream_call {
    const char *id, *name;
    struct buf arguments;
};

struct endpoint_stream {
    struct arena *arena;
    struct arena *scratch; /* of one event */
    size_t read_len;       /* bytes that were read */
    struct buf data;       /* of the event that is not over */
    bool has_data;
    struct buf content, refusal;
    struct endpoint_stream_call calls[ENDPOINT_STREAM_CALLS_MAX];
    int call_count;
    const char *finish_reason; /* "" */
    const char *error;         /* "" */
    int64_t input_tokens, output_tokens;
    bool is_done, is_broken, has_error;
};

/* Is this the content type of one: "text/event-stream; charset=utf-8"? */
bool endpoint_stream_is(const char *type) NONNULL;

/* It holds memory until endpoint_stream_close. */
void endpoint_stream_begin(struct endpoint_stream *stream, struct arena *arena) NONNULL;
void endpoint_stream_close(struct endpoint_stream *stream) NONNULL;

/* Reads the whole lines that came since: body is everything that came, from the first byte on. */
void endpoint_stream_read(struct endpoint_stream *stream, struct text body) NONNULL;

/* What came so far, as an answer. In this arena, where it does not change any more. */
void endpoint_stream_so_far(const struct endpoint_stream *stream, struct arena *arena,
                            struct endpoint_completion *completion) NONNULL;

/* It ended: an event whose empty line is missing counts. ENDPOINT_ERROR if it has one;
 * ENDPOINT_BROKEN if something in it is not understood; ENDPOINT_CUT if it ended without "[DONE]"
 * and without a reason why; ENDPOINT_EMPTY. completion has in any case what came. */
enum endpoint_outcome endpoint_stream_end(struct endpoint_stream *stream, struct text body,
                                          struct endpoint_completion *completion) NONNULL;

#endif
