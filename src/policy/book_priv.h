/*
 * Many policies for many recipients: an address book that tells the first
 * policy for an address without asking each of them. One thread's.
 */
#ifndef BOOK_PRIV_H
#define BOOK_PRIV_H

#include <stddef.h>

#include "config.h"

struct book;

/* A book of `n` policies, which it only points at. */
struct book *book_new(const struct policy *const *policies, size_t n);
void book_free(struct book **book);

/*
 * The place of the first policy for an address in the form of fold_name, or
 * `n`. The policies that ask for no recipient are for every address.
 */
size_t book_find(const struct book *book, const char *address);

/* Whether one policy is for the address; NULL: there is no recipient. */
bool book_policy_is_for(const struct policy *policy, const char *address);

#endif
