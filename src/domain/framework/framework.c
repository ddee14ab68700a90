#include "domain/framework/framework.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "domain/framework/framework_autogen_internal.h"
#include "domain/framework/framework_card_internal.h"
#include "domain/framework/framework_claude_internal.h"
#include "domain/framework/framework_crewai_internal.h"
#include "domain/framework/framework_json_internal.h"
#include "domain/framework/framework_openai_internal.h"
#include "domain/framework/framework_work_internal.h"

/* clang-format off */
const struct framework frameworks[FRAMEWORK_COUNT] = {
    {"openai-agents", "OpenAI Agents SDK", "JSON with its agents’ options, and code that makes them.", framework_openai_write},
    {"autogen", "AutoGen", "A component that AutoGen Studio and load_component read.", framework_autogen_write},
    {"crewai", "CrewAI", "crew.jsonc and a file for each agent.", framework_crewai_write},
    {"a2a", "A2A card 1.0", "What the agent says of itself to other agents.", framework_card_write},
    {"a2a-0.3", "A2A card 0.3", "The same for clients of the generation before.", framework_card_write_old},
    {"claude-subagent", "Claude subagent", "Markdown for the folder .claude/agents.", framework_claude_write},
    {"json", "Plain JSON", "Everything of this version, with prompts resolved.", framework_json_write},
};
/* clang-format on */

const char *const framework_names[FRAMEWORK_COUNT + 1] = {
    "openai-agents", "autogen", "crewai", "a2a", "a2a-0.3", "claude-subagent", "json", NULL};

const struct framework *framework_find(const char *name)
{
    for (int i = 0; i < FRAMEWORK_COUNT; i++)
        if (strcmp(frameworks[i].name, name) == 0)
            return &frameworks[i];
    return NULL;
}

enum err framework_write(struct arena *arena, const struct framework *framework,
                         const struct framework_source *source, struct framework_export *out,
                         const char **problem)
{
    struct framework_work work = {.arena = arena, .source = source, .out = out};
    *out = (struct framework_export){.file_count = 0};
    *problem = NULL;
    if (source->agent_count == 0) {
        *problem = "None of its members can be read.";
        return ERR_INVALID;
    }
    framework_work_begin(&work);
    enum err err = framework->write(&work, problem);
    framework_work_end(&work);
    return err;
}

/* ---- several files as one ----------------------------------------------------------------- */

/* A header of ustar: POSIX.1-1988, 10.1.1. Numbers are octal. */
enum {
    BLOCK = 512,
    NAME_LEN = 100,
    MODE_AT = 100,
    USER_AT = 108,
    GROUP_AT = 116,
    SIZE_AT = 124,
    TIME_AT = 136,
    SUM_AT = 148,
    TYPE_AT = 156,
    MAGIC_AT = 257,
};

static void add_entry(struct buf *tape, const struct framework_file *file)
{
    static const char zeros[BLOCK];
    char head[BLOCK] = {0};
    unsigned sum = 0;
    (void)snprintf(head, NAME_LEN, "%s", file->name);
    (void)snprintf(head + MODE_AT, 8, "%07o", 0644U);
    (void)snprintf(head + USER_AT, 8, "%07o", 0U);
    (void)snprintf(head + GROUP_AT, 8, "%07o", 0U);
    (void)snprintf(head + SIZE_AT, 12, "%011zo", file->text.len);
    (void)snprintf(head + TIME_AT, 12, "%011o", 0U);
    memset(head + SUM_AT, ' ', 8);
    head[TYPE_AT] = '0';
    memcpy(head + MAGIC_AT, "ustar\00000", 8);
    for (int i = 0; i < BLOCK; i++)
        sum += (unsigned char)head[i];
    (void)snprintf(head + SUM_AT, 8, "%06o", sum);
    buf_add(tape, head, BLOCK);
    buf_add(tape, file->text.data, file->text.len);
    buf_add(tape, zeros, (BLOCK - file->text.len % BLOCK) % BLOCK);
}

struct framework_file framework_pack(struct arena *arena, const struct framework_export *made,
                                     const char **ending)
{
    static const char end[2 * BLOCK];
    struct buf tape;
    if (made->file_count == 1) {
        *ending = strrchr(made->files[0].name, '.');
        return made->files[0];
    }
    buf_init(&tape, arena);
    for (int i = 0; i < made->file_count; i++)
        add_entry(&tape, &made->files[i]);
    buf_add(&tape, end, sizeof end);
    *ending = ".tar";
    return (struct framework_file){"", "application/x-tar", {tape.data, tape.len}};
}
