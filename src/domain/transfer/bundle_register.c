#include "domain/transfer/bundle_register_internal.h"

#include "base/clock_day.h"
#include "base/uuid.h"

static const char *const keys[] = {"purpose",     "data_categories", "affected_people",
                                   "risk_reason", "risk_class",      "oversight_id",
                                   "oversight",   "review_on"};

static void read_texts(const struct bundle_reader *reader, const struct json_path *path,
                       const json_t *json, struct bundle_register *entry)
{
    for (int i = 0; i < REGISTER_TEXT_COUNT; i++) {
        const char *problem = NULL;
        struct json_path at = json_path_key(path, register_text_names[i]);
        const char *typed = bundle_text(reader, path, json, register_text_names[i]);
        if (register_text_parse(reader->arena, typed, &entry->texts[i], &problem) != ERR_NONE) {
            bundle_refuse(reader, &at, problem);
            entry->texts[i] = "";
        }
    }
}

void bundle_read_register(const struct bundle_reader *reader, const json_t *json)
{
    const json_t *object = bundle_object(reader, &reader->path, json, "register");
    struct bundle_register *entry = &reader->record->register_entry;
    struct json_path path = json_path_key(&reader->path, "register");
    if (object == NULL)
        return;
    entry->is_there = true;
    bundle_note_unknown(reader, &path, object, keys, COUNT_OF(keys));
    read_texts(reader, &path, object, entry);
    const char *risk = bundle_text(reader, &path, object, "risk_class");
    struct json_path risk_at = json_path_key(&path, "risk_class");
    if (risk[0] != '\0' && register_risk_parse(risk, &entry->risk) != ERR_NONE)
        bundle_refuse(reader, &risk_at, "This is no risk class.");
    const char *day = bundle_text(reader, &path, object, "review_on");
    struct json_path day_at = json_path_key(&path, "review_on");
    if (day[0] != '\0' && clock_parse_day(day, &entry->review_on) != ERR_NONE)
        bundle_refuse(reader, &day_at, "This is no day such as 2026-05-03.");
    const char *person = bundle_text(reader, &path, object, "oversight_id");
    if (person[0] != '\0' && uuid_parse(person, &entry->oversight_id) != ERR_NONE)
        entry->oversight_id = (struct uuid){{0}};
}
