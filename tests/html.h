#ifndef TESTS_HTML_H
#define TESTS_HTML_H

#include <stddef.h>

/* What every page must be, whatever it shows; the fixture asks it of each answer. */

/* Fails the test with the page if a link has no text or icon that one can see, or leads nowhere. */
void html_check_links(const char *html, size_t len);

#endif
