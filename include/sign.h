/*
 * Codes that prove who wrote something (HMAC-SHA-256, RFC 2104 and 6234), and
 * random bytes. Any thread may call; one code is made by one thread. The source
 * has the signatures of licenses too, because it alone knows the library.
 */
#ifndef SIGN_H
#define SIGN_H

#include <stdbool.h>
#include <stddef.h>

enum { SIGN_MAC_KEY_SIZE = 32, SIGN_MAC_SIZE = 32 };

struct sign_mac;

/* Starts a code over bytes that are added piece by piece. */
struct sign_mac *sign_mac_new(const unsigned char key[SIGN_MAC_KEY_SIZE]);

void sign_mac_add(struct sign_mac *m, const void *data, size_t len);

/*
 * Adds the length and then the bytes, so that no other row of items gives the
 * same code.
 */
void sign_mac_add_item(struct sign_mac *m, const void *data, size_t len);

/* Ends it, writes the code and frees. */
void sign_mac_end(struct sign_mac **m, unsigned char code_r[SIGN_MAC_SIZE]);

/* Compares in a time that does not depend on what differs. */
bool sign_mac_same(
    const unsigned char a[SIGN_MAC_SIZE], const unsigned char b[SIGN_MAC_SIZE]);

/* Fills with random bytes that nobody can guess. */
void sign_mac_random(void *data_r, size_t len);

#endif
