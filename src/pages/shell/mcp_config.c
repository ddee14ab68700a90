#include "pages/shell/mcp_config.h"

const char *mcp_config(struct page *page)
{
    return arena_printf(page->arena,
                        "{\n"
                        "  \"mcpServers\": {\n"
                        "    \"rostrum\": {\n"
                        "      \"type\": \"http\",\n"
                        "      \"url\": \"%s/mcp\",\n"
                        "      \"headers\": {\n"
                        "        \"Authorization\": \"Bearer sk-rst-…\"\n"
                        "      }\n"
                        "    }\n"
                        "  }\n"
                        "}",
                        page->config->public_url);
}
