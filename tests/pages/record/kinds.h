#ifndef TESTS_PAGES_RECORD_KINDS_H
#define TESTS_PAGES_RECORD_KINDS_H

#include "pages/record/record.h"

#include "pages/record/record_noun.h"
#include "sets.h"

/* Records of every kind, for tests of the pages that they share. Their content is made from a
 * number: another number is another version. */

static inline struct uuid kinds_prompt(struct fixture *f, const char *name, int step)
{
    return make_prompt(f, PERSONA_PRODUCT_MANAGER, name, arena_printf(f->arena, "step %d", step));
}

static inline const char *kinds_config(struct fixture *f, int step)
{
    return arena_printf(f->arena, "{\"model\":{\"provider\":\"p\",\"name\":\"step-%d\"}}", step);
}

static inline struct uuid kinds_team(struct fixture *f, const char *name)
{
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER,
                                   arena_printf(f->arena, "Member of %s", name), AGENT_CONFIG);
    return make_team(f, PERSONA_PRODUCT_MANAGER, name, &agent, NULL, 1);
}

static inline const char *kinds_cases(struct fixture *f, int step)
{
    return arena_printf(f->arena, "[{\"id\":\"c1\",\"variables\":{\"a\":\"step %d\"}}]", step);
}

/* Version 1 of a new record of the Product Manager. */
static inline struct uuid kinds_make(struct fixture *f, enum record_kind_id kind, const char *name)
{
    struct uuid id =
        kind == RECORD_PROMPT  ? kinds_prompt(f, name, 1)
        : kind == RECORD_AGENT ? make_agent(f, PERSONA_PRODUCT_MANAGER, name, kinds_config(f, 1))
        : kind == RECORD_TEAM  ? kinds_team(f, name)
                              : make_set(f, PERSONA_PRODUCT_MANAGER, name, kinds_cases(f, 1), "{}");
    fixture_begin(f);
    return id;
}

/* The next version, by the Customer Admin. */
static inline void kinds_save(struct fixture *f, enum record_kind_id kind, const struct uuid *id,
                              int step)
{
    if (kind == RECORD_PROMPT)
        (void)save_body(f, id, arena_printf(f->arena, "step %d", step));
    if (kind == RECORD_AGENT)
        (void)save_config(f, id, kinds_config(f, step));
    if (kind == RECORD_SET)
        (void)save_cases(f, id, kinds_cases(f, step));
    if (kind == RECORD_TEAM) {
        struct team team;
        struct team_problem problem;
        struct record_saved saved;
        const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
        assert_int_equal(team_get(f->db, actor, id, &team), ERR_NONE);
        struct team_draft draft = {.id = *id,
                                   .based_on_revision = team.revision,
                                   .name = team.name,
                                   .description = "",
                                   .tags = "",
                                   .message = ""};
        assert_int_equal(team_plan_of(f->arena, &team, &draft.plan), ERR_NONE);
        draft.plan.termination.max_messages = 10 + step;
        assert_int_equal(team_update(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    }
    fixture_begin(f);
}

static inline struct uuid kinds_make_versions(struct fixture *f, enum record_kind_id kind,
                                              const char *name, int count)
{
    struct uuid id = kinds_make(f, kind, name);
    for (int step = 2; step <= count; step++)
        kinds_save(f, kind, &id, step);
    return id;
}

/* As record_path. */
static inline const char *kinds_path(enum record_kind_id kind, const struct uuid *id,
                                     const char *rest)
{
    return record_path(record_kinds[kind].path, id, rest);
}

static inline struct response *kinds_get(struct fixture *f, enum record_kind_id kind,
                                         const struct uuid *id, const char *rest)
{
    return fixture_get(f, kinds_path(kind, id, rest));
}

static inline struct response *kinds_post(struct fixture *f, enum record_kind_id kind,
                                          const struct uuid *id, const char *rest, const char *form)
{
    return fixture_post(f, kinds_path(kind, id, rest), form);
}

/* Changes rows of one record behind the verbs' back. sql is a constant with $1, its id, and $2. */
static inline void kinds_change(struct fixture *f, const char *sql, const struct uuid *id,
                                struct db_value value)
{
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_change_one(f->db, sql, db_uuid(id), value), ERR_NONE);
    db_note_audit(f->db, &f->own.id);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    fixture_begin(f);
}

/* ---- looking at a page -------------------------------------------------------------------- */

/* The piece of the page around a mark: from the last `open` before it to the first `close` behind
 * it. Fails the test if it is not there. */
static inline const char *piece_with(struct fixture *f, const struct response *response,
                                     const char *open, const char *mark, const char *close)
{
    const char *page = response->body.data;
    const char *found = strstr(page, mark);
    const char *start = NULL;
    if (found == NULL)
        fail_msg("not on the page: %s\n%s", mark, page);
    for (const char *p = strstr(page, open); p != NULL && p <= found; p = strstr(p + 1, open))
        start = p;
    const char *end = found == NULL ? NULL : strstr(found, close);
    if (start == NULL || end == NULL)
        fail_msg("not within %s and %s: %s\n%s", open, close, mark, page);
    return arena_copy(f->page_arena, start, (size_t)(end - start));
}

/* The row of a table with this mark. */
static inline const char *row_with(struct fixture *f, const struct response *response,
                                   const char *mark)
{
    return piece_with(f, response, "<tr", mark, "</tr>");
}

static inline void assert_in(const char *piece, const char *text)
{
    if (strstr(piece, text) == NULL)
        fail_msg("not in the piece: %s\n%s", text, piece);
}

static inline void assert_not_in(const char *piece, const char *text)
{
    if (strstr(piece, text) != NULL)
        fail_msg("in the piece: %s\n%s", text, piece);
}

static inline int count_in(const char *piece, const char *text)
{
    int count = 0;
    for (const char *p = strstr(piece, text); p != NULL; p = strstr(p + 1, text))
        count++;
    return count;
}

/* Every link of the page has a text, beside pictures. */
static inline void assert_links_have_text(const struct response *response)
{
    for (const char *link = strstr(response->body.data, "<a "); link != NULL;
         link = strstr(link + 1, "<a ")) {
        const char *end = strstr(link, "</a>");
        bool is_tag = false, has_text = false;
        assert_non_null(end);
        for (const char *p = link; p < end; p++) {
            if (*p == '<' || *p == '>')
                is_tag = *p == '<';
            else if (!is_tag && strchr(" \n\t", *p) == NULL)
                has_text = true;
        }
        if (!has_text)
            fail_msg("a link without text: %.*s", (int)(end - link), link);
    }
}

#endif
