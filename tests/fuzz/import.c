/* Documents: whatever opens, ours or Langfuse's, has records that are read or refused by path, and
 * what was read keeps the promises of bundle.h. */

#include <string.h>

#include "domain/prompt/prompt_chat.h"
#include "domain/transfer/bundle_open.h"
#include "domain/transfer/bundle_read.h"
#include "fuzz.h"

static void check_text(const char *text)
{
    FUZZ_REQUIRE(text != NULL && text_is_utf8(text, strlen(text)));
}

static void check_versions(struct arena *arena, const struct bundle_record *record)
{
    int64_t before = 0;
    FUZZ_REQUIRE(record->version_count > 0);
    for (int i = 0; i < record->version_count; i++) {
        const struct bundle_version *version = &record->versions[i];
        struct prompt_chat chat;
        const char *problem = NULL;
        FUZZ_REQUIRE(version->number > before);
        before = version->number;
        check_text(version->message);
        check_text(version->settings);
        FUZZ_REQUIRE(strlen(version->body.data) == version->body.len);
        FUZZ_REQUIRE((version->body.len > 0) == (record->kind != RECORD_TEAM));
        if (version->is_chat)
            FUZZ_REQUIRE(prompt_chat_parse(arena, version->body.data, version->body.len, &chat,
                                           &problem) == ERR_NONE);
    }
}

static void check_record(struct arena *arena, const struct bundle_record *record)
{
    check_text(record->name);
    FUZZ_REQUIRE(record->name[0] != '\0');
    check_versions(arena, record);
    FUZZ_REQUIRE(record->label_count <= BUNDLE_LABELS_MAX);
    for (int i = 0; i < record->label_count; i++) {
        check_text(record->labels[i].label);
        FUZZ_REQUIRE(strcmp(record->labels[i].label, "latest") != 0);
    }
    for (int k = 0; k < record->version_count; k++) {
        const struct bundle_version *version = &record->versions[k];
        FUZZ_REQUIRE(version->member_count <= TEAM_MEMBERS_MAX);
        for (int i = 0; i < version->member_count; i++)
            check_text(version->members[i].agent);
    }
}

static void check_bundle(struct arena *arena, const struct bundle *bundle)
{
    FUZZ_REQUIRE(bundle->count > 0);
    for (int i = 0; i < bundle->count; i++) {
        struct bundle_record record;
        struct config_problems problems;
        enum err err = bundle_read(arena, bundle, i, &record, &problems);
        FUZZ_REQUIRE((err == ERR_NONE) == (problems.count == 0));
        for (int j = 0; j < problems.count; j++) {
            check_text(problems.items[j].path);
            check_text(problems.items[j].message);
        }
        if (err != ERR_NONE)
            continue;
        FUZZ_REQUIRE(bundle_find(bundle, record.kind, record.name) == i);
        check_record(arena, &record);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    struct bundle bundle;
    const char *problem = NULL;
    if (arena == NULL)
        arena = arena_create(512 * 1024 * 1024);
    const char *text = arena_copy(arena, data, size);
    if (bundle_open(arena, text, size, &bundle, &problem) == ERR_NONE)
        check_bundle(arena, &bundle);
    else
        check_text(problem);
    arena_reset(arena);
    return 0;
}
