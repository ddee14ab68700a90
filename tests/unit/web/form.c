#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "web/form_render.h"
#include "web/template.h"

#define ID  "01890a5d-ac96-774b-bcce-b302099a8057"
#define ID2 "01890a5d-ac96-774b-bcce-b302099a8058"

struct sample {
    const char *name;
    const char *password;
    struct text body;
    int64_t limit;
    bool is_public;
    int persona;
    struct uuid owner;
    int64_t day;
    struct uuid_list ids;
    struct text_list messages;
};

static const char *const personas[] = {"Product Manager", "Developer", NULL};

static enum err refuse_shouting(const char *value, const char **problem)
{
    if (strcmp(value, "silent") == 0)
        return ERR_INVALID;
    if (strchr(value, '!') == NULL)
        return ERR_NONE;
    *problem = "No shouting.";
    return ERR_INVALID;
}

#define AT(member) .offset = offsetof(struct sample, member)

static const struct form_field fields[] = {
    {"name", "Full name", FORM_LINE, AT(name), .max_chars = 5, .check = refuse_shouting},
    {"password", "Password", FORM_SECRET, AT(password), .max_chars = 8},
    {"body", "Body", FORM_TEXT, AT(body), .max_bytes = 12, .check = refuse_shouting},
    {"limit", "Limit", FORM_INT, AT(limit), .number = NUMBER_PAGE_PEOPLE, .fallback = 25},
    {"is_public", "Public", FORM_BOOL, AT(is_public)},
    {"persona", "Persona", FORM_CHOICE, AT(persona), .choices = personas},
    {"owner", "Owner", FORM_UUID, AT(owner)},
    {"day", "Day", FORM_DAY, AT(day)},
    {"ids", "Prompts", FORM_UUIDS, AT(ids)},
    {"messages", "Messages", FORM_TEXTS, AT(messages), .max_chars = 5},
};

static struct arena *arena;
static struct request request;
static struct form form;
static struct sample sample;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(16 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void parse_request(const char *method, const char *uri, const char *body)
{
    size_t len = strlen(body);
    const struct request_input input = {
        .method = method,
        .uri = uri,
        .content_type = "application/x-www-form-urlencoded",
        .content_length = arena_printf(arena, "%zu", len),
        .body = body,
        .body_len = len,
    };
    assert_int_equal(request_parse(arena, &input, &request), 0);
}

static enum err parse(const char *body)
{
    parse_request("POST", "/x", body);
    memset(&sample, 0xa5, sizeof sample);
    return form_parse(&form, &request, fields, (int)COUNT_OF(fields), &sample);
}

/* The field is refused with this message and nothing else is. */
static void assert_message(const char *body, const char *field, const char *message)
{
    assert_int_equal(parse(body), ERR_INVALID);
    assert_int_equal(form.error_count, 1);
    assert_non_null(form_message(&form, field));
    assert_string_equal(form_message(&form, field), message);
}

static void what_is_absent_has_its_value(void **state)
{
    (void)state;
    assert_int_equal(parse("csrf=x"), ERR_NONE);
    assert_string_equal(sample.name, "");
    assert_string_equal(sample.password, "");
    assert_string_equal(sample.body.data, "");
    assert_int_equal(sample.body.len, 0);
    assert_int_equal(sample.limit, 25);
    assert_false(sample.is_public);
    assert_int_equal(sample.persona, -1);
    assert_true(uuid_is_nil(&sample.owner));
    assert_int_equal(sample.day, 0);
    assert_int_equal(sample.ids.count, 0);
    assert_int_equal(sample.messages.count, 0);
    assert_int_equal(parse("name=&body=&limit=&persona=&owner=&day=&ids="), ERR_NONE);
    assert_int_equal(sample.limit, 25);
    assert_int_equal(sample.persona, -1);
    assert_int_equal(sample.ids.count, 0);
}

static void every_kind_is_filled_in(void **state)
{
    (void)state;
    assert_int_equal(
        parse("name=+Ada%09&password=+a%0Ab+&body=+a%0D%0Ab%0D%09+&limit=100&is_public="
              "&persona=Developer&owner=" ID "&day=2026-05-03&ids=" ID "&ids=" ID2
              "&messages=a%0D%0Ab&messages=&messages=c"),
        ERR_NONE);
    assert_string_equal(sample.name, "Ada");
    assert_string_equal(sample.password, " a\nb ");
    assert_string_equal(sample.body.data, " a\nb\n\t ");
    assert_int_equal(sample.body.len, 7);
    assert_int_equal(sample.limit, 100);
    assert_true(sample.is_public);
    assert_int_equal(sample.persona, 1);
    char text[UUID_TEXT_LEN];
    uuid_format(&sample.owner, text);
    assert_string_equal(text, ID);
    char day[CLOCK_DAY_LEN];
    clock_format_day(sample.day, day);
    assert_string_equal(day, "2026-05-03");
    assert_int_equal(sample.ids.count, 2);
    uuid_format(&sample.ids.items[1], text);
    assert_string_equal(text, ID2);
    assert_int_equal(sample.messages.count, 3);
    assert_string_equal(sample.messages.items[0].data, "a\nb");
    assert_int_equal(sample.messages.items[1].len, 0);
    assert_string_equal(sample.messages.items[2].data, "c");
}

static void wrong_lines_have_messages(void **state)
{
    (void)state;
    assert_int_equal(parse("name=%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9"), ERR_NONE);
    assert_message("name=abcdef", "name", "Full name is too long: 6 characters, at most 5.");
    assert_string_equal(sample.name, "");
    assert_message("name=a%0Ab", "name", "Full name must be one line without control characters.");
    assert_message("name=a%C2%85b", "name",
                   "Full name must be one line without control characters.");
    assert_message("name=a!", "name", "No shouting.");
    assert_int_equal(parse("name=+++++++a+++"), ERR_NONE);
    assert_string_equal(sample.name, "a");
}

static void wrong_texts_have_messages(void **state)
{
    (void)state;
    assert_int_equal(parse("body=%0D%0A%0D%0A%0D%0A%0D%0A%0D%0A%0D%0A%0D%0A"), ERR_NONE);
    assert_int_equal(sample.body.len, 7);
    assert_message("body=%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9", "body",
                   "Body is too long: 14 bytes, at most 12.");
    assert_message("body=silent", "body", "Body is not valid.");
    assert_message("password=123456789", "password",
                   "Password is too long: 9 characters, at most 8.");
    assert_message("messages=ok&messages=123456&messages=123456", "messages",
                   "Messages is too long: 6 characters, at most 5.");
}

static void wrong_numbers_have_messages(void **state)
{
    (void)state;
    static const char *const values[] = {"0", "101", "-1", "x", "1.5", "99999999999999999999"};
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        assert_message(arena_printf(arena, "limit=%s", values[i]), "limit",
                       "Limit must be a whole number from 1 to 100.");
        assert_int_equal(sample.limit, 25);
    }
}

static void wrong_tokens_have_messages(void **state)
{
    (void)state;
    assert_message("persona=developer", "persona", "Choose a persona from the list.");
    assert_int_equal(sample.persona, -1);
    assert_message("owner=1", "owner", "Owner is not a valid id.");
    assert_true(uuid_is_nil(&sample.owner));
    assert_message("day=2026-02-30", "day", "Day must be a day such as 2026-05-03.");
    assert_int_equal(sample.day, 0);
    assert_message("ids=" ID "&ids=x&ids=y", "ids", "Prompts is not a valid id.");
}

static void what_is_required_is_asked_for(void **state)
{
    (void)state;
    static const char *const messages[] = {
        "Enter a full name.",
        "Enter a password.",
        "Enter a body.",
        "Enter a limit.",
        NULL,
        "Choose a persona.",
        "Choose an owner.",
        "Enter a day.",
        "Choose at least one.",
        "Enter at least one.",
    };
    struct form_field required[COUNT_OF(fields)];
    memcpy(required, fields, sizeof fields);
    for (size_t i = 0; i < COUNT_OF(required); i++)
        required[i].is_required = required[i].kind != FORM_BOOL;
    static const char *const bodies[] = {
        "", "name=+&password=&body=&limit=+&persona=&owner=&day=+&ids="};
    for (size_t b = 0; b < COUNT_OF(bodies); b++) {
        parse_request("POST", "/x", bodies[b]);
        assert_int_equal(form_parse(&form, &request, required, (int)COUNT_OF(required), &sample),
                         ERR_INVALID);
        assert_int_equal(form.error_count, COUNT_OF(fields) - 1);
        for (size_t i = 0; i < COUNT_OF(required); i++)
            if (messages[i] != NULL)
                assert_string_equal(form_message(&form, required[i].name), messages[i]);
    }
}

static void articles_fit_the_label(void **state)
{
    (void)state;
    static const char *const labels[][2] = {
        {"Tags", "Enter tags."}, {"Address", "Enter an address."}, {"URL", "Enter a URL."}};
    for (size_t i = 0; i < COUNT_OF(labels); i++) {
        const struct form_field field = {.name = "x", .label = labels[i][0], .is_required = true};
        parse_request("POST", "/x", "");
        assert_int_equal(form_parse(&form, &request, &field, 1, &sample), ERR_INVALID);
        assert_string_equal(form_message(&form, "x"), labels[i][1]);
    }
}

static void unknown_and_double_fields_are_refused(void **state)
{
    (void)state;
    assert_message("name=a&is_superuser=1&x=2", "",
                   "This form has no field named \"is_superuser\".");
    assert_string_equal(sample.name, "a"); /* what is right is filled in all the same */
    assert_message("%3Cb%3E=1", "", "This form has no field named \"<b>\".");
    assert_message("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%C3%A9b=1", "",
                   "This form has no field named \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\".");
    assert_message("name=a&name=b", "name", "Full name was sent more than once.");
    assert_string_equal(sample.name, "");
    assert_int_equal(parse("csrf=a&csrf=b"), ERR_NONE);
}

static void a_refusal_keeps_what_was_typed(void **state)
{
    (void)state;
    parse_request("POST", "/x", "name=a");
    request.form_refusal = "Your session had ended.";
    assert_int_equal(form_parse(&form, &request, fields, (int)COUNT_OF(fields), &sample),
                     ERR_INVALID);
    assert_string_equal(form_message(&form, ""), "Your session had ended.");
    assert_string_equal(sample.name, "a");
}

static void a_query_is_forgiving(void **state)
{
    (void)state;
    parse_request("GET", "/x?limit=7&utm=1&persona=Developer", "");
    assert_int_equal(form_parse_query(&form, &request, fields, (int)COUNT_OF(fields), &sample),
                     ERR_NONE);
    assert_int_equal(sample.limit, 7);
    assert_int_equal(sample.persona, 1);
    parse_request("GET", "/x?limit=700&persona=Developer&owner=x&name=a&name=b", "");
    assert_int_equal(form_parse_query(&form, &request, fields, (int)COUNT_OF(fields), &sample),
                     ERR_INVALID);
    assert_int_equal(form.error_count, 3);
    assert_int_equal(sample.limit, 25);
    assert_int_equal(sample.persona, 1);
    assert_true(uuid_is_nil(&sample.owner));
    assert_string_equal(sample.name, "");
}

static void pages_can_add_messages(void **state)
{
    (void)state;
    assert_int_equal(parse("name=a"), ERR_NONE);
    assert_null(form_message(&form, "name"));
    form_error(&form, "name", "Taken.");
    form_error(&form, "name", "Again.");
    form_error(&form, "", "Nothing was saved.");
    assert_string_equal(form_message(&form, "name"), "Taken.");
    assert_string_equal(form_message(&form, ""), "Nothing was saved.");
    assert_string_equal(form.errors[0].label, "Full name");
    for (int i = 0; i < 2 * FORM_ERRORS_MAX; i++)
        form_error(&form, "", "More.");
    assert_int_equal(form.error_count, FORM_ERRORS_MAX);
}

static const char *render(const char *text, const struct view *view)
{
    char dir[] = "/tmp/rostrum-form-XXXXXX";
    assert_non_null(mkdtemp(dir));
    const char *path = arena_printf(arena, "%s/a.tpl", dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fprintf(file, "%s\n%s", "{{%AUTOESCAPE context=\"HTML\"}}", text) > 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(template_open(dir), ERR_NONE);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(dir), 0);
    struct buf out;
    buf_init(&out, arena);
    template_render("a.tpl", view, &out);
    return out.data;
}

static void a_form_comes_back_as_it_was_typed(void **state)
{
    (void)state;
    assert_int_equal(parse("name=+abcdef&password=secret&body=a%0D%0A%3Cb&limit=x&is_public=1"
                           "&persona=Nobody&owner=" ID "&day=&ids=" ID "&messages=m"),
                     ERR_INVALID);
    struct view *view = view_create(arena);
    form_render(&form, view);
    assert_string_equal(
        render("[{{NAME}}][{{PASSWORD}}][{{BODY:pre_escape}}][{{LIMIT}}][{{PERSONA}}][{{OWNER}}]"
               "[{{DAY}}][{{IDS}}][{{MESSAGES}}]{{#IS_PUBLIC_CHECKED}}checked{{/IS_PUBLIC_CHECKED}}"
               "{{#NAME_ERROR}}<b>{{MESSAGE}}</b>{{/NAME_ERROR}}"
               "{{#BODY_ERROR}}<b>{{MESSAGE}}</b>{{/BODY_ERROR}}",
               view),
        "[ abcdef][][a\n&lt;b][x][Nobody][" ID "][][][]checked"
        "<b>Full name is too long: 6 characters, at most 5.</b>");
}

static void the_summary_leads_to_the_fields(void **state)
{
    (void)state;
    static const char summary[] =
        "{{#FORM_ERRORS}}<ul>{{#FORM_ERROR}}<li>{{#HAS_FIELD}}<a href=\"#{{FIELD}}\">{{LABEL}}"
        "</a>: {{/HAS_FIELD}}{{MESSAGE}}</li>{{/FORM_ERROR}}</ul>{{/FORM_ERRORS}}";
    assert_int_equal(parse("limit=x&name=a!&foreign=1"), ERR_INVALID);
    struct view *view = view_create(arena);
    form_render(&form, view);
    assert_string_equal(render(summary, view),
                        "<ul><li>This form has no field named &quot;foreign&quot;.</li>"
                        "<li><a href=\"#name\">Full name</a>: No shouting.</li>"
                        "<li><a href=\"#limit\">Limit</a>: Limit must be a whole number from 1 to "
                        "100.</li></ul>");
    assert_int_equal(parse("limit=1"), ERR_NONE);
    view = view_create(arena);
    form_render(&form, view);
    assert_string_equal(render(summary, view), "");
}

static void options_mark_the_chosen_one(void **state)
{
    (void)state;
    static const char text[] = "{{#P}}<option value=\"{{VALUE}}\"{{#SELECTED}} selected"
                               "{{/SELECTED}}>{{TEXT}}{{/P}}";
    struct view *view = view_create(arena);
    form_options(view, "P", personas, "Developer");
    assert_string_equal(render(text, view), "<option value=\"Product Manager\">Product Manager"
                                            "<option value=\"Developer\" selected>Developer");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_absent_has_its_value),
        TEST(every_kind_is_filled_in),
        TEST(wrong_lines_have_messages),
        TEST(wrong_texts_have_messages),
        TEST(wrong_numbers_have_messages),
        TEST(wrong_tokens_have_messages),
        TEST(what_is_required_is_asked_for),
        TEST(articles_fit_the_label),
        TEST(unknown_and_double_fields_are_refused),
        TEST(a_refusal_keeps_what_was_typed),
        TEST(a_query_is_forgiving),
        TEST(pages_can_add_messages),
        TEST(a_form_comes_back_as_it_was_typed),
        TEST(the_summary_leads_to_the_fields),
        TEST(options_mark_the_chosen_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
