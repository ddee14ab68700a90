#include "data/set/set_content.h"

void set_content_read(struct arena *arena, const struct record_content *content,
                      struct set_content *out)
{
    const char *problem = "";
    struct text settings = content->parts[SET_PART_SETTINGS];
    *out = (struct set_content){.settings = {.subject = SET_SHARED, .repeats = 1}};
    if (content->parts[SET_PART_CASES].data == NULL)
        return;
    if (set_cases_parse(arena, content->parts[SET_PART_CASES], &out->cases, &problem) != ERR_NONE ||
        set_settings_read(arena, json_stored(arena, settings, "settings of a test set"),
                          &out->settings, &problem) != ERR_NONE)
        die("a stored test set is wrong: %s", problem);
}
