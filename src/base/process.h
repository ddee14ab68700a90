#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include "base/err.h"

/* This process gives way to others when processors are scarce: a nice value of 5, for itself and,
 * where Linux shares processors out by sessions, for its session (sched(7), autogroup). Under
 * systemd units share by their CPUWeight=. Nothing is left undone where that can't be. */
void process_give_way(void);

#endif
