#ifndef TESTS_PAGES_AGENT_H
#define TESTS_PAGES_AGENT_H

#include "pages/record/record.h"

#include <stdarg.h>

#include "base/buf.h"

/* What the tests of the agent pages share. */

/* Fields of a form, "name", "value" …, NULL at the end, as a browser encodes them. Until the
 * next call. */
static inline const char *agent_form(const char *name, ...) __attribute__((sentinel));
static inline const char *agent_form(const char *name, ...)
{
    static char kept[64 * 1024];
    struct arena *arena = arena_create(1 << 20);
    struct buf form;
    va_list rest;
    buf_init(&form, arena);
    va_start(rest, name);
    for (const char *field = name; field != NULL; field = va_arg(rest, const char *)) {
        const char *value = va_arg(rest, const char *);
        buf_printf(&form, "%s%s=%s", form.len > 0 ? "&" : "", field,
                   text_percent_encode(arena, value));
    }
    va_end(rest);
    assert_true(form.len < sizeof kept);
    memcpy(kept, form.data, form.len + 1);
    arena_destroy(arena);
    return kept;
}

/* Posts a new agent by its config and gives its address, "/agents/ID", until the next call. */
static inline const char *create_agent(struct fixture *f, const char *name, const char *config)
{
    static char address[64];
    struct response *response =
        fixture_post(f, "/agents/new", agent_form("name", name, "config", config, NULL));
    fixture_assert_status(response, 303);
    (void)snprintf(address, sizeof address, "%s", fixture_header(response, "Location"));
    return address;
}

static inline const char *below(const char *address, const char *rest)
{
    static char path[128];
    (void)snprintf(path, sizeof path, "%s%s", address, rest);
    return path;
}

/* The config of the agent now, as its page shows it, on one line. */
static inline const char *config_now(struct fixture *f, const char *address)
{
    json_t *json = NULL;
    const char *problem = NULL;
    struct response *response = fixture_get(f, below(address, "/export"));
    fixture_assert_status(response, 200);
    assert_int_equal(
        json_parse(f->page_arena, response->body.data, response->body.len, &json, &problem),
        ERR_NONE);
    const json_t *agent = json_array_get(json_object_get(json, "agents"), 0);
    const json_t *versions = json_object_get(agent, "versions");
    const json_t *newest = json_array_get(versions, json_array_size(versions) - 1);
    return json_format(f->page_arena, json_object_get(newest, "config"), JSON_LINE).data;
}

#endif
