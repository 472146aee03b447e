/*
 * Ed25519 signatures in the form they have in a license. Keys are
 * LICENSE_KEY_SIZE bytes; a secret key is its seed. Any thread may call.
 * Implemented in sign.c.
 */
#ifndef LICENSE_SIGN_PRIV_H
#define LICENSE_SIGN_PRIV_H

#include <stdbool.h>
#include <stddef.h>

enum {
	LICENSE_SIGNATURE_LEN = 88, /* letters of base64 */
	LICENSE_HEX_LEN = 64        /* letters of a key */
};

/* Makes a pair. */
void license_sign_pair(unsigned char *secret_r, unsigned char *public_r);

/* Signs and writes LICENSE_SIGNATURE_LEN letters and a NUL. */
void license_sign(
    const char *text, size_t len, const unsigned char *secret, char *letters_r);

/* True when the LICENSE_SIGNATURE_LEN letters are the text's signature. */
bool license_sign_verify(const char *text, size_t len,
    const unsigned char *public, const char *letters);

/* Keys as LICENSE_HEX_LEN letters; the reader takes no others. */
void license_sign_hex(const unsigned char *key, char *hex_r);
bool license_sign_unhex(const char *hex, unsigned char *key_r);

/* Random letters for an id, `len` of them and a NUL. */
void license_sign_id(char *id_r, size_t len);

/* Overwrites a secret that is no longer needed. */
void license_sign_forget(void *secret, size_t size);

#endif
