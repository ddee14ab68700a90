#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "data/transfer/export.h"
#include "fixture.h"
#include "prompts.h"

/* A request that needs more than its budget is answered, keeps what was typed, changes nothing, and
 * the worker serves the next one. */

enum { PIECE = 800 * 1024, CREATE_SIZE = 3 * PIECE, BODIES = 75, BODY_LEN = 1024 * 1024 };

static void sign_in(struct fixture *f)
{
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
}

/* "name=…&body={{a}}{{a}}…" */
static char *form_of_variables(const char *name, size_t len)
{
    char *form = malloc(CREATE_SIZE);
    assert_non_null(form);
    size_t used = (size_t)snprintf(form, CREATE_SIZE, "name=%s&type=text&body=", name);
    for (size_t at = 0; at < len; at += 5, used += 5)
        memcpy(form + used, "{{a}}", 5);
    form[used] = '\0';
    return form;
}

static void assert_works(struct fixture *f)
{
    fixture_assert_status(fixture_get(f, "/"), 200);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
}

static int64_t count_prompts(struct fixture *f)
{
    return fixture_count(f, "SELECT count(*) FROM prompts WHERE organization_id = $1", &f->own.id);
}

static void a_text_of_variables_is_saved_or_kept_and_never_the_end(void **state)
{
    struct fixture *f = *state;
    sign_in(f);
    char *form = form_of_variables("many", PIECE);
    struct response *response = fixture_post(f, "/prompts/new", form);
    assert_true(response->status == 303 || response->status == 413);
    if (response->status == 303) {
        char path[128];
        (void)snprintf(path, sizeof path, "%s", fixture_header(response, "Location"));
        response = fixture_get(f, path);
        assert_true(response->status == 200 || response->status == 503);
    }
    assert_works(f);
    free(form);
}

static void out_of_memory_keeps_what_was_typed(void **state)
{
    struct fixture *f = *state;
    sign_in(f);
    assert_works(f);
    int64_t before = count_prompts(f);
    char *form = form_of_variables("kept/name", 600 * 1024);
    f->app.most[0] = (struct budget){.memory = 2 << 20};
    struct response *response = fixture_post(f, "/prompts/new", form);
    fixture_assert_status(response, 413);
    fixture_assert_has(response, "more memory than one request may use");
    fixture_assert_has(response, "kept/name");
    fixture_assert_has(response, "{{a}}{{a}}{{a}}{{a}}");
    f->app.most[0] = (struct budget){.memory = 0};
    assert_int_equal(count_prompts(f), before);
    assert_works(f);
    fixture_assert_status(fixture_post(f, "/prompts/new", form), 303);
    assert_int_equal(count_prompts(f), before + 1);
    free(form);
}

/* Wherever in a request the memory ends, it is answered, and nothing is half done. */
static void memory_may_end_anywhere(void **state)
{
    struct fixture *f = *state;
    sign_in(f);
    assert_works(f);
    char *form = form_of_variables("anywhere", 300 * 1024);
    int refused = 0;
    for (size_t memory = 64 * 1024; memory < (8 << 20); memory += 192 * 1024) {
        int64_t before = count_prompts(f);
        f->app.most[0] = (struct budget){.memory = memory};
        struct response *response = fixture_post(f, "/prompts/new", form);
        int status = response->status;
        f->app.most[0] = (struct budget){.memory = 0};
        assert_true(status == 303 || status == 413 || status == 503);
        refused += status == 413 || status == 503;
        assert_int_equal(count_prompts(f), before + (status == 303));
        if (status == 303)
            break;
    }
    assert_true(refused > 0);
    assert_works(f);
    free(form);
}

static void out_of_time_is_503_with_what_was_typed(void **state)
{
    struct fixture *f = *state;
    sign_in(f);
    assert_works(f);
    int64_t before = count_prompts(f);
    char *form = form_of_variables("late/name", 400 * 1024);
    f->app.most[0] = (struct budget){.time = 1};
    struct response *response = fixture_post(f, "/prompts/new", form);
    fixture_assert_status(response, 503);
    assert_non_null(fixture_header(response, "Retry-After"));
    f->app.most[0] = (struct budget){.time = 0};
    assert_int_equal(count_prompts(f), before);
    assert_works(f);
    free(form);
}

static void a_page_that_takes_too_long_is_503(void **state)
{
    struct fixture *f = *state;
    sign_in(f);
    assert_works(f);
    f->app.most[0] = (struct budget){.time = 1};
    struct response *response = fixture_get(f, "/prompts");
    fixture_assert_status(response, 503);
    assert_non_null(fixture_header(response, "Retry-After"));
    f->app.most[0] = (struct budget){.time = 0};
    assert_works(f);
}

static void even_the_error_page_may_be_too_much(void **state)
{
    struct fixture *f = *state;
    sign_in(f);
    assert_works(f);
    for (int times = 1; times <= APP_TIMES_OVER; times++) {
        char *form = form_of_variables("again/name", 100 * 1024);
        for (int i = 0; i < times; i++)
            f->app.most[i] = (struct budget){.time = 1};
        struct response *response = fixture_post(f, "/prompts/new", form);
        fixture_assert_status(response, 503);
        assert_non_null(fixture_header(response, "Retry-After"));
        assert_non_null(fixture_header(response, "Content-Security-Policy"));
        if (times <= 2)
            fixture_assert_has(response, "again/name");
        memset(f->app.most, 0, sizeof f->app.most);
        assert_works(f);
        free(form);
    }
}

/* 75 versions of 1 MiB, all of one prompt. */
static struct uuid make_large_prompt(struct fixture *f)
{
    static char body[BODY_LEN + 1];
    memset(body, 'x', BODY_LEN);
    fixture_begin(f);
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "large", "first");
    for (int i = 0; i < BODIES; i++) {
        fixture_begin(f);
        body[0] = (char)('0' + i);
        struct prompt_draft draft = draft_from(f, &id);
        struct record_saved saved;
        struct problem problem;
        draft.body = (struct text){body, BODY_LEN};
        assert_int_equal(
            prompt_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
            ERR_NONE);
    }
    return id;
}

static enum err next_of_export(void *context, struct buf *piece, bool *is_done)
{
    return export_next(context, piece, is_done);
}

struct received {
    size_t len, largest;
};

static bool receive(void *context, struct text piece)
{
    struct received *received = context;
    received->len += piece.len;
    received->largest = piece.len > received->largest ? piece.len : received->largest;
    return true;
}

/* The document has all bodies, and no piece of it is much larger than one. */
static void an_export_of_75_mib_costs_the_memory_of_a_piece(void **state)
{
    static const struct export_choice choice = {{true, true, true}, true, true};
    struct fixture *f = *state;
    struct received received = {0, 0};
    struct export export;
    struct problem problem;
    struct response response;
    (void)make_large_prompt(f);
    fixture_begin(f);
    assert_int_equal(organization_export(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &choice,
                                         &export, &problem),
                     ERR_NONE);
    response_init(&response, f->arena);
    response.stream = (struct response_stream){next_of_export, &export, NULL};
    assert_int_equal(response_make_stream(&response, receive, &received), ERR_NONE);
    assert_true(received.len > (size_t)BODIES * BODY_LEN);
    assert_true(received.largest < 4 * BODY_LEN);
    struct uuid request_id = uuid_make();
    db_begin_request(f->db, f->arena, &request_id);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_text_of_variables_is_saved_or_kept_and_never_the_end),
        TEST(out_of_memory_keeps_what_was_typed),
        TEST(memory_may_end_anywhere),
        TEST(out_of_time_is_503_with_what_was_typed),
        TEST(a_page_that_takes_too_long_is_503),
        TEST(even_the_error_page_may_be_too_much),
        TEST(an_export_of_75_mib_costs_the_memory_of_a_piece),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
