#include "domain/set_file/set_file_merge.h"

#include <string.h>

#include "base/budget.h"
#include "base/number.h"

/* Everything of a case but its id and its origin, as a text to compare. */
static const char *content_of(struct arena *arena, const struct set_case *set_case)
{
    struct set_case bare = *set_case;
    bare.id = "";
    bare.origin = SET_TYPED;
    return json_format(arena, set_case_json(arena, &bare), JSON_LINE).data;
}

/* Where in the set a case is, by id and by content: objects of numbers. */
struct places {
    json_t *by_id, *by_content;
};

static struct places find_places(struct arena *arena, const struct set_cases *cases)
{
    struct places places = {json_keep(arena, json_object()), json_keep(arena, json_object())};
    for (int i = 0; i < cases->count; i++) {
        budget_look();
        json_object_set_new(places.by_id, cases->items[i].id, json_integer(i));
        json_object_set_new(places.by_content, content_of(arena, &cases->items[i]),
                            json_integer(i));
    }
    return places;
}

static void place_row(struct arena *arena, const struct places *places,
                      struct set_file_merge *merge, struct set_file_row *row)
{
    const char *content = content_of(arena, &row->set_case);
    const json_t *same = json_object_get(places->by_content, content);
    const json_t *place =
        row->set_case.id == NULL ? same : json_object_get(places->by_id, row->set_case.id);
    int64_t index = number_of_json(NUMBER_PLACE, place, -1);
    if (index < 0) {
        row->outcome = SET_FILE_NEW;
        merge->cases.items[merge->cases.count++] = row->set_case;
        merge->new_count++;
        return;
    }
    struct set_case *old = &merge->cases.items[index];
    bool has_other_origin = row->has_origin && row->set_case.origin != old->origin;
    if (strcmp(content, content_of(arena, old)) == 0 &&
        !(has_other_origin && row->set_case.id != NULL)) {
        row->outcome = SET_FILE_SAME;
        merge->same_count++;
        return;
    }
    row->outcome = SET_FILE_CHANGED;
    row->set_case.origin = row->has_origin ? row->set_case.origin : old->origin;
    *old = row->set_case;
    merge->changed_count++;
}

/* A value without the ids that are still to be given. */
static json_t *as_json(struct arena *arena, const struct set_cases *cases)
{
    json_t *list = json_keep(arena, json_array());
    for (int i = 0; i < cases->count; i++) {
        struct set_case set_case = cases->items[i];
        bool has_id = set_case.id != NULL;
        set_case.id = has_id ? set_case.id : "";
        json_t *json = set_case_json(arena, &set_case);
        if (!has_id)
            (void)json_object_del(json, "id");
        json_array_append(list, json);
    }
    return list;
}

enum err set_file_merge(struct arena *arena, const struct set_cases *before, struct set_file *file,
                        struct set_file_merge *merge, const char **problem)
{
    struct places places = find_places(arena, before);
    size_t room = (size_t)before->count + (size_t)file->count + 1;
    struct set_cases merged = {0};
    *merge = (struct set_file_merge){.cases.count = before->count};
    merge->cases.items = arena_array(arena, room, sizeof *merge->cases.items);
    if (before->count > 0)
        memcpy(merge->cases.items, before->items,
               (size_t)before->count * sizeof *merge->cases.items);
    for (int i = 0; i < file->count; i++) {
        budget_look();
        if (file->rows[i].problem == NULL)
            place_row(arena, &places, merge, &file->rows[i]);
        else
            file->rows[i].outcome = SET_FILE_REFUSED;
        merge->refused_count += file->rows[i].problem != NULL;
    }
    *problem = NULL;
    enum err err =
        set_cases_read_after(arena, as_json(arena, &merge->cases), before, &merged, problem);
    merge->cases = merged;
    return err;
}
