#include "domain/approval/approval_side.h"

#include <string.h>

#include "base/err.h"

static const int64_t silence_us = APPROVAL_SIDE_DAYS * INT64_C(86400000000);

#define ANOTHER ": another person must decide about it."

/* done_by: the person who looks did it to who asks; done_to: the other way round. */
static const struct {
    const char *name;
    const char *done_by;
    const char *done_to;
} ties[TIE_COUNT] = {
    [TIE_ASKED] = {"asked", "This is your own request" ANOTHER, NULL},
    [TIE_TOKEN] = {"token", "A token that you made, or gave a secret, asks for this" ANOTHER, NULL},
    [TIE_ACCOUNT] = {"account",
                     "A service account asks for this that you made, answer for, or made a token "
                     "of" ANOTHER,
                     NULL},
    [TIE_AGENT] = {"agent", "An agent asks for this that you own, or owned when it asked" ANOTHER,
                   NULL},
    [TIE_AUTHOR] = {"author", "You wrote this version, and a program proposes it" ANOTHER, NULL},
    [TIE_INVITATION] = {"invitation", "You invited whoever asks within the last 7 days" ANOTHER,
                        "Whoever asks invited you within the last 7 days" ANOTHER},
    [TIE_PROVISION] = {"provision",
                       "Your token made the account of whoever asks within the last 7 days" ANOTHER,
                       "A token of whoever asks made your account within the last 7 days" ANOTHER},
    [TIE_LINK] = {"link",
                  "You made a link to reset the password of whoever asks within the last 7 "
                  "days" ANOTHER,
                  "Whoever asks made a link to reset your password within the last 7 days" ANOTHER},
    [TIE_RESET] = {"reset", "You reset the password of whoever asks within the last 7 days" ANOTHER,
                   "Whoever asks reset your password within the last 7 days" ANOTHER},
    [TIE_FACTOR] = {"factor",
                    "You removed the second factor of whoever asks within the last 7 days" ANOTHER,
                    "Whoever asks removed your second factor within the last 7 days" ANOTHER},
    [TIE_ADDRESS] = {"address",
                     "You changed the address of whoever asks within the last 7 days" ANOTHER,
                     "Whoever asks changed your address within the last 7 days" ANOTHER},
    [TIE_SSO] = {"sso",
                 "You changed the sign-in provider within the last 7 days, and whoever asks signed "
                 "in through it" ANOTHER,
                 "Whoever asks changed the sign-in provider within the last 7 days, and you signed "
                 "in through it" ANOTHER},
};

enum approval_tie approval_tie_parse(const char *name)
{
    for (int i = 0; i < TIE_COUNT; i++)
        if (strcmp(ties[i].name, name) == 0)
            return (enum approval_tie)i;
    die("an unknown tie between people");
}

static bool is_lasting(enum approval_tie tie)
{
    return tie < TIE_INVITATION;
}

/* What ties the person to the request; TIE_COUNT: nothing. */
static enum approval_tie closest(const struct approval_side *side, const struct uuid *person)
{
    enum approval_tie tie = TIE_COUNT;
    for (int i = 0; i < side->count; i++) {
        const struct approval_fact *fact = &side->facts[i];
        if (is_lasting(fact->tie) && fact->tie < tie && uuid_equal(&fact->by, person))
            tie = fact->tie;
    }
    return tie;
}

const char *approval_side_objection(const struct approval_side *side, const struct uuid *person,
                                    int64_t now)
{
    enum approval_tie tie = closest(side, person);
    if (tie != TIE_COUNT)
        return ties[tie].done_by;
    for (int i = 0; i < side->count; i++) {
        const struct approval_fact *fact = &side->facts[i];
        if (is_lasting(fact->tie) || fact->at <= now - silence_us)
            continue;
        if (uuid_equal(&fact->on, person) && closest(side, &fact->by) != TIE_COUNT)
            return ties[fact->tie].done_to;
        if (uuid_equal(&fact->by, person) && closest(side, &fact->on) != TIE_COUNT)
            return ties[fact->tie].done_by;
    }
    return NULL;
}
