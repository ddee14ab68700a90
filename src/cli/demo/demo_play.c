#include "cli/demo/demo_play.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "cli/demo/demo_crew.h"
#include "cli/demo/demo_prompt.h"
#include "data/agent/agent.h"
#include "data/edit/record_save.h"
#include "data/edit/record_state.h"
#include "data/prompt/prompt.h"
#include "data/release/label_proposal.h"
#include "data/set/set.h"
#include "data/team/team.h"

/* What happens next: a step of a record, or its creation if the step is NULL. */
struct moment {
    double days_ago;
    struct demo_record *record;
    const struct demo_step *step;
    int number; /* in the order of the tables */
};

int64_t demo_time(const struct demo *demo, double days_ago)
{
    int64_t time = demo->today - (int64_t)(days_ago * (double)CLOCK_DAY);
    if (days_ago < 2)
        return time;
    int64_t in_day = time % CLOCK_DAY;
    return time - in_day + 8 * CLOCK_HOUR + in_day * 9 / 24;
}

/* ---- saves -------------------------------------------------------------------------------- */

/* The text with one piece replaced. A piece that is not there is a fault of the tables. */
static const char *replace(const struct demo *demo, const char *text, const struct demo_step *step)
{
    const char *piece = strstr(text, step->from);
    if (piece == NULL)
        die("the demonstration edits what is not there: %s", step->from);
    struct buf edited;
    buf_init(&edited, demo->home);
    buf_add(&edited, text, (size_t)(piece - text));
    buf_add_text(&edited, step->to);
    buf_add_text(&edited, piece + strlen(step->from));
    return edited.data;
}

static void keep_text(struct demo_record *record)
{
    if (record->version < 1 || record->version > DEMO_VERSIONS_MAX)
        die("a record of the demonstration has too many versions: %s", record->name);
    record->texts[record->version] = record->text;
}

static enum err save(const struct demo *demo, struct demo_record *record, enum demo_person who,
                     const char *why, struct problem *problem)
{
    demo_save *verb = record->prompt != NULL  ? demo_save_prompt
                      : record->agent != NULL ? demo_save_agent
                      : record->team != NULL  ? demo_save_team
                                              : demo_save_set;
    enum err err = verb(demo, record, who, why, problem);
    if (err == ERR_NONE)
        keep_text(record);
    return err;
}

/* The member of a team that is this agent, or the end of its list. */
static struct demo_member *find_member(const struct demo_record *record, const char *agent)
{
    struct demo_member *member = record->members;
    while (member->agent != NULL && strcmp(member->agent, agent) != 0)
        member++;
    return member;
}

/* What a step changes in the record, before it is saved. */
static void change(const struct demo *demo, struct demo_record *record,
                   const struct demo_step *step)
{
    if (step->kind == DEMO_TAG)
        record->tags = step->to;
    else if (step->kind == DEMO_JOIN)
        *find_member(record, step->from) = (struct demo_member){MEMBER(step->from, TEAM_WORKER)};
    else if (step->kind == DEMO_FOLLOW)
        find_member(record, step->from)->label = step->to;
    else if (record->team != NULL)
        record->description = replace(demo, record->description, step);
    else
        record->text = replace(demo, record->text, step);
}

static enum err restore_version(const struct demo *demo, struct demo_record *record,
                                const struct demo_step *step, struct problem *problem)
{
    struct record_restore_draft draft = {
        .id = record->id, .version = step->number, .based_on_revision = record->revision};
    struct record_saved saved = {.version = 0};
    enum err err = record_restore_version(demo->command->db, &demo->actors[step->who],
                                          record->store, &draft, &saved, problem);
    if (err != ERR_NONE)
        return err;
    record->version = saved.version;
    record->text = record->texts[step->number];
    keep_text(record);
    return ERR_NONE;
}

/* ---- labels ------------------------------------------------------------------------------- */

static enum err move_label(const struct demo *demo, struct demo_record *record,
                           const struct record_head *head, const struct demo_step *step,
                           struct problem *problem)
{
    struct db *db = demo->command->db;
    const struct actor *actor = &demo->actors[step->who];
    struct label_change move = {
        .record_id = record->id,
        .label = step->from,
        .to_version = step->number,
        .reason = step->why,
    };
    struct record_label_list list;
    enum err err = record_label_list(db, head, &list);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < list.count; i++)
        if (strcmp(list.labels[i].label, move.label) == 0)
            move.from_version = list.labels[i].version;
    return step->kind == DEMO_LABEL
               ? label_move(db, actor, record->store, &move, problem)
               : label_propose(db, actor, record->store, &move, &record->proposal_id, problem);
}

/* ---- steps: what each does through the data module, as the person who did it -------------- */

static enum err play_step(const struct demo *demo, struct demo_record *record,
                          const struct record_head *head, const struct demo_step *step,
                          struct problem *problem)
{
    struct db *db = demo->command->db;
    const struct actor *actor = &demo->actors[step->who];
    const struct record_store *store = record->store;
    const struct uuid *proposal_id = &record->proposal_id;
    switch (step->kind) {
    case DEMO_END:
        break;
    case DEMO_EDIT:
    case DEMO_JOIN:
    case DEMO_FOLLOW:
    case DEMO_TAG:
        change(demo, record, step);
        return save(demo, record, step->who, step->why, problem);
    case DEMO_RESTORE_VERSION:
        return restore_version(demo, record, step, problem);
    case DEMO_LABEL:
    case DEMO_PROPOSE:
        return move_label(demo, record, head, step, problem);
    case DEMO_APPROVE:
        return label_proposal_approve(db, actor, store, proposal_id, step->why, problem);
    case DEMO_REJECT:
        return label_proposal_reject(db, actor, store, proposal_id, step->why, problem);
    case DEMO_WITHDRAW:
        return label_proposal_withdraw(db, actor, store, proposal_id, problem);
    case DEMO_TRANSFER:
        return record_transfer(db, actor, store, &record->id, &demo->actors[step->number].user_id,
                               problem);
    case DEMO_ARCHIVE:
        return record_archive(db, actor, store, &(struct record_archive_draft){record->id, true},
                              problem);
    }
    return ERR_NONE;
}

/* The person sees the record as it is, and then does something. */
static enum err play(const struct demo *demo, const struct moment *moment, struct problem *problem)
{
    struct demo_record *record = moment->record;
    const struct demo_step *step = moment->step;
    if (step == NULL)
        return save(demo, record, record->who, record->why, problem);
    struct record_head *head = arena_alloc(demo->command->arena, record->store->size);
    enum err err = record_load(demo->command->db, &demo->actors[step->who], record->store,
                               &record->id, record->store->kind->see, RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    record->revision = head->revision;
    return play_step(demo, record, head, step, problem);
}

static enum err play_moment(const struct demo *demo, const struct moment *moment)
{
    struct problem problem = {.field = ""};
    enum err err = play(demo, moment, &problem);
    if (err != ERR_NONE) {
        command_say("the demonstration stopped at %s, %.1f days ago: %s (%s)", moment->record->name,
                    moment->days_ago, problem.message != NULL ? problem.message : "no reason",
                    err_name(err));
        return err;
    }
    return command_next_request(demo->command);
}

/* ---- the order of all steps --------------------------------------------------------------- */

struct history {
    struct moment *moments;
    int count;
};

static const struct demo_topic *const topics[] = {
    &demo_shared, &demo_support, &demo_engineering, &demo_product,
    &demo_sales,  &demo_people,  &demo_data,
};

static int count_records(void)
{
    int count = demo_agent_count + demo_team_count + demo_set_count;
    for (size_t i = 0; i < COUNT_OF(topics); i++)
        count += topics[i]->count;
    return count;
}

static void add_moment(struct history *history, struct moment moment)
{
    moment.number = history->count;
    history->moments[history->count++] = moment;
}

static void add_record(struct history *history, struct demo_record *record)
{
    add_moment(history, (struct moment){.days_ago = record->days_ago, .record = record});
    for (int i = 0; i < DEMO_STEPS_MAX && record->steps[i].kind != DEMO_END; i++)
        add_moment(history, (struct moment){.days_ago = record->steps[i].days_ago,
                                            .record = record,
                                            .step = &record->steps[i]});
}

/* What all kinds have in their tables. */
#define COMMON(row)                                                                                \
    .name = (row)->name, .days_ago = (row)->days_ago, .who = (row)->who, .steps = (row)->steps,    \
    .description = (row)->description, .tags = (row)->tags

static struct demo_record of_prompt(const struct demo_prompt *prompt)
{
    return (struct demo_record){COMMON(prompt), .prompt = prompt, .store = &prompt_store,
                                .why = prompt->why, .text = prompt->body};
}

static struct demo_record of_agent(const struct demo_agent *agent)
{
    return (struct demo_record){COMMON(agent), .agent = agent, .store = &agent_store,
                                .why = agent->why, .text = agent->config};
}

/* Its members change: they are a copy. */
static struct demo_record of_team(const struct demo *demo, const struct demo_team *team)
{
    struct demo_member *members = arena_alloc(demo->home, sizeof team->members);
    memcpy(members, team->members, sizeof team->members);
    return (struct demo_record){COMMON(team), .team = team, .store = &team_store,
                                .why = "First version", .members = members};
}

static struct demo_record of_set(const struct demo_set *set)
{
    return (struct demo_record){COMMON(set), .set = set, .store = &set_store, .why = set->why,
                                .text = set->content};
}

/* The older first; at the same time in the order of the tables. */
static int compare(const void *a, const void *b)
{
    const struct moment *x = a, *y = b;
    if (x->days_ago != y->days_ago)
        return x->days_ago > y->days_ago ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

static struct history make_history(const struct demo *demo)
{
    size_t count = (size_t)count_records();
    struct demo_record *records = arena_array(demo->home, count, sizeof *records);
    struct history history = {
        .moments = arena_array(demo->home, count * (DEMO_STEPS_MAX + 1), sizeof *history.moments)};
    struct demo_record *next = records;
    for (size_t i = 0; i < COUNT_OF(topics); i++)
        for (int j = 0; j < topics[i]->count; j++)
            *next++ = of_prompt(&topics[i]->prompts[j]);
    for (int i = 0; i < demo_agent_count; i++)
        *next++ = of_agent(&demo_agents[i]);
    for (int i = 0; i < demo_team_count; i++)
        *next++ = of_team(demo, &demo_teams[i]);
    for (int i = 0; i < demo_set_count; i++)
        *next++ = of_set(&demo_sets[i]);
    for (size_t i = 0; i < count; i++)
        add_record(&history, &records[i]);
    qsort(history.moments, (size_t)history.count, sizeof *history.moments, compare);
    return history;
}

enum err demo_play(const struct demo *demo)
{
    struct history history = make_history(demo);
    int64_t last = 0;
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < history.count; i++) {
        int64_t time = demo_time(demo, history.moments[i].days_ago);
        if (time < last + CLOCK_MINUTE)
            time = last + CLOCK_MINUTE;
        last = time;
        clock_travel(time);
        err = play_moment(demo, &history.moments[i]);
    }
    return err;
}
