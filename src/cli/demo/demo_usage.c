#include "cli/demo/demo_usage.h"

#include "base/clock.h"
#include "cli/demo/demo_play.h"
#include "data/listing/record_list.h"
#include "data/token/api_token_change.h"
#include "data/usage/usage_sum.h"
#include "domain/record/label.h"

enum { FETCHERS = 3, NOT_SERVED = 4, OF = 12 /* the fourth of twelve that are in production */ };

static const struct fetcher {
    enum demo_person owner;
    const char *name;
    enum usage_protocol protocol;
    int busy; /* how often a day, more or less */
} fetchers[FETCHERS] = {
    {PRIYA, "Helpdesk, production", USAGE_API, 14},
    {PRIYA, "Web shop, production", USAGE_LANGFUSE, 23},
    {MATEO, "Nightly evaluation", USAGE_MCP, 3},
};

/* What goes on: the tokens by fetcher. */
struct play {
    const struct demo *demo;
    struct usage_notes *usage;
    struct uuid tokens[FETCHERS];
};

static enum err make_tokens(struct play *play)
{
    const struct demo *demo = play->demo;
    enum err err = ERR_NONE;
    clock_travel(demo_time(demo, 70));
    for (int i = 0; err == ERR_NONE && i < FETCHERS; i++) {
        struct api_token_made made;
        struct problem problem;
        const struct api_token_new token = {.owner = TOKEN_OF_USER,
                                            .name = fetchers[i].name,
                                            .scopes = SCOPE_PROMPTS_READ | SCOPE_AGENTS_READ,
                                            .folder = "",
                                            .days = TOKEN_DAYS_MAX,
                                            .default_persona = -1};
        err = api_token_create(demo->command->db, &demo->actors[fetchers[i].owner], &token, &made,
                               &problem);
        play->tokens[i] = made.id;
        if (err == ERR_NONE)
            err = command_next_request(demo->command);
    }
    return err;
}

/* So often on this day by this program: less on weekends, and never quite the same. */
static int times(const struct fetcher *fetcher, int record, int days_ago, int64_t day)
{
    bool is_weekend = (day + 4) % 7 == 0 || (day + 4) % 7 == 6; /* 1970-01-01 was a Thursday */
    int wave = (record * 7 + days_ago * 5 + (record * days_ago) % 11) % 9;
    int count = fetcher->busy * (wave + 4) / 8 / (1 + record % 4);
    return is_weekend ? count / 4 : count;
}

static void note(struct play *play, int who, struct usage_served *served, int count)
{
    const struct uuid *organization_id = &play->demo->actors[AMARA].organization_id;
    for (int i = 0; i < count; i++) {
        usage_note(play->usage, organization_id, &play->tokens[who], served);
        usage_settle(play->usage, true);
    }
}

/* By the label, or for one in three by the number of the version before until five days ago. */
static void fetch_day(struct play *play, const struct record_row *row,
                      const struct record_kind *kind, int at, int days_ago)
{
    int64_t live = record_mark_label(&row->marks, LABEL_PRODUCTION);
    clock_stand(demo_time(play->demo, days_ago)); /* however long it takes */
    for (int who = 0; who < FETCHERS; who++) {
        int count = times(&fetchers[who], at, days_ago, clock_now() / CLOCK_DAY);
        struct usage_served served = {.kind = kind->id,
                                      .record_id = row->id,
                                      .version = live,
                                      .protocol = fetchers[who].protocol};
        bool is_old = who == 1 && live > 1 && at % 3 == 0 && days_ago > 4;
        if (kind->id != RECORD_PROMPT && served.protocol == USAGE_LANGFUSE)
            served.protocol = USAGE_A2A;
        if (is_old)
            served.version = live - 1;
        usage_set_label(&served, is_old ? NULL : LABEL_PRODUCTION);
        note(play, who, &served, count);
    }
}

static enum err fetch_live(struct play *play, const struct record_kind *kind)
{
    struct record_list list;
    const struct record_filter filter = {.label = LABEL_PRODUCTION,
                                         .sort = RECORD_SORT_NAME,
                                         .limit = RECORD_LIST_LIMIT_MAX,
                                         .budget = CLOCK_MINUTE};
    const struct demo *demo = play->demo;
    enum err err = record_list(demo->command->db, &demo->actors[AMARA], kind, &filter, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        for (int days_ago = USAGE_DAYS - 1; days_ago >= 0 && i % OF != NOT_SERVED; days_ago--)
            fetch_day(play, &list.rows[i], kind, i, days_ago);
    return err;
}

/* A program that nobody told of it. */
static enum err fetch_archived(struct play *play)
{
    struct record_list list;
    const struct record_filter filter = {
        .state = RECORD_ARCHIVED, .limit = 1, .budget = CLOCK_MINUTE};
    const struct demo *demo = play->demo;
    const struct record_kind *kind = &record_kinds[RECORD_PROMPT];
    enum err err = record_list(demo->command->db, &demo->actors[AMARA], kind, &filter, &list);
    for (int days_ago = 3; err == ERR_NONE && list.count > 0 && days_ago > 0; days_ago--) {
        struct usage_served served = {.kind = kind->id,
                                      .record_id = list.rows[0].id,
                                      .version = list.rows[0].version,
                                      .protocol = USAGE_API};
        clock_stand(demo_time(demo, days_ago));
        note(play, 0, &served, 2);
    }
    return err;
}

enum err demo_usage(const struct demo *demo)
{
    struct play play = {.demo = demo, .usage = usage_create()};
    enum err err = make_tokens(&play);
    for (int i = 0; err == ERR_NONE && i < RECORD_KIND_COUNT; i++)
        if (!record_kinds[i].is_test)
            err = fetch_live(&play, &record_kinds[i]);
    if (err == ERR_NONE)
        err = fetch_archived(&play);
    clock_travel(0);
    if (err == ERR_NONE)
        err = command_write_usage(demo->command, play.usage);
    if (err != ERR_NONE)
        command_say("what programs were served could not be written (%s).", err_name(err));
    return err;
}
