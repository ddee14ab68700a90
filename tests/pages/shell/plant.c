#include "test.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/db/query.h"
#include "data/organization/setup_code.h"
#include "data/vault/columns.h"
#include "data/vault/vault.h"
#include "html_form.h"
#include "pages/record/record.h"
#include "pages/shell/plant_rows.h"
#include "rich.h"

/* What people type is in the database only sealed, or in a column that the table of columns calls a
 * name. The forms are those of all pages, found by walking over the routes, so that a new form or
 * field is walked without a change here: a mark is typed into every field that takes text, and then
 * the database is searched for all marks, column by column and as the files that it is. */

enum { PLANTS_MAX = 400, MARK_LEN = 16, ROUNDS_MAX = 60 };

struct plant {
    const char *pattern; /* of the route that the form is sent to */
    const char *field;
    char mark[MARK_LEN];
    int walk;    /* the last one that came by */
    int variant; /* the shape that is tried; VARIANT_COUNT: the field stays as it was */
    bool is_accepted;
    bool is_in_clear;
    bool is_sealed;
};

struct planting {
    struct fixture *f;
    struct arena *arena; /* for what outlives a page */
    struct plant *plants;
    int count;
    const char *password;   /* of the person signed in */
    const char *setup_code; /* or NULL */
    const char *links[8];   /* that were shown: "/invite/…", "/reset/…" */
    int link_count;
    const char *import; /* the address of the last import */
    int walk;           /* which walker it is */
};

/* Names are identifiers; everything else that is typed is not to be found. */
static const char *const names_in_clear[] = {"name",
                                             "tags",
                                             "tag",
                                             "label",
                                             "model_name",
                                             "model_provider",
                                             "organization_name",
                                             "prompt_label",
                                             "judge_at", /* a label */
                                             "new_name",
                                             "folder",
                                             "models",
                                             "slug"};

/* What a field takes where a mark alone is refused; each ~ is the mark. */
static const struct {
    const char *pattern;
    const char *field;
    const char *text;
} samples[] = {
    {"/import", "text",
     "{\"rostrum\":1,\"kind\":\"organization\",\"prompts\":[{\"name\":\"typed\",\"body\":\"~\"},"
     "{\"name\":\"~//no\",\"body\":\"x\"},{\"name\":\"uses\","
     "\"body\":\"@@@prompt:name=~@@@\"}]}"},
    {"/settings/holds", "name", "Sam Super"}, /* of someone who is here */
};

/* Fields that exclude each other are typed into alone. */
static const char *const typed_alone[] = {"config"};

static const char bundle[] = "{\"rostrum\":1,\"kind\":\"organization\",\"prompts\":["
                             "{\"name\":\"in a file\",\"body\":\"x\"}]}";

enum { VARIANT_EMAIL = 1, VARIANT_PASSWORD, VARIANT_COUNT = 7 };
static const char *const variants[VARIANT_COUNT] = {
    "~",
    "~@planted.example",
    "~ gravel lantern 52",
    "https://~.example",
    "{\"note\":\"~\"}",
    "{\"metadata\":{\"note\":\"~\"}}",
    "{\"model\":{\"name\":\"m\"},\"instructions\":\"~\"}",
};

/* ---- what was planted --------------------------------------------------------------------- */

static struct plant *find_plant(struct planting *planting, const char *pattern, const char *field)
{
    for (int i = 0; i < planting->count; i++)
        if (strcmp(planting->plants[i].pattern, pattern) == 0 &&
            strcmp(planting->plants[i].field, field) == 0)
            return &planting->plants[i];
    return NULL;
}

static struct plant *note_plant(struct planting *planting, const char *pattern, const char *field)
{
    struct plant *known = find_plant(planting, pattern, field);
    if (known != NULL)
        return known;
    int number = planting->count;
    assert_true(number < PLANTS_MAX);
    struct plant *plant = &planting->plants[planting->count++];
    *plant = (struct plant){.pattern = pattern, .field = arena_strdup(planting->arena, field)};
    (void)snprintf(plant->mark, sizeof plant->mark, "planted%c%c%cz", 'a' + number / 400,
                   'a' + number / 20 % 20, 'a' + number % 20);
    return plant;
}

/* The pattern of the POST route that an address leads to. */
static const char *pattern_of(const char *address)
{
    for (int i = 0; i < route_count; i++) {
        const char *a = address, *p = routes[i].pattern;
        while (*p != '\0' && (*a == *p || *p == '{')) {
            bool is_part = *p == '{';
            p = is_part ? strchr(p, '}') + 1 : p + 1;
            a += is_part ? strcspn(a, "/") : 1;
        }
        if (*p == '\0' && *a == '\0' && routes[i].method == HTTP_POST)
            return routes[i].pattern;
    }
    fail_msg("no route for the form %s", address);
    return NULL;
}

/* ---- sending a form ----------------------------------------------------------------------- */

/* Which form of a page, how it is sent, and what is typed. */
struct sending {
    const struct html_form *form;
    const struct html_field *button; /* or NULL */
    const char *action;
    const char *pattern;
    const char *field; /* the one that is planted; NULL: all */
    bool checks_boxes;
};

static const char *fill(struct arena *arena, const char *text, const char *mark)
{
    struct buf out;
    buf_init(&out, arena);
    for (; *text != '\0'; text++)
        if (*text == '~')
            buf_add_text(&out, mark);
        else
            buf_add_char(&out, *text);
    return out.data;
}

static const char *typed(const struct planting *planting, const struct plant *plant,
                         const struct html_field *field)
{
    const char *text = variants[plant->variant];
    if (plant->variant == 0 && strcmp(field->type, "email") == 0)
        text = variants[VARIANT_EMAIL];
    if (plant->variant == 0 && strcmp(field->type, "password") == 0)
        text = variants[VARIANT_PASSWORD];
    for (size_t i = 0; i < COUNT_OF(samples); i++)
        if (strcmp(samples[i].pattern, plant->pattern) == 0 &&
            strcmp(samples[i].field, field->name) == 0)
            text = samples[i].text;
    return fill(planting->arena, text, plant->mark);
}

/* What must be right for a form to be taken; NULL: anything will do. */
static const char *known_value(const struct planting *planting, const struct html_field *field)
{
    if (strcmp(field->name, "current_password") == 0)
        return planting->password;
    return strcmp(field->name, "setup_code") == 0 ? planting->setup_code : NULL;
}

/* Is a mark typed into it this time? */
static bool is_planted(const struct sending *sending, const struct html_field *field)
{
    if (field->is_repeated || !html_field_is_text(field))
        return false;
    if (sending->field != NULL)
        return strcmp(sending->field, field->name) == 0 ||
               (field->is_required && field->value[0] == '\0');
    for (size_t i = 0; i < COUNT_OF(typed_alone); i++)
        if (strcmp(typed_alone[i], field->name) == 0)
            return false;
    return strcmp(field->type, "file") != 0;
}

/* What is sent for a field; NULL: nothing. */
static const char *value_of(struct planting *planting, const struct sending *sending,
                            const struct html_field *field)
{
    if (field->name[0] == '\0')
        return NULL;
    if (field == sending->button)
        return field->value;
    if (strcmp(field->name, "csrf") == 0)
        return fixture_csrf(planting->f);
    if (html_field_is_text(field)) {
        struct plant *plant = note_plant(planting, sending->pattern, field->name);
        plant->walk = planting->walk;
        if (sending->field == NULL && known_value(planting, field) != NULL)
            return known_value(planting, field);
        if (is_planted(sending, field) && plant->variant < VARIANT_COUNT)
            return typed(planting, plant, field);
    }
    if (strcmp(field->type, "checkbox") == 0 && sending->checks_boxes)
        return field->value;
    return field->is_sent ? field->value : NULL;
}

static void add_encoded(struct buf *out, const char *text)
{
    for (; *text != '\0'; text++)
        if (isalnum((unsigned char)*text))
            buf_add_char(out, *text);
        else
            buf_printf(out, "%%%02X", (unsigned char)*text);
}

#define BOUNDARY "planted-boundary"

static void add_part(struct buf *body, const struct sending *sending,
                     const struct html_field *field, const char *value)
{
    if (!sending->form->is_multipart) {
        buf_printf(body, "%s%s=", body->len == 0 ? "" : "&", field->name);
        add_encoded(body, value);
    } else if (strcmp(field->type, "file") != 0)
        buf_printf(body,
                   "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n",
                   field->name, value);
    else if (sending->field != NULL)
        buf_printf(body,
                   "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"%s\"; "
                   "filename=\"%s.json\"\r\nContent-Type: application/json\r\n\r\n%s\r\n",
                   field->name, value,
                   strcmp(sending->pattern, "/import") == 0 ? bundle : variants[VARIANT_COUNT - 1]);
}

/* Each request carries a mark as the name of the browser, too. */
static struct response *post(struct planting *planting, const char *action, const char *type,
                             const struct buf *body)
{
    struct request_input input = {
        .method = "POST",
        .uri = arena_strdup(planting->arena, action),
        .content_type = type,
        .content_length = arena_printf(planting->arena, "%zu", body->len),
        .sec_fetch_site = "same-origin",
        .remote_addr = "192.0.2.7",
        .user_agent = planting->plants[0].mark,
        .body = body->data,
        .body_len = body->len,
    };
    struct response *response = NULL;
    int64_t until = 0;
    do
        response = fixture_serve(planting->f, &input);
    while (fixture_is_to_come_again(response, &until));
    return response;
}

static struct response *send(struct planting *planting, const struct sending *sending)
{
    struct buf body;
    const struct html_form *form = sending->form;
    buf_init(&body, planting->arena);
    for (int i = 0; i < form->count; i++) {
        const char *value = value_of(planting, sending, &form->fields[i]);
        if (value != NULL)
            add_part(&body, sending, &form->fields[i], value);
    }
    if (form->is_multipart)
        buf_add_text(&body, "--" BOUNDARY "--\r\n");
    return post(planting, sending->action,
                form->is_multipart ? "multipart/form-data; boundary=" BOUNDARY
                                   : "application/x-www-form-urlencoded",
                &body);
}

/* Links that a page shows once: those who get them fill in forms, too. */
static void note_links(struct planting *planting, const struct response *response)
{
    static const char *const marks[] = {"/invite/", "/reset/"};
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        const char *found = strstr(response->body.data, marks[i]);
        if (found != NULL && planting->link_count < (int)COUNT_OF(planting->links))
            planting->links[planting->link_count++] =
                arena_copy(planting->arena, found, strcspn(found, "\"<& \n"));
    }
}

static bool is_taken(struct planting *planting, const struct sending *sending,
                     const struct response *response)
{
    const char *location = fixture_header(response, "Location");
    bool is_good = response->status == 200 || response->status == 303;
    if (response->status >= 500)
        fail_msg("%s: status %d", sending->action, response->status);
    if (is_good && location != NULL && text_starts_with(location, "/import/"))
        planting->import = arena_strdup(planting->arena, location);
    if (is_good && location != NULL && text_starts_with(location, "/users/"))
        note_links(planting, fixture_get(planting->f, arena_strdup(planting->arena, location)));
    else
        note_links(planting, response);
    return is_good;
}

/* ---- the forms of a page ------------------------------------------------------------------ */

static const struct html_field *button_of(const struct html_form *form)
{
    const struct html_field *first = NULL;
    for (int i = 0; i < form->count; i++) {
        const struct html_field *field = &form->fields[i];
        bool is_button = strcmp(field->tag, "button") == 0 && strcmp(field->type, "submit") == 0;
        if (is_button && field->is_primary && field->action == NULL)
            return field;
        if (is_button && first == NULL && field->action == NULL)
            first = field;
    }
    return first;
}

typedef bool want_sending(struct planting *planting, const struct sending *sending);

/* The first form and button of a page that is wanted. */
static bool choose(struct planting *planting, const struct html_forms *list, want_sending *wants,
                   struct sending *sending)
{
    for (int i = 0; i < list->count; i++) {
        const struct html_form *form = &list->forms[i];
        for (int k = -1; form->is_post && k < form->count; k++) {
            const struct html_field *button = k < 0 ? button_of(form) : &form->fields[k];
            if (k >= 0 && (button->action == NULL || strcmp(button->action, form->action) == 0))
                continue;
            sending->form = form;
            sending->button = button;
            sending->action = k < 0 ? form->action : button->action;
            sending->pattern = pattern_of(sending->action);
            if (wants(planting, sending))
                return true;
        }
    }
    return false;
}

/* What is sent to the same place with the same field. */
static const char *wanted_pattern;
static const char *wanted_field;

/* Something in it was never typed into. */
static bool is_new(struct planting *planting, const struct sending *sending)
{
    for (int i = 0; i < sending->form->count; i++) {
        const struct html_field *field = &sending->form->fields[i];
        const struct plant *plant = find_plant(planting, sending->pattern, field->name);
        bool was_here = plant != NULL && (plant->is_accepted || plant->walk == planting->walk);
        if (html_field_is_text(field) && !was_here) {
            wanted_field = field->name;
            return true;
        }
    }
    return false;
}

static struct html_forms read_page(struct planting *planting, const char *address)
{
    const struct response *response = fixture_get(planting->f, address);
    if (response->status != 200)
        return (struct html_forms){NULL, 0};
    return html_forms_read(planting->arena, response->body.data);
}

static bool is_wanted(struct planting *planting, const struct sending *sending)
{
    bool has_field = false;
    (void)planting;
    for (int i = 0; i < sending->form->count; i++)
        has_field = has_field || strcmp(sending->form->fields[i].name, wanted_field) == 0;
    return has_field && strcmp(sending->pattern, wanted_pattern) == 0;
}

static void note_taken(struct planting *planting, const struct sending *sending)
{
    for (int i = 0; i < sending->form->count; i++) {
        const struct html_field *field = &sending->form->fields[i];
        struct plant *plant = find_plant(planting, sending->pattern, field->name);
        if (is_planted(sending, field) && plant->variant < VARIANT_COUNT)
            plant->is_accepted = true;
    }
    struct plant *password = find_plant(planting, "/account/password", "password");
    if (strcmp(sending->pattern, "/account/password") == 0 && password->is_accepted)
        planting->password = fill(planting->arena, variants[VARIANT_PASSWORD], password->mark);
}

/* What the answer calls invalid is tried in its next shape. False: it calls nothing so. */
static bool try_others(struct planting *planting, const struct sending *sending,
                       const struct response *response)
{
    struct sending again;
    bool has_invalid = false;
    struct html_forms list = html_forms_read(planting->arena, response->body.data);
    if (!choose(planting, &list, is_wanted, &again))
        return false;
    for (int i = 0; i < again.form->count; i++) {
        const struct html_field *field = &again.form->fields[i];
        struct plant *plant = find_plant(planting, sending->pattern, field->name);
        if (!field->is_invalid || plant == NULL || plant->variant == VARIANT_COUNT)
            continue;
        plant->variant++;
        has_invalid = true;
    }
    return has_invalid;
}

/* Sends a form with a mark in all its fields, or in one, until it is taken. */
static bool plant_form(struct planting *planting, const char *address, struct sending *sending)
{
    for (int i = 0; i < ROUNDS_MAX; i++) {
        struct html_forms list = read_page(planting, address);
        if (!choose(planting, &list, is_wanted, sending))
            return false;
        const struct response *response = send(planting, sending);
        bool goes_on = false;
        if (is_taken(planting, sending, response)) {
            note_taken(planting, sending);
            return true;
        }
        goes_on = try_others(planting, sending, response);
        if (!goes_on && sending->checks_boxes)
            return false;
        sending->checks_boxes = sending->checks_boxes || !goes_on;
    }
    return false;
}

/* The fields of a form that did not take a mark together with the others. */
static void plant_rest(struct planting *planting, const char *address, const char *pattern)
{
    for (int i = 0; i < planting->count; i++) {
        struct plant *plant = &planting->plants[i];
        struct sending alone = {.field = plant->field, .pattern = pattern};
        if (strcmp(plant->pattern, pattern) != 0 || plant->is_accepted)
            continue;
        plant->variant = 0;
        wanted_field = plant->field;
        (void)plant_form(planting, address, &alone);
    }
}

/* What is searched and filtered for goes into addresses only. */
static void plant_searches(struct planting *planting, const char *address)
{
    struct html_forms list = read_page(planting, address);
    for (int i = 0; i < list.count; i++)
        for (int k = 0; !list.forms[i].is_post && k < list.forms[i].count; k++) {
            const struct html_field *field = &list.forms[i].fields[k];
            if (!html_field_is_text(field))
                continue;
            struct plant *plant = note_plant(planting, "a search", field->name);
            int status = fixture_get(planting->f,
                                     arena_printf(planting->arena, "%s?%s=%s", list.forms[i].action,
                                                  field->name, plant->mark))
                             ->status;
            assert_true(status < 500);
            plant->is_accepted = true;
        }
}

/* Every form of a page: all fields at once, and what was not taken then, one by one. */
static void plant_page(struct planting *planting, const char *address)
{
    plant_searches(planting, address);
    for (int round = 0; round < ROUNDS_MAX; round++) {
        struct sending sending = {.field = NULL};
        struct html_forms list = read_page(planting, address);
        if (!choose(planting, &list, is_new, &sending))
            return;
        wanted_pattern = sending.pattern;
        (void)plant_form(planting, address, &sending);
        plant_rest(planting, address, wanted_pattern);
    }
    fail_msg("%s has no end of forms", address);
}

/* ---- the walk ----------------------------------------------------------------------------- */

static void sign_in(struct planting *planting)
{
    struct buf body;
    buf_init(&body, planting->arena);
    buf_printf(&body, "csrf=%s&email=", fixture_csrf(planting->f));
    add_encoded(&body, planting->f->own.users[PERSONA_PRODUCT_MANAGER].email);
    buf_add_text(&body, "&password=");
    add_encoded(&body, FIXTURE_PASSWORD);
    assert_int_equal(post(planting, "/login", "application/x-www-form-urlencoded", &body)->status,
                     303);
    fixture_use_jar(planting->f, 2);
}

static void ask_for_reset(struct planting *planting)
{
    const char *path = arena_printf(planting->arena, "/users/%s",
                                    planting->f->own.users[PERSONA_ENTERPRISE_TEAM].id_text);
    note_links(planting,
               fixture_post(planting->f, arena_printf(planting->arena, "%s/link", path), ""));
    note_links(planting, fixture_get(planting->f, path));
}

/* All pages that are stops of records, or all that are not. */
static void plant_routes(struct planting *planting, const struct rich *rich, bool are_stops)
{
    for (int i = 0; i < route_count; i++) {
        const char *pattern = routes[i].pattern;
        if (routes[i].method == HTTP_GET && strstr(pattern, "{token}") == NULL &&
            (strstr(pattern, "/{id}/stop") != NULL) == are_stops)
            plant_page(planting,
                       arena_strdup(planting->arena, rich_address(planting->f, rich, pattern)));
    }
}

/* A card that is there keeps its address, unless somebody confirms another: the walk publishes
 * them.
 */
static void withdraw_cards(struct fixture *f, const struct rich *rich)
{
    for (int kind = RECORD_AGENT; kind <= RECORD_TEAM; kind++) {
        struct problem problem;
        fixture_begin(f);
        assert_int_equal(card_remove(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), rich_stores[kind],
                                     &rich->ids[kind], &problem),
                         ERR_NONE);
    }
}

/* Those who may only propose fill in other forms than those who decide. What is stopped is
 * released no more, so that stops come last. */
static void plant_everywhere(struct planting *planting, const struct rich *rich)
{
    static const int walkers[] = {PERSONA_INDIVIDUAL_DEVELOPER, PERSONA_CUSTOMER_ADMIN};
    struct fixture *f = planting->f;
    withdraw_cards(f, rich);
    for (size_t walker = 0; walker < COUNT_OF(walkers); walker++) {
        sign_in_as(f, walkers[walker]);
        planting->password = FIXTURE_PASSWORD;
        planting->walk++;
        plant_routes(planting, rich, false);
        plant_routes(planting, rich, true);
    }
    plant_page(planting,
               arena_strdup(planting->arena, record_path("/prompts", &rich->chat_id, "/edit")));
    plant_page(planting, arena_strdup(planting->arena, record_path("/sets", &rich->ids[RECORD_SET],
                                                                   "/edit?case=late")));
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    planting->walk++;
    plant_page(planting, "/audit?action=prompt."); /* a filter can be kept */
    sign_in_as(f, FIXTURE_SUPERUSER);
    planting->walk++;
    plant_page(planting,
               arena_strdup(planting->arena, rich_address(f, rich, "/users/{id}/superuser")));
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    ask_for_reset(planting);
    fixture_use_jar(f, 1);
    planting->walk++;
    plant_page(planting, "/login");
    sign_in(planting);
    for (int i = 0; i < planting->link_count; i++)
        plant_page(planting, planting->links[i]);
}

/* ---- the search --------------------------------------------------------------------------- */

static bool contains(struct text bytes, const char *mark)
{
    return bytes.data != NULL && memmem(bytes.data, bytes.len, mark, strlen(mark)) != NULL;
}

static bool is_name(const char *field)
{
    for (size_t i = 0; i < COUNT_OF(names_in_clear); i++)
        if (strcmp(names_in_clear[i], field) == 0)
            return true;
    return false;
}

static void look_at_clear(struct planting *planting, const struct column *column, struct text value)
{
    for (int i = 0; i < planting->count; i++) {
        struct plant *plant = &planting->plants[i];
        if (!contains(value, plant->mark))
            continue;
        if (column->rule != COLUMN_NAME || !is_name(plant->field))
            fail_msg("what is typed into %s of %s is in clear in %s.%s", plant->field,
                     plant->pattern, column->table, column->name);
        plant->is_in_clear = true;
    }
}

/* Opens a value by the key that it names itself, and notes what is in it. True for any mark. */
static bool look_at_sealed(struct planting *planting, const struct column *column,
                           const struct db_result *rows, int row)
{
    enum { KEY_ID_AT = 2 };
    struct uuid key_id;
    struct text plain, blob = db_get_bytes(rows, row, 0);
    struct seal_place place = {column->table, column->name, db_get_uuid(rows, row, 2),
                               db_get_uuid(rows, row, 1)};
    bool has_any = false;
    if (blob.data == NULL)
        return false;
    look_at_clear(planting, column, blob);
    memcpy(key_id.bytes, blob.data + KEY_ID_AT, sizeof key_id.bytes);
    assert_int_equal(vault_unseal(planting->f->db, &key_id, &place, blob, &plain), ERR_NONE);
    for (int i = 0; i < planting->count; i++) {
        bool has_mark = contains(plain, planting->plants[i].mark);
        planting->plants[i].is_sealed = planting->plants[i].is_sealed || has_mark;
        has_any = has_any || has_mark;
    }
    return has_any;
}

static struct db_result read_column(struct fixture *f, const struct column *column)
{
    struct query q;
    struct db_result rows;
    query_begin(&q, f->db, "SELECT ");
    query_add(&q, column->name);
    if (column_is_sealed(column))
        query_add(&q, ", id, organization_id");
    query_add(&q, " FROM ");
    query_add(&q, column->table);
    query_add(&q, " LIMIT 100000");
    assert_int_equal(query_run(&q, &rows), ERR_NONE);
    return rows;
}

/* True if a mark is in the column, sealed or not. */
static bool search_column(struct planting *planting, const struct column *column)
{
    bool has_any = false;
    struct db_result rows = read_column(planting->f, column);
    for (int row = 0; row < rows.row_count; row++) {
        const struct db_value *value = &rows.values[row * rows.column_count];
        if (column_is_sealed(column))
            has_any = look_at_sealed(planting, column, &rows, row) || has_any;
        else if (value->type == DB_TEXT || value->type == DB_BYTES)
            look_at_clear(planting, column, value->text);
    }
    return has_any;
}

static bool is_never_typed(const struct column *column)
{
    for (size_t i = 0; i < COUNT_OF(never_typed); i++)
        if ((never_typed[i].table == NULL || strcmp(never_typed[i].table, column->table) == 0) &&
            (never_typed[i].column == NULL || strcmp(never_typed[i].column, column->name) == 0))
            return true;
    return false;
}

/* A request for each column: the composed texts of one are limited. */
static void search_columns(struct planting *planting, bool wants_all)
{
    struct column column = {.entry = 0};
    while (columns_next(&column)) {
        fixture_begin(planting->f);
        (void)db_enter(planting->f->db, (struct db_scope){.reach = DB_ALL});
        if (!search_column(planting, &column) && column_is_sealed(&column) && wants_all &&
            !is_never_typed(&column))
            fail_msg("no form of the walk ends in %s.%s", column.table, column.name);
    }
}

static void search_file(const struct planting *planting, const char *path)
{
    enum { FILE_MAX = 64 << 20 };
    struct arena *arena = arena_create(FILE_MAX + (1 << 20));
    char *bytes = arena_alloc(arena, FILE_MAX);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(bytes, 1, FILE_MAX, file);
    assert_true(len < FILE_MAX);
    (void)fclose(file);
    for (int i = 0; i < planting->count; i++)
        if (!planting->plants[i].is_in_clear &&
            contains((struct text){bytes, len}, planting->plants[i].mark))
            fail_msg("what is typed into %s of %s is in %s", planting->plants[i].field,
                     planting->plants[i].pattern, path);
    arena_destroy(arena);
}

/* The files of SQLite; PostgreSQL's are not ours, and what is in them was asked for. */
static int search_files(const struct planting *planting)
{
    int count = 0;
    DIR *dir = opendir(planting->f->dir);
    assert_non_null(dir);
    for (const struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s", planting->f->dir, entry->d_name);
        if (strstr(entry->d_name, ".db") == NULL)
            continue;
        search_file(planting, path);
        count++;
    }
    (void)closedir(dir);
    return count;
}

static bool is_never_taken(const struct plant *plant)
{
    for (size_t i = 0; i < COUNT_OF(never_taken); i++)
        if (strcmp(never_taken[i].field, plant->field) == 0 &&
            (never_taken[i].pattern == NULL ||
             strstr(plant->pattern, never_taken[i].pattern) != NULL))
            return true;
    return false;
}

/* Otherwise the walk would find nothing because it wrote nothing. */
static void check_that_all_were_taken(const struct planting *planting)
{
    int in_clear_count = 0, sealed_count = 0;
    for (int i = 0; i < planting->count; i++) {
        const struct plant *plant = &planting->plants[i];
        if (plant->is_accepted == is_never_taken(plant))
            fail_msg("%s of %s %s a mark", plant->field, plant->pattern,
                     plant->is_accepted ? "takes" : "does not take");
        in_clear_count += plant->is_in_clear;
        sealed_count += plant->is_sealed;
    }
    print_message("# %d fields, %d of them in clear, %d sealed\n", planting->count, in_clear_count,
                  sealed_count);
    assert_true(in_clear_count > 0 && sealed_count > in_clear_count);
}

static struct planting begin(struct fixture *f)
{
    enum { ARENA = 512 << 20 };
    struct planting planting = {.f = f, .arena = arena_create(ARENA), .password = FIXTURE_PASSWORD};
    planting.plants = arena_array(planting.arena, PLANTS_MAX, sizeof *planting.plants);
    note_plant(&planting, "every request", "User-Agent")->is_accepted = true;
    return planting;
}

static void search_everything(struct planting *planting, bool wants_all)
{
    search_columns(planting, wants_all);
    if (!planting->f->is_postgres)
        assert_true(search_files(planting) >= 2);
    check_that_all_were_taken(planting);
    arena_destroy(planting->arena);
}

static void what_is_typed_is_sealed_or_a_name(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    struct planting planting = begin(f);
    rich_make(f, &rich);
    plant_everywhere(&planting, &rich);
    assert_true(planting.link_count >= 2 && planting.import != NULL);
    search_everything(&planting, true);
}

static void what_is_typed_at_set_up_is_sealed_or_a_name(void **state)
{
    struct fixture *f = *state;
    char code[CODE_TEXT_LEN];
    struct planting planting = begin(f);
    assert_int_equal(setup_code_create(f->db, &f->command, code), ERR_NONE);
    planting.setup_code = code;
    planting.walk = 1;
    plant_page(&planting, "/setup");
    search_everything(&planting, false);
}

int main(void)
{
    assert_int_equal(setenv("ROSTRUM_MODEL_HOSTS", "public", 1), 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_typed_is_sealed_or_a_name, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(what_is_typed_at_set_up_is_sealed_or_a_name,
                                        fixture_open_empty_app, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
