#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include "base/err.h"

/* From here on the kernel lets this process do what serving requests needs, and no more
 * (seccomp(2), an allow-list): whoever takes it over starts no other program. A process or a
 * program that is to be started, memory that is written and then run, and a socket of an unusual
 * family kill the process; files are made without the right to run them; every other system call
 * that is not on the list is answered as if this kernel did not know it. Files are made, changed
 * and removed below the folders alone, a list that ends in NULL (Landlock, where the kernel has
 * it); a folder that is not there yet is made in its parent. Nothing of it can be undone.
 * ERR_UNAVAILABLE (logged) if the kernel can't. In a build with sanitizers, which need more,
 * nothing happens. */
MUST_USE enum err sandbox_enter(const char *const *folders) NONNULL;

#endif
