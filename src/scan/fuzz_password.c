/* Candidates from any bytes, as a text, a title and a list. */
#include <stdlib.h>
#include <string.h>

#include "password.h"

static uint64_t
now_ms(void)
{
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct passwords *p = passwords_new(now_ms);
	const char *text = (const char *)data;
	size_t i;

	password_add_text(p, text, len);
	password_add_words(p, text, len);
	password_add_list(p, text, len);
	if (passwords_count(p) > PASSWORDS_MAX)
		abort();
	for (i = 0; i < passwords_count(p); i++)
		if (strlen(passwords_get(p, i)) > PASSWORD_MAX)
			abort();
	passwords_free(&p);
	return 0;
}
