/* Names of files, and the types of their content. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "filename_priv.h"
#include "filetype_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct globs *globs;
	static struct readings *readings;
	struct filename f;
	char *name = malloc(size + 1);
	unsigned i;

	if (name == NULL)
		abort();
	if (globs == NULL)
		globs = globs_new("*.exe, js, a*b?c, ?.d", GLOBS_FILES);
	if (readings == NULL)
		readings = readings_new();
	memcpy(name, data, size);
	name[size] = '\0';
	filename_read(name, readings, &f);
	for (i = 0; i < f.n; i++) {
		if (f.form[i][0] == '\0' || strchr(f.form[i], '/') != NULL)
			abort();
		(void)filename_is_double(f.form[i], globs);
		(void)globs_find(globs, f.form[i]);
	}
	for (i = 0; i < f.readings; i++)
		if (strchr(f.reading[i], '/') != NULL)
			abort();
	filename_fini(&f);
	free(name);
	(void)filetype_of(data, size, ~0U);
	return 0;
}
