#include "pages/record/record_code.h"

#include <string.h>

#include "domain/record/label.h"

static const char *label_of(const struct record_label_list *labels)
{
    for (int i = 0; i < labels->count; i++)
        if (strcmp(labels->labels[i].label, LABEL_PRODUCTION) == 0)
            return LABEL_PRODUCTION;
    return LABEL_LATEST;
}

void record_code_show(struct page *page, const struct record_head *head,
                      const struct record_label_list *labels)
{
    const char *label = label_of(labels);
    const char *kind = head->store->kind->name;
    const char *url =
        arena_printf(page->arena, "%s/api/v1%s/by-name/%s?label=%s", page->config->public_url,
                     head->store->kind->path, text_percent_encode(page->arena, head->name), label);
    view_text(page->view, "CODE_LABEL", label);
    view_text(page->view, "CODE_CURL",
              arena_printf(page->arena,
                           "curl -H \"Authorization: Bearer $ROSTRUM_TOKEN\" \\\n  \"%s\"", url));
    view_text(page->view, "CODE_PYTHON",
              arena_printf(page->arena,
                           "import json, os, urllib.request\n\n"
                           "request = urllib.request.Request(\n    \"%s\",\n"
                           "    headers={\"Authorization\": \"Bearer \" + "
                           "os.environ[\"ROSTRUM_TOKEN\"]})\n"
                           "%s = json.load(urllib.request.urlopen(request))",
                           url, kind));
    view_text(page->view, "CODE_FETCH",
              arena_printf(page->arena,
                           "const answer = await fetch(\"%s\", {\n"
                           "  headers: { Authorization: `Bearer ${process.env.ROSTRUM_TOKEN}` },\n"
                           "});\nconst %s = await answer.json();",
                           url, kind));
}
