#ifndef DOMAIN_APPROVAL_RULE_H
#define DOMAIN_APPROVAL_RULE_H

#include <stdint.h>

#include "base/arena.h"
#include "domain/approval/approval_kind.h"
#include "domain/approval/approval_side.h"

/* What may become of a request, whichever table it is in: someone else with the right approves or
 * rejects it, who asked withdraws it, time ends it, and an approval is used once. */

enum approval_state {
    APPROVAL_WAITING,
    APPROVAL_APPROVED,
    APPROVAL_REJECTED,
    APPROVAL_WITHDRAWN,
    APPROVAL_EXPIRED,
    APPROVAL_USED,
    APPROVAL_STATE_COUNT
};

/* As they are stored, in the order above, NULL at the end. */
extern const char *const approval_state_names[APPROVAL_STATE_COUNT + 1];

/* The state of a stored name. A name that is none is a bug: die(). */
enum approval_state approval_state_parse(const char *name) NONNULL;

/* A request, as far as the rules ask. */
struct approval_case {
    const struct approval_kind *kind;
    struct policy_target target; /* what the right to decide is asked for */
    enum permission approve;     /* who may approve it; whoever may approve may reject */
    enum permission reject;      /* … and who else */
    const char *approvers;       /* NULL, or who may approve, for who may not: "Customer Admins" */
    struct uuid requested_by;
    struct approval_side side; /* that asks, as far as the actor is concerned; empty in lists */
    struct uuid subject_id;
    enum approval_state state;
    int64_t expires_at; /* 0: never */
};

/* The state at a time: what waits, or was approved and not used, has expired after expires_at. */
enum approval_state approval_state_at(const struct approval_case *request, int64_t now) NONNULL;

/* May the actor know of requests of this kind in the organization that they work in? Who may ask or
 * decide. */
bool approval_may_know(const struct actor *actor, const struct approval_kind *kind) NONNULL;

/* A case of this kind with the rights that it usually takes. */
struct approval_case approval_case_begin(const struct approval_kind *kind);

/* May the actor decide about it, if only to reject it? Someone else than who asked and than whom it
 * is about, a person, with the right. */
bool approval_may_decide(const struct actor *actor, const struct approval_case *request,
                         int64_t now) NONNULL;
bool approval_may_withdraw(const struct actor *actor, const struct approval_case *request,
                           int64_t now) NONNULL;

/* The same with the words of the refusal: ERR_DENIED for who may not, ERR_CONFLICT if it is decided
 * or expired. *message is NULL for ERR_NONE. */
MUST_USE enum err approval_check_decide(const struct actor *actor,
                                        const struct approval_case *request, int64_t now,
                                        const char **message) NONNULL;
MUST_USE enum err approval_check_withdraw(const struct actor *actor,
                                          const struct approval_case *request, int64_t now,
                                          const char **message) NONNULL;

/* THE rule of four eyes: may the actor, who may decide, approve it? Somebody of another side
 * (approval_side.h) with the right to. ERR_DENIED and ERR_CONFLICT likewise; the words are in the
 * arena. */
MUST_USE enum err approval_check_approve(struct arena *arena, const struct actor *actor,
                                         const struct approval_case *request, int64_t now,
                                         const char **message) NONNULL;

/* When a new request of this kind expires, and when an approval does; and before when a request was
 * made that has expired by now. */
int64_t approval_waits_until(const struct approval_kind *kind, int64_t now) NONNULL;
int64_t approval_waits_since(const struct approval_kind *kind, int64_t now) NONNULL;
int64_t approval_holds_until(const struct approval_kind *kind, int64_t now) NONNULL;

#endif
