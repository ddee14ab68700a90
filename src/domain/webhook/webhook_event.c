#include "domain/webhook/webhook_event.h"

#include <string.h>

const struct webhook_event_words webhook_events[WEBHOOK_EVENT_COUNT] = {
    [WEBHOOK_LABEL_MOVED] = {"label.moved", "Label moved",
                             "A release or a rollback: a label is set, moved or removed."},
    [WEBHOOK_VERSION_CREATED] = {"version.created", "Version created",
                                 "A save, an import or a restored version."},
    [WEBHOOK_RECORD_ARCHIVED] = {"record.archived", "Archived", "Hidden from lists."},
    [WEBHOOK_RECORD_RESTORED] = {"record.restored", "Restored", "Back from the archive."},
    [WEBHOOK_PROPOSAL_OPENED] = {"proposal.opened", "Proposal opened",
                                 "Someone asks to move a protected label."},
    [WEBHOOK_PROPOSAL_DECIDED] = {"proposal.decided", "Proposal decided",
                                  "Approved, rejected, withdrawn or expired."},
    [WEBHOOK_RECORD_DELETED] = {"record.deleted", "Deleted",
                                "By a person, the undoing of an import, or a retention rule."},
    [WEBHOOK_TEST] = {"webhook.test", "Test", "Sent by the button."},
};

enum err webhook_event_parse(const char *name, enum webhook_event *event)
{
    for (int i = 0; i < WEBHOOK_EVENT_COUNT; i++) {
        if (strcmp(webhook_events[i].name, name) == 0) {
            *event = (enum webhook_event)i;
            return ERR_NONE;
        }
    }
    return ERR_INVALID;
}

int64_t webhook_pause(int64_t attempt_count)
{
    static const int64_t pauses[WEBHOOK_ATTEMPTS - 1] = {
        5 * CLOCK_SECOND, 5 * CLOCK_MINUTE, 30 * CLOCK_MINUTE, 2 * CLOCK_HOUR,  5 * CLOCK_HOUR,
        10 * CLOCK_HOUR,  14 * CLOCK_HOUR,  20 * CLOCK_HOUR,   24 * CLOCK_HOUR,
    };
    bool has_more = attempt_count >= 1 && attempt_count < WEBHOOK_ATTEMPTS;
    return has_more ? pauses[attempt_count - 1] : 0;
}

int64_t webhook_rest(int64_t failure_count)
{
    static const int64_t rests[] = {0, 2 * CLOCK_SECOND, 10 * CLOCK_SECOND, CLOCK_MINUTE,
                                    5 * CLOCK_MINUTE};
    int64_t last = (int64_t)COUNT_OF(rests) - 1;
    return rests[failure_count < last ? failure_count : last];
}
