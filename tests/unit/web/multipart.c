#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "web/form.h"

#define TYPE  "multipart/form-data; boundary=XyZ"
#define FIELD "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n"
#define END   "--XyZ--\r\n"

static struct arena *arena;
static struct request request;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(256 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static int post_bytes(const char *type, const char *body, size_t len)
{
    const struct request_input input = {
        .method = "POST",
        .uri = "/import",
        .content_type = type,
        .content_length = arena_printf(arena, "%zu", len),
        .body = body,
        .body_len = len,
    };
    return request_parse(arena, &input, &request);
}

static int post(const char *body)
{
    return post_bytes(TYPE, body, strlen(body));
}

/* A part with this header line, and nothing else. */
static int post_header(const char *header)
{
    return post(arena_printf(arena, "--XyZ\r\n%s\r\n\r\nb\r\n" END, header));
}

static int post_disposition(const char *parameters)
{
    return post_header(arena_printf(arena, "Content-Disposition: form-data%s", parameters));
}

static void fields_and_files_are_told_apart(void **state)
{
    (void)state;
    assert_int_equal(
        post("--XyZ\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ntoken\r\n"
             "--XyZ\r\ncontent-disposition:form-data;name=text\r\n"
             "Content-Type: text/plain; charset=utf-8\r\n\r\n \xc3\xa9\r\n--Xy\r\n\r\n"
             "--XyZ\r\nContent-Disposition: form-data; name=\"file\"; "
             "filename=\"a.json\"\r\nContent-Type: application/json\r\n\r\n{}\r\n" END),
        0);
    assert_int_equal(request.form.count, 2);
    assert_string_equal(param_find(&request.form, "csrf")->data, "token");
    const struct text *text = param_find(&request.form, "text");
    assert_string_equal(text->data, " \xc3\xa9\r\n--Xy\r\n");
    assert_int_equal(text->len, strlen(text->data));
    assert_int_equal(request.files.count, 1);
    assert_string_equal(request.files.items[0].field, "file");
    assert_string_equal(request.files.items[0].name, "a.json");
    assert_string_equal(request.files.items[0].bytes.data, "{}");
    assert_int_equal(request.files.items[0].bytes.len, 2);
}

static void a_file_keeps_its_bytes(void **state)
{
    (void)state;
    static const char body[] =
        "--XyZ\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n"
        "\0\xff\r\n--XyQ\r\r\n\n\r\n\r\n" END;
    assert_int_equal(post_bytes(TYPE, body, sizeof body - 1), 0);
    assert_int_equal(request.files.items[0].bytes.len, 15);
    assert_memory_equal(request.files.items[0].bytes.data, "\0\xff\r\n--XyQ\r\r\n\n\r\n", 15);
    assert_int_equal(request.files.items[0].bytes.data[15], '\0');
}

static void a_field_is_text(void **state)
{
    (void)state;
    static const char nul[] =
        "--XyZ\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\na\0b\r\n" END;
    assert_int_equal(post_bytes(TYPE, nul, sizeof nul - 1), 0);
    assert_true(request.form.items[0].had_nul);
    assert_string_equal(request.form.items[0].value.data, "ab");
    assert_int_equal(
        post("--XyZ\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n\xff\r\n" END), 400);
    assert_int_equal(post_disposition("; name=\"\xff\""), 400);
    assert_int_equal(post_disposition("; name=\"a\tb\""), 400);
    assert_int_equal(post_disposition("; name=\"a\"; filename=\"\xc3\""), 400);
    assert_int_equal(post_disposition("; name=\"a\"; filename=\"\x01\""), 400);
}

static const char *file_name(const char *sent)
{
    assert_int_equal(post_disposition(arena_printf(arena, "; name=\"f\"; filename=%s", sent)), 0);
    assert_int_equal(request.files.count, 1);
    return request.files.items[0].name;
}

static void a_file_name_is_its_last_segment(void **state)
{
    (void)state;
    assert_string_equal(file_name("\"a b.json\""), "a b.json");
    assert_string_equal(file_name("plain.json"), "plain.json");
    assert_string_equal(file_name("\"../../etc/passwd\""), "passwd");
    assert_string_equal(file_name("\"C:\\temp\\a.json\""), "a.json");
    assert_string_equal(file_name("\"\\\\\\\\host\\\\a.json\""), "a.json");
    assert_string_equal(file_name("\"say %22hi%22 100%.json\""), "say \"hi\" 100%.json");
    assert_string_equal(file_name("\"say \\\"hi\\\"; name=x\""), "say \"hi\"; name=x");
    assert_string_equal(file_name("\"\xe6\x97\xa5.json\""), "\xe6\x97\xa5.json");
    assert_string_equal(file_name("\"folder/\""), "");
    assert_string_equal(file_name("\"\""), "");
}

static void a_file_that_was_not_chosen_is_left_out(void **state)
{
    (void)state;
    assert_int_equal(post("--XyZ\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n"
                          "Content-Type: application/octet-stream\r\n\r\n\r\n" END),
                     0);
    assert_int_equal(request.files.count, 0);
    assert_int_equal(request.form.count, 0);
}

static int with_type(const char *type)
{
    return post_bytes(type, FIELD END, strlen(FIELD END));
}

static void the_boundary_has_rules(void **state)
{
    (void)state;
    assert_int_equal(with_type("Multipart/Form-Data;BOUNDARY=XyZ"), 0);
    assert_int_equal(with_type("multipart/form-data; charset=utf-8; boundary=\"XyZ\""), 0);
    assert_string_equal(param_find(&request.form, "a")->data, "b");
    static const char *const bad[] = {
        "multipart/form-data",
        "multipart/form-data;",
        "multipart/form-data; boundary",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"XyZ",
        "multipart/form-data; boundary=\"XyZ \"",
        "multipart/form-data; boundary=XyZ; boundary=XyZ",
        "multipart/form-data; boundary=XyZ x",
        "multipart/form-data; boundary*=XyZ",
        "multipart/form-data; boundary=Xy@Z",
        "multipart/form-data; boundary=other",
        "multipart/form-data; boundary=xyz",
        "multipart/form-data, boundary=XyZ",
        "multipart/form-data; boundary="
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_in_range(with_type(bad[i]), 400, 415);
    assert_int_equal(with_type("multipart/mixed; boundary=XyZ"), 415);
    assert_int_equal(with_type("multipart/form-datax; boundary=XyZ"), 415);
    static const char *const odd = "multipart/form-data; boundary=\"a'()+_,-./:=? b\"";
    const char *body = "--a'()+_,-./:=? b\r\nContent-Disposition: form-data; name=n\r\n\r\nv\r\n"
                       "--a'()+_,-./:=? b--";
    assert_int_equal(post_bytes(odd, body, strlen(body)), 0);
    assert_string_equal(param_find(&request.form, "n")->data, "v");
}

static void only_whole_bodies_are_taken(void **state)
{
    (void)state;
    const char *whole = FIELD FIELD END;
    size_t len = strlen(whole);
    assert_int_equal(post(whole), 0);
    assert_int_equal(request.form.count, 2);
    assert_int_equal(post_bytes(TYPE, whole, len - 2), 0); /* no line break at the very end */
    for (size_t cut = 1; cut < len - 2; cut++)
        assert_int_equal(post_bytes(TYPE, whole, cut), 400);
    assert_int_equal(post_bytes(TYPE, whole, len - 1), 400);
    assert_int_equal(post("preamble\r\n" FIELD END), 400);
    assert_int_equal(post("\r\n" FIELD END), 400);
    assert_int_equal(post(FIELD END "epilogue"), 400);
    assert_int_equal(post(FIELD END "\r\n"), 400);
    assert_int_equal(post(FIELD "--XyZ-- \r\n"), 400);
    assert_int_equal(post("--XyZ \r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n" END),
                     400);
    assert_int_equal(post("--XyZ\nContent-Disposition: form-data; name=a\n\nb\n--XyZ--\n"), 400);
    assert_int_equal(post(END), 0); /* a form without fields */
    assert_int_equal(request.form.count, 0);
}

static void bad_headers_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "Content-Type: text/plain",
        "Content-Disposition: form-data",
        "Content-Disposition: attachment; name=\"a\"",
        "Content-Disposition: form-data; name=\"a",
        "Content-Disposition: form-data; name",
        "Content-Disposition: form-data; name=",
        "Content-Disposition: form-data; name=\"a\" x",
        "Content-Disposition: form-data; name=\"a\"; name=\"b\"",
        "Content-Disposition: form-data; filename=\"a\"",
        "Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''a",
        "Content-Disposition : form-data; name=\"a\"",
        "Content-Disposition form-data; name=\"a\"",
        ": form-data",
        "Content-Disposition: form-data; name=\"a\"\r\n Content-Type: text/plain",
        "Content-Disposition: form-data;\r\n name=\"a\"",
        "Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"a\"",
        "Content-Disposition: form-data; name=\"a\"\r\nContent-Type: multipart/mixed; boundary=q",
        "Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64",
        "Content-Disposition: form-data; name=\"a\nb\"",
        "A:\r\nB:\r\nC:\r\nD:\r\nE:\r\nF:\r\nG:\r\nH:\r\nContent-Disposition: form-data; "
        "name=\"a\"",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(post_header(bad[i]), 400);
    assert_int_equal(post_header("A:\r\nContent-Disposition: form-data; name=\"a\""), 0);
    struct buf padding;
    buf_init(&padding, arena);
    for (int i = 0; i < 3000; i++)
        buf_add_char(&padding, 'a');
    assert_int_equal(post_disposition(arena_printf(arena, "; name=\"%s\"", padding.data)), 400);
}

static void there_are_at_most_twenty_parts(void **state)
{
    (void)state;
    struct buf body;
    buf_init(&body, arena);
    for (int i = 0; i < 20; i++)
        buf_add_text(&body, FIELD);
    assert_int_equal(post(arena_printf(arena, "%s" END, body.data)), 0);
    assert_int_equal(request.form.count, 20);
    assert_int_equal(post(arena_printf(arena, "%s" FIELD END, body.data)), 413);
    for (int i = 0; i < 1000; i++)
        buf_add_text(&body, FIELD);
    assert_int_equal(post(arena_printf(arena, "%s" END, body.data)), 413);
}

struct sample {
    struct upload file;
    const char *line;
};

static const struct form_field fields[] = {
    {.name = "file",
     .label = "File",
     .kind = FORM_FILE,
     .offset = offsetof(struct sample, file),
     .is_required = true,
     .max_bytes = 4},
    {.name = "line", .label = "Line", .kind = FORM_LINE, .offset = offsetof(struct sample, line)},
};

#define FILE_PART(field, bytes)                                                                    \
    "--XyZ\r\nContent-Disposition: form-data; name=\"" field "\"; filename=\"f\"\r\n\r\n" bytes    \
    "\r\n"
#define TEXT_PART(field, text)                                                                     \
    "--XyZ\r\nContent-Disposition: form-data; name=\"" field "\"\r\n\r\n" text "\r\n"

/* The message about a field of a form with these parts; NULL if it is right. */
static const char *message_about(const char *body, const char *field)
{
    struct form form;
    struct sample sample;
    assert_int_equal(post(body), 0);
    enum err err = form_parse(&form, &request, fields, (int)COUNT_OF(fields), &sample);
    const char *message = form_message(&form, field);
    assert_int_equal(err == ERR_NONE, message == NULL);
    return message;
}

static void a_form_takes_a_file(void **state)
{
    (void)state;
    struct form form;
    struct sample sample;
    assert_int_equal(post(FILE_PART("file", "1234") TEXT_PART("line", " x ") END), 0);
    assert_int_equal(form_parse(&form, &request, fields, (int)COUNT_OF(fields), &sample), ERR_NONE);
    assert_string_equal(sample.file.bytes.data, "1234");
    assert_string_equal(sample.file.name, "f");
    assert_string_equal(sample.line, "x");
    assert_string_equal(message_about(END, "file"), "Choose a file.");
    assert_string_equal(message_about(FILE_PART("file", "12345") END, "file"),
                        "File is too long: 5 bytes, at most 4.");
    assert_string_equal(message_about(FILE_PART("file", "1") FILE_PART("file", "2") END, "file"),
                        "File was sent more than once.");
    assert_string_equal(message_about(TEXT_PART("file", "1") END, "file"), "File must be a file.");
    assert_string_equal(message_about(FILE_PART("file", "1") FILE_PART("line", "2") END, ""),
                        "This form has no file named \"line\".");
    assert_string_equal(message_about(FILE_PART("file", "1") FILE_PART("x", "2") END, ""),
                        "This form has no file named \"x\".");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fields_and_files_are_told_apart),
        TEST(a_file_keeps_its_bytes),
        TEST(a_field_is_text),
        TEST(a_file_name_is_its_last_segment),
        TEST(a_file_that_was_not_chosen_is_left_out),
        TEST(the_boundary_has_rules),
        TEST(only_whole_bodies_are_taken),
        TEST(bad_headers_are_refused),
        TEST(there_are_at_most_twenty_parts),
        TEST(a_form_takes_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
