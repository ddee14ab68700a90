#include "pages/team/team_noun.h"

#include <string.h>

#include "base/buf.h"
#include "data/team/team_scope.h"
#include "domain/team/team_diff.h"
#include "pages/team/team_content_show.h"
#include "pages/team/team_diff_show.h"
#include "pages/team/team_listing.h"

/* What the pages of all records show of a team. */

static void ahead(struct page *page, const struct record_source *source)
{
    team_content_ahead(page->db, source);
}

static enum err read_version(struct page *page, const struct record_head *head,
                             const struct record_version *version, struct team_content *content,
                             struct team_plan *plan)
{
    enum err err = team_content_get(page->db, head, version, content);
    return err == ERR_NONE ? team_plan_read(page->arena, &version->content, plan) : err;
}

static enum err show_content(struct page *page, const struct record_head *head,
                             const struct record_version *version)
{
    struct team_content content;
    struct team_plan plan;
    enum err err = read_version(page, head, version, &content, &plan);
    if (err == ERR_NONE)
        team_content_show(page, &(struct team_shown){head->name, &content, &plan});
    return err;
}

static enum err show_diff(struct page *page, const struct record_head *head,
                          const struct record_version *from, const struct record_version *to)
{
    const struct record_version *versions[] = {from, to};
    struct team_content contents[2];
    struct team_plan plans[2];
    struct team_side sides[2];
    for (int i = 0; i < 2; i++) {
        enum err err = read_version(page, head, versions[i], &contents[i], &plans[i]);
        if (err != ERR_NONE)
            return err;
        sides[i] = (struct team_side){
            arena_printf(page->arena, "version %lld", (long long)versions[i]->version),
            &contents[i], &plans[i]};
    }
    team_diff_show(page, &sides[0], &sides[1]);
    return ERR_NONE;
}

static const char *summary(struct page *page, const struct record_content *before,
                           const struct record_content *after)
{
    struct team_plan plans[2];
    struct team_diff diff;
    struct buf words;
    const struct text *old_settings = &before->parts[TEAM_PART_SETTINGS];
    const struct text *new_settings = &after->parts[TEAM_PART_SETTINGS];
    if (team_plan_read(page->arena, before, &plans[0]) != ERR_NONE ||
        team_plan_read(page->arena, after, &plans[1]) != ERR_NONE)
        return NULL;
    team_diff(page->arena, &plans[0], &plans[1], &diff);
    buf_init(&words, page->arena);
    if (plans[0].kind != plans[1].kind)
        buf_printf(&words, "kind");
    if (diff.count > 0)
        buf_printf(&words, "%s%s", words.len > 0 ? ", " : "",
                   text_counted(page->arena, diff.count, "member"));
    if (old_settings->len != new_settings->len ||
        memcmp(old_settings->data, new_settings->data, old_settings->len) != 0)
        buf_printf(&words, "%ssettings", words.len > 0 ? ", " : "");
    return words.len > 0 ? words.data : NULL;
}

/* A side with the names of its members. */
static enum err read_side(struct page *page, const struct record_head *head,
                          const struct record_version *version, struct team_scope_side *side)
{
    struct team_content content;
    enum err err = team_content_get(page->db, head, version, &content);
    if (err != ERR_NONE)
        return err;
    const char **names = arena_array(page->arena, (size_t)content.member_count + 1, sizeof *names);
    for (int i = 0; i < content.member_count; i++)
        names[i] = content.members[i].name;
    *side = team_scope_side(page->arena, &version->content);
    side->names = names;
    return ERR_NONE;
}

static enum err find_scope(struct page *page, const struct record_head *head,
                           const struct record_version *live, const struct record_version *next,
                           struct scope *scope)
{
    struct team_scope_side before, after;
    enum err err = read_side(page, head, next, &after);
    if (err == ERR_NONE && live != NULL)
        err = read_side(page, head, live, &before);
    if (err == ERR_NONE)
        team_scope(page->arena, live == NULL ? NULL : &before, &after, scope);
    return err;
}

static const char *facet_words(const char *facet)
{
    enum team_kind kind;
    return team_kind_parse(facet, &kind) == ERR_NONE ? team_kind_labels[kind] : NULL;
}

const struct record_noun team_noun = {
    .kind = &record_kinds[RECORD_TEAM],
    .store = &team_store,
    .title = "Team",
    .name_hint = "A slash makes a folder, such as support/night shift.",
    .loss = "members and settings",
    .ahead = ahead,
    .diff_ahead = ahead,
    .show_content = show_content,
    .version_file = "team/version.tpl",
    .show_diff = show_diff,
    .diff_file = "team/diff.tpl",
    .summary = summary,
    .scope = find_scope,
    .facet_words = facet_words,
    .has_card = true,
    .has_exports = true,
    .has_register = true,
    .listing = &team_listing,
};
