#ifndef DOMAIN_DIAGRAM_SHAPE_H
#define DOMAIN_DIAGRAM_SHAPE_H

#include <stdbool.h>

/* What a diagram is made of: see diagram.h. */

enum { DIAGRAM_WIDTH = 960, DIAGRAM_UPRIGHT_WIDTH = 328 }; /* at most */
enum { DIAGRAM_NODE_WIDTH = 168, DIAGRAM_NODE_HEIGHT = 48 };
enum { DIAGRAM_MARGIN = 12 }; /* around everything: for borders and arrows, which have a width */
enum { DIAGRAM_LABEL_CHARS = 20, DIAGRAM_CONDITION_CHARS = 24 }; /* columns: see diagram_cut */
enum { DIAGRAM_CHAR_WIDTH = 7, DIAGRAM_LINE_HEIGHT = 18 };       /* of the labels of lines */

struct diagram_node {
    int member;      /* index into the plan's members; -1: the hub */
    const char *hub; /* what the hub says: "Model chooses", "Any to any"; NULL for a member */
    int x, y;        /* of the upper left corner */
    int width, height;
};

struct diagram_line {
    int from, to;     /* indexes into nodes */
    const char *path; /* SVG path data from border to border, absolute; ends with a point */
    bool has_arrow;
    bool is_back;         /* leads back: drawn dashed */
    const char *label;    /* a condition, cut short, or NULL */
    int label_x, label_y; /* its middle; DIAGRAM_CHAR_WIDTH a column is wide enough for it */
};

struct diagram {
    int left, top, width, height; /* the viewBox: what there is, and DIAGRAM_MARGIN around it */
    struct diagram_node *nodes;
    int node_count;
    struct diagram_line *lines;
    int line_count;
};

#endif
