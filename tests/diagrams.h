#ifndef TESTS_DIAGRAMS_H
#define TESTS_DIAGRAMS_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/diagram/diagram.h"
#include "domain/diagram/diagram_upright.h"

/* What must hold for every diagram. Each gives NULL, or what is wrong. */

struct diagram_box {
    int left, top, right, bottom;
};

static inline struct diagram_box diagram_node_box(const struct diagram_node *node)
{
    return (struct diagram_box){node->x, node->y, node->x + node->width, node->y + node->height};
}

static inline struct diagram_box diagram_label_box(const struct diagram_line *line)
{
    int half = diagram_columns(line->label) * DIAGRAM_CHAR_WIDTH / 2;
    return (struct diagram_box){line->label_x - half, line->label_y - DIAGRAM_LINE_HEIGHT / 2,
                                line->label_x + half, line->label_y + DIAGRAM_LINE_HEIGHT / 2};
}

static inline bool diagram_boxes_meet(struct diagram_box a, struct diagram_box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

static inline bool diagram_holds(const struct diagram *diagram, struct diagram_box box)
{
    return box.left >= diagram->left && box.top >= diagram->top &&
           box.right <= diagram->left + diagram->width &&
           box.bottom <= diagram->top + diagram->height;
}

static inline const char *diagram_check_nodes(const struct diagram *diagram)
{
    if (diagram->width < 1 || diagram->width > DIAGRAM_WIDTH || diagram->height < 1)
        return "the viewBox has a wrong size";
    for (int i = 0; i < diagram->node_count; i++) {
        struct diagram_box box = diagram_node_box(&diagram->nodes[i]);
        if (!diagram_holds(diagram, box))
            return "a node is outside";
        if (diagram->nodes[i].width != DIAGRAM_NODE_WIDTH ||
            diagram->nodes[i].height != DIAGRAM_NODE_HEIGHT)
            return "a node has another size";
        if ((diagram->nodes[i].member < 0) != (diagram->nodes[i].hub != NULL))
            return "a hub says nothing";
        for (int k = 0; k < i; k++)
            if (diagram_boxes_meet(box, diagram_node_box(&diagram->nodes[k])))
                return "two nodes overlap";
    }
    return NULL;
}

static inline bool diagram_is_on_border(const struct diagram_node *node, double x, double y)
{
    struct diagram_box box = diagram_node_box(node);
    bool is_beside = x >= box.left - 1 && x <= box.right + 1;
    bool is_level = y >= box.top - 1 && y <= box.bottom + 1;
    bool is_side = x <= box.left + 1 || x >= box.right - 1;
    bool is_end = y <= box.top + 1 || y >= box.bottom - 1;
    return is_beside && is_level && (is_side || is_end);
}

static inline bool diagram_is_inside(const struct diagram_node *node, double x, double y)
{
    return x > node->x + 1 && x < node->x + node->width - 1 && y > node->y + 1 &&
           y < node->y + node->height - 1;
}

/* A path as points close to each other. */
struct diagram_walk {
    const struct diagram *diagram;
    double first_x, first_y, x, y;
    double last_x, last_y; /* the point before */
    double left, top, right, bottom;
    bool runs_through; /* a node */
};

static inline void diagram_step(struct diagram_walk *walk, double x, double y)
{
    walk->last_x = walk->x;
    walk->last_y = walk->y;
    walk->x = x;
    walk->y = y;
    walk->left = fmin(walk->left, x);
    walk->top = fmin(walk->top, y);
    walk->right = fmax(walk->right, x);
    walk->bottom = fmax(walk->bottom, y);
    for (int i = 0; i < walk->diagram->node_count; i++)
        walk->runs_through |= diagram_is_inside(&walk->diagram->nodes[i], x, y);
}

static inline void diagram_curve(struct diagram_walk *walk, const double *p)
{
    double x = walk->x, y = walk->y;
    for (int i = 1; i <= 50; i++) {
        double t = i / 50.0, s = 1 - t;
        diagram_step(
            walk, s * s * s * x + 3 * s * s * t * p[0] + 3 * s * t * t * p[2] + t * t * t * p[4],
            s * s * s * y + 3 * s * s * t * p[1] + 3 * s * t * t * p[3] + t * t * t * p[5]);
    }
}

/* The lesser arc of an ellipse, clockwise (SVG 2, B.2.4): what rings are made of. */
static inline void diagram_arc(struct diagram_walk *walk, const double *p)
{
    double rx = p[0], ry = p[1], x1 = walk->x / rx, y1 = walk->y / ry, x2 = p[5] / rx,
           y2 = p[6] / ry;
    double half = hypot(x2 - x1, y2 - y1) / 2;
    double away = sqrt(fmax(0, 1 - half * half));
    double middle_x = (x1 + x2) / 2 - (half > 0 ? (y2 - y1) / (2 * half) * away : 0);
    double middle_y = (y1 + y2) / 2 + (half > 0 ? (x2 - x1) / (2 * half) * away : 0);
    double start = atan2(y1 - middle_y, x1 - middle_x), end = atan2(y2 - middle_y, x2 - middle_x);
    if (end < start)
        end += 2 * acos(-1);
    for (int i = 1; i <= 50; i++) {
        double angle = start + (end - start) * i / 50;
        double x = rx * (middle_x + cos(angle)), y = ry * (middle_y + sin(angle));
        diagram_step(walk, i == 50 ? p[5] : x, i == 50 ? p[6] : y);
    }
}

/* Reads count numbers; false if there are not so many. */
static inline bool diagram_numbers(const char **at, double *numbers, int count)
{
    for (int i = 0; i < count; i++) {
        char *end = NULL;
        while (**at == ' ' || **at == ',')
            (*at)++;
        numbers[i] = strtod(*at, &end);
        if (end == *at)
            return false;
        *at = end;
    }
    return true;
}

static inline bool diagram_follow(struct diagram_walk *walk, const char *path)
{
    double p[7];
    while (*path != '\0') {
        char command = *path++;
        int count = command == 'C' ? 6 : command == 'A' ? 7 : 2;
        if (command == ' ')
            continue;
        if (strchr("MLCA", command) == NULL || !diagram_numbers(&path, p, count))
            return false;
        if (command == 'C')
            diagram_curve(walk, p);
        else if (command == 'A')
            diagram_arc(walk, p);
        else if (command == 'L')
            diagram_curve(walk,
                          (double[]){walk->x + (p[0] - walk->x) / 3, walk->y + (p[1] - walk->y) / 3,
                                     walk->x + (p[0] - walk->x) * 2 / 3,
                                     walk->y + (p[1] - walk->y) * 2 / 3, p[0], p[1]});
        else
            diagram_step(walk, p[count - 2], p[count - 1]);
        if (command == 'M') {
            walk->first_x = p[0];
            walk->first_y = p[1];
        }
    }
    return true;
}

static inline struct diagram_walk diagram_walk_of(const struct diagram *diagram)
{
    return (struct diagram_walk){
        .diagram = diagram, .left = 1e9, .top = 1e9, .right = -1e9, .bottom = -1e9};
}

static inline const char *diagram_check_line(const struct diagram *diagram,
                                             const struct diagram_line *line)
{
    struct diagram_walk walk = diagram_walk_of(diagram);
    if (line->from < 0 || line->from >= diagram->node_count || line->to < 0 ||
        line->to >= diagram->node_count)
        return "a line without its nodes";
    if (line->path[0] != 'M' || !diagram_follow(&walk, line->path))
        return "a path that is none";
    if (!diagram_is_on_border(&diagram->nodes[line->from], walk.first_x, walk.first_y))
        return "a line does not begin on the border of its node";
    if (!diagram_is_on_border(&diagram->nodes[line->to], walk.x, walk.y))
        return "a line does not end on the border of its node";
    if (walk.runs_through)
        return "a line runs through a node";
    return NULL;
}

/* Where the arrow of a line is: as long and as wide as the template draws it. */
static inline struct diagram_box diagram_arrow_box(const struct diagram *diagram,
                                                   const struct diagram_line *line)
{
    enum { LENGTH = 11, HALF = 6 };
    struct diagram_walk walk = diagram_walk_of(diagram);
    (void)diagram_follow(&walk, line->path);
    double dx = walk.last_x - walk.x, dy = walk.last_y - walk.y, length = hypot(dx, dy);
    double x = walk.x + (length > 0 ? dx / length * LENGTH : 0);
    double y = walk.y + (length > 0 ? dy / length * LENGTH : 0);
    bool is_level = fabs(dx) > fabs(dy);
    return (struct diagram_box){(int)floor(fmin(x, walk.x)) - (is_level ? 0 : HALF),
                                (int)floor(fmin(y, walk.y)) - (is_level ? HALF : 0),
                                (int)ceil(fmax(x, walk.x)) + (is_level ? 0 : HALF),
                                (int)ceil(fmax(y, walk.y)) + (is_level ? HALF : 0)};
}

static inline const char *diagram_check_label(const struct diagram *diagram, int index)
{
    const struct diagram_line *line = &diagram->lines[index];
    if (line->label == NULL)
        return NULL;
    struct diagram_box box = diagram_label_box(line);
    if (!diagram_holds(diagram, box))
        return "a label is outside";
    for (int i = 0; i < diagram->node_count; i++)
        if (diagram_boxes_meet(box, diagram_node_box(&diagram->nodes[i])))
            return "a label covers a node";
    for (int i = 0; i < index; i++)
        if (diagram->lines[i].label != NULL &&
            diagram_boxes_meet(box, diagram_label_box(&diagram->lines[i])))
            return "two labels overlap";
    return NULL;
}

/* No label covers the arrow of any line. */
static inline const char *diagram_check_arrows(const struct diagram *diagram)
{
    for (int i = 0; i < diagram->line_count; i++) {
        if (!diagram->lines[i].has_arrow)
            continue;
        struct diagram_box arrow = diagram_arrow_box(diagram, &diagram->lines[i]);
        for (int k = 0; k < diagram->line_count; k++)
            if (diagram->lines[k].label != NULL &&
                diagram_boxes_meet(arrow, diagram_label_box(&diagram->lines[k])))
                return "a label covers an arrow";
    }
    return NULL;
}

/* No line runs through the label of another: of graphs with few enough edges for lanes. */
static inline const char *diagram_check_lanes(const struct diagram *diagram)
{
    for (int i = 0; i < diagram->line_count; i++) {
        if (diagram->lines[i].label == NULL)
            continue;
        struct diagram_box label = diagram_label_box(&diagram->lines[i]);
        struct diagram_node box = {.x = label.left,
                                   .y = label.top,
                                   .width = label.right - label.left,
                                   .height = label.bottom - label.top};
        const struct diagram around = {.nodes = &box, .node_count = 1};
        for (int k = 0; k < diagram->line_count; k++) {
            struct diagram_walk walk = diagram_walk_of(&around);
            if (k != i && (!diagram_follow(&walk, diagram->lines[k].path) || walk.runs_through))
                return "a line runs through the label of another";
        }
    }
    return NULL;
}

/* The viewBox is what there is, and a margin. */
static inline const char *diagram_check_bounds(const struct diagram *diagram)
{
    struct diagram_walk all = diagram_walk_of(diagram);
    for (int i = 0; i < diagram->node_count; i++) {
        struct diagram_box box = diagram_node_box(&diagram->nodes[i]);
        diagram_step(&all, box.left, box.top);
        diagram_step(&all, box.right, box.bottom);
    }
    for (int i = 0; i < diagram->line_count; i++) {
        (void)diagram_follow(&all, diagram->lines[i].path);
        if (diagram->lines[i].label == NULL)
            continue;
        struct diagram_box box = diagram_label_box(&diagram->lines[i]);
        diagram_step(&all, box.left, box.top);
        diagram_step(&all, box.right, box.bottom);
    }
    const double off[] = {all.left - DIAGRAM_MARGIN - diagram->left,
                          all.top - DIAGRAM_MARGIN - diagram->top,
                          all.right + DIAGRAM_MARGIN - diagram->left - diagram->width,
                          all.bottom + DIAGRAM_MARGIN - diagram->top - diagram->height};
    for (int i = 0; i < 4; i++)
        if (fabs(off[i]) > 2)
            return "the viewBox is not the box of what is drawn";
    return NULL;
}

static inline const char *diagram_check(const struct diagram *diagram)
{
    const char *wrong = diagram_check_nodes(diagram);
    for (int i = 0; wrong == NULL && i < diagram->line_count; i++) {
        wrong = diagram_check_line(diagram, &diagram->lines[i]);
        if (wrong == NULL)
            wrong = diagram_check_label(diagram, i);
    }
    if (wrong == NULL)
        wrong = diagram_check_arrows(diagram);
    return wrong == NULL && diagram->node_count > 0 ? diagram_check_bounds(diagram) : wrong;
}

#endif
