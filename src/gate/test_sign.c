/* Authentication codes, with test vectors of RFC 4231. */
#include <string.h>

#include "sign.h"
#include "test.h"

static void
make(const char *key, const char *text, unsigned char code[SIGN_MAC_SIZE])
{
	unsigned char padded[SIGN_MAC_KEY_SIZE] = {0};
	struct sign_mac *m;

	/* Shorter keys are filled up with zeros by the algorithm itself. */
	memcpy(padded, key, strlen(key));
	m = sign_mac_new(padded);
	sign_mac_add(m, text, strlen(text));
	sign_mac_end(&m, code);
	assert_null(m);
}

static void
vectors_come_out(void **state)
{
	static const unsigned char want[SIGN_MAC_SIZE] = {0x5b, 0xdc, 0xc1,
	    0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24, 0x26, 0x08, 0x95,
	    0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27, 0x39, 0x83, 0x9d,
	    0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43};
	unsigned char code[SIGN_MAC_SIZE];

	(void)state;
	make("Jefe", "what do ya want for nothing?", code);
	assert_memory_equal(code, want, sizeof(want));
	assert_true(sign_mac_same(code, want));
	code[31] ^= 1;
	assert_false(sign_mac_same(code, want));
}

static void
items_keep_apart(void **state)
{
	static const unsigned char key[SIGN_MAC_KEY_SIZE];
	unsigned char a[SIGN_MAC_SIZE], b[SIGN_MAC_SIZE];
	struct sign_mac *m;

	(void)state;
	m = sign_mac_new(key);
	sign_mac_add_item(m, "ab", 2);
	sign_mac_add_item(m, "c", 1);
	sign_mac_end(&m, a);
	m = sign_mac_new(key);
	sign_mac_add_item(m, "a", 1);
	sign_mac_add_item(m, "bc", 2);
	sign_mac_end(&m, b);
	assert_memory_not_equal(a, b, sizeof(a));
}

static void
random_bytes_differ(void **state)
{
	unsigned char a[16] = {0}, b[16] = {0};

	(void)state;
	sign_mac_random(a, sizeof(a));
	sign_mac_random(b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(vectors_come_out),
	    cmocka_unit_test(items_keep_apart),
	    cmocka_unit_test(random_bytes_differ),
	};

	return RUN_TESTS(tests);
}
