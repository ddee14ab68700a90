#ifndef API_CALL_H
#define API_CALL_H

#include <jansson.h>

#include "base/problem.h"
#include "crypt/token.h"
#include "data/usage/usage.h"
#include "domain/policy.h"
#include "web/form.h"
#include "web/response.h"
#include "web/route.h"

/* What a handler of programs gets, and the few things that all of them do alike. */

struct call {
    const char *public_url; /* "https://rostrum.example.org": links come only from here */
    const char *origins;    /* of other pages that may call: api/cross_origin.h */
    struct arena *arena;
    const struct request *request;
    struct response *response;
    const struct route_match *match;
    struct db *db;
    const struct actor *actor; /* NULL only where nobody needs to be known */
    bool is_kept; /* the answer is: it comes from what the customer's people see, the address and
                     the caller's rights, and nothing else (data/db/kept.h) */
    struct usage_notes *usage;
    const struct uuid *served_from; /* the organization whose records are, where nobody needs to be
                                       known; NULL: the actor's */
    bool is_serving; /* the answer has the content of a version: this one (call_serve) */
    struct usage_served served;
    char sha256[SHA256_HEX_LEN]; /* of the body, where is_serving */
    const char *kept_for; /* instead of the caller and the query, where the answer is the same for
                             everyone: what it depends on besides its path; or NULL */
};

/* The answer that follows, by call_answer or the like, has the content of this version of a record:
 * it is counted with the answer, and again whenever the answer that was kept of it is given; and
 * headers say which it was (Rostrum-Version, Rostrum-Label, Rostrum-Content-SHA256). Who answers
 * otherwise, or with many records, calls call_note_served for each of them. Not for HEAD, which is
 * given no content. */
void call_serve(struct call *call, const struct usage_served *served) NONNULL;
void call_note_served(struct call *call, const struct usage_served *served) NONNULL;

/* Answers with a value, whose reference is taken over. A GET gets a strong ETag, and 304 where the
 * program has that already. Returns ERR_NONE, so that a handler can end with it. */
MUST_USE enum err call_answer(struct call *call, int status, json_t *json) NONNULL;

/* The same of JSON that is written already. */
MUST_USE enum err call_answer_raw(struct call *call, int status, struct text json) NONNULL;

/* A GET that answers with a text, likewise with its ETag. content_type is static. */
MUST_USE enum err call_answer_text(struct call *call, const char *content_type,
                                   struct text text) NONNULL;

/* call_answer of a record at this revision: its ETag, "REVISION.HASH", is what If-Match takes. */
MUST_USE enum err call_answer_record(struct call *call, int status, int64_t revision,
                                     json_t *json) NONNULL;

/* Answers with what is kept of an earlier answer to the same question. False if there is none. */
MUST_USE bool call_answer_kept(struct call *call) NONNULL;

/* The key of what is kept (data/db/kept.h) of a protocol for all callers with the same rights: what
 * it depends on besides the content and them is said by about. */
MUST_USE struct text call_kept_key(struct call *call, const char *protocol,
                                   const char *about) NONNULL;

/* The status of an error of a verb. */
int call_status_of(enum err err);

/* Answers a refusal of a verb: 422 ERR_INVALID, 403 ERR_DENIED, 409 ERR_CONFLICT, 412 ERR_STALE,
 * with what is wrong at which field. What else there is goes back to the application, as ERR_DENIED
 * does, which makes an event of it. */
MUST_USE enum err call_refuse(struct call *call, enum err err,
                              const struct problem *problem) NONNULL;

/* Answers with a refusal as the address has them (api/refusal.h); errors: [{"field",
 * "message"}], or NULL; its reference is taken over. */
void call_say(struct call *call, int status, const char *detail, json_t *errors)
    __attribute__((nonnull(1, 3)));

/* Adds a member to such errors. */
void call_add_error(json_t *errors, const char *field, const char *message) NONNULL;

/* Reads the query into *out (web/form.h). ERR_INVALID, answered with 400, for a wrong value. */
MUST_USE enum err call_query(struct call *call, const struct form_field *fields, int field_count,
                             void *out) NONNULL;

/* Answers with 400 about one parameter. ERR_INVALID. */
MUST_USE enum err call_bad_query(struct call *call, const char *name, const char *message) NONNULL;

/* Answers ERR_INVALID of a list, which is a cursor that no list gave; gives other errors back. */
MUST_USE enum err call_refuse_cursor(struct call *call, enum err err) NONNULL;

/* Adds "Link: <…>; rel="REL"": this address with another value of a parameter. */
void call_link(struct call *call, const char *rel, const char *param, const char *value) NONNULL;

/* Adds the address of something new. path is one of ours. */
void call_location(struct call *call, const char *path) NONNULL;

/* Is this the revision that If-Match names? ERR_STALE if not; ERR_INVALID if there must be one and
 * is none; both answered (412, 428). Without the header, and where it need not be, it is. */
MUST_USE enum err call_check_match(struct call *call, int64_t revision, bool is_needed) NONNULL;

/* The kind of record that the address is about; another address is die(). */
const struct record_kind *call_kind(const struct call *call) NONNULL;

#endif
