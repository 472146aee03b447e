/*
 * Message authentication codes by libsodium. Beside the signatures of
 * licenses this is the only use of the library.
 */
#include "sign.h"

#include <assert.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>

#include "mem.h"

_Static_assert(crypto_auth_hmacsha256_BYTES == SIGN_MAC_SIZE, "code");

struct sign_mac {
	crypto_auth_hmacsha256_state state;
};

/* May be called any number of times, by any thread. */
static void
start(void)
{
	int rc = sodium_init();

	assert(rc >= 0);
}

struct sign_mac *
sign_mac_new(const unsigned char key[SIGN_MAC_KEY_SIZE])
{
	struct sign_mac *m = mem_zalloc(1, sizeof(*m));

	start();
	(void)crypto_auth_hmacsha256_init(&m->state, key, SIGN_MAC_KEY_SIZE);
	return m;
}

void
sign_mac_add(struct sign_mac *m, const void *data, size_t len)
{
	if (len > 0)
		(void)crypto_auth_hmacsha256_update(&m->state, data, len);
}

void
sign_mac_add_item(struct sign_mac *m, const void *data, size_t len)
{
	unsigned char length[8];
	size_t i;

	for (i = 0; i < sizeof(length); i++)
		length[i] = (unsigned char)((uint64_t)len >> 8 * i);
	sign_mac_add(m, length, sizeof(length));
	sign_mac_add(m, data, len);
}

void
sign_mac_end(struct sign_mac **m, unsigned char code_r[SIGN_MAC_SIZE])
{
	(void)crypto_auth_hmacsha256_final(&(*m)->state, code_r);
	sodium_memzero(*m, sizeof(**m));
	free(*m);
	*m = NULL;
}

bool
sign_mac_same(
    const unsigned char a[SIGN_MAC_SIZE], const unsigned char b[SIGN_MAC_SIZE])
{
	return sodium_memcmp(a, b, SIGN_MAC_SIZE) == 0;
}

void
sign_mac_random(void *data_r, size_t len)
{
	start();
	randombytes_buf(data_r, len);
}
