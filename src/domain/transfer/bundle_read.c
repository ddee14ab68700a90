#include "domain/transfer/bundle_read.h"

#include "domain/transfer/bundle_langfuse_internal.h"
#include "domain/transfer/bundle_record_internal.h"

static void check_twice(const struct bundle_reader *reader, int index)
{
    const struct bundle_record *record = reader->record;
    int first = bundle_find(reader->bundle, record->kind, record->name);
    struct json_path path = json_path_key(&reader->path, "name");
    if (record->name[0] == '\0')
        bundle_refuse(reader, &path, "The name is empty: a record needs a name.");
    else if (first != index)
        bundle_refuse(reader, &path,
                      arena_printf(reader->arena, "This name is in the document already: %s.",
                                   reader->bundle->entries[first].path));
}

enum err bundle_read(struct arena *arena, const struct bundle *bundle, int index,
                     struct bundle_record *record, struct config_problems *problems)
{
    const struct bundle_entry *entry = &bundle->entries[index];
    struct bundle_reader reader = {.arena = arena,
                                   .bundle = bundle,
                                   .record = record,
                                   .problems = problems,
                                   .paths = entry->paths,
                                   .root = entry->path};
    *problems = (struct config_problems){.count = 0};
    *record = (struct bundle_record){.kind = entry->kind, .name = entry->name, .path = entry->path};
    if (entry->notes != NULL)
        record->notes = *entry->notes;
    if (bundle->is_langfuse)
        bundle_read_langfuse(&reader, entry->json);
    else if (!json_is_object(entry->json))
        bundle_refuse(&reader, &reader.path, "This must be an object.");
    else
        bundle_read_record(&reader, entry->json);
    check_twice(&reader, index);
    return problems->count == 0 ? ERR_NONE : ERR_INVALID;
}
