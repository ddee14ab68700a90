#ifndef PAGES_AUDIT_ACTION_H
#define PAGES_AUDIT_ACTION_H

/* An action in words: "Renamed the organization" for "organization.rename". One that has none is
 * shown by its name. Static storage, or the action itself. */
const char *audit_action_words(const char *action) __attribute__((nonnull));

#endif
