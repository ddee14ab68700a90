#include "test.h"

#include "html.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Before the end of the page. strstr() would walk to the end each time, under the sanitizers. */
static const char *find(const char *at, const char *end, const char *text)
{
    return memmem(at, (size_t)(end - at), text, strlen(text));
}

static bool begins(const char *at, const char *text)
{
    return strncmp(at, text, strlen(text)) == 0;
}

/* Behind the element that begins here, if nobody sees it: a title of a drawing, and what is for
 * screen readers alone. at itself for all others. */
static const char *skip_unseen(const char *at, const char *page_end)
{
    static const char *const unseen[][2] = {{"<title", "</title>"},
                                            {"<span class=\"sr\"", "</span>"}};
    for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++) {
        const char *end = begins(at, unseen[i][0]) ? find(at, page_end, unseen[i][1]) : NULL;
        if (end != NULL)
            return end + strlen(unseen[i][1]);
    }
    return at;
}

static bool is_space(const char *at, size_t *len)
{
    static const char *const spaces[] = {" ", "\n", "\t", "\xc2\xa0", "&nbsp;", "\xe2\x80\x8b"};
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
        *len = strlen(spaces[i]);
        if (begins(at, spaces[i]))
            return true;
    }
    return false;
}

/* Is there text, or an icon, between the tags of a link? */
static bool is_seen(const char *at, const char *end, const char *page_end)
{
    while (at < end) {
        const char *behind = skip_unseen(at, page_end);
        size_t len = 0;
        if (behind != at)
            at = behind;
        else if (begins(at, "<use "))
            return true;
        else if (*at == '<')
            at += strcspn(at, ">") + 1;
        else if (is_space(at, &len))
            at += len;
        else
            return true;
    }
    return false;
}

static const char *problem_of(const char *link, const char *end, const char *page_end)
{
    size_t tag_len = strcspn(link, ">");
    char tag[2048];
    (void)snprintf(tag, sizeof tag, "%.*s", (int)tag_len, link);
    if (strstr(tag, " href=\"\"") != NULL || strstr(tag, " href=\"#\"") != NULL)
        return "a link that leads nowhere";
    return is_seen(link + tag_len + 1, end, page_end) ? NULL : "a link without text";
}

void html_check_links(const char *html, size_t len)
{
    if (strlen(html) != len)
        fail_msg("a page with NUL in it");
    const char *page_end = html + len;
    for (const char *at = find(html, page_end, "<a "); at != NULL;
         at = find(at + 1, page_end, "<a ")) {
        const char *end = find(at, page_end, "</a>");
        const char *problem =
            end == NULL ? "a link that does not end" : problem_of(at, end, page_end);
        if (problem != NULL)
            fail_msg("%s: %.*s\n%s", problem, end == NULL ? 80 : (int)(end - at), at, html);
    }
}
