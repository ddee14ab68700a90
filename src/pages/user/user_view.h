#ifndef PAGES_USER_VIEW_H
#define PAGES_USER_VIEW_H

#include "data/account/one_time_link.h"
#include "data/user/user.h"
#include "pages/shell/page.h"

/* How users look, for the pages of user*.c and account.c. */

/* {{ID}} {{NAME}} {{INITIALS}}, and with all fields {{#FULL}}: {{EMAIL_ADDRESS}} {{PERSONA}}
 * {{#SUPERUSER}} {{#IS_ACTIVE}} {{#IS_INVITED}} {{#IS_INACTIVE}} {{#SEEN}} {{#NEVER_SEEN}}
 * {{#CREATED}} {{#UPDATED}} {{#DEACTIVATED}}. */
void user_view(struct page *page, struct view *view, const struct user *user) NONNULL;

/* The name of a user, also of one who was erased. */
const char *user_view_name(const struct user *user) NONNULL;

/* Adds {{#PERSONA_OPTION}}{{VALUE}}{{TEXT}}{{#SELECTED}} for every persona that the actor may hand
 * out. selected is an enum persona or -1. */
void user_view_personas(struct page *page, struct view *view, int selected) NONNULL;

/* Adds {{#OWNER_OPTION}}{{VALUE}}{{TEXT}}{{#SELECTED}} for everyone of the organization who could
 * own something, but not the user. */
MUST_USE enum err user_view_owners(struct page *page, struct view *view, const struct user *user,
                                   const struct uuid *selected) NONNULL;

/* Adds {{#OWNED}} for each kind of record that the user owns, {{COUNT}} ("1 prompt", "25 agents")
 * with its list at {{URL}}, and {{#FOLLOWS}} for those after the first. Returns how many there are
 * in all. */
int64_t user_view_owned(struct page *page, struct view *view, const struct user *user,
                        const struct user_owned *owned) NONNULL;

/* "/users/ID" with a rest such as "/edit". Arena-owned. */
const char *user_view_path(struct page *page, const struct uuid *id, const char *rest) NONNULL;

/* Shows the one-time link of a user: the only time that it is seen; or that it was mailed to them
 * (token NULL). */
MUST_USE enum err user_view_link(struct page *page, const struct uuid *user_id,
                                 enum link_purpose purpose, const char *token)
    __attribute__((nonnull(1, 2)));

/* What the person's new password must have: {{MIN_CHARS}}, and {{#WITH_FACTOR}} if that is fewer
 * because they sign in with a code as well. */
void user_view_password(struct view *view, const struct user *user) NONNULL;

/* The current values beside a save that was based on older ones: {{#STALE}} with {{STALE_NAME}},
 * {{STALE_EMAIL}}, {{STALE_PERSONA}}. */
void user_view_stale(struct view *view, const struct user *user) NONNULL;

#endif
