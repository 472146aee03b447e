/* Reads a number from a file of the kernel. */
#include "procfs_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t
procfs_number(const char *path, const char *key, uint64_t otherwise)
{
	FILE *f = fopen(path, "re");
	char line[256];
	const char *number;
	uint64_t found = otherwise;

	if (f == NULL)
		return otherwise;
	while (fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, key, strlen(key)) == 0) {
			number = line + strlen(key);
			number += strspn(number, " \t");
			if (*number >= '0' && *number <= '9')
				found = strtoull(number, NULL, 10);
			break;
		}
	(void)fclose(f);
	return found;
}
