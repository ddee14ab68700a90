/* Releases of an agent whose label has a rule: one byte is changed anywhere in what it would serve,
 * in its own config or in what that refers to, and the label must not move to it; as it was tested,
 * it must. One line a figure, for each engine. ROSTRUM_FAULT_RELEASES is how many of each: few in
 * `make check`, 1,000 in `make faults`. */

#include "test.h"

#include <string.h>

#include "evidences.h"
#include "figure.h"
#include "fixture.h"

enum { FEW = 50 };

/* A record that the release is made of: what it says, with the one byte in it. */
struct part {
    const char *name;
    const struct record_store *store;
    struct uuid id;
    const char *before, *after; /* around the text that is changed */
    char text[64];
    int64_t version; /* the newest */
};

enum { TONE, ANSWER, HELPER, AGENT, PART_COUNT };

#define TOOL                                                                                       \
    "\"tools\":[{\"type\":\"function\",\"name\":\"find\",\"parameters\":{\"type\":\"object\","     \
    "\"properties\":{\"q\":{\"type\":\"string\",\"description\":\""

static struct part parts[PART_COUNT] = {
    [TONE] = {"fault/tone", &prompt_store, .before = "", .after = "", .text = "friendlyandshort"},
    [ANSWER] = {"fault/answer", &prompt_store,
                .before = "Be @@@prompt:name=fault/tone|label=production@@@ and ", .after = ".",
                .text = "answerinonesentence"},
    [HELPER] = {"Fault helper", &agent_store,
                .before = "{\"model\":{\"name\":\"m\"},\"instructions\":\"", .after = "\"}",
                .text = "helpwithwhatisasked"},
    [AGENT] = {"Fault agent", &agent_store,
               .before = "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"fault/answer\","
                         "\"label\":\"production\"},\"handoffs\":[\"Fault helper\"]," TOOL,
               .after = "\"}}}}]}", .text = "whatislookedfor"},
};

static const char *content_of(struct fixture *f, const struct part *part)
{
    return arena_printf(f->arena, "%s%s%s", part->before, part->text, part->after);
}

static void make_parts(struct fixture *f)
{
    for (int i = 0; i < PART_COUNT; i++) {
        struct part *part = &parts[i];
        const char *content = content_of(f, part);
        part->version = 1;
        part->id = part->store == &prompt_store
                       ? make_prompt(f, PERSONA_PRODUCT_MANAGER, part->name, content)
                       : make_agent(f, PERSONA_ENTERPRISE_TEAM, part->name, content);
        if (part->store == &prompt_store)
            put_label(f, part->store, &part->id, "production", 0, 1);
    }
}

/* Saves it as it is now; programs are served it. */
static void serve(struct fixture *f, struct part *part)
{
    int64_t before = part->version;
    fixture_begin(f);
    const char *content = content_of(f, part);
    part->version = part->store == &prompt_store ? save_body(f, &part->id, content)
                                                 : save_config(f, &part->id, content);
    fixture_begin(f);
    if (part->store == &prompt_store)
        put_label(f, part->store, &part->id, "production", before, part->version);
}

static enum err release(struct fixture *f, int64_t version)
{
    struct problem problem;
    struct label_change change = {parts[AGENT].id, "production", 0,
                                  version,         "",           .accepts_uses = false};
    fixture_begin(f);
    return label_move(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &agent_store, &change, &problem);
}

/* Changes one byte somewhere; where, and what it was. */
static char *change_byte(unsigned *seed, struct part **part, char *tested)
{
    *part = &parts[(unsigned)rand_r(seed) % PART_COUNT];
    char *at = &(*part)->text[(unsigned)rand_r(seed) % strlen((*part)->text)];
    *tested = *at;
    *at = (char)('a' + (*at - 'a' + 1 + rand_r(seed) % 25) % 26);
    return at;
}

static void no_release_that_was_not_tested(void **state)
{
    struct fixture *f = *state;
    int64_t count = number_of("ROSTRUM_FAULT_RELEASES", FEW);
    int64_t let_through = 0, held_up = 0;
    unsigned seed = 2026;
    make_parts(f);
    struct evidence_rule_draft rule = rule_of(&agent_store, &parts[AGENT].id, NULL);
    set_rule(f, &rule);
    struct given_run run = {.store = &agent_store,
                            .record_id = parts[AGENT].id,
                            .version = 1,
                            .set_id = give_set(f, "cases", 1),
                            .pass_count = 20};
    (void)give_run(f, &run);
    for (int64_t i = 0; i < count; i++) {
        struct part *part = NULL;
        char tested = '\0';
        char *at = change_byte(&seed, &part, &tested);
        serve(f, part);
        let_through += release(f, parts[AGENT].version) != ERR_CONFLICT;
        *at = tested;
        serve(f, part);
        bool is_sound = release(f, parts[AGENT].version) == ERR_NONE;
        held_up += !is_sound;
        if (is_sound)
            put_label(f, &agent_store, &parts[AGENT].id, "production", parts[AGENT].version, 0);
    }
    if (count > FEW) { /* in make check a figure would count as a test */
        figure(f, let_through == 0, "0", "%" PRId64 " of %" PRId64 " changed releases moved",
               let_through, count);
        figure(f, held_up == 0, "0", "%" PRId64 " of %" PRId64 " sound releases were refused",
               held_up, count);
    }
    assert_int_equal(let_through, 0);
    assert_int_equal(held_up, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_release_that_was_not_tested, fixture_open,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
