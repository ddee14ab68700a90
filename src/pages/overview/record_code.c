#include "pages/overview/record_code.h"

#include <string.h>

#include "base/json.h"
#include "domain/record/label.h"
#include "pages/shell/mcp_config.h"

static const char *label_of(const struct record_label_list *labels)
{
    for (int i = 0; i < labels->count; i++)
        if (strcmp(labels->labels[i].label, LABEL_PRODUCTION) == 0)
            return LABEL_PRODUCTION;
    return LABEL_LATEST;
}

/* Of a prompt: what moves a program that has a client of Langfuse. */
static void show_langfuse(struct page *page, const struct record_head *head, const char *label)
{
    view_show(page->view, "CODE_LANGFUSE", head->store->kind->id == RECORD_PROMPT);
    json_t *name = json_keep(page->arena, json_string(head->name));
    view_text(page->view, "CODE_LANGFUSE_TEXT",
              arena_printf(page->arena,
                           "export LANGFUSE_BASE_URL=%s\nexport LANGFUSE_PUBLIC_KEY=pk-rst-…\n"
                           "export LANGFUSE_SECRET_KEY=sk-rst-…\n\n"
                           "import { LangfuseClient } from \"@langfuse/client\";\n\n"
                           "const langfuse = new LangfuseClient();\n"
                           "const prompt = await langfuse.prompt.get(%s, { label: \"%s\" });",
                           page->config->public_url, json_format(page->arena, name, JSON_LINE).data,
                           label));
}

void record_code_show(struct page *page, const struct record_head *head,
                      const struct record_label_list *labels)
{
    const char *label = label_of(labels);
    bool is_test = head->store->kind->is_test;
    const char *kind = is_test ? "test_set" : head->store->kind->name;
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
    show_langfuse(page, head, label);
    if (!is_test) /* it is no resource */
        view_text(view_add(page->view, "HAS_CODE_MCP"), "CODE_MCP", mcp_config(page));
}
