#include "data/backup/key_choice.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

struct person {
    struct uuid organization_id;
    struct uuid user_id;
};

struct people {
    struct person *items; /* sorted */
    int count;
};

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct person));
}

static int compare_ids(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct uuid));
}

static bool has(const struct people *people, const struct person *person)
{
    return people->count > 0 &&
           bsearch(person, people->items, (size_t)people->count, sizeof *person, compare) != NULL;
}

static void sort(struct people *people)
{
    if (people->count > 0)
        qsort(people->items, (size_t)people->count, sizeof *people->items, compare);
}

static struct person person_of(const struct key_line *line)
{
    return (struct person){line->key.organization_id, line->user_id};
}

static struct people erased_people(struct arena *arena, const struct key_choice *choice)
{
    struct people people = {
        arena_array(arena, (size_t)choice->erasure_count + 1, sizeof *people.items), 0};
    for (int i = 0; i < choice->erasure_count; i++) {
        const struct erasure *erasure = &choice->erasures[i];
        if (choice->made_at < erasure->erased_at + KEY_CHOICE_MARGIN)
            people.items[people.count++] =
                (struct person){erasure->organization_id, erasure->user_id};
    }
    sort(&people);
    return people;
}

/* Those whose keys come back, each once. */
static struct people kept_people(struct arena *arena, const struct key_choice *choice,
                                 const struct people *erased)
{
    struct people people = {
        arena_array(arena, (size_t)choice->newest_count + 1, sizeof *people.items), 0};
    for (int i = 0; i < choice->newest_count; i++) {
        struct person person = person_of(&choice->newest[i]);
        if (!uuid_is_nil(&person.user_id) && !has(erased, &person))
            people.items[people.count++] = person;
    }
    sort(&people);
    return people;
}

/* The ids of the newest keys: most are the backup's as well. */
static struct uuid *sorted_ids(struct arena *arena, const struct key_choice *choice)
{
    struct uuid *ids = arena_array(arena, (size_t)choice->newest_count + 1, sizeof *ids);
    for (int i = 0; i < choice->newest_count; i++)
        ids[i] = choice->newest[i].key.id;
    qsort(ids, (size_t)choice->newest_count, sizeof *ids, compare_ids);
    return ids;
}

void key_choose(struct arena *arena, const struct key_choice *choice, struct key_line **lines,
                int *count)
{
    struct people erased = erased_people(arena, choice);
    struct people kept = kept_people(arena, choice, &erased);
    const struct uuid *ids = sorted_ids(arena, choice);
    *count = 0;
    *lines = arena_array(arena, (size_t)choice->newest_count + (size_t)choice->own_count + 1,
                         sizeof **lines);
    for (int i = 0; i < choice->newest_count; i++) {
        struct person person = person_of(&choice->newest[i]);
        if (uuid_is_nil(&person.user_id) || has(&kept, &person))
            (*lines)[(*count)++] = choice->newest[i];
    }
    for (int i = 0; i < choice->own_count; i++) {
        struct person person = person_of(&choice->own[i]);
        if (has(&kept, &person) &&
            bsearch(&choice->own[i].key.id, ids, (size_t)choice->newest_count, sizeof *ids,
                    compare_ids) == NULL)
            (*lines)[(*count)++] = choice->own[i];
    }
}
