#include "domain/transfer/bundle_open.h"

#include <string.h>

#include "base/buf.h"
#include "domain/transfer/format_a2a_internal.h"
#include "domain/transfer/format_autogen_internal.h"
#include "domain/transfer/format_claude_internal.h"
#include "domain/transfer/format_crewai_internal.h"
#include "domain/transfer/format_csv_internal.h"
#include "domain/transfer/format_langfuse_internal.h"
#include "domain/transfer/format_mcp_internal.h"
#include "domain/transfer/format_open_webui_internal.h"
#include "domain/transfer/format_openai_internal.h"
#include "domain/transfer/format_rostrum_internal.h"
#include "domain/transfer/jsonc_internal.h"

/* The first that recognizes a document reads it. */
static const struct import_format *const formats[] = {
    &format_rostrum, &format_open_webui, &format_openai, &format_a2a,    &format_autogen,
    &format_mcp,     &format_langfuse,   &format_claude, &format_crewai, &format_csv,
};

bool bundle_format(int index, const char **name, const char **what)
{
    if (index >= (int)COUNT_OF(formats))
        return false;
    *name = formats[index]->name;
    *what = formats[index]->what;
    return true;
}

/* "Rostrum export; Langfuse prompts; …" */
static const char *format_names(struct arena *arena)
{
    struct buf names;
    buf_init(&names, arena);
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        buf_printf(&names, "%s%s", i == 0 ? "" : "; ", formats[i]->name);
    return names.data;
}

static enum err refuse(const char **problem, const char *message)
{
    *problem = message;
    return ERR_INVALID;
}

/* Nobody recognizes it: JSON that is broken says where. */
static enum err refuse_unknown(const struct import_document *document, const char *syntax,
                               const char **problem)
{
    const char *text = document->text.data;
    char first = text[strspn(text, " \t\r\n")];
    if (first == '\0')
        return refuse(problem, "There is nothing in this document.");
    if (document->json == NULL && (first == '{' || first == '['))
        return refuse(problem,
                      arena_printf(document->arena, "This is no JSON document. %s", syntax));
    return refuse(problem, arena_printf(document->arena,
                                        "This document was not recognized. What can be imported: "
                                        "%s.",
                                        format_names(document->arena)));
}

/* As JSON; where that fails, without the comments that some programs write into it. */
static void read_json(struct import_document *document, const char **syntax)
{
    json_t *json = NULL;
    const char *first = document->text.data + strspn(document->text.data, " \t\r\n");
    const char *problem = NULL;
    if (first[0] != '{' && first[0] != '[' && first[0] != '/')
        return;
    if (json_parse_deep(document->arena, document->text, BUNDLE_DEPTH, &json, syntax) != ERR_NONE &&
        json_parse_deep(document->arena, jsonc_plain(document->arena, document->text), BUNDLE_DEPTH,
                        &json, &problem) != ERR_NONE)
        return;
    document->json = json;
}

enum err bundle_open(struct arena *arena, const char *text, size_t len, struct bundle *bundle,
                     const char **problem)
{
    struct import_document document = {.arena = arena};
    const char *syntax = "";
    bundle_begin(bundle, arena);
    if (len > BUNDLE_MAX)
        return refuse(problem, "The document is too large: at most 16 MiB.");
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) { /* a byte order mark */
        text += 3;
        len -= 3;
    }
    if (text_has_nul(text, len) || !text_is_utf8(text, len))
        return refuse(problem, "This file is not UTF-8 text.");
    document.text = (struct text){text, len};
    read_json(&document, &syntax);
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        if (!formats[i]->recognize(&document))
            continue;
        bundle->format = formats[i]->name;
        enum err err = formats[i]->read(&document, bundle, problem);
        if (err == ERR_NONE && bundle->count == 0)
            return refuse(problem, "There is no record in this document.");
        return err;
    }
    return refuse_unknown(&document, syntax, problem);
}
