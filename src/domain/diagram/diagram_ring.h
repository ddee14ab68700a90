#ifndef DOMAIN_DIAGRAM_RING_H
#define DOMAIN_DIAGRAM_RING_H

#include "domain/diagram/diagram_canvas.h"

/* Members 0 … n - 1 as the ring of those few that find room on an ellipse: adds the nodes and gives
 * its middle. arcs: with the arcs from each to the next. */
enum { RING_MAX = 8 };
struct point ring_make(struct canvas *canvas, int count, bool has_arcs) NONNULL;

#endif
