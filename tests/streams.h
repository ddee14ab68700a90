#ifndef TESTS_STREAMS_H
#define TESTS_STREAMS_H

#include "domain/endpoint/endpoint_stream.h"

/* Reads an answer, whole or in pieces, by what it says it is: as endpoint_watch.c does. */
static inline enum endpoint_outcome stream_answer(struct arena *arena,
                                                  const struct fetch_answer *answer,
                                                  struct endpoint_completion *completion)
{
    if (!endpoint_stream_is(answer->type))
        return endpoint_completion_read(arena, answer, completion);
    struct endpoint_stream *stream = arena_alloc(arena, sizeof *stream);
    endpoint_stream_begin(stream, arena);
    enum endpoint_outcome outcome = endpoint_stream_end(stream, answer->body, completion);
    endpoint_stream_close(stream);
    return outcome;
}

#endif
