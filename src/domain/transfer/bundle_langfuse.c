#include "base/number.h"
#include "domain/transfer/bundle_langfuse_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "domain/prompt/prompt_reference.h"
#include "domain/record/label.h"

/* Prompts as Langfuse exports them: one object for each version, {name, version, type: text | chat,
 * prompt, labels, tags, config, commitMessage}; older ones have isActive in place of labels. Its
 * variables are ours; its references become ours. */

static const char langfuse_reference[] = PROMPT_REFERENCE_LANGFUSE;

/* @@@langfusePrompt:name=x|label=y@@@ → @@@prompt:name=x|label=y@@@ */
static struct text own_references(struct arena *arena, struct text text)
{
    struct buf buf;
    size_t len = sizeof langfuse_reference - 1;
    const char *at = text.data;
    const char *end = text.data + text.len;
    buf_init(&buf, arena);
    for (const char *found;
         (found = memmem(at, (size_t)(end - at), langfuse_reference, len)) != NULL;
         at = found + len) {
        buf_add(&buf, at, (size_t)(found - at));
        buf_add_text(&buf, PROMPT_REFERENCE_START);
    }
    buf_add(&buf, at, (size_t)(end - at));
    return (struct text){buf.data, buf.len};
}

static const char *prompt_fault(const json_t *json, const json_t *prompt)
{
    if (json_is_string(prompt))
        return "This is empty: a prompt needs a text.";
    if (prompt == NULL && json_is_array(json_object_get(json, "versions")))
        return "A prompt must be a text or a list of messages. Langfuse's list of prompts has "
               "neither: "
               "fetch each prompt by its name.";
    return "A prompt must be a text or a list of messages.";
}

static void read_body(const struct bundle_reader *reader, const struct json_path *path,
                      const json_t *json, struct bundle_version *version)
{
    const json_t *prompt = json_object_get(json, "prompt");
    struct json_path at = json_path_key(path, "prompt");
    version->is_chat = json_is_array(prompt);
    version->body = (struct text){"", 0};
    if (version->is_chat)
        version->body = bundle_chat(reader, &at, prompt);
    else if (json_string_length(prompt) > 0)
        version->body = (struct text){json_string_value(prompt), json_string_length(prompt)};
    else
        bundle_refuse(reader, &at, prompt_fault(json, prompt));
    version->body = own_references(reader->arena, version->body);
}

/* The labels of a prompt, and where each stands in its list. */
struct labels {
    const struct bundle_reader *reader;
    json_t *places;
};

static void add_label(const struct labels *labels, const char *label, int64_t version)
{
    struct bundle_record *record = labels->reader->record;
    const json_t *place = json_object_get(labels->places, label);
    if (place != NULL)
        record->labels[number_of_json(NUMBER_COUNTER, place, 0)].version = version;
    if (place != NULL || strcmp(label, LABEL_LATEST) == 0 ||
        record->label_count == BUNDLE_LABELS_MAX)
        return;
    json_object_set_new(labels->places, label, json_integer(record->label_count));
    record->labels[record->label_count++] = (struct bundle_label){label, version};
}

static void read_labels(const struct bundle_reader *reader, const struct labels *labels,
                        const json_t *json, int64_t version)
{
    const json_t *names = bundle_array(reader, &reader->path, json, "labels");
    struct json_path list = json_path_key(&reader->path, "labels");
    size_t index = 0;
    json_t *value = NULL;
    json_array_foreach(names, index, value)
    {
        struct json_path at = json_path_item(&list, index);
        if (json_is_string(value))
            add_label(labels, json_string_value(value), version);
        else
            bundle_refuse(reader, &at, "A label must be a text.");
    }
    if (bundle_bool(reader, &reader->path, json, "isActive"))
        add_label(labels, LABEL_PRODUCTION, version);
}

/* A version and the object that it stands in. */
struct found {
    int64_t number;
    size_t index;
};

static int by_number(const void *a, const void *b)
{
    const struct found *first = a;
    const struct found *second = b;
    if (first->number != second->number)
        return first->number < second->number ? -1 : 1;
    return first->index < second->index ? -1 : 1;
}

/* The reader of one version, whose paths begin where the document has it. */
static struct bundle_reader reader_of(const struct bundle_reader *reader, size_t index)
{
    struct bundle_reader version = *reader;
    version.root = json_string_value(json_array_get(reader->paths, index));
    return version;
}

static struct found *sort_versions(const struct bundle_reader *reader, const json_t *list)
{
    size_t count = json_array_size(list);
    struct found *order = arena_array(reader->arena, count + 1, sizeof *order);
    for (size_t i = 0; i < count; i++) {
        struct bundle_reader version = reader_of(reader, i);
        int64_t number = bundle_number(&version, &version.path, json_array_get(list, i), "version");
        order[i] = (struct found){number == 0 ? (int64_t)i + 1 : number, i};
    }
    qsort(order, count, sizeof *order, by_number);
    return order;
}

/* What stands there; who made a prompt when, and its ids, belong to where it comes from. */
static const char *const known_keys[] = {
    "name",     "version", "type",      "prompt",    "labels",    "tags",      "config",
    "isActive", "id",      "projectId", "createdAt", "updatedAt", "createdBy", "commitMessage"};

static void read_version(const struct bundle_reader *reader, const struct labels *labels,
                         const json_t *json, int64_t number)
{
    struct bundle_record *record = reader->record;
    const struct json_path *path = &reader->path;
    if (record->version_count > 0 && record->versions[record->version_count - 1].number == number) {
        bundle_refuse(reader, path,
                      arena_printf(reader->arena, "Version %lld is in the document twice.",
                                   (long long)number));
        return;
    }
    struct bundle_version *version = &record->versions[record->version_count++];
    version->number = number;
    version->path = reader->root;
    version->message = bundle_text(reader, path, json, "commitMessage");
    version->settings = bundle_settings(reader, json, "config");
    read_body(reader, path, json, version);
    read_labels(reader, labels, json, number);
    bundle_note_unknown(reader, path, json, known_keys, COUNT_OF(known_keys));
    if (json_object_get(json, "tags") != NULL)
        record->tags = bundle_tags(reader, path, json); /* those of the newest count */
}

void bundle_read_langfuse(const struct bundle_reader *reader, const json_t *versions)
{
    struct bundle_record *record = reader->record;
    size_t count = json_array_size(versions);
    const struct found *order = sort_versions(reader, versions);
    struct labels labels = {reader, json_keep(reader->arena, json_object())};
    record->versions = arena_array(reader->arena, count + 1, sizeof *record->versions);
    record->labels = arena_array(reader->arena, BUNDLE_LABELS_MAX, sizeof *record->labels);
    for (size_t i = 0; i < count; i++) {
        const json_t *json = json_array_get(versions, order[i].index);
        struct bundle_reader version = reader_of(reader, order[i].index);
        if (json_is_object(json))
            read_version(&version, &labels, json, order[i].number);
        else
            bundle_refuse(&version, &version.path, "A prompt must be an object.");
    }
}
