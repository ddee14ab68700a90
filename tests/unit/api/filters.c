#include "test.h"

#include "api/parameters.h"
#include "base/clock.h"
#include "calls.h"
#include "data/release/label_proposal.h"
#include "data/release/record_label.h"
#include "data/stop/stop.h"
#include "pages/listing/record_query.h"
#include "pages/record/record_noun.h"
#include "records.h"

/* Whatever a list of the pages can be filtered, searched and sorted by, the API's can: the table of
 * the pages says what there is, and both lists show the same for every value. */

enum { RECORDS = 8, IDS_MAX = 60 };

static char secret[API_SECRET_LEN];

/* ---- records that differ in everything that is asked for ---------------------------------- */

static void move(struct fixture *f, const struct record_store *store, const struct uuid *id,
                 const char *label)
{
    struct problem problem;
    struct label_change change = {.record_id = *id, .label = label, .to_version = 1, .reason = ""};
    assert_int_equal(
        label_move(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, store, &change, &problem),
        ERR_NONE);
}

static void propose(struct fixture *f, const struct record_store *store, const struct uuid *id)
{
    struct problem problem;
    struct uuid proposal;
    struct label_change change = {
        .record_id = *id, .label = "production", .to_version = 1, .reason = ""};
    assert_int_equal(label_propose(f->db, &f->own.users[PERSONA_ENTERPRISE_TEAM].actor, store,
                                   &change, &proposal, &problem),
                     ERR_NONE);
}

static void stop(struct fixture *f, const struct record_store *store, const struct uuid *id)
{
    struct problem problem;
    struct uuid stop_id;
    struct stop_draft draft = {*id, 1, "It lies"};
    assert_int_equal(stop_begin(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, store, &draft,
                                &stop_id, &problem),
                     ERR_NONE);
}

static void make_records(struct fixture *f, const struct record_kind *kind)
{
    static const int owners[] = {PERSONA_CUSTOMER_ADMIN, PERSONA_PRODUCT_MANAGER};
    for (int i = 0; i < RECORDS; i++) {
        char name[40];
        (void)snprintf(name, sizeof name, "%s-%d", i % 2 == 0 ? "walk/deep/first" : "second",
                       9 - i);
        fixture_begin(f);
        struct uuid id = records_make(f, kind,
                                      &(struct record_made){.persona = owners[i / 4],
                                                            .name = name,
                                                            .tags = i % 3 == 0 ? "red" : "blue",
                                                            .facet = i / 2 % 2});
        if (i == 1 || i == 4)
            move(f, record_stores[kind->id], &id, "walked");
        if (i == 2) { /* and not served since */
            clock_travel(clock_now() - 2 * RECORD_UNSERVED_DAYS * CLOCK_DAY);
            move(f, record_stores[kind->id], &id, "production");
            clock_travel(0);
        }
        if (i == 3)
            propose(f, record_stores[kind->id], &id);
        if (i == 6)
            stop(f, record_stores[kind->id], &id);
        if (i == 5)
            records_archive(f, kind, &id);
    }
}

/* ---- both lists --------------------------------------------------------------------------- */

struct ids {
    char items[IDS_MAX][UUID_TEXT_LEN];
    int count;
};

static void add_id(struct ids *ids, const char *id)
{
    for (int i = 0; i < ids->count; i++)
        if (strncmp(ids->items[i], id, UUID_TEXT_LEN - 1) == 0)
            return;
    assert_in_range(ids->count, 0, IDS_MAX - 1);
    (void)snprintf(ids->items[ids->count++], UUID_TEXT_LEN, "%s", id);
}

/* The records of a page in their order: of each the address. */
static struct ids page_ids(struct fixture *f, const struct record_kind *kind, const char *query)
{
    struct ids ids = {.count = 0};
    struct uuid id;
    char path[300], mark[40];
    (void)snprintf(path, sizeof path, "%s%s", kind->path, query);
    (void)snprintf(mark, sizeof mark, "href=\"%s/", kind->path);
    const struct response *response = fixture_get(f, path);
    fixture_assert_status(response, 200);
    for (const char *at = response->body.data; (at = strstr(at, mark)) != NULL;) {
        char text[UUID_TEXT_LEN];
        at += strlen(mark);
        (void)snprintf(text, sizeof text, "%s", at);
        if (uuid_parse(text, &id) == ERR_NONE)
            add_id(&ids, text);
    }
    return ids;
}

static struct ids api_ids(struct fixture *f, const struct record_kind *kind, const char *query)
{
    struct ids ids = {.count = 0};
    size_t index = 0;
    json_t *item = NULL;
    char path[300];
    (void)snprintf(path, sizeof path, "/api/v1%s%s", kind->path, query);
    struct response *response = call_get(f, secret, path);
    fixture_assert_status(response, 200);
    json_array_foreach(json_object_get(call_json(f, response), "items"), index, item)
        add_id(&ids, json_string_value(json_object_get(item, "id")));
    return ids;
}

/* How many both show. */
static int assert_same(struct fixture *f, const struct record_kind *kind, const char *name,
                       const char *value)
{
    char query[200];
    (void)snprintf(query, sizeof query, "?%s=%s", name, value);
    struct ids page = page_ids(f, kind, query), api = api_ids(f, kind, query);
    if (page.count != api.count || memcmp(page.items, api.items, sizeof page.items) != 0)
        fail_msg("%s%s: %d on the page, %d in the API, or in another order", kind->path, query,
                 page.count, api.count);
    return api.count;
}

/* ---- the table of the pages --------------------------------------------------------------- */

static const struct form_field *find_parameter(const struct record_kind *kind, const char *name)
{
    const struct api_parameters *all = &record_list_parameters[kind->id];
    for (int i = 0; i < all->count; i++)
        if (strcmp(all->fields[i].name, name) == 0)
            return &all->fields[i];
    fail_msg("the API's list of %s has no %s", kind->plural, name);
    return NULL;
}

/* What is asked for in a part that takes any text. */
static const char *value_of(struct fixture *f, const struct record_kind *kind,
                            enum record_part part)
{
    switch (part) {
    case RECORD_PART_Q:
        return "first";
    case RECORD_PART_OWNER:
        return f->own.users[PERSONA_PRODUCT_MANAGER].id_text;
    case RECORD_PART_TAG:
        return "red";
    case RECORD_PART_LABEL:
        return "walked";
    case RECORD_PART_FACET:
        return record_facets[kind->id][1];
    case RECORD_PART_FOLDER:
        return "walk";
    default:
        fail_msg("no value for part %d of the list's address", (int)part);
        return NULL;
    }
}

static void check_part(struct fixture *f, const struct record_kind *kind, enum record_part part,
                       const char *name)
{
    const struct form_field *field = find_parameter(kind, name);
    if (part == RECORD_PART_CURSOR) /* each list has its own places: as everywhere */
        return;
    for (int i = 0; field->kind == FORM_CHOICE && field->choices[i] != NULL; i++)
        assert_true(assert_same(f, kind, name, field->choices[i]) > 0);
    if (field->kind == FORM_CHOICE)
        return;
    int all = assert_same(f, kind, "sort", "updated");
    assert_in_range(assert_same(f, kind, name, value_of(f, kind, part)), 1, all - 1);
}

static void every_filter_of_a_page_is_one_of_the_api(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        make_records(f, &record_kinds[i]);
    fixture_begin(f);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        const struct record_noun noun = {.kind = &record_kinds[i]};
        const struct record_query query = {.noun = &noun};
        for (int part = 0; part < RECORD_PART_COUNT; part++)
            if (part != RECORD_PART_FILTERS) /* whether their panel is open */
                check_part(f, &record_kinds[i], (enum record_part)part,
                           record_query_name(&query, (enum record_part)part));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_filter_of_a_page_is_one_of_the_api),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
