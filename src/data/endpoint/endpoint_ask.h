#ifndef DATA_ENDPOINT_ASK_H
#define DATA_ENDPOINT_ASK_H

#include "data/endpoint/endpoint.h"

/* The one place that speaks with endpoints (base/fetch.h), with the API key that they ask for. */

enum { ENDPOINT_ANSWER_MAX = 4 * 1024 * 1024 }; /* bytes */

struct endpoint_reply {
    enum endpoint_outcome outcome; /* ENDPOINT_ANSWERED: the answer is still to be read */
    int64_t duration_ms;
    struct fetch_answer answer;
};

/* GET of a path below the base address, "/models", or POST of a JSON document (NULL: a GET), within
 * so many microseconds. The operator's key for a host is the first line of the file of that name in
 * the folder of model-keys: it goes nowhere else. No transaction is open. */
struct endpoint_question {
    const char *path;
    const char *json;
    int64_t patience;
    fetch_watch *watch; /* NULL: nobody looks */
    void *watcher;
};
void endpoint_ask(struct arena *arena, const struct endpoint *endpoint,
                  const struct endpoint_question *question, struct endpoint_reply *reply) NONNULL;

#endif
