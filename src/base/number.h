#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/json.h"
#include "base/text.h"

/* Every number that comes from outside, in a form, an address, a config, a document or a file, and
 * its limits: one table, so that what one place takes every other does. Nothing else reads a number
 * from text or JSON (tests/check-rules).
 *
 *     NAME, what it is, WHOLE or DECIMAL, from, to, unit ("" if it has none)
 */
#define NUMBERS(NUMBER)                                                                            \
    /* how a team or a run ends */                                                                 \
    NUMBER(MAX_MESSAGES, "max_messages", WHOLE, 1, 100000, "messages")                             \
    NUMBER(MAX_TURNS, "max_turns", WHOLE, 1, 100000, "turns")                                      \
    NUMBER(TIMEOUT_S, "timeout_s", WHOLE, 1, 604800, "seconds") /* a week */                       \
    NUMBER(MAX_TOKENS, "max_tokens", WHOLE, 1, 1000000000, "tokens")                               \
    /* how a model is called */                                                                    \
    NUMBER(MAX_OUTPUT_TOKENS, "max_output_tokens", WHOLE, 1, 1000000000, "tokens")                 \
    NUMBER(TEMPERATURE, "temperature", DECIMAL, 0, 2, "")                                          \
    NUMBER(TOP_P, "top_p", DECIMAL, 0, 1, "")                                                      \
    NUMBER(SCORE, "score of a judge", DECIMAL, 0, 1, "")                                           \
    /* minItems and its like in a JSON Schema; what an editor's field takes before its own limit   \
     */                                                                                            \
    NUMBER(SCHEMA_COUNT, "a count in a JSON Schema", WHOLE, 0, 9223372036854775807, "")            \
    NUMBER(TYPED, "a whole number of a config", WHOLE, 0, 999999999999999, "")                     \
    /* versions rise, but not by one: an import keeps the numbers of its document */               \
    NUMBER(VERSION, "version", WHOLE, 1, 1000000000, "")                                           \
    NUMBER(VERSION_OR_NONE, "version, or none", WHOLE, 0, 1000000000, "")                          \
    NUMBER(REVISION, "revision", WHOLE, 0, 2147483647, "")                                         \
    /* what an administrator sets */                                                               \
    NUMBER(RETENTION_DAYS, "days that something is kept", WHOLE, 1, 36500, "days")                 \
    NUMBER(RULE_DAYS, "days that a test run counts", WHOLE, 1, 3650, "days")                       \
    NUMBER(GRACE_DAYS, "days before an erasure", WHOLE, 0, 90, "days")                             \
    NUMBER(FACTOR_GRACE, "days before a second factor is required", WHOLE, 0, 90, "days")          \
    NUMBER(SESSION_IDLE, "minutes without a request", WHOLE, 5, 1440, "minutes")                   \
    NUMBER(SESSION_HOURS, "hours of a session", WHOLE, 1, 720, "hours")                            \
    NUMBER(ADMIN_IDLE, "minutes of administrators", WHOLE, 5, 120, "minutes")                      \
    NUMBER(ADMIN_HOURS, "hours of administrators", WHOLE, 1, 24, "hours")                          \
    NUMBER(MOST_RECORDS, "most records", WHOLE, 1, 1000000000, "records")                          \
    NUMBER(MOST_MEGABYTES, "most content", WHOLE, 1, 1000000000, "megabytes")                      \
    NUMBER(MOST_PEOPLE, "most people", WHOLE, 1, 1000000000, "people")                             \
    NUMBER(CALL_TIMEOUT, "seconds of a model call", WHOLE, 1, 600, "seconds")                      \
    NUMBER(CONTEXT_TOKENS, "tokens of a context", WHOLE, 1, 100000000, "tokens")                   \
    NUMBER(PRICE, "price of a million tokens", WHOLE, 0, 1000000, "")                              \
    NUMBER(PRICE_MICROS, "millionths of a price", WHOLE, 0, 999999, "")                            \
    /* test sets: the number of an id that we gave, and how often a judge is asked */              \
    NUMBER(CASE, "number of a case", WHOLE, 1, 999999999, "")                                      \
    NUMBER(REPEATS, "how often a judge is asked", WHOLE, 1, 5, "times")                            \
    /* what a check takes for the most */                                                          \
    NUMBER(CHECK_MS, "longest time of an answer", WHOLE, 1, 3600000, "milliseconds")               \
    NUMBER(CHECK_COST, "highest cost of an answer", DECIMAL, 0, 1000000, "")                       \
    /* test runs */                                                                                \
    NUMBER(RUN_REPEATS, "how often each case is run", WHOLE, 1, 10, "times")                       \
    NUMBER(RUN_TOKENS, "tokens of a test run", WHOLE, 1, 1000000000000, "tokens")                  \
    /* results of tests that another program made */                                               \
    NUMBER(RESULT_PLACE, "place of a test or prompt in a file", WHOLE, 0, 1000000, "")             \
    NUMBER(RESULT_TOKENS, "tokens of a result", WHOLE, 0, 1000000000, "tokens")                    \
    NUMBER(RESULT_MS, "time of a result", DECIMAL, 0, 86400000, "milliseconds")                    \
    /* what pages send back */                                                                     \
    NUMBER(FOLDER_RECORDS, "records of a folder", WHOLE, 0, 200, "records")                        \
    NUMBER(MESSAGE_PLACE, "message of a chat", WHOLE, 0, 90, "")                                   \
    NUMBER(PLACE, "place in a list", WHOLE, 0, 2147483647, "")                                     \
    NUMBER(SEARCH_MS, "how long a search looks", WHOLE, 1, 60000, "milliseconds")                  \
    NUMBER(MAIL_TIMEOUT, "how long a mail server may take", WHOLE, 1, 60, "seconds")               \
    NUMBER(SENDERS, "senders of webhooks", WHOLE, 1, 32, "senders")                                \
    NUMBER(PREFIX, "bits of a network", WHOLE, 0, 128, "bits")                                     \
    NUMBER(RATE, "requests a minute", WHOLE, 1, 1000000000, "requests")                            \
    /* how many a program asks for at once */                                                      \
    NUMBER(PAGE_ITEMS, "items of a page", WHOLE, 1, 200, "items")                                  \
    NUMBER(PAGE, "page", WHOLE, 1, 1000000000, "")                                                 \
    NUMBER(PAGE_PROMPTS, "prompts of a page", WHOLE, 1, 100, "prompts")                            \
    NUMBER(PAGE_PEOPLE, "people of a page", WHOLE, 1, 100, "people")                               \
    NUMBER(PAGE_EVENTS, "events of a page", WHOLE, 1, 500, "events")                               \
    NUMBER(ROW, "row of a form", WHOLE, 1, 2000, "")                                               \
    NUMBER(MOMENT, "microseconds since 1970", WHOLE, 0, 253402300799999999, "")                    \
    NUMBER(EPOCH_SECONDS, "seconds since 1970", WHOLE, 0, 253402300799, "")                        \
    NUMBER(MILLISECONDS, "milliseconds of a second", WHOLE, 0, 999, "")                            \
    NUMBER(DAY, "days since 1970", WHOLE, 0, 2932896, "")                                          \
    NUMBER(COUNTER, "what the program counted", WHOLE, 0, 9223372036854775807, "")                 \
    /* bodies of requests, and those that bring files */                                           \
    NUMBER(BODY, "length of a form", WHOLE, 0, 4194304, "bytes")                                   \
    NUMBER(UPLOAD, "length of an upload", WHOLE, 0, 16777216, "bytes")

/* NUMBER_MAX_TURNS … */
#define NUMBER_ID(name, what, kind, from, to, unit) NUMBER_##name,
enum number { NUMBER_NONE, NUMBERS(NUMBER_ID) NUMBER_COUNT };
#undef NUMBER_ID

struct number_limit {
    const char *what;
    bool is_decimal;
    int64_t from, to;  /* both belong to it */
    const char *unit;  /* "days", or "" */
    const char *words; /* "a whole number from 1 to 36500", as every message says it */
    const char *range; /* "1 to 36500", for hints */
};

extern const struct number_limit number_limits[NUMBER_COUNT];

/* Decimal digits only, no sign, no spaces, within the limits; *out stays as it is otherwise.
 * ERR_INVALID for anything else. Not for decimals, which JSON writes. */
MUST_USE enum err number_parse(enum number number, const char *text, int64_t *out) NONNULL;

/* The number that a text begins with, and where it ends; 0 for none and for one out of its limits.
 */
int64_t number_leading(enum number number, const char *text, const char **end)
    __attribute__((nonnull(2)));

/* Is the whole number within its limits? */
bool number_fits(enum number number, int64_t value);

/* A whole number of a JSON value; otherwise if it is none, is not there, or is out of its limits.
 */
int64_t number_of_json(enum number number, const json_t *json, int64_t otherwise);

/* A number of a JSON value in billionths, rounded; otherwise likewise. Its limits are at most
 * 1000000000. */
int64_t number_nanos_of_json(enum number number, const json_t *json, int64_t otherwise);

/* Numbers of JSON as JSON Schema compares them: 1 is 1.0. Below, equal or above 0 as a is less
 * than, equal to or more than b, of two numbers; is a number whole; is one a whole multiple of
 * another that is above 0, where both may be decimals: of 0.1, 0.3 is. */
int number_order(const json_t *a, const json_t *b);
bool number_is_whole(const json_t *json);
bool number_is_multiple(const json_t *json, const json_t *of);

/* Is the JSON value such a number? Decimals may be whole. */
bool number_fits_json(enum number number, const json_t *json);

#endif
