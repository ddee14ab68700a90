#ifndef TESTS_FAULTS_DISK_CONTROL_H
#define TESTS_FAULTS_DISK_CONTROL_H

#include <stdatomic.h>
#include <stdint.h>

/* The file $DISK_CONTROL, which a server of PostgreSQL with disk_control.so before it and whoever
 * makes its disk fail have in their memory. */
struct disk_control {
    atomic_llong
        count; /* operations on its files that need room or a disk that takes writes, ever */
    atomic_llong left;  /* until they fail; 0: they do not */
    atomic_int error;   /* how they fail */
    atomic_int is_once; /* the next one goes well again */
};

#endif
