#include "domain/approval/approval_rule.h"

#include <string.h>

static const int64_t day_us = INT64_C(86400000000);

const char *const approval_state_names[APPROVAL_STATE_COUNT + 1] = {
    "waiting", "approved", "rejected", "withdrawn", "expired", "used", NULL,
};

enum approval_state approval_state_parse(const char *name)
{
    for (int i = 0; i < APPROVAL_STATE_COUNT; i++)
        if (strcmp(approval_state_names[i], name) == 0)
            return (enum approval_state)i;
    die("a request with an unknown state");
}

enum approval_state approval_state_at(const struct approval_case *request, int64_t now)
{
    bool is_used_at_once = request->kind->holds_days == 0;
    bool ends = request->state == APPROVAL_WAITING ||
                (request->state == APPROVAL_APPROVED && !is_used_at_once);
    return ends && request->expires_at != 0 && request->expires_at <= now ? APPROVAL_EXPIRED
                                                                          : request->state;
}

bool approval_may_know(const struct actor *actor, const struct approval_kind *kind)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, kind->ask, &target) || policy_allows(actor, kind->approve, &target);
}

struct approval_case approval_case_begin(const struct approval_kind *kind)
{
    return (struct approval_case){.kind = kind, .approve = kind->approve, .reject = kind->approve};
}

static enum err check_waits(const struct approval_case *request, int64_t now, const char **message)
{
    static const char *const messages[APPROVAL_STATE_COUNT] = {
        [APPROVAL_APPROVED] = "This request is approved already.",
        [APPROVAL_REJECTED] = "This request is rejected already.",
        [APPROVAL_WITHDRAWN] = "This request was withdrawn.",
        [APPROVAL_EXPIRED] = "This request has expired. Ask again.",
        [APPROVAL_USED] = "This request is carried out already.",
    };
    *message = messages[approval_state_at(request, now)];
    return *message == NULL ? ERR_NONE : ERR_CONFLICT;
}

static enum err refuse(const char **message, const char *words)
{
    *message = words;
    return ERR_DENIED;
}

enum err approval_check_decide(const struct actor *actor, const struct approval_case *request,
                               int64_t now, const char **message)
{
    if (uuid_equal(&actor->user_id, &request->requested_by))
        return refuse(message, "This is your own request: another person must decide about it.");
    if (request->kind->is_about_person && uuid_equal(&actor->user_id, &request->subject_id))
        return refuse(message, "This is about you: another person must decide about it.");
    if (uuid_is_nil(&actor->user_id) ||
        (!policy_allows(actor, request->approve, &request->target) &&
         !policy_allows(actor, request->reject, &request->target)))
        return refuse(message, "You do not have the right to decide about this request.");
    return check_waits(request, now, message);
}

enum err approval_check_approve(struct arena *arena, const struct actor *actor,
                                const struct approval_case *request, int64_t now,
                                const char **message)
{
    enum err err = approval_check_decide(actor, request, now, message);
    if (err != ERR_NONE)
        return err;
    const char *objection = approval_side_objection(&request->side, &actor->user_id, now);
    if (objection != NULL)
        return refuse(message, objection);
    if (policy_allows(actor, request->approve, &request->target))
        return ERR_NONE;
    return refuse(message,
                  request->approvers == NULL
                      ? "You do not have the right to approve this request."
                      : arena_printf(arena, "Only %s may approve this.", request->approvers));
}

/* Who asked may take it back as long as nothing came of it, approved or not. */
enum err approval_check_withdraw(const struct actor *actor, const struct approval_case *request,
                                 int64_t now, const char **message)
{
    if (!actor->is_active || uuid_is_nil(&actor->user_id) ||
        !uuid_equal(&actor->user_id, &request->requested_by))
        return refuse(message, "Only who made a request can withdraw it; others reject it.");
    *message = NULL;
    if (approval_state_at(request, now) == APPROVAL_APPROVED && request->kind->holds_days > 0)
        return ERR_NONE;
    return check_waits(request, now, message);
}

bool approval_may_decide(const struct actor *actor, const struct approval_case *request,
                         int64_t now)
{
    const char *message = NULL;
    return approval_check_decide(actor, request, now, &message) == ERR_NONE;
}

bool approval_may_withdraw(const struct actor *actor, const struct approval_case *request,
                           int64_t now)
{
    const char *message = NULL;
    return approval_check_withdraw(actor, request, now, &message) == ERR_NONE;
}

int64_t approval_waits_until(const struct approval_kind *kind, int64_t now)
{
    return now + kind->waits_days * day_us;
}

int64_t approval_waits_since(const struct approval_kind *kind, int64_t now)
{
    return now - kind->waits_days * day_us;
}

int64_t approval_holds_until(const struct approval_kind *kind, int64_t now)
{
    return now + kind->holds_days * day_us;
}
