#include "pages/record/record.h"

#include "base/clock.h"
#include "data/organization/setup_code.h"
#include "event_rows.h"

/* Every write of the product, through the table of routes: which events it leaves. A new POST route
 * needs a row in event_rows.h, with a form that is carried out. */

/* ---- the walk ------------------------------------------------------------------------------ */

static bool is_end(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static const struct record_kind *kind_of(const char *pattern)
{
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        if (text_starts_with(pattern, record_kinds[i].path))
            return &record_kinds[i];
    return NULL;
}

static const struct row *row_of(const char *pattern)
{
    const struct record_kind *kind = kind_of(pattern);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool is_common = rows[i].pattern[0] == '*' && kind != NULL &&
                         strcmp(pattern + strlen(kind->path), rows[i].pattern + 1) == 0;
        if (is_common || strcmp(rows[i].pattern, pattern) == 0)
            return &rows[i];
    }
    return NULL;
}

static void add_id(struct buf *buf, const struct uuid *id)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    buf_add_text(buf, text);
}

static void add_revision(struct walk *walk, struct buf *buf)
{
    static const char *const sql[] = {[RECORD_PROMPT] =
                                          "SELECT revision FROM prompts WHERE id = $1",
                                      [RECORD_AGENT] = "SELECT revision FROM agents WHERE id = $1",
                                      [RECORD_TEAM] = "SELECT revision FROM teams WHERE id = $1",
                                      [RECORD_SET] = "SELECT revision FROM sets WHERE id = $1"};
    enum record_kind_id kind = walk->kind->id;
    buf_printf(buf, "%lld", (long long)fixture_count(walk->f, sql[kind], &walk->rich.ids[kind]));
}

/* What the page of releases says that its reader saw. */
static void add_seen(struct walk *walk, struct buf *buf)
{
    struct fixture *f = walk->f;
    char path[PATH_LEN];
    (void)snprintf(path, sizeof path, "%s",
                   record_path(walk->kind->path, &walk->rich.ids[walk->kind->id],
                               "/releases/change?label=staging&to_version=2"));
    const char *seen = fixture_between(f, fixture_get(f, path), "name=\"seen\" value=\"", "\"");
    if (seen != NULL)
        buf_add_text(buf, text_percent_encode(f->page_arena, seen));
}

static void add_value(struct walk *walk, struct buf *buf, char what)
{
    const struct fixture_user *users = walk->f->own.users;
    if (what == 'R')
        add_revision(walk, buf);
    else if (what == 'S')
        add_seen(walk, buf);
    else if (what == 'I')
        add_id(buf, &walk->rich.ids[walk->kind->id]);
    else if (what == 'M')
        add_id(buf, &walk->rich.ids[RECORD_AGENT]);
    else if (what == 'U')
        add_id(buf, &users[PERSONA_DEVOPS_ENGINEER].id);
    else if (what == 'A')
        add_id(buf, &users[PERSONA_CUSTOMER_ADMIN].id);
    else if (what == 'E')
        buf_add_text(buf, users[PERSONA_CUSTOMER_ADMIN].email);
}

static void fill_form(struct walk *walk, const char *form)
{
    struct arena *arena = arena_create(1 << 20);
    struct buf buf;
    buf_init(&buf, arena);
    buf_add_text(&buf, walk->own_form);
    for (const char *p = form; *p != '\0'; p++) {
        if (*p == '%' && strchr("RSIMUAE", p[1]) != NULL && !(p[2] >= '0' && p[2] <= '9'))
            add_value(walk, &buf, *++p);
        else
            buf_add_char(&buf, *p);
    }
    (void)snprintf(walk->form, sizeof walk->form, "%s", buf.data);
    arena_destroy(arena);
}

/* "label.move agent.update!": the actions since then, in their order; those of a refusal end in
 * "!", of a failure in "?", of another actor than that in "~", of another organization in "^". */
static const char *events_since(struct fixture *f, int64_t since, const struct uuid *actor)
{
    static char kept[4096];
    struct db_result result;
    fixture_begin(f);
    assert_int_equal(db_select(f->db, &result,
                               "SELECT action, outcome, actor_id, organization_id FROM "
                               "audit_events WHERE occurred_at >= $1 ORDER BY occurred_at, "
                               "request_part",
                               db_time(since)),
                     ERR_NONE);
    size_t len = 0;
    kept[0] = '\0';
    for (int i = 0; i < result.row_count; i++) {
        struct uuid who = db_get_uuid(&result, i, 2), where = db_get_uuid(&result, i, 3);
        const char *outcome = db_get_text(&result, i, 1);
        len += (size_t)snprintf(kept + len, sizeof kept - len, "%s%s%s%s%s", i > 0 ? " " : "",
                                db_get_text(&result, i, 0),
                                strcmp(outcome, "success") == 0   ? ""
                                : strcmp(outcome, "refusal") == 0 ? "!"
                                                                  : "?",
                                uuid_equal(&who, actor) ? "" : "~",
                                uuid_equal(&where, &f->own.id) ? "" : "^");
    }
    return kept;
}

/* "K." becomes the name of the kind. */
static const char *expected_of(const struct walk *walk, const char *events)
{
    static char kept[256];
    const char *at = strstr(events, "K.");
    if (at == NULL)
        return events;
    (void)snprintf(kept, sizeof kept, "%.*s%s%s", (int)(at - events), events, walk->kind->name,
                   at + 1);
    return kept;
}

static struct rich rich; /* what the product of the walk has */

static void begin_walk(struct walk *walk, struct fixture *f, const struct route *route, int persona)
{
    *walk = (struct walk){.f = f, .kind = kind_of(route->pattern), .persona = persona};
    walk->rich = rich;
    fixture_use_jar(f, 0);
    fixture_sign_in(f, &f->own.users[persona]);
    fixture_begin(f);
    (void)snprintf(walk->path, sizeof walk->path, "%s",
                   rich_address(f, &walk->rich, route->pattern));
}

/* 1 and a word about it if the route does not leave what its row says. */
static int post_one(struct fixture *f, const struct route *route)
{
    struct walk walk;
    const struct row *row = row_of(route->pattern);
    if (row == NULL) {
        print_error("POST %s: has no row in tests/pages/shell/every_event.c\n", route->pattern);
        return 1;
    }
    begin_walk(&walk, f, route, row->persona == 0 ? PERSONA_CUSTOMER_ADMIN : row->persona - 1);
    if (row->prepare != NULL) {
        row->prepare(&walk);
        fixture_begin(f);
        if (walk.kind != NULL && !walk.has_path)
            (void)snprintf(walk.path, sizeof walk.path, "%s",
                           rich_address(f, &walk.rich, route->pattern));
    }
    fill_form(&walk, row->form);
    (void)fixture_csrf(f);
    int64_t since = clock_now();
    const struct response *response = fixture_post_patiently(f, walk.path, walk.form);
    int status = response->status;
    const char *problem = fixture_between(f, response, "<strong>Please fix", "</div>");
    const char *events = events_since(f, since, &f->own.users[walk.persona].id);
    const char *expected = expected_of(&walk, row->events);
    bool is_refused = strchr(expected, '?') != NULL; /* what the row says is a failure */
    if (strcmp(events, expected) == 0 && (status < 400) != is_refused)
        return 0;
    print_error("POST %s: status %d, left \"%s\", not \"%s\"; %s\n", route->pattern, status, events,
                expected, problem == NULL ? "" : problem);
    return 1;
}

typedef int route_check(struct fixture *f, const struct route *route);

/* The first of an engine is made, and the next ones are its copies. */
static struct fixture *open_rich(void *engine)
{
    static bool is_kept[2];
    static struct rich made[2];
    int index = engine == fixture_postgres;
    void *fixture = engine;
    clock_travel(0);
    assert_int_equal((is_kept[index] ? fixture_open_kept_app : fixture_open_app)(&fixture), 0);
    if (!is_kept[index]) {
        rich_make(fixture, &made[index]);
        fixture_keep_rows(fixture);
    }
    is_kept[index] = true;
    rich = made[index];
    return fixture;
}

/* Over all routes, each in a fresh product if what one does would be in another's way. */
static void over_routes(void **state, route_check *check, bool is_each_fresh)
{
    int wrong_count = 0;
    void *fixture = NULL;
    for (int i = 0; i < route_count; i++) {
        if (strcmp(routes[i].pattern, "/setup") == 0)
            continue; /* once, before there is anything */
        if (is_each_fresh && routes[i].method != HTTP_POST)
            continue;
        if (fixture == NULL || is_each_fresh)
            fixture = open_rich(*state);
        wrong_count += check(fixture, &routes[i]);
        if (is_each_fresh || i == route_count - 1)
            assert_int_equal(fixture_close(&fixture), 0);
    }
    assert_int_equal(wrong_count, 0);
}

static void every_write_leaves_exactly_its_event(void **state)
{
    over_routes(state, post_one, true);
}

static void a_set_up_leaves_exactly_its_event(void **state)
{
    struct fixture *f = *state;
    static const struct uuid nil;
    char code[CODE_TEXT_LEN], form[512];
    fixture_begin(f);
    assert_int_equal(setup_code_create(f->db, &f->command, code), ERR_NONE);
    (void)snprintf(form, sizeof form,
                   "setup_code=%s&organization_name=House&full_name=Ada&email=ada%%40house.example"
                   "&" PASSWORD,
                   code);
    int64_t since = clock_now();
    fixture_assert_status(fixture_post_patiently(f, "/setup", form), 303);
    assert_string_equal(events_since(f, since, &nil),
                        "organization.create^ user.setup~^ session.sign_in~^");
}

/* ---- refusals and reads -------------------------------------------------------------------- */

/* What reads secrets, or takes content out. */
static const char *event_of_read(const char *pattern)
{
    const struct record_kind *kind = kind_of(pattern);
    static char kept[32];
    if (strcmp(pattern, "/register/csv") == 0 || strcmp(pattern, "/register/print") == 0)
        return "register.export";
    if (text_starts_with(pattern, "/settings/access/") && is_end(pattern, "/csv"))
        return "access.export";
    if (kind == NULL ||
        (!is_end(pattern, "/{id}/export") && !is_end(pattern, "/{id}/exports/file")))
        return "";
    (void)snprintf(kept, sizeof kept, "%s.export", kind->name);
    return kept;
}

static int say(const struct route *route, const char *who, int status, const char *events)
{
    print_error("%s %s by %s: status %d, left \"%s\"\n",
                route->method == HTTP_POST ? "POST" : "GET", route->pattern, who, status, events);
    return 1;
}

/* A plain read leaves nothing; one that takes something out leaves one event. */
static int check_read(struct fixture *f, const struct route *route)
{
    struct walk walk;
    if (route->method != HTTP_GET)
        return 0;
    begin_walk(&walk, f, route, FIXTURE_SUPERUSER);
    int64_t since = clock_now();
    int status = fixture_get(f, walk.path)->status;
    const char *events = events_since(f, since, &f->own.users[FIXTURE_SUPERUSER].id);
    return strcmp(events, event_of_read(route->pattern)) == 0
               ? 0
               : say(route, "the superuser", status, events);
}

/* Whom a page or a verb is refused to leaves one event; nobody finds out by it what is not theirs.
 */
static int check_refusal(struct fixture *f, const struct route *route)
{
    static const int personas[] = {PERSONA_INDIVIDUAL_DEVELOPER, PERSONA_PRODUCT_MANAGER,
                                   PERSONA_DEVOPS_ENGINEER, PERSONA_PLATFORM_ADMIN};
    struct walk walk;
    int wrong_count = 0;
    begin_walk(&walk, f, route, FIXTURE_SUPERUSER);
    for (size_t i = 0; i < COUNT_OF(personas); i++) {
        if (personas[i] == PERSONA_PLATFORM_ADMIN && text_starts_with(route->pattern, "/users/"))
            continue; /* they may, and the people of the walk must stay */
        const struct fixture_user *user = &f->own.users[personas[i]];
        fixture_use_jar(f, 1);
        fixture_sign_in(f, user);
        const struct row *row = row_of(route->pattern);
        walk.persona = personas[i];
        if (route->method == HTTP_POST)
            fill_form(&walk, row == NULL ? "" : row->form);
        (void)fixture_csrf(f);
        int64_t since = clock_now();
        int status = route->method == HTTP_POST ? fixture_post(f, walk.path, walk.form)->status
                                                : fixture_get(f, walk.path)->status;
        const char *events = events_since(f, since, &user->id);
        bool is_one = is_end(events, "!") && strchr(events, ' ') == NULL;
        if (status == 403 && !is_one)
            wrong_count += say(route, persona_names[personas[i]], status, events);
    }
    return wrong_count;
}

/* A form from elsewhere is refused, which is one event, and nothing else happens. */
static int check_foreign_form(struct fixture *f, const struct route *route)
{
    struct walk walk;
    if (route->method != HTTP_POST)
        return 0;
    begin_walk(&walk, f, route, FIXTURE_SUPERUSER);
    int64_t since = clock_now();
    struct request_input input = {
        .method = "POST",
        .uri = walk.path,
        .content_type = "application/x-www-form-urlencoded",
        .content_length = "0",
        .sec_fetch_site = "cross-site",
        .remote_addr = "192.0.2.7",
        .body = "",
    };
    int status = fixture_serve(f, &input)->status;
    const char *events = events_since(f, since, &f->own.users[FIXTURE_SUPERUSER].id);
    bool is_one = strcmp(events, "request.csrf_refuse!") == 0;
    return is_one ? 0 : say(route, "another site", status, events);
}

static void every_read_leaves_nothing_but_what_it_takes_out(void **state)
{
    over_routes(state, check_read, false);
}

static void every_refusal_leaves_exactly_one_event(void **state)
{
    over_routes(state, check_refusal, false);
}

static void every_form_of_another_site_leaves_exactly_one_event(void **state)
{
    over_routes(state, check_foreign_form, false);
}

static void a_failed_sign_in_leaves_exactly_one_event(void **state)
{
    struct fixture *f = *state;
    static const struct uuid nil;
    char form[256];
    (void)fixture_get(f, "/login");
    (void)snprintf(form, sizeof form, "email=%s&password=wrong",
                   f->own.users[PERSONA_CUSTOMER_ADMIN].email);
    int64_t since = clock_now();
    fixture_assert_status(fixture_post_patiently(f, "/login", form), 422);
    assert_string_equal(events_since(f, since, &nil), "session.sign_in?");
    since = clock_now();
    fixture_assert_status(
        fixture_post_patiently(f, "/login", "email=nobody%40one.example&password=wrong"), 422);
    assert_string_equal(events_since(f, since, &nil), "session.sign_in?^"); /* of nobody's log */
}

int main(void)
{
#define WALK(test) cmocka_unit_test_setup(test, fixture_keep)
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        WALK(every_write_leaves_exactly_its_event),
        WALK(every_read_leaves_nothing_but_what_it_takes_out),
        WALK(every_refusal_leaves_exactly_one_event),
        WALK(every_form_of_another_site_leaves_exactly_one_event),
        cmocka_unit_test_setup_teardown(a_set_up_leaves_exactly_its_event, fixture_open_empty_app,
                                        fixture_close),
        TEST(a_failed_sign_in_leaves_exactly_one_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
