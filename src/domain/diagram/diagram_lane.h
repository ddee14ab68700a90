#ifndef DOMAIN_DIAGRAM_LANE_H
#define DOMAIN_DIAGRAM_LANE_H

#include <stdbool.h>

#include "base/arena.h"

/* Inside the diagrams: lanes through the part of a gap in which the labels stand. Every line runs
 * straight down or up in a lane of its own there, past the labels of all others. */

struct lane {
    int wanted;     /* where the line would be without labels */
    int half_width; /* of its label; 0: it has none here */
    int number;     /* the caller's */
    int x;          /* set: the lane */
    int track;      /* set, if it has a label: from the upper one */
};

/* Sorts the lanes and gives each a place between 0 and width, in as few tracks of labels as there
 * must be. False: there is no room for so many, and nothing is set. */
bool lane_assign(struct arena *arena, struct lane *lanes, int count, int width,
                 int *tracks) NONNULL;

#endif
