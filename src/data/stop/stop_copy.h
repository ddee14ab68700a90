#ifndef DATA_STOP_COPY_H
#define DATA_STOP_COPY_H

#include "data/usage/usage_fetcher.h"

/* How long a program may go on with an answer that it has, by what it speaks. */

/* Seconds that our own API lets an answer be used without asking again (Cache-Control). */
enum { STOP_API_AGE_S = 10 };

enum { STOP_UNTIL_RESTART = -1 };

/* By enum usage_protocol: the max-age that we send, or the time that the clients keep an answer;
 * STOP_UNTIL_RESTART where a client goes on with an old answer as long as it can't get a new one:
 * those of Langfuse do (langfuse 3.x, @langfuse/client 5.x), and a bundle is meant for it. */
extern const int stop_copy_age_s[USAGE_PROTOCOL_COUNT];

/* Until when this program may have a copy; 0: until it restarts or gets another one. */
int64_t stop_copy_until(const struct usage_fetcher *fetcher) NONNULL;

#endif
