/* Forms: a body is refused at the door, or it is text; then every field holds what its declaration
 * promises, whether the form was taken or not, and the form can be shown again. */

#include <string.h>

#include "base/clock.h"
#include "fuzz.h"
#include "web/form_render.h"

struct sample {
    const char *line;
    const char *secret;
    struct text text;
    int64_t number;
    bool is_set;
    int choice;
    struct uuid id;
    int64_t day;
    struct uuid_list ids;
    struct text_list texts;
};

static const char *const choices[] = {"a", "b", NULL};

#define AT(member) .offset = offsetof(struct sample, member)

static const struct form_field fields[] = {
    {"l", "Line", FORM_LINE, AT(line), .is_required = true, .max_chars = 10},
    {"s", "Secret", FORM_SECRET, AT(secret), .max_bytes = 20},
    {"t", "Text", FORM_TEXT, AT(text), .max_bytes = 30},
    {"n", "Number", FORM_INT, AT(number), .number = NUMBER_PAGE_PEOPLE, .fallback = 5},
    {"b", "Set", FORM_BOOL, AT(is_set)},
    {"c", "Choice", FORM_CHOICE, AT(choice), .choices = choices},
    {"i", "Id", FORM_UUID, AT(id)},
    {"d", "Day", FORM_DAY, AT(day)},
    {"ii", "Ids", FORM_UUIDS, AT(ids)},
    {"tt", "Texts", FORM_TEXTS, AT(texts)},
};

static void check_text(struct text text)
{
    FUZZ_REQUIRE(strlen(text.data) == text.len && text_is_utf8(text.data, text.len));
    FUZZ_REQUIRE(strchr(text.data, '\r') == NULL);
}

static void check_sample(const struct sample *sample)
{
    size_t len = strlen(sample->line);
    FUZZ_REQUIRE(text_is_utf8(sample->line, len) && text_count_chars(sample->line, len) <= 10);
    FUZZ_REQUIRE(!text_has_control(sample->line, len, false));
    FUZZ_REQUIRE(strlen(sample->secret) <= 20);
    check_text(sample->text);
    FUZZ_REQUIRE(sample->text.len <= 30);
    FUZZ_REQUIRE(sample->number >= 1 && sample->number <= 100);
    FUZZ_REQUIRE(sample->choice >= -1 && sample->choice <= 1);
    FUZZ_REQUIRE(sample->day % CLOCK_DAY == 0);
    FUZZ_REQUIRE(sample->ids.count <= REQUEST_PARAMS_MAX);
    for (int i = 0; i < sample->texts.count; i++)
        check_text(sample->texts.items[i]);
}

static void parse_form(const struct request *request)
{
    struct form form;
    struct sample sample;
    memset(&sample, 0xa5, sizeof sample);
    enum err err = form_parse(&form, request, fields, (int)COUNT_OF(fields), &sample);
    check_sample(&sample);
    FUZZ_REQUIRE((err == ERR_NONE) == (form.error_count == 0));
    FUZZ_REQUIRE(err != ERR_NONE || sample.line[0] != '\0');
    for (int i = 0; i < form.error_count; i++) {
        const char *message = form.errors[i].message;
        FUZZ_REQUIRE(message[0] != '\0' && text_is_utf8(message, strlen(message)));
    }
    form_render(&form, view_create(request->arena));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    if (arena == NULL)
        arena = arena_create(256 * 1024 * 1024);
    const struct request_input input = {
        .method = "POST",
        .uri = "/",
        .content_type = "application/x-www-form-urlencoded",
        .content_length = arena_printf(arena, "%zu", size),
        .body = arena_copy(arena, data, size),
        .body_len = size,
    };
    struct request request;
    int status = request_parse(arena, &input, &request);
    FUZZ_REQUIRE(status == 0 || status == 400 || status == 413);
    if (status == 0)
        parse_form(&request);
    arena_reset(arena);
    return 0;
}
