#include "pages/record/record.h"

#include "data/release/label_proposal.h"
#include "records.h"

/* The list of every kind: rows, filters, folders, search, paging, empty states, and changes to
 * several records at once. */

#define EACH_KIND(kind)                                                                            \
    (const struct record_kind *kind = record_kinds; kind < record_kinds + RECORD_KIND_COUNT; kind++)

static struct uuid make(struct fixture *f, const struct record_kind *kind,
                        const struct record_made *made)
{
    fixture_begin(f);
    struct uuid id = records_make(f, kind, made);
    fixture_begin(f);
    return id;
}

/* The list with this query. */
static struct response *ask_list(struct fixture *f, const struct record_kind *kind,
                                 const char *query)
{
    char path[1024];
    (void)snprintf(path, sizeof path, "%s%s", kind->path, query);
    return fixture_get(f, path);
}

static struct response *get_list(struct fixture *f, const struct record_kind *kind,
                                 const char *query)
{
    struct response *response = ask_list(f, kind, query);
    fixture_assert_status(response, 200);
    return response;
}

static void assert_link(struct response *response, const struct record_kind *kind,
                        const char *format, const char *value)
{
    char text[512];
    size_t len = (size_t)snprintf(text, sizeof text, "href=\"%s", kind->path);
    (void)snprintf(text + len, sizeof text - len, format, value);
    fixture_assert_has(response, text);
}

/* A link to another list of the same kind. */
static void assert_list_link(struct response *response, const char *format, const char *value)
{
    char text[512];
    (void)snprintf(text, sizeof text, format, value);
    if (!fixture_has(response, arena_printf(response->body.arena, "href=\"%s", text)))
        fail_msg("no link %s\n%s", text, response->body.data);
}

static void an_empty_list_says_what_the_thing_is_for(void **state)
{
    static const char *const purposes[RECORD_KIND_COUNT] = {
        "Keep every prompt in one place", "Know every agent you run", "Let agents work together",
        "Know what got better and what broke"};
    static const char *const found_nothing[RECORD_KIND_COUNT] = {
        "No prompt matches", "No agent matches", "No team matches", "No test set matches"};
    struct fixture *f = *state;
    for
        EACH_KIND(kind)
        {
            sign_in_as(f, PERSONA_PRODUCT_MANAGER);
            struct response *response = get_list(f, kind, "");
            fixture_assert_has(response, purposes[kind->id]);
            assert_link(response, kind, "/new%s\"", "");
            assert_int_equal(fixture_has(response, "href=\"/starters\""), kind->id != RECORD_SET);
            assert_int_equal(fixture_has(response, "href=\"/agents/import\""),
                             kind->id == RECORD_AGENT);
            assert_link(response, kind, "%s\" aria-current=\"page\">", "");
            sign_in_as(f, PERSONA_PLATFORM_ADMIN);
            response = get_list(f, kind, "");
            fixture_assert_has(response, purposes[kind->id]);
            fixture_assert_has_not(response, "/new\"");
            fixture_assert_has_not(response, "/starters");
            fixture_assert_has(get_list(f, kind, "?tag=x"), found_nothing[kind->id]);
        }
}

static void a_row_shows_what_one_decides_by(void **state)
{
    static const char *const words[RECORD_KIND_COUNT] = {"Chat", "large", "Sequential",
                                                         "For an agent"};
    struct fixture *f = *state;
    for
        EACH_KIND(kind)
        {
            struct record_made made = {.persona = PERSONA_PRODUCT_MANAGER,
                                       .name = "support/greeting",
                                       .description = "Says hello",
                                       .tags = "warm, short, b&w, last",
                                       .facet = 1};
            struct uuid id = make(f, kind, &made);
            struct problem problem;
            struct label_change change = {
                .record_id = id, .label = "production", .to_version = 1, .reason = ""};
            assert_int_equal(label_move(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                        record_stores[kind->id], &change, &problem),
                             ERR_NONE);
            fixture_begin(f);
            sign_in_as(f, PERSONA_PRODUCT_MANAGER);
            struct response *response = get_list(f, kind, "?folder=support");
            fixture_assert_has(response,
                               record_path(kind->path, &id,
                                           "\"><span class=\"path\">support/</span>greeting</a>"));
            fixture_assert_has(response, "greeting</a><span class=\"chip ver\">v1</span>");
            fixture_assert_has(response, "<span class=\"sub\">Says hello</span>");
            assert_list_link(response, "?tag=%s\">warm</a>", "warm");
            fixture_assert_has(response, ">short</a><span class=\"muted\">+2</span>");
            fixture_assert_has(response, "class=\"dot live\" role=\"img\" title=\"Live\"");
            assert_list_link(response, "?label=%s\">production <b>v1</b></a>", "production");
            assert_list_link(response,
                             arena_printf(f->arena, "?%s=%s\">%s</a>", kind->facet,
                                          record_facets[kind->id][1], "%s"),
                             words[kind->id]);
            assert_int_equal(fixture_has(response, "<td class=\"uses\">1 member</td>"),
                             kind->id == RECORD_TEAM);
            char text[UUID_TEXT_LEN];
            uuid_format(&id, text);
            fixture_assert_has(
                response,
                arena_printf(f->arena, "value=\"%s\" aria-labelledby=\"r%s\"", text, text + 28));
            fixture_assert_has(response, arena_printf(f->arena, "<a id=\"r%s\" href=", text + 28));
            fixture_assert_has(response, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
            fixture_assert_has(response, "aria-current=\"true\">support</a>");
        }
}

/* Saves the next version. */
static void save(struct fixture *f, const struct record_kind *kind, struct record_made *made,
                 const char *words)
{
    fixture_begin(f);
    struct record_list list;
    const struct record_filter filter = {.q = made->name, .in_names = true};
    assert_int_equal(record_list(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), kind, &filter, &list),
                     ERR_NONE);
    assert_int_equal(list.count, 1);
    made->id = list.rows[0].id;
    made->based_on_revision = list.rows[0].revision;
    made->words = words;
    (void)make(f, kind, made);
}

static void move(struct fixture *f, const struct record_kind *kind, const struct uuid *id,
                 const char *label, int64_t from, int64_t to)
{
    struct problem problem;
    struct label_change change = {
        .record_id = *id, .label = label, .from_version = from, .to_version = to, .reason = ""};
    fixture_begin(f);
    assert_int_equal(label_move(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), record_stores[kind->id],
                                &change, &problem),
                     ERR_NONE);
    fixture_begin(f);
}

#define DOT(state, words) "class=\"dot " state "\" role=\"img\" title=\"" words "\""

static void a_row_says_what_is_live_and_what_waits(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for
        EACH_KIND(kind)
        {
            struct record_made made = {.persona = PERSONA_PRODUCT_MANAGER, .name = "drift"};
            made.id = make(f, kind, &made);
            fixture_assert_has(get_list(f, kind, ""), DOT("draft", "Not released"));
            move(f, kind, &made.id, "production", 0, 1);
            move(f, kind, &made.id, "canary", 0, 1);
            struct response *response = get_list(f, kind, "");
            fixture_assert_has(response, DOT("live", "Live"));
            fixture_assert_has(response, "production <b>v1</b>");
            save(f, kind, &made, "two");
            save(f, kind, &made, "three");
            move(f, kind, &made.id, "staging", 0, 2);
            response = get_list(f, kind, "");
            fixture_assert_has(response, DOT("behind", "Unreleased changes"));
            fixture_assert_has(response, "chip label production\"");
            fixture_assert_has(response, "production <b>v1, 2 behind</b>");
            fixture_assert_has(response, "canary <b>v1, 2 behind</b></a><span "
                                         "class=\"muted\">+1</span>");
            struct uuid gone = make(
                f, kind, &(struct record_made){.persona = PERSONA_PRODUCT_MANAGER, .name = "gone"});
            char bulk[64];
            (void)snprintf(bulk, sizeof bulk, "%s/bulk", kind->path);
            (void)post_bulk(f, bulk, &gone, 1, "do=archive&tag=");
            fixture_assert_has(get_list(f, kind, "?state=archived"), DOT("archived", "Archived"));
        }
}

static void a_row_counts_what_uses_it_live(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "used", "words");
    fixture_begin(f);
    const char *users[] = {"one", "two"};
    for (size_t i = 0; i < COUNT_OF(users); i++) {
        (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, users[i],
                          "@@@prompt:name=used|label=latest@@@ @@@prompt:name=used|version=1@@@");
        fixture_begin(f);
    }
    struct response *response = get_list(f, &record_kinds[RECORD_PROMPT], "");
    fixture_assert_has(response, record_path("href=\"/prompts", &id, "/used-by\">2</a>"));
    fixture_assert_has(response, "<span class=\"muted\">0</span>");
    fixture_assert_has_not(get_list(f, &record_kinds[RECORD_TEAM], ""), "Used by");
}

static void a_long_description_is_cut(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    char text[401];
    for (size_t i = 0; i + 1 < sizeof text; i += 2)
        memcpy(text + i, "ä", 2);
    text[sizeof text - 1] = '\0';
    for
        EACH_KIND(kind)
        {
            (void)make(f, kind, &(struct record_made){.name = "long", .description = text});
            char cut[200];
            (void)snprintf(cut, sizeof cut, ">%.120s…</span>", text);
            fixture_assert_has(get_list(f, kind, ""), cut);
        }
}

static void hostile_texts_are_escaped(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for
        EACH_KIND(kind)
        {
            struct record_made made = {
                .name = "a\"b'c&d", .description = "<img src=x>", .tags = "\"><script>"};
            (void)make(f, kind, &made);
            struct response *response = get_list(f, kind, "?q=%22%3E%3Cscript%3E");
            fixture_assert_has_not(response, "<script>");
            fixture_assert_has_not(response, "<img");
            fixture_assert_has(response, "&lt;img src=x&gt;");
            fixture_assert_has(response, "a&quot;b&#39;c&amp;d");
            fixture_assert_has(response, "value=\"&quot;&gt;&lt;script&gt;\"");
            response = get_list(
                f, kind,
                arena_printf(f->arena, "?filters=1&%s=%%22%%3E%%3Cscript%%3E", kind->facet));
            fixture_assert_has_not(response, "<script>");
        }
}

static void filters_are_in_every_address(void **state)
{
    static const char *const words[RECORD_KIND_COUNT] = {"Chat", "large", "Sequential",
                                                         "For an agent"};
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for
        EACH_KIND(kind)
        {
            struct record_made one = {
                .persona = PERSONA_PRODUCT_MANAGER, .name = "a/one", .tags = "red", .facet = 1};
            struct record_made two = {
                .persona = PERSONA_ENTERPRISE_TEAM, .name = "b/two", .tags = "blue"};
            (void)make(f, kind, &one);
            (void)make(f, kind, &two);
            struct response *response = get_list(f, kind, "?tag=RED&sort=name");
            fixture_assert_has(response, "</span>one</a>");
            fixture_assert_has_not(response, "</span>two</a>");
            assert_link(response, kind, "?sort=%s\">tag RED", "name");
            response = get_list(f, kind, "?folder=b&tag=blue");
            fixture_assert_has(response, "</span>two</a>");
            fixture_assert_has(response, "aria-current=\"true\">b</a>");
            assert_link(response, kind, "?tag=%s\">All</a>", "blue");
            const char *facet = arena_printf(f->arena, "?%s=%s&filters=1&state=all", kind->facet,
                                             record_facets[kind->id][1]);
            response = get_list(f, kind, facet);
            fixture_assert_has(response, "</span>one</a>");
            fixture_assert_has_not(response, "</span>two</a>");
            fixture_assert_has(response,
                               arena_printf(f->arena, "selected>%s (1)</option>", words[kind->id]));
            fixture_assert_has(
                response, arena_printf(f->arena, "\">%s %s<svg", kind->facet, words[kind->id]));
            fixture_assert_has(response, "<option value=\"all\" selected>All</option>");
            fixture_assert_has(response, "name=\"tag\"");
            fixture_assert_has(response, "name=\"label\"");
            response = get_list(f, kind, arena_printf(f->arena, "?filters=1&%s=gone", kind->facet));
            fixture_assert_has(response, "<option value=\"gone\" selected>gone</option>");
            response = get_list(
                f, kind,
                arena_printf(f->arena, "?owner=%s", f->own.users[PERSONA_ENTERPRISE_TEAM].id_text));
            fixture_assert_has(response, "</span>two</a>");
            fixture_assert_has_not(response, "</span>one</a>");
        }
}

/* Which records are there is known by their names, which stand alone in their links. */
static void assert_shows(struct fixture *f, const struct record_kind *kind, const char *query,
                         const char *view, const char *names)
{
    static const char *const all[] = {"idle", "live", "next", "asked", "gone"};
    struct response *response = get_list(f, kind, query);
    char text[64];
    (void)snprintf(text, sizeof text, "aria-current=\"page\">%s<", view);
    fixture_assert_has(response, text);
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        (void)snprintf(text, sizeof text, ">%s</a>", all[i]);
        if (fixture_has(response, text) != (strstr(names, all[i]) != NULL))
            fail_msg("%s%s: %s\n%s", kind->path, query, all[i], response->body.data);
    }
}

static void propose(struct fixture *f, const struct record_kind *kind, const struct uuid *id)
{
    struct uuid proposal;
    struct problem problem;
    struct label_change change = {
        .record_id = *id, .label = "production", .to_version = 1, .reason = ""};
    fixture_begin(f);
    assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER),
                                   record_stores[kind->id], &change, &proposal, &problem),
                     ERR_NONE);
    fixture_begin(f);
}

static void saved_views_are_tabs(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *own = f->own.users[PERSONA_PRODUCT_MANAGER].id_text;
    char mine[64];
    (void)snprintf(mine, sizeof mine, "?owner=%s", own);
    for
        EACH_KIND(kind)
        {
            char bulk[64];
            (void)snprintf(bulk, sizeof bulk, "%s/bulk", kind->path);
            struct record_made made = {.persona = PERSONA_ENTERPRISE_TEAM, .name = "idle"};
            (void)make(f, kind, &made);
            struct record_made live = {.persona = PERSONA_PRODUCT_MANAGER, .name = "live"};
            struct uuid id = make(f, kind, &live);
            move(f, kind, &id, "production", 0, 1);
            struct record_made next = {.persona = PERSONA_PRODUCT_MANAGER, .name = "next"};
            id = make(f, kind, &next);
            move(f, kind, &id, "production", 0, 1);
            save(f, kind, &next, "more");
            struct record_made gone = {.persona = PERSONA_PRODUCT_MANAGER, .name = "gone"};
            id = make(f, kind, &gone);
            (void)post_bulk(f, bulk, &id, 1, "do=archive&tag=");
            struct record_made asked = {.persona = PERSONA_PRODUCT_MANAGER, .name = "asked"};
            id = make(f, kind, &asked);
            propose(f, kind, &id);
            assert_shows(f, kind, "", "All", "idle live next asked");
            assert_shows(f, kind, mine, "Mine", "live next asked");
            assert_shows(f, kind, "?show=unreleased", "Unreleased", "idle next asked");
            assert_shows(f, kind, "?show=review", "Needs review", "asked");
            assert_shows(f, kind, "?state=archived", "Archived", "gone");
            struct response *response = get_list(f, kind, "?show=review&q=asked");
            fixture_assert_has(response, DOT("proposed", "Needs review"));
            fixture_assert_has(response,
                               record_path(kind->path, &id, "/releases\">needs review</a>"));
            assert_link(response, kind, "?owner=%s\">Mine<small>3</small></a>", own);
            fixture_assert_has(response, "aria-current=\"page\">Needs review<small>1</small></a>");
            assert_link(response, kind, "?state=%s\">Archived<small>1</small></a>", "archived");
            assert_link(response, kind, "?show=%s\">Unreleased</a>", "unreleased");
        }
}

static void filters_offer_values_with_counts(void **state)
{
    static const char *const words[RECORD_KIND_COUNT] = {"Chat", "large", "Sequential",
                                                         "For an agent"};
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for
        EACH_KIND(kind)
        {
            struct record_made one = {.name = "a/one", .facet = 1};
            struct record_made two = {.name = "b/two", .facet = 1};
            (void)make(f, kind, &one);
            (void)make(f, kind, &two);
            struct response *response = get_list(f, kind, "?folder=a");
            char offered[128];
            (void)snprintf(offered, sizeof offered, "href=\"?folder=a&amp;%s=%s\">%s <small>2<",
                           kind->facet, record_facets[kind->id][1], words[kind->id]);
            fixture_assert_has(response, offered);
            fixture_assert_has(response, "href=\"?folder=a&amp;label=production\"");
        }
}

static void contents_are_searched_by_themselves(void **state)
{
    struct fixture *f = *state;
    for
        EACH_KIND(kind)
        {
            (void)make(f, kind, &(struct record_made){.name = "one", .words = "a needle in hay"});
            sign_in_as(f, PERSONA_PRODUCT_MANAGER);
            fixture_assert_has(get_list(f, kind, "?q=hay+needle"), ">one</a>");
            fixture_assert_has_not(get_list(f, kind, "?q=pin"), ">one</a>");
            sign_in_as(f, PERSONA_PLATFORM_ADMIN);
            struct response *response = get_list(f, kind, "");
            fixture_assert_has(response, ">one</a>");
            fixture_assert_has_not(response, "class=\"bulk\"");
            fixture_assert_has_not(get_list(f, kind, "?q=needle"), ">one</a>");
        }
}

static void a_refused_search_keeps_what_was_typed(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    char query[700];
    (void)snprintf(query, sizeof query, "?q=%0600d", 1);
    for
        EACH_KIND(kind)
        {
            (void)make(f, kind, &(struct record_made){.name = "one"});
            struct response *response = get_list(f, kind, query);
            fixture_assert_has(response, "callout warning");
            fixture_assert_has(response, query + strlen("?q="));
            fixture_assert_has_not(response, ">one</a>");
            fixture_assert_has_not(response, "matches</h2>");
            response = get_list(f, kind, "?q=one%0A%09");
            fixture_assert_has(response, ">one</a>");
        }
}

static void wrong_values_are_left_out(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    static const char *const queries[] = {"?owner=me", "?state=0", "?unknown=1", "?in=bodies",
                                          "?sort=best"};
    for
        EACH_KIND(kind)
        {
            (void)make(f, kind, &(struct record_made){.name = "one"});
            for (size_t i = 0; i < COUNT_OF(queries); i++)
                fixture_assert_has(get_list(f, kind, queries[i]), ">one</a>");
            struct response *response = get_list(f, kind, "?cursor=broken");
            fixture_assert_has(response, "This is the first one");
            fixture_assert_has(response, ">one</a>");
            fixture_assert_status(ask_list(f, kind, "?q=%FF"), 400);
            fixture_assert_status(ask_list(f, kind, "?q=%00"), 400);
        }
}

static void a_list_says_how_many_there_are(void **state)
{
    enum { RECORDS = 26 };
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for
        EACH_KIND(kind)
        {
            char all[64];
            char two[64];
            (void)snprintf(all, sizeof all, "<span class=\"total\">%d %s</span>", RECORDS,
                           kind->nouns);
            (void)snprintf(two, sizeof two, "<span class=\"total\">2 %s</span>", kind->nouns);
            for (int i = 0; i < RECORDS; i++) {
                char name[16];
                (void)snprintf(name, sizeof name, "%s%d",
                               i < 2   ? "in/"
                               : i < 4 ? "in/it/"
                                       : "p",
                               i);
                (void)make(f, kind, &(struct record_made){.name = name, .tags = i < 2 ? "t" : ""});
            }
            fixture_assert_has(get_list(f, kind, ""), all);
            fixture_assert_has(get_list(f, kind, "?sort=name"), all);
            char four[64];
            (void)snprintf(four, sizeof four, "<span class=\"total\">4 %s</span>", kind->nouns);
            fixture_assert_has(get_list(f, kind, "?folder=in"), four);
            fixture_assert_has(get_list(f, kind, "?tag=t"), two);
            fixture_assert_has(get_list(f, kind, "?folder=in/it"), two);
            fixture_assert_has(get_list(f, kind, "?state=all"),
                               "<span class=\"total\">25 shown</span>");
            fixture_assert_has_not(get_list(f, kind, "?q=zzz"), "class=\"total\"");
        }
}

/* A page of long names stays small: names of 120 letters, five tags, two labels, descriptions of
 * 300. */
static void long_names_make_no_long_page(void **state)
{
    enum { RECORDS = 25, NAME_LEN = 120, DESCRIPTION_LEN = 300, SIZE_MAX_BYTES = 40 * 1024 };
    static const char *const moves[] = {
        "label=production&to_version=1&reason=&seen=&compared=1",
        "label=staging&to_version=1&reason=&seen=&compared=1",
    };
    struct fixture *f = *state;
    char name[NAME_LEN + 1] = "";
    char description[DESCRIPTION_LEN + 1] = "";
    memset(name, 'n', NAME_LEN);
    memset(description, 'd', DESCRIPTION_LEN);
    name[8] = '/';
    for
        EACH_KIND(kind)
        {
            sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
            for (int i = 0; i < RECORDS; i++) {
                name[NAME_LEN - 1] = (char)('a' + i);
                struct record_made made = {.name = name,
                                           .description = description,
                                           .tags = "customer-facing,support,refund,finance,style"};
                struct uuid id = make(f, kind, &made);
                for (size_t j = 0; j < COUNT_OF(moves); j++)
                    fixture_assert_status(
                        fixture_post(f, record_path(kind->path, &id, "/releases/move"), moves[j]),
                        303);
            }
            struct response *response = get_list(f, kind, "");
            fixture_assert_has(response, ">25 ");
            fixture_assert_has(response, ">staging <b>v1</b></a>");
            if (response->body.len > SIZE_MAX_BYTES)
                fail_msg("%s: %zu bytes", kind->path, response->body.len);
        }
}

/* A short name is in the words of its box; the box of a long one points to it. */
static void a_box_is_called_by_the_name_of_its_row(void **state)
{
    struct fixture *f = *state;
    static const char long_name[] = "support/a name of more letters than a row has room for";
    (void)make(f, &record_kinds[RECORD_PROMPT], &(struct record_made){.name = "short"});
    (void)make(f, &record_kinds[RECORD_PROMPT], &(struct record_made){.name = long_name});
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = get_list(f, &record_kinds[RECORD_PROMPT], "");
    const char *label = fixture_between(f, response, " aria-labelledby=\"", "\"");
    const char *link = fixture_between(
        f, response, arena_printf(f->arena, "<a id=\"%s\" href=\"/prompts/", label), "</a>");
    link = strchr(link, '>') + 1;
    assert_string_equal(link, arena_printf(f->arena, "<span class=\"path\">support/</span>%s",
                                           strchr(long_name, '/') + 1));
}

static void pages_lead_to_each_other(void **state)
{
    enum { RECORDS = 27 };
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for
        EACH_KIND(kind)
        {
            for (int i = 1; i <= RECORDS; i++) {
                char name[16];
                (void)snprintf(name, sizeof name, "p%d", i);
                (void)make(f, kind, &(struct record_made){.name = name, .tags = "t"});
            }
            struct response *response = get_list(f, kind, "?sort=name&tag=t");
            assert_true(response->body.len < 40960);
            fixture_assert_has(response, ">p25</a>");
            fixture_assert_has_not(response, ">p26</a>");
            fixture_assert_has_not(response, ">Newer</a>");
            const char *next = fixture_between(f, response, "rel=\"next\" href=\"", "\"");
            assert_non_null(next);
            char path[512];
            copy_link(next, path, sizeof path);
            assert_non_null(strstr(path, "tag=t"));
            response = fixture_get(f, path);
            fixture_assert_has(response, ">p26</a>");
            fixture_assert_has(response, ">p27</a>");
            fixture_assert_has_not(response, ">p25</a>");
            fixture_assert_has(response, "rel=\"prev\"");
        }
}

static void several_are_changed_at_once(void **state)
{
    struct fixture *f = *state;
    for
        EACH_KIND(kind)
        {
            const struct uuid ids[] = {
                make(f, kind,
                     &(struct record_made){.persona = PERSONA_PRODUCT_MANAGER, .name = "theirs"}),
                make(
                    f, kind,
                    &(struct record_made){.persona = PERSONA_INDIVIDUAL_DEVELOPER, .name = "mine"}),
            };
            char bulk[64];
            char back[64];
            (void)snprintf(bulk, sizeof bulk, "%s/bulk", kind->path);
            (void)snprintf(back, sizeof back, "%s?sort=name", kind->path);
            sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
            const char *form = arena_printf(
                f->arena, "do=tag&tag=urgent&return=%%2F%s%%3Fsort%%3Dname", kind->plural);
            fixture_assert_redirect(post_bulk(f, bulk, ids, 2, form), back);
            struct response *response = get_list(f, kind, "?sort=name");
            fixture_assert_has(response, arena_printf(f->arena, "1 %s tagged.", kind->noun));
            fixture_assert_has(response, "theirs (not yours to change)");
            char text[UUID_TEXT_LEN];
            uuid_format(&ids[0], text);
            fixture_assert_has_not(response, arena_printf(f->page_arena, "value=\"%s\"", text));
            uuid_format(&ids[1], text);
            fixture_assert_has(response, arena_printf(f->page_arena, "value=\"%s\"", text));
            assert_list_link(response, "?tag=%s\">urgent</a>", "urgent");
            (void)post_bulk(f, bulk, ids + 1, 1, "do=untag&tag=URGENT");
            response = get_list(f, kind, "");
            fixture_assert_has(response, arena_printf(f->arena, "1 %s untagged.", kind->noun));
            fixture_assert_has_not(response, ">urgent</a>");
            sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
            (void)post_bulk(f, bulk, ids, 2, "do=archive&tag=");
            response = get_list(f, kind, "");
            fixture_assert_has(response, arena_printf(f->arena, "2 %s archived.", kind->nouns));
            fixture_assert_has_not(response, ">mine</a>");
            fixture_assert_has(get_list(f, kind, "?state=archived"), "Archived</span>");
            (void)post_bulk(f, bulk, ids, 2, "do=archive&tag=");
            fixture_assert_has(get_list(f, kind, ""), "2 already were.");
        }
}

static void a_refused_change_of_several_keeps_them(void **state)
{
    struct fixture *f = *state;
    for
        EACH_KIND(kind)
        {
            struct uuid id = make(
                f, kind, &(struct record_made){.persona = PERSONA_PRODUCT_MANAGER, .name = "one"});
            char text[UUID_TEXT_LEN];
            char bulk[64];
            uuid_format(&id, text);
            (void)snprintf(bulk, sizeof bulk, "%s/bulk", kind->path);
            sign_in_as(f, PERSONA_PRODUCT_MANAGER);
            struct response *response = post_bulk(f, bulk, &id, 1, "do=tag&tag=");
            fixture_assert_status(response, 422);
            fixture_assert_has(response, text);
            response = post_bulk(f, bulk, &id, 1, "do=tag&tag=a,b");
            fixture_assert_status(response, 422);
            fixture_assert_has(response, "value=\"a,b\"");
            fixture_assert_has(response, arena_printf(f->arena, "Change several %s", kind->nouns));
            fixture_assert_status(post_bulk(f, bulk, &id, 0, "do=archive"), 422);
            fixture_assert_status(post_bulk(f, bulk, &id, 1, "do=explode"), 422);
            fixture_assert_status(fixture_post(f, bulk, "ids=nonsense&do=archive"), 422);
            response = post_bulk(f, bulk, &id, 1, "do=archive&return=%2F%2Fevil.example");
            fixture_assert_redirect(response, kind->path);
            sign_in_as(f, PERSONA_PLATFORM_ADMIN);
            fixture_assert_status(post_bulk(f, bulk, &id, 1, "do=archive"), 403);
        }
}

static void other_organizations_see_nothing(void **state)
{
    struct fixture *f = *state;
    for
        EACH_KIND(kind)
        {
            struct uuid id = make(
                f, kind, &(struct record_made){.persona = PERSONA_PRODUCT_MANAGER, .name = "ours"});
            char bulk[64];
            (void)snprintf(bulk, sizeof bulk, "%s/bulk", kind->path);
            fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
            fixture_assert_has_not(get_list(f, kind, "?q=ours"), ">ours</a>");
            fixture_assert_status(post_bulk(f, bulk, &id, 1, "do=archive"), 303);
            struct response *response = get_list(f, kind, "");
            fixture_assert_has(response,
                               arena_printf(f->arena, "one %s (no longer there)", kind->noun));
            fixture_assert_has_not(response, "ours");
            sign_in_as(f, PERSONA_PLATFORM_ADMIN);
            fixture_assert_has(get_list(f, kind, ""), ">ours</a>");
        }
}

/* Each value with how many have it; the views likewise. */
static void filters_and_views_say_how_many_there_are(void **state)
{
    struct fixture *f = *state;
    for
        EACH_KIND(kind)
        {
            char text[UUID_TEXT_LEN];
            const char *name = f->own.users[PERSONA_PRODUCT_MANAGER].full_name;
            make(f, kind,
                 &(struct record_made){
                     .persona = PERSONA_PRODUCT_MANAGER, .name = "one", .tags = "r&d, x"});
            make(f, kind,
                 &(struct record_made){
                     .persona = PERSONA_PRODUCT_MANAGER, .name = "two", .tags = "r&d"});
            sign_in_as(f, PERSONA_PRODUCT_MANAGER);
            struct response *response = get_list(f, kind, "?sort=name");
            uuid_format(&f->own.users[PERSONA_PRODUCT_MANAGER].actor.user_id, text);
            fixture_assert_has(response,
                               "href=\"?sort=name&amp;tag=r%26d\">r&amp;d <small>2</small></a>");
            fixture_assert_has(
                response, arena_printf(f->page_arena,
                                       "href=\"?sort=name&amp;owner=%s\">%s <small>2</small></a>",
                                       text, name));
            fixture_assert_has(
                response,
                arena_printf(f->page_arena, "?owner=%s\">Mine<small>2</small></a>", text));
            fixture_assert_has(response, "?show=review\">Needs review</a>");
            fixture_assert_has(response, "?state=archived\">Archived</a>");
            fixture_assert_has(get_list(f, kind, "?tag=r%26d"), ">two</a>");
        }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(an_empty_list_says_what_the_thing_is_for),
        TEST(a_row_shows_what_one_decides_by),
        TEST(a_row_says_what_is_live_and_what_waits),
        TEST(a_row_counts_what_uses_it_live),
        TEST(a_long_description_is_cut),
        TEST(hostile_texts_are_escaped),
        TEST(filters_are_in_every_address),
        TEST(saved_views_are_tabs),
        TEST(filters_offer_values_with_counts),
        TEST(contents_are_searched_by_themselves),
        TEST(a_refused_search_keeps_what_was_typed),
        TEST(wrong_values_are_left_out),
        TEST(a_list_says_how_many_there_are),
        TEST(long_names_make_no_long_page),
        TEST(a_box_is_called_by_the_name_of_its_row),
        TEST(pages_lead_to_each_other),
        TEST(several_are_changed_at_once),
        TEST(a_refused_change_of_several_keeps_them),
        TEST(other_organizations_see_nothing),
        TEST(filters_and_views_say_how_many_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
