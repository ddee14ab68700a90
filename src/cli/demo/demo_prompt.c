#include "cli/demo/demo_prompt.h"

#include <string.h>

#include "data/edit/record_save.h"
#include "data/prompt/prompt.h"
#include "domain/prompt/prompt_chat.h"

/* The prompts of the demonstration: a chat is written in the tables with its roles above the
 * messages. */

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

static struct prompt_draft make_draft(const struct demo *demo, const struct demo_record *record)
{
    const struct demo_prompt *prompt = record->prompt;
    return (struct prompt_draft){
        .id = record->id,
        .based_on_revision = record->revision,
        .name = record->name,
        .description = record->description,
        .tags = record->tags,
        .type = prompt->is_chat ? PROMPT_CHAT : PROMPT_TEXT,
        .body = prompt->is_chat ? format_chat(demo->command->arena, record->text)
                                : (struct text){record->text, strlen(record->text)},
        .settings = prompt->settings != NULL ? prompt->settings : "",
    };
}

enum err demo_save_prompt(const struct demo *demo, struct demo_record *record, enum demo_person who,
                          const char *why, struct problem *problem)
{
    struct db *db = demo->command->db;
    const struct actor *actor = &demo->actors[who];
    struct prompt_draft draft = make_draft(demo, record);
    struct record_saved saved = {.version = 0};
    draft.message = why;
    enum err err = uuid_is_nil(&record->id) ? prompt_create(db, actor, &draft, &saved, problem)
                                            : prompt_update(db, actor, &draft, &saved, problem);
    record->id = saved.id;
    record->version = saved.version;
    return err;
}
