#include "pages/set/set_noun.h"

#include "data/set/set.h"
#include "data/set/set_content.h"
#include "pages/set/set_content_show.h"
#include "pages/set/set_diff_show.h"
#include "pages/set/set_listing.h"

/* What the pages of all records show of a test set. */

static enum err show_content(struct page *page, const struct record_head *head,
                             const struct record_version *version)
{
    struct set_content content;
    (void)head;
    set_content_read(page->arena, &version->content, &content);
    set_content_show(page, &content);
    return ERR_NONE;
}

static struct set_side side_of(struct page *page, const struct record_version *version,
                               struct set_content *content)
{
    set_content_read(page->arena, &version->content, content);
    return (struct set_side){arena_printf(page->arena, "version %lld", (long long)version->version),
                             content};
}

static enum err show_diff(struct page *page, const struct record_head *head,
                          const struct record_version *from, const struct record_version *to)
{
    struct set_content contents[2];
    struct set_side before = side_of(page, from, &contents[0]);
    struct set_side after = side_of(page, to, &contents[1]);
    (void)head;
    set_diff_show(page, page_view(page), &before, &after);
    return ERR_NONE;
}

static const char *summary(struct page *page, const struct record_content *before,
                           const struct record_content *after)
{
    struct set_content old, new;
    set_content_read(page->arena, before, &old);
    set_content_read(page->arena, after, &new);
    return set_diff_summary(page->arena, &old, &new);
}

static const char *facet_words(const char *facet)
{
    enum set_subject subject;
    return set_subject_parse(facet, &subject) == ERR_NONE ? set_subject_words[subject] : NULL;
}

const struct record_noun set_noun = {
    .kind = &record_kinds[RECORD_SET],
    .store = &set_store,
    .title = "Test set",
    .name_hint = "What it tests, such as support/refund questions. A slash makes a folder.",
    .loss = "cases",
    .show_content = show_content,
    .version_file = "set/version.tpl",
    .show_diff = show_diff,
    .diff_file = "set/diff.tpl",
    .summary = summary,
    .facet_words = facet_words,
    .listing = &set_listing,
};
