#ifndef DATA_KEPT_INTERNAL_H
#define DATA_KEPT_INTERNAL_H

/* For db.c. */

struct db;

/* To the end of the request nothing is found or kept. */
void kept_leave(struct db *db) __attribute__((nonnull));

/* Wipes everything, and takes the memory back. */
void kept_close(struct db *db) __attribute__((nonnull));

#endif
