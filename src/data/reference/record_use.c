#include "data/reference/record_use.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "data/db/query.h"
#include "data/record/record_store.h"
#include "data/reference/record_edge.h"
#include "domain/record/label.h"

enum { VERSIONS_MAX = 32, NAMED = 5 };

/* A record that was reached, with its versions that use the root. */
struct node {
    struct record_use use;
    struct record_brief brief;
    int64_t versions[VERSIONS_MAX];
    int version_count;
    bool is_waiting; /* its own users were not asked for yet */
};

struct walk {
    struct db *db;
    const struct record_head *root;
    const struct record_use_filter *filter; /* of the links to the root; NULL: all */
    struct node *nodes;
    int count;
    bool has_more;
};

void record_use_ahead(struct db *db, const struct record_head *head)
{
    struct query q;
    record_edge_select_all(&q, db, head);
    query_ahead(&q);
}

static struct node *find_node(struct walk *walk, const struct uuid *id)
{
    for (int i = 0; i < walk->count; i++)
        if (uuid_equal(&walk->nodes[i].use.id, id))
            return &walk->nodes[i];
    return NULL;
}

static bool has_version(const struct node *node, int64_t version)
{
    for (int i = 0; i < node->version_count; i++)
        if (node->versions[i] == version)
            return true;
    return false;
}

/* The version of a node that an edge means; 0: its label is not set. */
static int64_t resolve(const struct node *node, const struct record_edge *edge)
{
    if (edge->target_version != 0)
        return edge->target_version;
    return record_brief_label(&node->brief, edge->label == NULL ? LABEL_LATEST : edge->label);
}

/* Does a link to the root mean this version of it? */
static bool means(const struct record_head *root, const struct record_use_target *target,
                  const struct record_edge *edge)
{
    if (edge->target_version != 0)
        return edge->target_version == target->version;
    if (edge->label == NULL || strcmp(edge->label, LABEL_LATEST) == 0)
        return target->version == root->version;
    for (int i = 0; i < target->label_count; i++)
        if (strcmp(target->labels[i], edge->label) == 0)
            return true;
    return false;
}

static bool passes(const struct walk *walk, const struct record_edge *edge)
{
    const struct record_use_filter *filter = walk->filter;
    if (filter == NULL)
        return true;
    if (filter->sort != NULL && strcmp(edge->sort, filter->sort) != 0)
        return false;
    if (filter->target != NULL && !means(walk->root, filter->target, edge))
        return false;
    return filter->label == NULL ||
           (edge->label != NULL && strcmp(edge->label, filter->label) == 0);
}

static void set_labels(struct arena *arena, struct node *node)
{
    struct record_use *use = &node->use;
    const struct record_marks *marks = &node->brief.marks;
    use->is_current = use->version == node->brief.version;
    use->is_stopped = record_stops_have(&marks->stops, use->version);
    use->labels = arena_array(arena, (size_t)marks->label_count + 1, sizeof *use->labels);
    for (int i = 0; i < marks->label_count; i++)
        if (marks->labels[i].version == use->version)
            use->labels[use->label_count++] = marks->labels[i].label;
    use->is_labelled = use->label_count > 0;
}

static void name_node(struct arena *arena, struct node *node, const struct record_edge *edge)
{
    node->brief = edge->source;
    if (node->brief.name == NULL)
        die("a link from a %s that is not there", edge->kind->name);
    node->brief.marks = record_mark_read(arena, edge->marks);
    node->use.name = node->brief.name;
    node->use.facet = node->brief.facet;
    node->use.archived_at = node->brief.archived_at;
    set_labels(arena, node);
}

/* The first edge to a record makes its node; further ones add versions. */
static void follow(struct walk *walk, const struct record_edge *edge, int depth)
{
    bool is_direct = uuid_equal(&edge->target_id, &walk->root->id);
    struct node *target = is_direct ? NULL : find_node(walk, &edge->target_id);
    if (!is_direct && (target == NULL || !has_version(target, resolve(target, edge))))
        return;
    if (uuid_equal(&edge->source_id, &walk->root->id) || (is_direct && !passes(walk, edge)))
        return;
    struct node *node = find_node(walk, &edge->source_id);
    if (node == NULL && walk->count == RECORD_USES_MAX) {
        walk->has_more = true;
        return;
    }
    if (node == NULL) {
        node = &walk->nodes[walk->count++];
        *node = (struct node){.use = {.kind = edge->kind,
                                      .id = edge->source_id,
                                      .version = edge->source_version,
                                      .sort = edge->sort,
                                      .label = edge->label,
                                      .target_version = edge->target_version,
                                      .depth = depth,
                                      .through = is_direct ? NULL : target->use.name}};
        name_node(db_arena(walk->db), node, edge);
    }
    if (has_version(node, edge->source_version) || node->version_count == VERSIONS_MAX)
        return;
    node->versions[node->version_count++] = edge->source_version;
    node->is_waiting = edge->kind->is_used;
}

/* ---- the walk ----------------------------------------------------------------------------- */

static enum err ask(struct walk *walk, const struct uuid *targets, int count, int depth)
{
    struct query q;
    struct db_result result;
    record_edge_select(&q, walk->db, &walk->root->organization_id, targets, count);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    walk->has_more = walk->has_more || result.row_count == RECORD_EDGES_MAX;
    for (int i = 0; i < result.row_count; i++) {
        struct record_edge edge = record_edge_read(&result, i);
        follow(walk, &edge, depth);
    }
    return ERR_NONE;
}

/* Asks for the users of all that wait, a step further away. */
static enum err step(struct walk *walk, int depth)
{
    enum err err = ERR_NONE;
    int known = walk->count;
    for (int at = 0; err == ERR_NONE && at < known;) {
        struct uuid targets[RECORD_EDGE_TARGETS];
        int count = 0;
        for (; at < known && count < RECORD_EDGE_TARGETS; at++)
            if (walk->nodes[at].is_waiting) {
                walk->nodes[at].is_waiting = false;
                targets[count++] = walk->nodes[at].use.id;
            }
        if (count > 0)
            err = ask(walk, targets, count, depth);
    }
    return err;
}

static bool is_waiting(const struct walk *walk)
{
    for (int i = 0; i < walk->count; i++)
        if (walk->nodes[i].is_waiting)
            return true;
    return false;
}

static int compare_uses(const void *a, const void *b)
{
    const struct record_use *x = a, *y = b;
    if ((x->live_version != 0) != (y->live_version != 0))
        return x->live_version != 0 ? -1 : 1;
    if (x->depth != y->depth)
        return x->depth < y->depth ? -1 : 1;
    if (x->is_labelled != y->is_labelled)
        return x->is_labelled ? -1 : 1;
    if ((x->archived_at == 0) != (y->archived_at == 0))
        return x->archived_at == 0 ? -1 : 1;
    return strcmp(x->name, y->name);
}

static void read_walk(const struct walk *walk, struct record_use_list *list)
{
    *list = (struct record_use_list){
        .uses = arena_array(db_arena(walk->db), (size_t)walk->count + 1, sizeof *list->uses),
        .count = walk->count,
        .has_more = walk->has_more || is_waiting(walk)};
    for (int i = 0; i < walk->count; i++) {
        int64_t live = record_brief_label(&walk->nodes[i].brief, LABEL_PRODUCTION);
        list->uses[i] = walk->nodes[i].use;
        list->uses[i].live_version = has_version(&walk->nodes[i], live) ? live : 0;
        list->kind_counts[list->uses[i].kind->id]++;
    }
    qsort(list->uses, (size_t)list->count, sizeof *list->uses, compare_uses);
}

/* From links that were read all: each step follows those that lead to the nodes that wait. */
static void step_over(struct walk *walk, const struct record_edge *edges, int count, int depth)
{
    int known = walk->count;
    bool *is_asked = arena_array(db_arena(walk->db), (size_t)known + 1, sizeof *is_asked);
    for (int i = 0; i < known; i++) {
        is_asked[i] = walk->nodes[i].is_waiting;
        walk->nodes[i].is_waiting = false;
    }
    for (int i = 0; i < count; i++) {
        const struct node *target = find_node(walk, &edges[i].target_id);
        bool is_direct = uuid_equal(&edges[i].target_id, &walk->root->id);
        bool is_next =
            target != NULL && target - walk->nodes < known && is_asked[target - walk->nodes];
        if (depth == 1 ? is_direct : is_next)
            follow(walk, &edges[i], depth);
    }
}

/* The whole walk from one question. *is_done is false if there are more links than it reads. */
static enum err walk_at_once(struct walk *walk, int depth_max, bool *is_done)
{
    struct query q;
    struct db_result result;
    record_edge_select_all(&q, walk->db, walk->root);
    enum err err = query_run(&q, &result);
    *is_done = err == ERR_NONE && result.row_count < RECORD_EDGES_AT_ONCE;
    if (!*is_done)
        return err;
    struct record_edge *edges =
        arena_array(db_arena(walk->db), (size_t)result.row_count + 1, sizeof *edges);
    for (int i = 0; i < result.row_count; i++)
        edges[i] = record_edge_read(&result, i);
    step_over(walk, edges, result.row_count, 1);
    for (int depth = 2; depth <= depth_max && is_waiting(walk); depth++)
        step_over(walk, edges, result.row_count, depth);
    return ERR_NONE;
}

static enum err walk_by_steps(struct walk *walk, int depth_max)
{
    enum err err = ask(walk, &walk->root->id, 1, 1);
    for (int depth = 2; err == ERR_NONE && depth <= depth_max && is_waiting(walk); depth++)
        err = step(walk, depth);
    return err;
}

/* The links to the root that pass, and from there as many steps as are wanted. */
static enum err walk_up(struct db *db, const struct record_head *head,
                        const struct record_use_filter *filter, int depth_max,
                        struct record_use_list *list)
{
    struct walk walk = {.db = db,
                        .root = head,
                        .filter = filter,
                        .nodes = arena_array(db_arena(db), RECORD_USES_MAX, sizeof *walk.nodes)};
    bool is_done = depth_max == 1;
    enum err err = is_done ? walk_by_steps(&walk, 1) : walk_at_once(&walk, depth_max, &is_done);
    if (err == ERR_NONE && !is_done)
        err = walk_by_steps(&walk, depth_max);
    if (err == ERR_NONE)
        read_walk(&walk, list);
    return err;
}

enum err record_use_list(struct db *db, const struct record_head *head, int depth_max,
                         struct record_use_list *list)
{
    return walk_up(db, head, NULL, depth_max, list);
}

enum err record_use_followers(struct db *db, const struct record_head *head, const char *label,
                              struct record_use_list *list)
{
    const struct record_use_filter filter = {.label = label};
    return walk_up(db, head, &filter, RECORD_USE_DEPTH_MAX, list);
}

enum err record_use_of_version(struct db *db, const struct record_head *head,
                               const struct record_use_target *target, struct record_use_list *list)
{
    const struct record_use_filter filter = {.target = target};
    return walk_up(db, head, &filter, RECORD_USE_DEPTH_MAX, list);
}

enum err record_use_names(struct db *db, const struct record_head *head,
                          const struct record_use_filter *filter, const char **names)
{
    struct record_use_list list;
    struct buf buf;
    int count = 0;
    *names = NULL;
    enum err err = walk_up(db, head, filter, 1, &list);
    if (err != ERR_NONE)
        return err;
    buf_init(&buf, db_arena(db));
    for (int i = 0; i < list.count; i++)
        if ((!filter->only_active || list.uses[i].archived_at == 0) && count++ < NAMED)
            buf_printf(&buf, count == 1 ? "%s" : ", %s", list.uses[i].name);
    if (count > NAMED)
        buf_printf(&buf, " and %d more", count - NAMED);
    if (count > 0)
        *names = buf.data;
    return ERR_NONE;
}
