#ifndef TESTS_TEST_H
#define TESTS_TEST_H

/* What every cmocka test includes: cmocka wants these four before its own header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
