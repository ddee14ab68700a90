#include "test.h"

#include <stdio.h>
#include <string.h>

#include "data/db/db_table.h"
#include "data/db/query.h"
#include "data/organization/organization.h"
#include "data/vault/columns.h"
#include "html_form.h"
#include "pages/shell/crossing_world.h"

/* Nothing crosses between customers. Contoso is filled with unmistakable marks in every column that
 * holds a name or a text; then each persona of Northwind asks for every address with Contoso's ids
 * and names in the path and the query, follows every link and sends every form that it finds, with
 * Contoso's ids where its own stood. No answer may hold a mark, each must be the very bytes that an
 * id of nothing gets, and Contoso must be as it was. All without the second wall, the row-level
 * security of PostgreSQL, which hides what the first lets through; SQLite has none. */

/* ---- is there a mark everywhere ------------------------------------------------------------ */

/* Nobody types these, or they are not a customer's; the closing that has begun repeats the reason
 * of its request. */
static bool is_left_out(const struct column *column)
{
    static const char *const names[][2] = {
        {"users", "time_zone"},
        {"organizations", "name"},
        {"organizations", "slug"},
        {"schema_migrations", "name"},
        {"proposal_news", ""},
        {"api_token_secrets", "prefix"},
        {"closing_certificates", "certificate"},
        {"prompts", "type"},
        {"record_counts", "dimension"},
        {"prompt_versions", "type"},
        {"teams", "kind"},
        {"team_versions", "kind"},
        {"sets", "subject"},
        {"set_versions", "subject"},
        {"organization_closings", "reason"},
        {"label_overrides", "missing"}, /* what a rule needs, in our words */
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(column->table, names[i][0]) == 0 && strcmp(column->name, names[i][1]) == 0)
            return true;
    return column->rule != COLUMN_NAME && !column_is_sealed(column);
}

/* A name in clear is searched for the mark; what is sealed must be there. */
static void every_column_of_names_and_texts_is_planted(struct world *w)
{
    int missing_count = 0;
    for (struct column column = {0}; columns_next(&column);) {
        struct query q;
        struct db_result result;
        if (is_left_out(&column))
            continue;
        query_begin(&q, w->f->db, "SELECT count(*) FROM ");
        query_add(&q, column.table);
        query_bind(&q, " WHERE organization_id = ", db_uuid(&w->f->other.id));
        query_add(&q, " AND ");
        query_add(&q, column.name);
        query_add(&q, column_is_sealed(&column) ? " IS NOT NULL" : " LIKE '%" MARK "%'");
        assert_int_equal(query_run(&q, &result), ERR_NONE);
        if (db_get_int(&result, 0, 0) == 0)
            missing_count++, print_error("nothing in %s.%s\n", column.table, column.name);
    }
    assert_int_equal(missing_count, 0);
}

/* ---- asking -------------------------------------------------------------------------------- */

static bool sees_all_names(const struct world *w)
{
    return w->persona >= PERSONA_PLATFORM_ADMIN;
}

static void assert_no_mark(const struct world *w, const struct response *response, const char *path)
{
    /* why a customer is to be closed is for whoever may approve it */
    if (sees_all_names(w) && strstr(path, "/closing") != NULL)
        return;
    if (fixture_has(response, MARK) || (!sees_all_names(w) && fixture_has(response, TRADE_NAME)))
        fail_msg("%s as %d shows what is another customer's:\n%s", path, w->persona,
                 response->body.data);
}

static struct response *ask(struct world *w, const char *path, const char *form)
{
    /* what the page before had to say is not this one's */
    for (int i = 0; i < w->f->jar->count; i++)
        if (strcmp(w->f->jar->cookies[i].name, "flash") == 0)
            w->f->jar->cookies[i].value[0] = '\0';
    return form == NULL ? fixture_get(w->f, path) : fixture_post(w->f, path, form);
}

/* Where it stands in the text it may be echoed: blank it there. */
static void blank(char *text, const char *word)
{
    for (char *at = strstr(text, word); at != NULL; at = strstr(at, word))
        memset(at, '*', strlen(word));
}

/* The profile says what time it is, and the second may pass between the two. */
static void blank_time(char *html)
{
    for (char *at = strstr(html, "<time "); at != NULL; at = strstr(at, "<time ")) {
        char *end = strstr(at, "</time>");
        memset(at, '*', (size_t)((end == NULL ? at + 1 : end) - at));
    }
}

/* An error page names its request, of which no two are alike. */
static void blank_request(char *html)
{
    char *at = strstr(html, "Request <code>");
    if (at != NULL)
        memset(at, '*', strlen("Request <code>") + 32);
}

/* Each page of a new app has a key of its own. */
static void cut_key(char *html)
{
    char *from = strstr(html, "name=\"enrolment\"");
    char *to = from == NULL ? NULL : strstr(from, "id=\"secret-hint\"");
    if (to != NULL)
        memmove(from, to, strlen(to) + 1);
}

/* What is counted of all requests moves with each; nobody's name is in it. */
static void cut_counters(char *html)
{
    if (!text_starts_with(html, "# HELP rostrum_"))
        return;
    assert_null(strstr(html, MARK));
    html[0] = '\0';
}

struct answer {
    int status;
    char body[512 * 1024];
};

/* What the address with the value in the place of ~ answers, but for what no two answers share. */
static void ask_with(struct world *w, const char *pattern, const char *value, struct answer *answer)
{
    static char path[1024];
    size_t len = 0;
    for (const char *p = pattern; *p != '\0'; p++)
        len += (size_t)snprintf(path + len, sizeof path - len, "%.*s",
                                *p == '~' ? (int)strlen(value) : 1, *p == '~' ? value : p);
    const struct response *response = ask(w, path, NULL);
    answer->status = response->status;
    (void)snprintf(answer->body, sizeof answer->body, "%s", response->body.data);
    blank(answer->body, value);
    blank_request(answer->body);
    blank_time(answer->body);
    fixture_blank_tokens(answer->body);
    cut_key(answer->body);
    cut_counters(answer->body);
}

static bool is_alike(const struct answer *a, const struct answer *b)
{
    return a->status == b->status && strcmp(a->body, b->body) == 0;
}

/* The address with `theirs` in the place of ~ answers as with `nothing`, to the byte. What nothing
 * gets is asked once for many, and again before two are said to differ. */
static void assert_like_nothing(struct world *w, const char *pattern, const char *theirs,
                                const char *nothing)
{
    static struct answer found, missed;
    static char missed_at[1024];
    char at[1024];
    ask_with(w, pattern, theirs, &found);
    (void)snprintf(at, sizeof at, "%d %s %s", w->persona, pattern, nothing);
    if (strcmp(at, missed_at) != 0 || !is_alike(&found, &missed))
        ask_with(w, pattern, nothing, &missed);
    (void)snprintf(missed_at, sizeof missed_at, "%s", at);
    size_t same = 0;
    while (found.body[same] != '\0' && found.body[same] == missed.body[same])
        same++;
    size_t from = same < 80 ? 0 : same - 80;
    if (!is_alike(&found, &missed))
        fail_msg("%s as %d with %s: %d, with %s: %d\n%.200s\n---\n%.200s", pattern, w->persona,
                 theirs, found.status, nothing, missed.status, found.body + from,
                 missed.body + from);
    if (strstr(found.body, MARK) != NULL)
        fail_msg("%s as %d shows a mark:\n%s", pattern, w->persona, found.body);
}

/* "/prompts/{id}/diff" with ~ for each {id}. */
static const char *with_holes(const char *route, char out[256])
{
    size_t len = 0;
    for (const char *p = route; *p != '\0'; p++) {
        if (*p != '{') {
            out[len++] = *p;
            continue;
        }
        len += (size_t)snprintf(out + len, 256 - len, "%s",
                                text_starts_with(p, "{id}")  ? "~"
                                : text_starts_with(p, "{n}") ? "1"
                                                             : "no-such-token");
        p = strchr(p, '}');
    }
    out[len] = '\0';
    return out;
}

/* About all customers, for those who look after them. */
static bool is_for_all(const struct world *w, const char *pattern)
{
    return sees_all_names(w) && text_starts_with(pattern, "/organizations");
}

static bool is_asked(const struct world *w, int i, int step)
{
    return w->persona == PERSONA_CUSTOMER_ADMIN || i % step == w->persona % step;
}

static void ask_with_ids(struct world *w, const char *pattern)
{
    struct uuid nobody = uuid_make();
    char nothing[UUID_TEXT_LEN], theirs[UUID_TEXT_LEN], holes[256];
    uuid_format(&nobody, nothing);
    for (int i = 0; i < w->id_count; i++) {
        uuid_format(&w->ids[i], theirs);
        if (is_asked(w, i, 5))
            assert_like_nothing(w, with_holes(pattern, holes), theirs, nothing);
    }
}

/* Lists and searches by another customer's people, records, folders, tags and labels. */
static void ask_with_query(struct world *w, const char *pattern)
{
    static const char *const by_id[] = {"owner", "actor", "record", "from",  "author",
                                        "user",  "id",    "copy",   "agent", "request"};
    static const char *const by_name[] = {"q", "tag", "label", "folder", "model", "name", "search"};
    static const char *const names[] = {MARK "box", MARK "tag", MARK "label", MARK "model", MARK};
    char query[384], nothing[64];
    struct uuid nobody = uuid_make();
    for (size_t i = 0; i < COUNT_OF(by_id); i++) {
        char theirs[UUID_TEXT_LEN];
        uuid_format(&w->ids[i % (size_t)w->id_count], theirs);
        uuid_format(&nobody, nothing);
        (void)snprintf(query, sizeof query, "%s?%s=~", pattern, by_id[i]);
        /* the own log has the refusals of this walk, each with the id that was asked for */
        if (is_asked(w, (int)i, 3) && strcmp(query, "/audit?record=~") != 0 &&
            strcmp(query, "/audit/export?record=~") != 0)
            assert_like_nothing(w, query, theirs, nothing);
    }
    for (size_t i = 0; i < COUNT_OF(by_name); i++) {
        const char *name = names[i % COUNT_OF(names)];
        (void)snprintf(nothing, sizeof nothing, "%s%s", NONSENSE, name + strlen(MARK));
        (void)snprintf(query, sizeof query, "%s?%s=~", pattern, by_name[i]);
        if (is_asked(w, (int)i, 3))
            assert_like_nothing(w, query, name, nothing);
    }
    (void)snprintf(query, sizeof query, "%s?q=%.5s", pattern, MARK); /* a beginning finds, too */
    assert_no_mark(w, ask(w, query, NULL), query);
}

static void ask_every_address(struct world *w)
{
    for (int i = 0; i < route_count; i++) {
        const char *pattern = routes[i].pattern;
        if (routes[i].method != HTTP_GET || is_for_all(w, pattern))
            continue;
        if (strstr(pattern, "{id}") != NULL)
            ask_with_ids(w, pattern);
        else if (strchr(pattern, '{') == NULL)
            ask_with_query(w, pattern);
    }
}

/* ---- links and forms ----------------------------------------------------------------------- */

static bool is_known(const struct world *w, const char *path)
{
    for (int i = 0; i < w->link_count; i++)
        if (strcmp(w->links[i], path) == 0)
            return true;
    return false;
}

static void add_link(struct world *w, const char *path, size_t len)
{
    char *room = w->links[w->link_count];
    if (w->link_count == LINKS_MAX || len == 0 || len >= sizeof w->links[0] || path[0] != '/' ||
        memchr(path, '&', len) != NULL || strncmp(path, "/static/", 8) == 0)
        return;
    (void)snprintf(room, sizeof w->links[0], "%.*s", (int)len, path);
    room[strcspn(room, "#")] = '\0';
    if (!is_known(w, room))
        w->link_count++;
}

static void add_links(struct world *w, const char *html)
{
    for (const char *at = strstr(html, "href=\""); at != NULL; at = strstr(at, "href=\"")) {
        at += strlen("href=\"");
        add_link(w, at, strcspn(at, "\""));
    }
}

static bool is_uuid(const char *text)
{
    struct uuid id;
    return uuid_parse(text, &id) == ERR_NONE;
}

/* The form as it is, but with another customer's id in each place that holds one. */
static void send_form(struct world *w, const struct html_form *form, int turn)
{
    char action[256], body[4096] = "x=";
    char theirs[UUID_TEXT_LEN];
    (void)snprintf(action, sizeof action, "%s", form->action);
    for (char *p = action; strlen(p) >= UUID_TEXT_LEN - 1; p++) {
        char part[UUID_TEXT_LEN];
        (void)snprintf(part, sizeof part, "%.*s", UUID_TEXT_LEN - 1, p);
        uuid_format(&w->ids[turn++ % w->id_count], theirs);
        if (is_uuid(part))
            memcpy(p, theirs, UUID_TEXT_LEN - 1);
    }
    size_t len = strlen(body);
    for (int i = 0; i < form->count; i++) {
        const struct html_field *field = &form->fields[i];
        uuid_format(&w->ids[turn++ % w->id_count], theirs);
        if (field->name[0] == '\0' || strcmp(field->name, "csrf") == 0 || field->is_repeated)
            continue;
        const char *value = is_uuid(field->value)       ? theirs
                            : html_field_is_text(field) ? MARK "box/" MARK "prompt"
                                                        : field->value;
        len += (size_t)snprintf(body + len, sizeof body - len, "&%s=%s", field->name,
                                text_percent_encode(w->f->page_arena, value));
        assert_true(len < sizeof body);
    }
    if (strcmp(action, "/logout") == 0 || is_for_all(w, action) ||
        text_starts_with(action, "/account"))
        return;
    const struct response *response = ask(w, action, form->is_post ? body : NULL);
    if (response->status >= 500)
        fail_msg("%s: %d", action, response->status);
}

static void send_forms(struct world *w, const char *html, int turn)
{
    struct arena *arena = arena_create(4 << 20);
    struct html_forms forms = html_forms_read(arena, html);
    for (int i = 0; i < forms.count; i++)
        if (!forms.forms[i].is_multipart)
            send_form(w, &forms.forms[i], turn + i);
    arena_destroy(arena);
}

static void follow_every_link(struct world *w)
{
    static char html[512 * 1024];
    w->link_count = 0;
    add_link(w, "/", 1);
    for (int i = 0; i < w->link_count; i++) {
        const struct response *response = ask(w, w->links[i], NULL);
        assert_no_mark(w, response, w->links[i]);
        (void)snprintf(html, sizeof html, "%s", response->body.data);
        add_links(w, html);
    }
    assert_true(w->link_count > 20);
    for (int i = 0; i < w->link_count; i++) {
        if (is_for_all(w, w->links[i]))
            continue;
        const struct response *response = ask(w, w->links[i], NULL);
        (void)snprintf(html, sizeof html, "%s", response->body.data);
        send_forms(w, html, i);
    }
}

/* ---- Contoso is as it was ------------------------------------------------------------------ */

/* How many rows of each of the customer's tables there are, and the version of its content. */
static const char *state_of(struct world *w)
{
    struct buf state;
    struct db_result result;
    char version[UUID_TEXT_LEN];
    buf_init(&state, w->f->arena);
    for (int i = 0; i < db_table_count; i++) {
        struct query q;
        const char *name = db_tables[i].name;
        bool is_log = text_starts_with(name, "audit_") || strcmp(name, "daily_counts") == 0;
        if (strcmp(name, "installation") == 0 || strcmp(name, "attempts") == 0 ||
            strcmp(name, "schema_migrations") == 0 || strcmp(name, "signing_keys") == 0)
            continue;
        if (is_log && sees_all_names(w)) /* that they looked at its name is an event */
            continue;
        query_begin(&q, w->f->db, "SELECT count(*) FROM ");
        query_add(&q, name);
        query_add(&q, strcmp(name, "organizations") == 0 ? " WHERE id" : " WHERE organization_id");
        query_bind(&q, " = ", db_uuid(&w->f->other.id));
        assert_int_equal(query_run(&q, &result), ERR_NONE);
        buf_printf(&state, "%s %lld\n", name, (long long)db_get_int(&result, 0, 0));
    }
    assert_int_equal(db_select(w->f->db, &result,
                               "SELECT version FROM content_versions WHERE organization_id = $1",
                               db_uuid(&w->f->other.id)),
                     ERR_NONE);
    struct uuid id = db_get_uuid(&result, 0, 0);
    uuid_format(&id, version);
    buf_add_text(&state, version);
    return state.data;
}

static void walk_as(struct world *w, int persona)
{
    w->persona = persona;
    fixture_use_jar(w->f, 1);
    fixture_sign_in(w->f, &w->f->own.users[persona]);
    w->f->jar->csrf[0] = '\0';
    ask_every_address(w);
    follow_every_link(w);
}

static void walk_all(struct fixture *f)
{
    static char before[8192];
    struct rich rich;
    struct world w = {.f = f, .links = calloc(LINKS_MAX + 1, sizeof *w.links)};
    assert_non_null(w.links);
    rich_make(f, &rich); /* what they have themselves */
    plant(&w);
    every_column_of_names_and_texts_is_planted(&w);
    for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++) {
        w.persona = persona;
        fixture_begin(f);
        (void)snprintf(before, sizeof before, "%s", state_of(&w));
        walk_as(&w, persona);
        fixture_begin(f);
        const char *now = state_of(&w);
        size_t same = 0;
        while (before[same] != '\0' && before[same] == now[same])
            same++;
        if (before[same] != now[same])
            fail_msg("persona %d changed what is another customer's: %.60s, and now %.60s", persona,
                     before + (same < 30 ? 0 : same - 30), now + (same < 30 ? 0 : same - 30));
    }
    free(w.links);
}

static void nothing_of_another_customer_is_found(void **state)
{
    walk_all(*state);
}

static void nothing_is_found_without_row_level_security(void **state)
{
    struct fixture *f = *state;
    fixture_script(f, "SELECT 1",
                   "DO $$ DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM pg_class "
                   "WHERE relrowsecurity LOOP EXECUTE format('ALTER TABLE %s "
                   "NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY', t); "
                   "END LOOP; END $$;");
    walk_all(f);
}

/* ---- from inside ---------------------------------------------------------------------------- */

static int64_t outside_events(struct fixture *f)
{
    fixture_begin(f);
    return fixture_count(f,
                         "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                         "AND is_outside",
                         &f->other.id);
}

/* Bodies, configs, settings, comments, reasons, and where people sign in: none of a Platform
 * Admin's business. Names, tags and labels are. */
static void assert_no_text(const struct response *response, const char *path)
{
    static const char *const texts[] = {
        MARK " {{",       MARK "_variable", MARK "\"",    MARK " said",    MARK " reason",
        MARK " rejected", MARK " stop",     MARK " text", MARK " address", MARK " browser"};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (fixture_has(response, texts[i]))
            fail_msg("%s shows \"%s\" to who looks after the installation:\n%s", path, texts[i],
                     strstr(response->body.data, texts[i]) - 200);
}

/* An address as the entered person opens it: no text is shown, and each page is told once. */
static int look_at(struct world *w, const char *path)
{
    int64_t before = w->outside_count < 0 ? outside_events(w->f) : w->outside_count;
    const struct response *response = ask(w, path, NULL);
    bool is_shown = response->status == 200;
    assert_no_text(response, path);
    char own[UUID_TEXT_LEN];
    uuid_format(&w->f->own.id, own);
    bool is_nobodys = strstr(path, own) != NULL || text_starts_with(path, "/account") ||
                      strcmp(path, "/organizations") == 0 ||
                      strcmp(path, "/organizations/new") == 0 || strcmp(path, "/healthz") == 0 ||
                      strcmp(path, "/readyz") == 0 || strcmp(path, "/metrics") == 0 ||
                      text_starts_with(path, "/login") || strcmp(path, "/reset") == 0;
    int64_t expected = is_shown && !is_nobodys ? 1 : 0;
    w->outside_count = is_shown ? outside_events(w->f) : -1;
    if (is_shown && w->outside_count - before != expected)
        fail_msg("%s: %d events", path, (int)(w->outside_count - before));
    return is_shown;
}

static void a_platform_admin_inside_sees_names_alone_and_every_look_is_told(void **state)
{
    static char html[512 * 1024];
    struct fixture *f = *state;
    struct world w = {.f = f, .links = calloc(LINKS_MAX + 1, sizeof *w.links)};
    assert_non_null(w.links);
    plant(&w);
    w.outside_count = -1;
    w.persona = PERSONA_PLATFORM_ADMIN;
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[PERSONA_PLATFORM_ADMIN]);
    fixture_enter(f, &f->other);
    int shown_count = 0;
    for (int i = 0; i < route_count; i++) {
        char holes[256], path[512], id[UUID_TEXT_LEN];
        (void)with_holes(routes[i].pattern, holes);
        for (int j = 0; routes[i].method == HTTP_GET && j < w.id_count; j++) {
            size_t len = 0;
            int place = j;
            for (const char *p = holes; *p != '\0'; p++) {
                uuid_format(&w.ids[place % w.id_count], id);
                len += (size_t)snprintf(path + len, sizeof path - len, "%.*s",
                                        *p == '~' ? UUID_TEXT_LEN : 1, *p == '~' ? id : p);
                place += *p == '~' ? 3 : 0; /* a record, then its proposal or comment */
            }
            shown_count += look_at(&w, path);
            if (strchr(holes, '~') == NULL)
                break;
        }
    }
    add_link(&w, "/", 1);
    for (int i = 0; i < w.link_count; i++) {
        (void)snprintf(html, sizeof html, "%s", ask(&w, w.links[i], NULL)->body.data);
        add_links(&w, html);
        w.outside_count = -1;
        shown_count += look_at(&w, w.links[i]);
    }
    assert_true(shown_count > 40);
    free(w.links);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate_setup_teardown(nothing_of_another_customer_is_found,
                                                 fixture_open_app, fixture_close,
                                                 (void *)(uintptr_t)fixture_sqlite),
        cmocka_unit_test_setup_teardown(
            a_platform_admin_inside_sees_names_alone_and_every_look_is_told, fixture_open_app,
            fixture_close),
        cmocka_unit_test_prestate_setup_teardown(nothing_is_found_without_row_level_security,
                                                 fixture_open_app, fixture_close,
                                                 (void *)(uintptr_t)fixture_postgres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
