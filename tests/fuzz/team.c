/* Settings of teams: whatever JSON comes, reading, checking, drawing and telling it end; what is
 * valid is written and read back as it was, and its diagram keeps its rules. The first byte chooses
 * the kind, the second the number of members. */

#include "base/text.h"
#include "diagrams.h"
#include "fuzz.h"
#include "plans.h"

static void check_written(struct arena *arena, const struct team_plan *plan, const json_t *settings)
{
    struct team_plan same = *plan;
    struct config_problems problems = {.count = 0};
    json_t *json = team_settings_write(arena, plan, settings);
    FUZZ_REQUIRE(team_settings_read(arena, json, &same, &problems) == ERR_NONE);
    FUZZ_REQUIRE(same.edge_count == plan->edge_count);
    for (int i = 0; i < plan->edge_count; i++) {
        FUZZ_REQUIRE(uuid_equal(&same.edges[i].from, &plan->edges[i].from));
        FUZZ_REQUIRE(uuid_equal(&same.edges[i].to, &plan->edges[i].to));
        FUZZ_REQUIRE(strcmp(same.edges[i].condition, plan->edges[i].condition) == 0);
    }
    FUZZ_REQUIRE(same.termination.max_turns == plan->termination.max_turns);
    FUZZ_REQUIRE(strcmp(same.termination.text, plan->termination.text) == 0);
    FUZZ_REQUIRE(json_equal(team_settings_write(arena, &same, json), json));
}

static void check_drawn(struct arena *arena, const struct team_plan *plan)
{
    struct diagram diagram, upright;
    const char **names = arena_array(arena, (size_t)plan->member_count + 1, sizeof *names);
    for (int i = 0; i < plan->member_count; i++)
        names[i] = "Ada";
    diagram_make(arena, plan, &diagram);
    FUZZ_REQUIRE(diagram_check(&diagram) == NULL);
    FUZZ_REQUIRE(diagram.node_count >= plan->member_count);
    diagram_upright(arena, plan, &upright);
    FUZZ_REQUIRE(diagram_check(&upright) == NULL);
    const char *words = diagram_words(arena, plan, names);
    FUZZ_REQUIRE(text_is_utf8(words, strlen(words)));
}

static void run(struct arena *arena, const uint8_t *data, size_t size)
{
    json_t *settings = NULL;
    const char *message = NULL;
    struct config_problems problems = {.count = 0};
    struct team_plan plan =
        plan_make(arena, (enum team_kind)(data[0] % TEAM_KIND_COUNT), 1 + data[1] % 100);
    if (json_parse(arena, (const char *)data + 2, size - 2, &settings, &message) != ERR_NONE)
        return;
    enum err read = team_settings_read(arena, settings, &plan, &problems);
    FUZZ_REQUIRE((read == ERR_NONE) == (problems.count == 0));
    enum err checked = team_plan_check(arena, &plan, &problems);
    FUZZ_REQUIRE((checked == ERR_NONE) == (problems.count == 0));
    const char *text = config_problems_text(arena, &problems);
    FUZZ_REQUIRE(text_is_utf8(text, strlen(text)));
    if (checked == ERR_NONE)
        check_written(arena, &plan, settings);
    if (read == ERR_NONE)
        check_drawn(arena, &plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    if (size < 3)
        return 0;
    if (arena == NULL)
        arena = arena_create((size_t)256 * 1024 * 1024);
    run(arena, data, size);
    arena_reset(arena);
    return 0;
}
