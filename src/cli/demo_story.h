#ifndef CLI_DEMO_STORY_H
#define CLI_DEMO_STORY_H

#include "cli/command.h"
#include "data/prompt/prompt.h"

/* The demonstration: a fictitious company that has kept its prompts, agents and teams in Rostrum
 * for four months. Everything is done through the data module by the people who may do it, on the
 * day they did. */

/* One for each persona, in the order of enum persona, and the superuser. */
enum demo_person { TOM, MATEO, PRIYA, LENA, AMARA, INGRID, DANIEL, DEMO_PERSON_COUNT };

enum demo_kind {
    DEMO_END, /* there are no more steps */
    DEMO_EDIT,
    DEMO_TAG,
    DEMO_RESTORE_VERSION,
    DEMO_LABEL,
    DEMO_PROPOSE,
    DEMO_APPROVE,
    DEMO_REJECT,
    DEMO_WITHDRAW,
    DEMO_TRANSFER,
    DEMO_ARCHIVE
};

/* What somebody did to a prompt, that many days before today. */
struct demo_step {
    enum demo_kind kind;
    double days_ago;
    enum demo_person who;
    const char *why;  /* change message or reason */
    const char *from; /* edit: a piece of the text; a label move: the label */
    const char *to;   /* edit: what stands there afterwards; the new tags */
    int number;       /* a version; the new owner */
};

#define EDIT(days, who, why, from, to)          DEMO_EDIT, days, who, why, from, to, 0
#define TAG(days, who, why, tags)               DEMO_TAG, days, who, why, NULL, tags, 0
#define RESTORE(days, who, ver)                 DEMO_RESTORE_VERSION, days, who, "", NULL, NULL, ver
#define LABEL(days, who, label, version, why)   DEMO_LABEL, days, who, why, label, NULL, version
#define PROPOSE(days, who, label, version, why) DEMO_PROPOSE, days, who, why, label, NULL, version
#define APPROVE(days, who, why)                 DEMO_APPROVE, days, who, why, NULL, NULL, 0
#define REJECT(days, who, why)                  DEMO_REJECT, days, who, why, NULL, NULL, 0
#define WITHDRAW(days, who)                     DEMO_WITHDRAW, days, who, "", NULL, NULL, 0
#define TRANSFER(days, who, owner)              DEMO_TRANSFER, days, who, "", NULL, NULL, owner
#define ARCHIVE(days, who)                      DEMO_ARCHIVE, days, who, "", NULL, NULL, 0

enum { DEMO_STEPS_MAX = 20, DEMO_VERSIONS_MAX = 8 };

/* A prompt and its history. The body of a chat is written with a line "### ROLE" (or
 * "### placeholder NAME") above each message. */
struct demo_prompt {
    const char *name;
    const char *description;
    const char *tags;
    const char *settings; /* NULL: none */
    double days_ago;
    const char *why;
    const char *body;
    enum demo_person who;
    bool is_chat;
    struct demo_step steps[DEMO_STEPS_MAX];
};

struct demo_topic {
    const struct demo_prompt *prompts;
    int count;
};

extern const struct demo_topic demo_shared, demo_support, demo_engineering, demo_product,
    demo_sales, demo_people, demo_data;

/* The company while its history is played. */
struct demo {
    struct command *command;
    struct arena *home; /* lives longer than a step's request */
    int64_t today;
    struct actor actors[DEMO_PERSON_COUNT];
};

#endif
