#include "base/nearest.h"

#include <string.h>

static int least(int a, int b, int c)
{
    int d = a < b ? a : b;
    return d < c ? d : c;
}

static int distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    int rows[3][NEAREST_WORD_MAX + 1]; /* two before, before, this one */
    int *before2 = rows[0], *before = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b_len; j++)
        before[j] = (int)j;
    for (size_t i = 1; i <= a_len; i++) {
        row[0] = (int)i;
        for (size_t j = 1; j <= b_len; j++) {
            row[j] = least(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                before2[j - 2] + 1 < row[j])
                row[j] = before2[j - 2] + 1;
        }
        int *oldest = before2;
        before2 = before;
        before = row;
        row = oldest;
    }
    return before[b_len];
}

void nearest_try(struct nearest *nearest, const char *candidate)
{
    size_t len = strlen(nearest->word);
    size_t candidate_len = strlen(candidate);
    if (len > NEAREST_WORD_MAX || candidate_len > NEAREST_WORD_MAX || candidate_len == 0)
        return;
    int found = distance(nearest->word, len, candidate, candidate_len);
    int most = (int)candidate_len / 3 < 1 ? 1 : (int)candidate_len / 3;
    if (found > most || (nearest->best != NULL && found >= nearest->distance))
        return;
    nearest->best = candidate;
    nearest->distance = found;
}
