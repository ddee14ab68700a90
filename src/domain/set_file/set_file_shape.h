#ifndef DOMAIN_SET_FILE_SHAPE_H
#define DOMAIN_SET_FILE_SHAPE_H

#include "domain/set/set_cases.h"

/* What is in a file of test cases. */

enum set_file_format {
    SET_FILE_CSV,
    SET_FILE_LINES,
    SET_FILE_PROMPTFOO_YAML,
    SET_FILE_PROMPTFOO_JSON,
    SET_FILE_LANGFUSE,
    SET_FILE_FORMAT_COUNT
};

enum set_file_outcome { SET_FILE_NEW, SET_FILE_CHANGED, SET_FILE_SAME, SET_FILE_REFUSED };

/* A case of a file. */
struct set_file_row {
    const char *place;        /* "Line 3", "tests[2]": for people */
    const char *problem;      /* why it can't be taken, a sentence; NULL: it can */
    struct set_case set_case; /* if it can; the id is NULL if the file gives none */
    bool has_origin;          /* the file says where it is from */
    enum set_file_outcome outcome;
};

/* Something that can't be taken along: once, with how many cases have it. */
struct set_file_note {
    const char *what;  /* "metadata.category", "assert llm-rubric" */
    const char *place; /* where it is first */
    int count;
};

enum { SET_FILE_NOTES_MAX = 100 };

struct set_file {
    enum set_file_format format;
    struct set_file_row *rows; /* room for SET_CASES_MAX */
    int count;
    struct set_file_note notes[SET_FILE_NOTES_MAX];
    int note_count; /* more than SET_FILE_NOTES_MAX are not kept */
};

#endif
