#include "cli/demo_play.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "cli/demo_crew.h"
#include "data/record/label_proposal.h"
#include "domain/prompt/prompt_chat.h"

/* A prompt as it stands at the moment that is played. */
struct record {
    const struct demo_prompt *prompt;
    struct uuid id;
    const char *tags;
    int64_t version;
    const char *bodies[DEMO_VERSIONS_MAX + 1]; /* by version, as they are written in the tables */
    struct uuid proposal_id;                   /* the last one */
};

/* What happens next: a step of a prompt, or of an agent or a team; or its creation if the step is
 * NULL. */
struct moment {
    double days_ago;
    struct record *record;
    const struct demo_step *step;
    struct demo_crew *crew;
    const struct demo_crew_step *crew_step;
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

/* Bodies */

static const char message_mark[] = "### ";

/* Reads the message whose mark stands at text, up to the next mark, and moves past it. */
static struct chat_message read_message(struct arena *arena, const char **text)
{
    const char *word = *text + strlen(message_mark);
    size_t word_len = strcspn(word, " \n");
    const char *line_end = word + strcspn(word, "\n");
    const char *next = strstr(line_end, "\n### ");
    const char *end = next != NULL ? next : line_end + strlen(line_end);
    struct chat_message message = {.role = CHAT_PLACEHOLDER, .content = ""};
    if (chat_role_parse(arena_copy(arena, word, word_len), &message.role) != ERR_NONE)
        die("a message of the demonstration has no role: %s", word);
    if (message.role == CHAT_PLACEHOLDER) {
        const char *name = word + word_len + 1;
        message.placeholder = arena_copy(arena, name, (size_t)(line_end - name));
    } else if (end > line_end) {
        message.content_len = (size_t)(end - line_end) - 1;
        message.content = arena_copy(arena, line_end + 1, message.content_len);
    }
    *text = next != NULL ? next + 1 : end;
    return message;
}

static struct text format_chat(struct arena *arena, const char *text)
{
    struct chat_message messages[DEMO_STEPS_MAX];
    struct prompt_chat chat = {.messages = messages};
    while (text_starts_with(text, message_mark) && chat.count < DEMO_STEPS_MAX)
        messages[chat.count++] = read_message(arena, &text);
    struct text body;
    body.data = prompt_chat_format(arena, &chat, &body.len);
    return body;
}

/* The body with one piece replaced. A piece that is not there is a fault of the tables. */
static const char *edit(const struct demo *demo, const char *body, const struct demo_step *step)
{
    const char *piece = strstr(body, step->from);
    if (piece == NULL)
        die("the demonstration edits what is not there: %s", step->from);
    struct buf edited;
    buf_init(&edited, demo->home);
    buf_add(&edited, body, (size_t)(piece - body));
    buf_add_text(&edited, step->to);
    buf_add_text(&edited, piece + strlen(step->from));
    return edited.data;
}

static struct prompt_draft make_draft(const struct demo *demo, const struct record *record,
                                      const char *body)
{
    const struct demo_prompt *prompt = record->prompt;
    return (struct prompt_draft){
        .id = record->id,
        .based_on_version = record->version,
        .name = prompt->name,
        .description = prompt->description,
        .type = prompt->is_chat ? PROMPT_CHAT : PROMPT_TEXT,
        .body = prompt->is_chat ? format_chat(demo->command->arena, body)
                                : (struct text){body, strlen(body)},
        .settings = prompt->settings != NULL ? prompt->settings : "",
        .tags = record->tags,
    };
}

/* Steps: what each does through the data module, as the person who did it. */

static void keep_body(struct record *record, const char *body)
{
    if (record->version < 1 || record->version > DEMO_VERSIONS_MAX)
        die("a prompt of the demonstration has too many versions: %s", record->prompt->name);
    record->bodies[record->version] = body;
}

static enum err create(const struct demo *demo, struct record *record, struct problem *problem)
{
    const struct demo_prompt *prompt = record->prompt;
    struct prompt_draft draft = make_draft(demo, record, prompt->body);
    draft.message = prompt->why;
    record->version = 1;
    keep_body(record, prompt->body);
    return prompt_create(demo->command->db, &demo->actors[prompt->who], &draft, &record->id,
                         problem);
}

static enum err save(const struct demo *demo, struct record *record, const struct demo_step *step,
                     struct problem *problem)
{
    const char *body = record->bodies[record->version];
    if (step->kind == DEMO_EDIT)
        body = edit(demo, body, step);
    else
        record->tags = step->to;
    struct prompt_draft draft = make_draft(demo, record, body);
    draft.message = step->why;
    enum err err = prompt_update(demo->command->db, &demo->actors[step->who], &draft,
                                 &record->version, problem);
    keep_body(record, body);
    return err;
}

static enum err restore_version(const struct demo *demo, struct record *record,
                                const struct demo_step *step, struct problem *problem)
{
    struct prompt_restore_draft draft = {
        .id = record->id,
        .version = step->number,
        .based_on_version = record->version,
    };
    enum err err = prompt_restore_version(demo->command->db, &demo->actors[step->who], &draft,
                                          &record->version, problem);
    keep_body(record, record->bodies[step->number]);
    return err;
}

static enum err move_label(const struct demo *demo, struct record *record,
                           const struct demo_step *step, struct problem *problem)
{
    struct db *db = demo->command->db;
    const struct actor *actor = &demo->actors[step->who];
    struct label_change change = {
        .prompt_id = record->id,
        .label = step->from,
        .to_version = step->number,
        .reason = step->why,
    };
    struct prompt_label_list list;
    enum err err = prompt_label_list(db, actor, &record->id, &list);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < list.count; i++)
        if (strcmp(list.labels[i].label, change.label) == 0)
            change.from_version = list.labels[i].version;
    return step->kind == DEMO_LABEL
               ? label_move(db, actor, &change, problem)
               : label_propose(db, actor, &change, &record->proposal_id, problem);
}

static enum err play_step(const struct demo *demo, struct record *record,
                          const struct demo_step *step, struct problem *problem)
{
    struct db *db = demo->command->db;
    const struct actor *actor = &demo->actors[step->who];
    switch (step->kind) {
    case DEMO_END:
        break;
    case DEMO_EDIT:
    case DEMO_TAG:
        return save(demo, record, step, problem);
    case DEMO_RESTORE_VERSION:
        return restore_version(demo, record, step, problem);
    case DEMO_LABEL:
    case DEMO_PROPOSE:
        return move_label(demo, record, step, problem);
    case DEMO_APPROVE:
        return label_proposal_approve(db, actor, &record->proposal_id, step->why, problem);
    case DEMO_REJECT:
        return label_proposal_reject(db, actor, &record->proposal_id, step->why, problem);
    case DEMO_WITHDRAW:
        return label_proposal_withdraw(db, actor, &record->proposal_id, problem);
    case DEMO_TRANSFER:
        return prompt_transfer(db, actor, &record->id, &demo->actors[step->number].user_id,
                               problem);
    case DEMO_ARCHIVE:
        return prompt_archive(db, actor, &record->id);
    }
    return ERR_NONE;
}

static const char *name_of(const struct moment *moment)
{
    if (moment->record != NULL)
        return moment->record->prompt->name;
    return moment->crew->agent != NULL ? moment->crew->agent->name : moment->crew->team->name;
}

static enum err play_moment(const struct demo *demo, const struct moment *moment)
{
    struct problem problem = {"", NULL};
    enum err err = ERR_NONE;
    if (moment->crew != NULL)
        err = demo_crew_play(demo, moment->crew, moment->crew_step, &problem);
    else if (moment->step == NULL)
        err = create(demo, moment->record, &problem);
    else
        err = play_step(demo, moment->record, moment->step, &problem);
    if (err != ERR_NONE) {
        command_say("the demonstration stopped at %s, %.1f days ago: %s (%s)", name_of(moment),
                    moment->days_ago, problem.message != NULL ? problem.message : "no reason",
                    err_name(err));
        return err;
    }
    return command_next_request(demo->command);
}

/* The order of all steps */

struct history {
    struct moment *moments;
    int count;
};

static const struct demo_topic *const topics[] = {
    &demo_shared, &demo_support, &demo_engineering, &demo_product,
    &demo_sales,  &demo_people,  &demo_data,
};

static int count_prompts(void)
{
    int count = 0;
    for (size_t i = 0; i < COUNT_OF(topics); i++)
        count += topics[i]->count;
    return count;
}

static void add_moment(struct history *history, struct moment moment)
{
    moment.number = history->count;
    history->moments[history->count++] = moment;
}

static void add_prompt(struct history *history, struct record *record,
                       const struct demo_prompt *prompt)
{
    *record = (struct record){.prompt = prompt, .tags = prompt->tags};
    add_moment(history, (struct moment){.days_ago = prompt->days_ago, .record = record});
    for (int i = 0; i < DEMO_STEPS_MAX && prompt->steps[i].kind != DEMO_END; i++)
        add_moment(history, (struct moment){.days_ago = prompt->steps[i].days_ago,
                                            .record = record,
                                            .step = &prompt->steps[i]});
}

static void add_crew(struct history *history, struct demo_crew *crew)
{
    const struct demo_crew_step *steps =
        crew->agent != NULL ? crew->agent->steps : crew->team->steps;
    double days_ago = crew->agent != NULL ? crew->agent->days_ago : crew->team->days_ago;
    add_moment(history, (struct moment){.days_ago = days_ago, .crew = crew});
    for (int i = 0; i < DEMO_CREW_STEPS_MAX && steps[i].kind != CREW_END; i++)
        add_moment(
            history,
            (struct moment){.days_ago = steps[i].days_ago, .crew = crew, .crew_step = &steps[i]});
}

static void add_all_crews(const struct demo *demo, struct history *history)
{
    size_t count = (size_t)(demo_agent_count + demo_team_count);
    struct demo_crew *crews = arena_array(demo->home, count, sizeof *crews);
    for (int i = 0; i < demo_agent_count; i++) {
        crews->agent = &demo_agents[i];
        add_crew(history, crews++);
    }
    for (int i = 0; i < demo_team_count; i++) {
        crews->team = &demo_teams[i];
        add_crew(history, crews++);
    }
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
    size_t prompt_count = (size_t)count_prompts();
    struct record *records = arena_array(demo->home, prompt_count, sizeof *records);
    size_t crew_count = (size_t)(demo_agent_count + demo_team_count);
    struct history history = {
        .moments = arena_array(demo->home,
                               prompt_count * (DEMO_STEPS_MAX + 1) +
                                   crew_count * (DEMO_CREW_STEPS_MAX + 1),
                               sizeof *history.moments),
    };
    for (size_t i = 0; i < COUNT_OF(topics); i++)
        for (int j = 0; j < topics[i]->count; j++)
            add_prompt(&history, records++, &topics[i]->prompts[j]);
    add_all_crews(demo, &history);
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
