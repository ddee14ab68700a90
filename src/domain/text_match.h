#ifndef DOMAIN_TEXT_MATCH_H
#define DOMAIN_TEXT_MATCH_H

#include "domain/text_automaton.h"

/* Finding what someone typed: the only matcher of the program.
 *
 * A query is words in any order, each of which may be anywhere in any of the fields of a record,
 * also inside a longer word. White space and - _ / . separate words, in the query and in texts.
 * Words in quotes ("…" or “…”) are a phrase, which is found in this order within one field,
 * whatever separates its words there. Case, width and the like don't matter (NFKC_Casefold,
 * base/unicode.h); accents matter only in a word or phrase that has some itself: "cafe" finds
 * "café", "café" does not find "cafe". Texts are UTF-8; looking at one takes time linear in its
 * length, whatever the query. */

enum { TEXT_QUERY_MAX = 500 /* bytes */ };

struct text_query;

/* Reads a query as typed; owned by the arena. Tabs and line breaks are spaces. ERR_INVALID sets
 * *problem to a sentence for the person, in static storage: it is too long, is not UTF-8, has
 * control characters, or nothing but separators and quotes. */
MUST_USE enum err text_query_parse(struct arena *arena, const char *typed,
                                   const struct text_query **query, const char **problem) NONNULL;

/* True if nothing was typed but white space: every record matches. */
bool text_query_is_empty(const struct text_query *query) NONNULL;

/* The words of the query without accents, those of its phrases one by one: an array of *count
 * words, in the arena. A text in which the query is found has all of them somewhere, if it is
 * folded with UNICODE_UNACCENTED. */
MUST_USE struct text *text_query_words(struct arena *arena, const struct text_query *query,
                                       int *count) NONNULL;

struct text_span {
    size_t start, len; /* bytes of the text as it is */
};

/* A record that is being matched: what of the query was not found yet in its fields. May be copied.
 */
struct text_match {
    const struct text_query *query;
    struct arena *scratch;
    struct pattern_set found;
    int missing;
};

/* Begins with a record. The scratch is an arena for nothing else: it is reset whenever much of it
 * is used. Texts that are not ASCII are folded there, which takes at most 80 times their length. */
void text_match_begin(struct text_match *match, const struct text_query *query,
                      struct arena *scratch) NONNULL;

/* Looks at the next field. True if something that was missing is in it, and *span is the first
 * place. The record matches once nothing is missing any more. A caller that watches the clock looks
 * at it between fields: one of 1 MiB takes some milliseconds. */
bool text_match_look(struct text_match *match, const char *text, size_t len,
                     struct text_span *span) NONNULL;

/* False if the strings of this JSON text certainly don't have all that is missing, so that it need
 * not be parsed. */
bool text_match_may_be_in_json(const struct text_match *match, const char *json,
                               size_t len) NONNULL;

#endif
