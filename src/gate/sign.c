/*
 * All cryptography by libsodium: the signatures of licenses and the codes of
 * the loop guard. They are together because this is the only source that knows
 * the library; the others see letters and bytes.
 */
#include "sign.h"

#include <assert.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "license.h"
#include "license_sign_priv.h"
#include "mem.h"

_Static_assert(crypto_sign_SEEDBYTES == LICENSE_KEY_SIZE, "seed");
_Static_assert(crypto_sign_PUBLICKEYBYTES == LICENSE_KEY_SIZE, "public key");
_Static_assert(crypto_auth_hmacsha256_BYTES == SIGN_MAC_SIZE, "code");

/* Both variants write the same letters; this one fills up with '='. */
static const int BASE64 = sodium_base64_VARIANT_ORIGINAL;

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

void
license_sign_pair(unsigned char *secret_r, unsigned char *public_r)
{
	unsigned char both[crypto_sign_SECRETKEYBYTES];

	start();
	randombytes_buf(secret_r, LICENSE_KEY_SIZE);
	(void)crypto_sign_seed_keypair(public_r, both, secret_r);
	sodium_memzero(both, sizeof(both));
}

void
license_sign(
    const char *text, size_t len, const unsigned char *secret, char *letters_r)
{
	unsigned char both[crypto_sign_SECRETKEYBYTES];
	unsigned char public[crypto_sign_PUBLICKEYBYTES];
	unsigned char signature[crypto_sign_BYTES];

	start();
	(void)crypto_sign_seed_keypair(public, both, secret);
	(void)crypto_sign_detached(
	    signature, NULL, (const unsigned char *)text, len, both);
	(void)sodium_bin2base64(letters_r, LICENSE_SIGNATURE_LEN + 1, signature,
	    sizeof(signature), BASE64);
	sodium_memzero(both, sizeof(both));
}

bool
license_sign_verify(const char *text, size_t len, const unsigned char *public,
    const char *letters)
{
	unsigned char signature[crypto_sign_BYTES];
	size_t n;

	start();
	if (sodium_base642bin(signature, sizeof(signature), letters,
		LICENSE_SIGNATURE_LEN, NULL, &n, NULL, BASE64) != 0 ||
	    n != sizeof(signature))
		return false;
	return crypto_sign_verify_detached(
		   signature, (const unsigned char *)text, len, public) == 0;
}

void
license_sign_hex(const unsigned char *key, char *hex_r)
{
	(void)sodium_bin2hex(hex_r, LICENSE_HEX_LEN + 1, key, LICENSE_KEY_SIZE);
}

bool
license_sign_unhex(const char *hex, unsigned char *key_r)
{
	size_t n;

	return sodium_hex2bin(key_r, LICENSE_KEY_SIZE, hex, LICENSE_HEX_LEN,
		   NULL, &n, NULL) == 0 &&
	       n == LICENSE_KEY_SIZE;
}

void
license_sign_id(char *id_r, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	start();
	for (i = 0; i < len; i++)
		id_r[i] = digits[randombytes_uniform(16)];
	id_r[len] = '\0';
}

void
license_sign_forget(void *secret, size_t size)
{
	sodium_memzero(secret, size);
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
