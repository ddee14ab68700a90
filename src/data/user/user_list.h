#ifndef DATA_USER_LIST_H
#define DATA_USER_LIST_H

#include "data/user/user_shape.h"

/* A list of the actor's organization, the last changed first. Names and addresses are sealed, so
 * that a search opens the organization's rows in batches until the page is full or its time is up.
 * Who may only see names gets those of users who are not deactivated, and persona and state do not
 * filter. */
struct user_filter {
    const char *search;  /* in names and addresses (domain/text_match.h); NULL: all */
    int persona;         /* enum persona, -1: any */
    int state;           /* enum user_state, -1: any */
    int64_t cursor_time; /* from here on, exclusive; 0: from the beginning */
    struct uuid cursor_id;
    bool is_backward; /* towards the newer ones; still answered newest first */
    int limit;        /* at most USER_LIST_MAX */
};

struct user_list {
    const char *problem; /* a sentence for the person if the search was refused, else NULL */
    struct user *items;
    int count;
    bool has_more;       /* in the direction asked for */
    bool is_out_of_time; /* the search stopped early: go on from next_… */
    int64_t next_time;   /* the cursor for the next page in that direction */
    struct uuid next_id;
};

/* ERR_INVALID for a search that is refused, with its problem. */
MUST_USE enum err user_list(struct db *db, const struct actor *actor,
                            const struct user_filter *filter, struct user_list *list) NONNULL;

/* Those who could own something in an organization: active users with a password, by name, at most
 * USER_CHOICES_MAX; only id and full_name are set. For choosing a new owner. The first asks
 * ahead (query_ahead). */
void user_list_choices_ahead(struct db *db, const struct uuid *organization_id) NONNULL;
MUST_USE enum err user_list_choices(struct db *db, const struct actor *actor,
                                    const struct uuid *organization_id,
                                    struct user_list *list) NONNULL;

#endif
