#ifndef DATA_COLUMN_RULE_H
#define DATA_COLUMN_RULE_H

/* What a column holds, and with it the rest. */
enum column_rule {
    COLUMN_ID,
    COLUMN_WHO,   /* a reference to a person that outlives them */
    COLUMN_WHOSE, /* the row is a person's own, and goes with them */
    COLUMN_NAME,
    COLUMN_NUMBER,
    COLUMN_TIME,
    COLUMN_WORD,
    COLUMN_HASH,
    COLUMN_PROOF,
    COLUMN_WRAPPED,
    COLUMN_CONTENT, /* from here on: sealed */
    COLUMN_TEXT,
    COLUMN_PERSON,
    COLUMN_RULE_COUNT
};

#endif
