#include "pages/record/record_strip.h"

#include <string.h>

#include "data/comment/record_follow.h"
#include "data/reference/record_use.h"
#include "data/release/record_desk.h"
#include "data/release/record_label.h"
#include "data/stop/stop.h"
#include "domain/record/label.h"
#include "pages/record/record_breaks.h"

enum { PICKED_MAX = 10 };

struct strip {
    struct page *page;
    const struct record_noun *noun;
    const struct record_head *head;
    int64_t seen; /* the version that the page shows */
    struct record_desk desk;
    bool is_active;
    bool may_read;
    bool may_change;
    bool may_release;
    bool may_propose;
};

void record_strip_ahead(struct page *page, const struct record_noun *noun)
{
    struct record_head head = record_page_ahead(page, noun);
    record_desk_ahead(page->db, &head);
    record_use_ahead(page->db, &head);
    record_breaks_ahead(page, noun);
    record_follow_ahead(page->db, page->actor, &head);
    record_version_ahead(page->db, &head, PICKED_MAX);
    record_label_ahead(page->db, &head);
    record_stop_find_live_ahead(page->db, &head);
}

static void ask_rights(struct strip *strip)
{
    const struct page *page = strip->page;
    const struct record_head *head = strip->head;
    enum permission move =
        strip->desk.is_live_protected ? PERMISSION_LABEL_MOVE_PROTECTED : PERMISSION_LABEL_MOVE;
    strip->is_active = head->archived_at == 0;
    strip->may_read = record_page_allows(page, strip->noun->kind->read, head);
    strip->may_change = record_page_allows(page, strip->noun->kind->change, head);
    strip->may_release = strip->is_active && record_page_allows(page, move, head);
    strip->may_propose =
        strip->is_active && record_page_allows(page, PERMISSION_LABEL_PROPOSE, head);
}

/* ---- what is live, and what one sees ------------------------------------------------------ */

static const char *say(const struct strip *strip, const char *words)
{
    return arena_printf(strip->page->arena, "You see v%lld, %s", (long long)strip->seen, words);
}

static const char *seen_words(const struct strip *strip)
{
    int64_t live = strip->desk.live_version;
    bool is_newest = strip->seen == strip->head->version;
    if (strip->seen == live)
        return is_newest ? "The newest version is live" : say(strip, "which is live");
    if (strip->seen < live)
        return say(strip, "older than production");
    return live == 0 && !is_newest ? say(strip, "an older version") : say(strip, "not released");
}

static void show_live(const struct strip *strip)
{
    struct view *view = strip->page->view;
    int64_t live = strip->desk.live_version;
    bool is_newest = strip->seen == strip->head->version;
    if (live != 0) {
        struct view *shown = view_add(view, "LIVE");
        view_number(shown, "LIVE_VERSION", live);
        view_show(shown, "LIVE_LINKED", strip->may_read);
        view_show(shown, "LIVE_PLAIN", !strip->may_read);
    }
    view_show(view, "NOT_LIVE", live == 0);
    view_text(view, "SEEN_WORDS", seen_words(strip));
    if (is_newest && live != 0 && live != strip->seen)
        view_text(view_add(view, "LIVE_BEHIND"), "COUNTED",
                  record_page_count(strip->page, strip->desk.newer_count, "version"));
    if (!is_newest)
        view_text(view_add(view, "NEWEST"), "NEWEST_RELEASED",
                  strip->head->version == live ? "" : ", not released");
    if (strip->may_read && live != 0 && live != strip->seen) {
        struct view *compare = view_add(view, "LIVE_COMPARE");
        view_number(compare, "LIVE_VERSION", live);
        view_number(compare, "SEEN_VERSION", strip->seen);
    }
}

static bool is_of_production(const struct record_desk_waiting *waiting)
{
    return strcmp(waiting->label, LABEL_PRODUCTION) == 0;
}

static void show_waiting(const struct strip *strip)
{
    for (int i = 0; i < strip->desk.waiting_count; i++) {
        const struct record_desk_waiting *waiting = &strip->desk.waiting[i];
        if (!is_of_production(waiting))
            continue;
        struct view *row = view_add(strip->page->view, "WAITING");
        page_uuid(strip->page, row, "WAITING_ID", &waiting->id);
        record_page_version(row, "WAITING_VERSION", waiting->to_version);
        view_show(row, "WAITING_REMOVE", waiting->to_version == 0);
        view_show(row, "WAITING_OWN", waiting->is_own);
        if (!waiting->is_own)
            record_page_person(view_add(row, "WAITING_BY"), "NAME", waiting->proposed_by_name);
    }
}

/* The newest versions with their labels, beside the name. */
static void show_picker(const struct strip *strip)
{
    struct record_version_list list;
    struct record_label_list labels;
    struct page *page = strip->page;
    if (!strip->may_read ||
        record_version_recent(page->db, strip->head, PICKED_MAX, &list) != ERR_NONE ||
        record_label_list(page->db, strip->head, &labels) != ERR_NONE)
        return;
    struct view *picker = view_add(page->view, "PICKER");
    view_number(picker, "SEEN_VERSION", strip->seen);
    for (int i = 0; i < list.count; i++) {
        struct view *row = view_add(picker, "PICK");
        view_number(row, "PICK_VERSION", list.versions[i].version);
        view_text(row, "PICK_MESSAGE",
                  list.versions[i].message[0] == '\0' ? "No message" : list.versions[i].message);
        view_show(row, "PICKED", list.versions[i].version == strip->seen);
        for (int k = 0; k < labels.count; k++)
            if (labels.labels[k].version == list.versions[i].version)
                view_text(view_add(row, "PICK_LABEL"), "LABEL_NAME", labels.labels[k].label);
    }
}

/* Who uses it, to any depth. */
static void show_use(const struct strip *strip)
{
    struct record_use_list list;
    if (record_use_list(strip->page->db, strip->head, RECORD_USE_DEPTH_MAX, &list) != ERR_NONE)
        return;
    const char *count =
        arena_printf(strip->page->arena, "%d%s", list.count, list.has_more ? "+" : "");
    view_text(strip->page->view, "USE_COUNT", count);
    if (list.count > 0)
        view_text(view_add(strip->page->view, "IS_USED"), "USE_COUNT", count);
}

/* ---- the next step ------------------------------------------------------------------------ */

/* The newest version above the live one, or one between them. */
static bool is_unreleased(const struct strip *strip)
{
    int64_t live = strip->desk.live_version;
    return strip->seen > live && (live != 0 || strip->seen == strip->head->version);
}

/* The proposal that waits for this person; NULL: none. */
static const struct record_desk_waiting *to_review(const struct strip *strip)
{
    for (int i = 0; strip->is_active && i < strip->desk.waiting_count; i++)
        if (is_of_production(&strip->desk.waiting[i]) && strip->desk.waiting[i].may_decide &&
            !strip->desk.waiting[i].is_stale)
            return &strip->desk.waiting[i];
    return NULL;
}

static const char *release_verb(const struct strip *strip)
{
    if (!is_unreleased(strip) || record_stops_have(&strip->head->stops, strip->seen))
        return NULL;
    if (strip->may_release)
        return "Release";
    return strip->may_propose &&
                   !record_desk_is_proposed(&strip->desk, LABEL_PRODUCTION, strip->seen)
               ? "Propose"
               : NULL;
}

static void show_release(const struct strip *strip, const char *key, const char *verb)
{
    struct view *step = view_add(strip->page->view, key);
    view_text(step, "RELEASE_VERB", verb);
    view_number(step, "SEEN_VERSION", strip->seen);
}

/* One button is the primary one, and it is never one that would be refused. */
static void show_next(const struct strip *strip)
{
    struct view *view = strip->page->view;
    const struct record_desk_waiting *review = to_review(strip);
    const char *verb = release_verb(strip);
    bool may_edit = strip->may_change && strip->is_active;
    bool is_release_first = review == NULL && verb != NULL;
    if (review != NULL)
        page_uuid(strip->page, view_add(view, "REVIEW"), "WAITING_ID", &review->id);
    if (verb != NULL)
        show_release(strip, is_release_first ? "RELEASE" : "RELEASE_LATER", verb);
    view_show(view, "MAY_RESTORE", strip->may_change && !strip->is_active);
    view_show(view, "MAY_EDIT", may_edit);
    view_show(view, "EDIT_FIRST", may_edit && review == NULL && !is_release_first);
}

/* Whoever follows the record finds in the inbox what becomes of it. */
static void show_follow(const struct strip *strip, struct view *menu)
{
    bool follows = false;
    if (record_follow_get(strip->page->db, strip->page->actor, strip->head, &follows) == ERR_NONE)
        (void)view_add(menu, follows ? "MAY_UNFOLLOW" : "MAY_FOLLOW");
}

static void show_banner(const struct strip *strip, const char *words, const char *url)
{
    struct view *banner = view_add(strip->page->view, "IS_OFF");
    view_text(banner, "OFF_WORDS", words);
    view_text(banner, "OFF_URL", url);
}

/* What of it is stopped itself. */
static void show_own_stops(const struct strip *strip)
{
    struct page *page = strip->page;
    const struct record_stops *stops = &strip->head->stops;
    const char *noun = strip->noun->kind->noun;
    const char *url = record_page_url(page, strip->noun->kind, &strip->head->id, "/stop");
    for (int i = 0; i < stops->count; i++)
        view_text(view_add(page->view, "IS_STOPPED"), "STOPPED_WORDS",
                  stops->versions[i] == 0
                      ? "Stopped"
                      : arena_printf(page->arena, "v%lld stopped", (long long)stops->versions[i]));
    if (record_stops_have(stops, 0))
        show_banner(strip,
                    arena_printf(page->arena, "This %s is stopped: no program is given it.", noun),
                    url);
    else if (strip->desk.live_version != 0 && record_stops_have(stops, strip->desk.live_version))
        show_banner(strip,
                    arena_printf(page->arena,
                                 "Production, version %lld, is stopped: no program is given it "
                                 "until another version is released.",
                                 (long long)strip->desk.live_version),
                    url);
    else if (record_stops_have(stops, strip->seen))
        show_banner(strip,
                    arena_printf(page->arena, "Version %lld is stopped: no program is given it.",
                                 (long long)strip->seen),
                    url);
}

/* And what because of something that it uses. */
static void show_stops(const struct strip *strip)
{
    struct page *page = strip->page;
    struct uuid stop_id;
    struct stop stop;
    show_own_stops(strip);
    if (strip->head->stops.count > 0 ||
        record_stop_find_live(page->db, strip->head, &stop_id) != ERR_NONE ||
        uuid_is_nil(&stop_id) || stop_get(page->db, page->actor, &stop_id, &stop) != ERR_NONE)
        return;
    const char *url = record_page_url(page, stop.kind, &stop.record_id, "/stop");
    struct view *row = view_add(page->view, "USES_STOPPED");
    view_text(row, "STOP_URL", url);
    view_text(row, "STOPPED_NOUN", stop.kind->noun);
    show_banner(strip,
                arena_printf(page->arena,
                             "A %s that a live version of it uses is stopped: no program is given "
                             "that version.",
                             stop.kind->noun),
                url);
}

/* Of a prompt the version that is shown, of others all of it. */
static void show_stop_link(const struct strip *strip, struct view *menu)
{
    if (!stop_may(strip->page->actor, strip->head))
        return;
    struct view *link = view_add(menu, "MAY_STOP");
    if (strip->noun->kind->id == RECORD_PROMPT)
        view_number(view_add(link, "SEEN_ONE"), "SEEN_VERSION", strip->seen);
}

/* What else one may do, behind the button with the dots. */
static void show_menu(const struct strip *strip)
{
    const struct page *page = strip->page;
    bool may_copy =
        strip->may_read && record_page_allows(page, strip->noun->kind->create, strip->head);
    bool may_delete = record_page_allows(page, strip->noun->kind->remove, strip->head);
    bool may_follow = record_follow_is_possible(page->actor);
    if (!strip->may_read && !strip->may_change && !may_delete && !may_follow)
        return;
    struct view *menu = view_add(page->view, "RECORD_MENU");
    if (may_follow)
        show_follow(strip, menu);
    if (may_copy)
        page_uuid(strip->page, view_add(menu, "MAY_COPY"), "RECORD_ID", &strip->head->id);
    view_show(menu, strip->noun->has_card ? "MAY_EXPORT_AS" : "MAY_EXPORT", strip->may_read);
    view_show(menu, "HAS_TOKENS",
              strip->noun->kind->id == RECORD_AGENT &&
                  policy_allows_some(strip->page->actor, PERMISSION_TOKEN_ORGANIZATION));
    view_show(menu, "HAS_CARD", strip->may_read && strip->noun->has_card);
    view_show(menu, "MAY_TRANSFER", strip->may_change);
    show_stop_link(strip, menu);
    view_show(menu, "MAY_ARCHIVE", strip->may_change && strip->is_active);
    view_show(menu, "MAY_DELETE", may_delete);
}

void record_strip_head(struct page *page, const struct record_noun *noun,
                       const struct record_head *head, enum record_tab tab, int64_t seen)
{
    struct strip strip = {.page = page, .noun = noun, .head = head, .seen = seen};
    record_page_head(page, noun, head, tab);
    view_include(page->view, "STRIP", "record/strip.tpl");
    if (record_desk_load(page->db, page->actor, head, &strip.desk) != ERR_NONE)
        return;
    ask_rights(&strip);
    view_show(page->view, "MAY_READ", strip.may_read);
    show_stops(&strip);
    show_live(&strip);
    show_waiting(&strip);
    show_use(&strip);
    show_picker(&strip);
    record_breaks_strip(page, head, tab == RECORD_TAB_RECORD);
    show_next(&strip);
    show_menu(&strip);
}
