#ifndef TESTS_PAGES_SHELL_EVENT_WALK_H
#define TESTS_PAGES_SHELL_EVENT_WALK_H

#include "rich.h"

/* The walk of every_event.c over all POST routes. */

enum { PATH_LEN = 256, FORM_LEN = 2048 };

struct walk {
    struct fixture *f;
    struct rich rich;
    const struct record_kind *kind; /* NULL: the route is of no kind */
    int persona;                    /* who asks */
    char path[PATH_LEN];
    bool has_path;           /* of its own */
    char own_form[FORM_LEN]; /* begins the form */
    char form[FORM_LEN];
};

/* What must be there before: gives the path, and may begin the form. */
typedef void prepare(struct walk *walk);

struct row {
    const char *pattern; /* "*" for what all kinds have in common */
    const char *form;    /* %R the revision of the record, %I its id, %S what the page of releases
                            says that it saw, %U the id of a colleague */
    const char *events;  /* in their order; "K." is the kind; "": none, and why is said beside it */
    prepare *prepare;    /* NULL: a rich organization is enough */
    int persona;         /* one more than who asks; 0: a Customer Admin */
};

/* A record that nothing uses. */
static inline struct uuid make_alone(struct walk *walk, const char *name)
{
    struct fixture *f = walk->f;
    if (walk->kind->id == RECORD_PROMPT)
        return make_prompt(f, PERSONA_CUSTOMER_ADMIN, name, "x");
    if (walk->kind->id == RECORD_AGENT)
        return make_agent(f, PERSONA_CUSTOMER_ADMIN, name, AGENT_CONFIG);
    if (walk->kind->id == RECORD_SET)
        return make_set(f, PERSONA_CUSTOMER_ADMIN, name, "[{}]", "{}");
    return make_team(f, PERSONA_CUSTOMER_ADMIN, name, &walk->rich.ids[RECORD_AGENT], NULL, 1);
}

#endif
