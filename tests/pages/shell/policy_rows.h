#ifndef TESTS_POLICY_ROWS_H
#define TESTS_POLICY_ROWS_H

#include "fixture.h"

/* What policy_walk.c expects of every route. */

/* What the answer must be for own, colleague's, other organization's: 'a' allowed (the page, a
 * redirect after the change, or a form that comes back: anything but 401, 403, 404 and 5xx), 'd'
 * 403, 'n' 404. */
struct expectation {
    const char *pattern;
    const char *answers[FIXTURE_USER_COUNT]; /* by persona, and the superuser */
};

#define ANYBODY                                                                                    \
    {                                                                                              \
        "aaa", "aaa", "aaa", "aaa", "aaa", "aaa", "aaa"                                            \
    }
#define SEE                                                                                        \
    {                                                                                              \
        "aan", "aan", "aan", "aan", "aan", "aan", "aan"                                            \
    }
#define READ                                                                                       \
    {                                                                                              \
        "aan", "aan", "aan", "aan", "aan", "ddd", "aan"                                            \
    }
#define CREATE                                                                                     \
    {                                                                                              \
        "aaa", "aaa", "ddd", "aaa", "aaa", "ddd", "aaa"                                            \
    }
/* Agents and teams, which DevOps Engineers make and change as well. */
#define BUILD                                                                                      \
    {                                                                                              \
        "aaa", "aaa", "aaa", "aaa", "aaa", "ddd", "aaa"                                            \
    }
/* Who moves protected labels stops; there is no stop yet to resume. */
#define STOP                                                                                       \
    {                                                                                              \
        "ddd", "ddd", "aan", "ddd", "aan", "ddd", "aan"                                            \
    }
#define NO_STOP                                                                                    \
    {                                                                                              \
        "ddd", "ddd", "nnn", "ddd", "nnn", "ddd", "nnn"                                            \
    }
/* There is no run of the record. */
#define NO_RUN                                                                                     \
    {                                                                                              \
        "nnn", "nnn", "nnn", "nnn", "nnn", "ddd", "nnn"                                            \
    }
#define NO_STOP_TO_CONFIRM                                                                         \
    {                                                                                              \
        "ddd", "ddd", "nnn", "nnn", "nnn", "ddd", "nnn"                                            \
    }
#define CHANGE                                                                                     \
    {                                                                                              \
        "adn", "aan", "ddd", "aan", "aan", "ddd", "aan"                                            \
    }
#define DELETE                                                                                     \
    {                                                                                              \
        "ddd", "ddd", "ddd", "adn", "aan", "ddd", "aan"                                            \
    }
#define MOVE                                                                                       \
    {                                                                                              \
        "adn", "aan", "aan", "aan", "aan", "ddd", "aan"                                            \
    }
#define RELEASE                                                                                    \
    {                                                                                              \
        "ddd", "ddd", "aan", "ddd", "aan", "ddd", "aan"                                            \
    }
#define APPROVE                                                                                    \
    {                                                                                              \
        "ddd", "ddd", "aan", "aan", "aan", "ddd", "aan"                                            \
    }
/* What does something by itself: the first version widens what it may do, and what does not, one
 * colleague may approve. */
#define APPROVE_WIDER                                                                              \
    {                                                                                              \
        "ddn", "ddn", "aan", "ddn", "aan", "ddd", "aan"                                            \
    }
#define REJECT_WIDER                                                                               \
    {                                                                                              \
        "ddn", "ddn", "aan", "aan", "aan", "ddd", "aan"                                            \
    }
/* Of their own proposals only: those of the walk are made by the Enterprise Team user. */
#define WITHDRAW                                                                                   \
    {                                                                                              \
        "ddn", "aan", "ddn", "ddn", "ddn", "ddd", "ddn"                                            \
    }
/* What few may do with a record that they see. */
#define RECORD_ADMINS                                                                              \
    {                                                                                              \
        "ddd", "ddd", "ddd", "ddd", "aan", "aan", "aan"                                            \
    }
#define NO_OVERRIDE                                                                                \
    {                                                                                              \
        "nnn", "nnn", "nnn", "nnn", "nnn", "ddd", "nnn"                                            \
    }
#define ADMINS                                                                                     \
    {                                                                                              \
        "ddd", "ddd", "ddd", "ddd", "aaa", "aaa", "aaa"                                            \
    }
/* Webhooks and model endpoints: Customer Admins alone; and there are none. */
#define WEBHOOKS                                                                                   \
    {                                                                                              \
        "ddd", "ddd", "ddd", "ddd", "aaa", "ddd", "aaa"                                            \
    }
#define NO_WEBHOOK                                                                                 \
    {                                                                                              \
        "ddd", "ddd", "ddd", "ddd", "nnn", "ddd", "nnn"                                            \
    }
/* Who can't invite asks for it; the superuser of the walk may do both. */
#define MEMBERS                                                                                    \
    {                                                                                              \
        "aaa", "aaa", "aaa", "aaa", "ddd", "ddd", "aaa"                                            \
    }
#define NO_SUCH_FOR_ADMINS                                                                         \
    {                                                                                              \
        "ddd", "ddd", "ddd", "ddd", "nnn", "nnn", "nnn"                                            \
    }
/* Users: nobody deactivates themself, makes a link for themself or hands over what is their own. */
#define CHANGE_USER                                                                                \
    {                                                                                              \
        "ddd", "ddd", "ddd", "ddd", "aan", "aan", "aan"                                            \
    }
#define CHANGE_OTHER_USER                                                                          \
    {                                                                                              \
        "ddd", "ddd", "ddd", "ddd", "dan", "dan", "dan"                                            \
    }
/* Those who look after all organizations. */
#define PLATFORM                                                                                   \
    {                                                                                              \
        "ddd", "ddd", "ddd", "ddd", "ddd", "aaa", "aaa"                                            \
    }
#define CLOSE                                                                                      \
    {                                                                                              \
        "ddd", "ddd", "ddd", "ddd", "aan", "aaa", "aaa"                                            \
    }
/* The tokens and sessions of the walk do not exist. */
#define NO_SUCH                                                                                    \
    {                                                                                              \
        "nnn", "nnn", "nnn", "nnn", "nnn", "nnn", "nnn"                                            \
    }
/* The tokens of the organization, and those of one agent. */
#define TOKENS                                                                                     \
    {                                                                                              \
        "ddd", "ddd", "aaa", "ddd", "aaa", "ddd", "aaa"                                            \
    }
#define NO_SUCH_TOKEN                                                                              \
    {                                                                                              \
        "ddd", "ddd", "nnn", "ddd", "nnn", "ddd", "nnn"                                            \
    }
#define AGENT_TOKENS                                                                               \
    {                                                                                              \
        "ddd", "ddd", "aan", "ddd", "aan", "ddd", "aan"                                            \
    }
/* Comments are the target's user's, edited by their author alone; administrators delete any. */
#define OWN_COMMENT                                                                                \
    {                                                                                              \
        "adn", "adn", "adn", "adn", "adn", "ddd", "adn"                                            \
    }
#define DELETE_COMMENT                                                                             \
    {                                                                                              \
        "adn", "adn", "adn", "adn", "aan", "ddd", "aan"                                            \
    }

/* An import is there for whoever uploaded it. */
#define OWN_IMPORT                                                                                 \
    {                                                                                              \
        "ann", "ann", "ann", "ann", "ann", "ddd", "ann"                                            \
    }

static const struct expectation policy_rows[] = {
    {"/", ANYBODY},
    {"/inbox", ANYBODY},
    {"/inbox/read", ANYBODY},
    {"/help", ANYBODY},
    {"/help/api", ANYBODY},
    {"/search", ANYBODY},
    {"/healthz", ANYBODY},
    {"/readyz", ANYBODY},
    {"/metrics", ANYBODY}, /* from the operator's address, which the fixture has */
    {"/theme", ANYBODY},
    {"/setup", NO_SUCH}, /* it was done */
    {"/login", ANYBODY},
    {"/logout", ANYBODY},
    {"/invite/{token}", NO_SUCH},
    {"/reset/{token}", NO_SUCH},
    {"/account", ANYBODY},
    {"/account/password", ANYBODY},
    {"/login/code", ANYBODY},
    {"/login/continue", ANYBODY},
    {"/login/sso", ANYBODY},
    {"/login/sso/callback", ANYBODY},
    {"/login/sso/{token}", NO_SUCH},
    {"/account/sso/unlink", NO_SUCH}, /* nobody is linked */
    {"/users/{id}/sso/unlink", NO_SUCH_FOR_ADMINS},
    {"/settings/webhooks", WEBHOOKS},
    {"/settings/webhooks/new", WEBHOOKS},
    {"/settings/webhooks/{id}", NO_WEBHOOK},
    {"/settings/webhooks/{id}/edit", NO_WEBHOOK},
    {"/settings/webhooks/{id}/rotate", NO_WEBHOOK},
    {"/settings/webhooks/{id}/delete", NO_WEBHOOK},
    {"/settings/webhooks/{id}/test", NO_WEBHOOK},
    {"/settings/webhooks/{id}/enable", NO_WEBHOOK},
    {"/settings/webhooks/{id}/disable", NO_WEBHOOK},
    {"/settings/webhooks/{id}/deliveries/{id}/resend", NO_WEBHOOK},
    {"/settings/runners", WEBHOOKS},
    {"/settings/runners/new", WEBHOOKS},
    {"/settings/runners/{id}/withdraw", NO_WEBHOOK},
    {"/settings/endpoints", WEBHOOKS},
    {"/settings/endpoints/new", WEBHOOKS},
    {"/settings/endpoints/data-class", WEBHOOKS},
    {"/settings/endpoints/{id}", NO_WEBHOOK},
    {"/settings/endpoints/{id}/edit", NO_WEBHOOK},
    {"/settings/endpoints/{id}/prices", NO_WEBHOOK},
    {"/settings/endpoints/{id}/test", NO_WEBHOOK},
    {"/settings/endpoints/{id}/archive", NO_WEBHOOK},
    {"/settings/endpoints/{id}/restore", NO_WEBHOOK},
    {"/settings/endpoints/{id}/delete", NO_WEBHOOK},
    {"/settings/agent-cards", ADMINS},
    {"/settings/agent-cards/key", NO_SUCH_FOR_ADMINS}, /* nothing is signed yet */
    {"/settings/agent-cards/keys/{id}/withdraw", NO_SUCH_FOR_ADMINS},
    {"/settings/sso", ADMINS},
    {"/settings/sso/check", ADMINS},
    {"/settings/sso/off", ADMINS},
    {"/account/security", ANYBODY},
    {"/account/second-factor", ANYBODY},
    {"/account/second-factor/remove", ANYBODY},
    {"/login/passkey", ANYBODY},
    {"/account/passkeys/new", ANYBODY},
    {"/account/passkeys/{id}/rename", NO_SUCH},
    {"/account/passkeys/{id}/remove", NO_SUCH},
    {"/account/recovery-codes", ANYBODY},
    {"/account/recovery-codes/download", ANYBODY},
    {"/account/sessions", ANYBODY},
    {"/account/sessions/{id}/revoke", NO_SUCH},
    {"/account/reset-seen", ANYBODY},
    {"/account/address/cancel", ANYBODY},
    {"/account/mail", ANYBODY},
    {"/reset", ANYBODY},
    {"/address/confirm/{token}", NO_SUCH},
    {"/address/undo/{token}", NO_SUCH},
    {"/settings/mail", ADMINS},
    {"/settings/mail/test", ADMINS},
    {"/settings/mail/{id}/send", NO_SUCH_FOR_ADMINS},
    {"/settings/mail/{id}/discard", NO_SUCH_FOR_ADMINS},
    {"/account/sessions/revoke-others", ANYBODY},
    {"/account/tokens", ANYBODY},
    {"/account/tokens/new", ANYBODY},
    {"/account/tokens/{id}/rotate", NO_SUCH},
    {"/account/tokens/{id}/revoke", NO_SUCH},
    {"/settings/tokens", TOKENS},
    {"/settings/tokens/new", NO_SUCH_TOKEN}, /* of no owner */
    {"/settings/tokens/{id}/rotate", NO_SUCH_TOKEN},
    {"/settings/tokens/{id}/revoke", NO_SUCH_TOKEN},
    {"/settings/service-accounts", TOKENS},
    {"/settings/service-accounts/new", TOKENS},
    {"/settings/service-accounts/{id}", NO_SUCH_TOKEN},
    {"/settings/service-accounts/{id}/deactivate", NO_SUCH_TOKEN},
    {"/agents/{id}/tokens", AGENT_TOKENS},
    {"/users", ANYBODY},
    {"/users/new", ADMINS},
    {"/users/many", ADMINS},
    {"/users/ask", MEMBERS},
    {"/users/requests/{id}/decline", NO_SUCH_FOR_ADMINS}, /* none waits */
    {"/users/{id}", SEE},
    {"/users/{id}/edit", CHANGE_USER},
    {"/users/{id}/deactivate", CHANGE_OTHER_USER},
    {"/users/{id}/activate", CHANGE_OTHER_USER},
    {"/users/{id}/hand-over", CHANGE_OTHER_USER},
    {"/users/{id}/second-factor/remove", CHANGE_OTHER_USER},
    {"/users/{id}/link", CHANGE_OTHER_USER},
    {"/users/{id}/sessions/end", CHANGE_USER},
    {"/users/{id}/tokens/revoke", CHANGE_USER},
    {"/prompts", ANYBODY},
    {"/prompts/bulk", CREATE}, /* the list's own rights are asked for each prompt */
    {"/prompts/follow-folder", ANYBODY},
    {"/prompts/unfollow-folder", ANYBODY},
    {"/prompts/folder", CREATE},
    {"/prompts/new", CREATE},
    {"/prompts/{id}", SEE},
    {"/prompts/{id}/edit", CHANGE},
    {"/prompts/{id}/versions", SEE},
    {"/prompts/{id}/versions/{n}", READ},
    {"/prompts/{id}/versions/{n}/restore", CHANGE},
    {"/prompts/{id}/diff", READ},
    {"/prompts/{id}/preview", READ},
    {"/prompts/{id}/try/{id}", {"nnn", "nnn", "nnn", "nnn", "nnn", "ddd", "nnn"}},
    {"/prompts/{id}/try", READ},
    {"/sets/{id}/tests", SEE},
    {"/prompts/{id}/tests", SEE},
    {"/prompts/{id}/tests/new", READ},
    {"/prompts/{id}/tests/import", CHANGE},
    {"/prompts/{id}/tests/{id}", NO_RUN},
    {"/prompts/{id}/tests/{id}/compare", NO_RUN},
    {"/prompts/{id}/tests/{id}/cancel", NO_RUN},
    {"/prompts/{id}/tests/{id}/sealed", NO_RUN},
    {"/prompts/{id}/tests/{id}/answers", NO_RUN},
    {"/prompts/{id}/tests/{id}/results/{n}", NO_RUN},
    {"/prompts/{id}/tests/{id}/results/{n}/verdict", NO_RUN},
    {"/prompts/{id}/tests/{id}/verdicts", NO_RUN},
    {"/prompts/{id}/tests/{id}/results.csv", NO_RUN},
    {"/prompts/{id}/tests/{id}/results.jsonl", NO_RUN},
    {"/prompts/{id}/try/{id}/cancel", READ},
    {"/prompts/{id}/try/{id}/case", {"nnn", "nnn", "nnn", "nnn", "nnn", "ddd", "nnn"}},
    {"/prompts/{id}/data-class", CHANGE},
    {"/prompts/{id}/judge", READ},
    {"POST /prompts/{id}/judge", {"ddd", "ddd", "ddd", "ddd", "aan", "ddn", "aan"}},
    {"/prompts/{id}/releases", SEE},
    {"/prompts/{id}/labels", SEE},
    {"/prompts/{id}/releases/change", READ},
    {"/prompts/{id}/releases/{id}", READ},
    {"/prompts/{id}/releases/rule", SEE},
    {"/prompts/{id}/releases/rules", RECORD_ADMINS},
    {"/prompts/{id}/releases/override", MOVE},
    {"/prompts/{id}/overrides/{id}", NO_OVERRIDE}, /* there is none */
    {"/prompts/{id}/overrides/{id}/review", NO_STOP_TO_CONFIRM},
    {"/prompts/{id}/releases/move", MOVE},
    {"/prompts/{id}/releases/remove", MOVE},
    {"/prompts/{id}/releases/propose", READ},
    {"/prompts/{id}/releases/{id}/approve", APPROVE},
    {"/prompts/{id}/releases/{id}/reject", APPROVE},
    {"/prompts/{id}/releases/{id}/withdraw", WITHDRAW},
    {"/prompts/{id}/used-by", SEE},
    {"/prompts/{id}/activity", SEE},
    {"/prompts/{id}/tests", SEE},
    {"/prompts/{id}/comments", READ},
    {"/prompts/{id}/comments/{id}/edit", OWN_COMMENT},
    {"/prompts/{id}/comments/{id}/delete", DELETE_COMMENT},
    {"/prompts/{id}/follow", SEE},
    {"/prompts/{id}/unfollow", SEE},
    {"/prompts/{id}/export", READ},
    {"/prompts/{id}/proof", READ},
    {"/prompts/{id}/stop", SEE},
    {"/prompts/{id}/stops", STOP},
    {"/prompts/{id}/stops/{id}/ask", NO_STOP},
    {"/prompts/{id}/stops/{id}/confirm", NO_STOP_TO_CONFIRM},
    {"/prompts/{id}/stops/{id}/resume", NO_STOP},
    {"/prompts/{id}/archive", CHANGE},
    {"/prompts/{id}/restore", CHANGE},
    {"/prompts/{id}/delete", DELETE},
    {"/prompts/{id}/transfer", CHANGE},
    {"/agents", ANYBODY},
    {"/agents/bulk", BUILD},
    {"/agents/follow-folder", ANYBODY},
    {"/agents/unfollow-folder", ANYBODY},
    {"/agents/folder", BUILD},
    {"/agents/new", BUILD},
    {"/agents/import", BUILD},
    {"/agents/{id}", SEE},
    {"/agents/{id}/edit", MOVE},
    {"/agents/{id}/tests", SEE},
    {"/agents/{id}/tests/new", READ},
    {"/agents/{id}/tests/import", MOVE},
    {"/agents/{id}/tests/{id}", NO_RUN},
    {"/agents/{id}/tests/{id}/compare", NO_RUN},
    {"/agents/{id}/tests/{id}/cancel", NO_RUN},
    {"/agents/{id}/tests/{id}/sealed", NO_RUN},
    {"/agents/{id}/tests/{id}/answers", NO_RUN},
    {"/agents/{id}/tests/{id}/results/{n}", NO_RUN},
    {"/agents/{id}/tests/{id}/results/{n}/verdict", NO_RUN},
    {"/agents/{id}/tests/{id}/verdicts", NO_RUN},
    {"/agents/{id}/tests/{id}/results.csv", NO_RUN},
    {"/agents/{id}/tests/{id}/results.jsonl", NO_RUN},
    {"/agents/{id}/versions", SEE},
    {"/agents/{id}/versions/{n}", READ},
    {"/agents/{id}/versions/{n}/restore", MOVE},
    {"/agents/{id}/diff", READ},
    {"/agents/{id}/releases", SEE},
    {"/agents/{id}/labels", SEE},
    {"/agents/{id}/releases/change", READ},
    {"/agents/{id}/releases/{id}", READ},
    {"/agents/{id}/releases/rule", SEE},
    {"/agents/{id}/releases/rules", RECORD_ADMINS},
    {"/agents/{id}/releases/override", MOVE},
    {"/agents/{id}/overrides/{id}", NO_OVERRIDE}, /* there is none */
    {"/agents/{id}/overrides/{id}/review", NO_STOP_TO_CONFIRM},
    {"/agents/{id}/releases/move", MOVE},
    {"/agents/{id}/releases/remove", MOVE},
    {"/agents/{id}/releases/propose", READ},
    {"/agents/{id}/releases/{id}/approve", APPROVE_WIDER},
    {"/agents/{id}/releases/{id}/reject", REJECT_WIDER},
    {"/agents/{id}/releases/{id}/withdraw", WITHDRAW},
    {"/agents/{id}/used-by", SEE},
    {"/agents/{id}/activity", SEE},
    {"/agents/{id}/tests", SEE},
    {"/agents/{id}/comments", READ},
    {"/agents/{id}/comments/{id}/edit", OWN_COMMENT},
    {"/agents/{id}/comments/{id}/delete", DELETE_COMMENT},
    {"/agents/{id}/follow", SEE},
    {"/agents/{id}/unfollow", SEE},
    {"/agents/{id}/preview", READ},
    {"/agents/{id}/try", READ},
    {"/agents/{id}/try/{id}", {"nnn", "nnn", "nnn", "nnn", "nnn", "ddd", "nnn"}},
    {"/agents/{id}/try/{id}/cancel", READ},
    {"/agents/{id}/try/{id}/case", {"nnn", "nnn", "nnn", "nnn", "nnn", "ddd", "nnn"}},
    {"/agents/{id}/data-class", MOVE},
    {"/agents/{id}/register", READ},
    {"/agents/{id}/register/edit", MOVE},
    {"/agents/{id}/card", READ},
    {"/agents/{id}/card/publish", RELEASE},
    {"/agents/{id}/card/remove", {"ddd", "ddd", "nnn", "ddd", "nnn", "ddd", "nnn"}}, /* none */
    {"/agents/{id}/bom", READ},
    {"/agents/{id}/bom/cyclonedx", READ},
    {"/agents/{id}/export", READ},
    {"/agents/{id}/exports", READ},
    {"/agents/{id}/exports/file", READ},
    {"/agents/{id}/proof", READ},
    {"/agents/{id}/stop", SEE},
    {"/agents/{id}/stops", STOP},
    {"/agents/{id}/stops/{id}/ask", NO_STOP},
    {"/agents/{id}/stops/{id}/confirm", NO_STOP_TO_CONFIRM},
    {"/agents/{id}/stops/{id}/resume", NO_STOP},
    {"/agents/{id}/archive", MOVE},
    {"/agents/{id}/restore", MOVE},
    {"/agents/{id}/delete", DELETE},
    {"/agents/{id}/transfer", MOVE},
    {"/teams", ANYBODY},
    {"/teams/bulk", BUILD},
    {"/teams/follow-folder", ANYBODY},
    {"/teams/unfollow-folder", ANYBODY},
    {"/teams/folder", BUILD},
    {"/teams/new", BUILD},
    {"/teams/{id}", SEE},
    {"/teams/{id}/edit", MOVE},
    {"/teams/{id}/versions", SEE},
    {"/teams/{id}/versions/{n}", READ},
    {"/teams/{id}/versions/{n}/restore", MOVE},
    {"/teams/{id}/diff", READ},
    {"/teams/{id}/releases", SEE},
    {"/teams/{id}/labels", SEE},
    {"/teams/{id}/releases/change", READ},
    {"/teams/{id}/releases/{id}", READ},
    {"/teams/{id}/releases/move", MOVE},
    {"/teams/{id}/releases/remove", MOVE},
    {"/teams/{id}/releases/propose", READ},
    {"/teams/{id}/releases/{id}/approve", APPROVE_WIDER},
    {"/teams/{id}/releases/{id}/reject", REJECT_WIDER},
    {"/teams/{id}/releases/{id}/withdraw", WITHDRAW},
    {"/teams/{id}/used-by", SEE},
    {"/teams/{id}/activity", SEE},
    {"/teams/{id}/comments", READ},
    {"/teams/{id}/comments/{id}/edit", OWN_COMMENT},
    {"/teams/{id}/comments/{id}/delete", DELETE_COMMENT},
    {"/teams/{id}/follow", SEE},
    {"/teams/{id}/unfollow", SEE},
    {"/teams/{id}/register", READ},
    {"/teams/{id}/register/edit", MOVE},
    {"/teams/{id}/card", READ},
    {"/teams/{id}/card/publish", RELEASE},
    {"/teams/{id}/card/remove", {"ddd", "ddd", "nnn", "ddd", "nnn", "ddd", "nnn"}}, /* none */
    {"/teams/{id}/bom", READ},
    {"/teams/{id}/bom/cyclonedx", READ},
    {"/teams/{id}/export", READ},
    {"/teams/{id}/exports", READ},
    {"/teams/{id}/exports/file", READ},
    {"/teams/{id}/proof", READ},
    {"/teams/{id}/stop", SEE},
    {"/teams/{id}/stops", STOP},
    {"/teams/{id}/stops/{id}/ask", NO_STOP},
    {"/teams/{id}/stops/{id}/confirm", NO_STOP_TO_CONFIRM},
    {"/teams/{id}/stops/{id}/resume", NO_STOP},
    {"/teams/{id}/archive", MOVE},
    {"/teams/{id}/restore", MOVE},
    {"/teams/{id}/delete", DELETE},
    {"/teams/{id}/transfer", MOVE},
    {"/sets", ANYBODY},
    {"/sets/bulk", CREATE}, /* the list's own rights are asked for each prompt */
    {"/sets/follow-folder", ANYBODY},
    {"/sets/unfollow-folder", ANYBODY},
    {"/sets/folder", CREATE},
    {"/sets/new", CREATE},
    {"/sets/{id}", SEE},
    {"/sets/{id}/edit", CHANGE},
    {"/sets/{id}/versions", SEE},
    {"/sets/{id}/versions/{n}", READ},
    {"/sets/{id}/versions/{n}/restore", CHANGE},
    {"/sets/{id}/diff", READ},
    {"/sets/{id}/releases", SEE},
    {"/sets/{id}/releases/change", READ},
    {"/sets/{id}/releases/{id}", READ},
    {"/sets/{id}/releases/move", MOVE},
    {"/sets/{id}/releases/remove", MOVE},
    {"/sets/{id}/releases/propose", READ},
    {"/sets/{id}/releases/{id}/approve", APPROVE},
    {"/sets/{id}/releases/{id}/reject", APPROVE},
    {"/sets/{id}/releases/{id}/withdraw", WITHDRAW},
    {"/sets/{id}/used-by", SEE},
    {"/sets/{id}/activity", SEE},
    {"/sets/{id}/comments", READ},
    {"/sets/{id}/comments/{id}/edit", OWN_COMMENT},
    {"/sets/{id}/comments/{id}/delete", DELETE_COMMENT},
    {"/sets/{id}/follow", SEE},
    {"/sets/{id}/unfollow", SEE},
    {"/sets/{id}/export", READ},
    {"/sets/{id}/exports", READ},
    {"/sets/{id}/exports/file", READ},
    {"/sets/{id}/import", CHANGE},
    {"/sets/{id}/proof", READ},
    {"/sets/{id}/stop", SEE},
    {"/sets/{id}/stops", STOP},
    {"/sets/{id}/stops/{id}/ask", NO_STOP},
    {"/sets/{id}/stops/{id}/confirm", NO_STOP_TO_CONFIRM},
    {"/sets/{id}/stops/{id}/resume", NO_STOP},
    {"/sets/{id}/archive", CHANGE},
    {"/sets/{id}/restore", CHANGE},
    {"/sets/{id}/delete", DELETE},
    {"/sets/{id}/transfer", CHANGE},
    {"/export", BUILD}, /* nobody without the right to read */
    {"/import", BUILD},
    {"/import/{id}", OWN_IMPORT},
    {"/import/{id}/check", OWN_IMPORT},
    {"/import/{id}/start", OWN_IMPORT},
    {"/import/{id}/stop", OWN_IMPORT},
    {"/import/{id}/undo", OWN_IMPORT},
    {"/import/{id}/discard", OWN_IMPORT},
    {"/starters", BUILD},
    {"/inbox/news", ANYBODY},
    {"/inbox/news/read", ANYBODY},
    {"/users/{id}/superuser", {"ddd", "ddd", "ddd", "ddd", "ddd", "ddd", "dan"}},
    {"/approvals", ANYBODY},
    {"/approvals/{id}", NO_SUCH_FOR_ADMINS},
    {"/approvals/{id}/approve", NO_SUCH_FOR_ADMINS},
    {"/approvals/{id}/reject", NO_SUCH_FOR_ADMINS},
    {"/approvals/{id}/withdraw", NO_SUCH_FOR_ADMINS},
    {"/audit", ANYBODY},
    {"/audit/export", ADMINS},
    {"/audit/{id}/proof", {"ann", "ann", "aan", "ann", "aan", "aan", "aan"}},
    {"/audit/{id}", {"ann", "ann", "aan", "ann", "aan", "aan", "aan"}}, /* of the person */
    {"/settings/organization", ADMINS},
    {"/settings/labels", ADMINS},
    {"/settings/second-factor", ADMINS},
    {"/settings/access", ADMINS},
    {"/settings/access/csv", ADMINS},
    {"/settings/access/prepare", ADMINS},
    {"/settings/access/remind", ADMINS},
    {"/settings/access/{id}", NO_SUCH_FOR_ADMINS},
    {"/settings/access/{id}/csv", NO_SUCH_FOR_ADMINS},
    {"/settings/access/{id}/sign", NO_SUCH_FOR_ADMINS},
    {"/settings/retention", ADMINS},
    {"/settings/retention/timer", ADMINS},
    {"/settings/retention/preview", ADMINS},
    {"/settings/retention/runs/{id}", NO_SUCH_FOR_ADMINS},
    {"/settings/retention/runs/{id}/certificate", NO_SUCH_FOR_ADMINS},
    {"/settings/retention/runs/{id}/manifest", NO_SUCH_FOR_ADMINS},
    {"/settings/retention/runs/{id}/continue", NO_SUCH_FOR_ADMINS},
    {"/settings/retention/runs/{id}/ask", NO_SUCH_FOR_ADMINS},
    {"/settings/holds", ADMINS},
    {"/settings/holds/{id}/ask", NO_SUCH_FOR_ADMINS},
    {"/settings/holds/{id}/release", NO_SUCH_FOR_ADMINS},
    {"/settings/security", ADMINS},
    {"/settings/keys", ADMINS},
    {"/settings/organization/sessions", ADMINS},
    {"/settings/organization/register", ADMINS},
    {"/register", BUILD}, /* nobody without the right to read */
    {"/register/csv", BUILD},
    {"/register/print", BUILD},
    {"/register/duties", ANYBODY},
    {"/organizations/{id}/closing", CLOSE},
    {"/organizations/{id}/closing/begin", CLOSE},
    {"/organizations/{id}/closing/cancel", CLOSE},
    {"/organizations/{id}/closing/run", PLATFORM},
    {"/settings/erasure", ADMINS},
    {"/settings/erasure/{id}", NO_SUCH_FOR_ADMINS},
    {"/settings/erasure/{id}/certificate", NO_SUCH_FOR_ADMINS},
    {"/settings/erasure/{id}/search", NO_SUCH_FOR_ADMINS},
    {"/settings/erasure/{id}/review", NO_SUCH_FOR_ADMINS},
    {"/settings/erasure/{id}/cancel", NO_SUCH_FOR_ADMINS},
    {"/settings/erasure/{id}/erase", NO_SUCH_FOR_ADMINS},
    {"/users/{id}/erase", CHANGE_USER},
    {"/users/{id}/data", CHANGE_USER},
    {"/account/data", ANYBODY},
    {"/account/data/erase", ANYBODY},
    {"/account/data/keep", NO_SUCH},
    {"/audit/views", ANYBODY},
    {"/audit/views/{id}/rename", NO_SUCH},
    {"/audit/views/{id}/delete", NO_SUCH},
    {"/organizations", PLATFORM},
    {"/organizations/new", PLATFORM},
    {"/organizations/{id}", PLATFORM},
    {"/organizations/{id}/rename", PLATFORM},
    {"/organizations/{id}/suspend", PLATFORM},
    {"/organizations/{id}/limits", PLATFORM},
    {"/organizations/{id}/resume", PLATFORM},
    {"/organizations/{id}/enter", PLATFORM},
    {"/organizations/leave", PLATFORM},
};

#endif
