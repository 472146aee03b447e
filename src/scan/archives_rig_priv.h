/* For tests: archives made by hand. */
#ifndef ARCHIVES_RIG_PRIV_H
#define ARCHIVES_RIG_PRIV_H

#include <stdio.h>
#include <string.h>

/* EICAR, stored in a cabinet. */
#define EICAR_CAB                                                              \
	"MSCF\0\0\0\0\x92\0\0\0\0\0\0\0\x2c\0\0\0\0\0\0\0\3\1"                 \
	"\1\0\1\0\0\0\1\0\0\0" /* folder: */ "\x46\0\0\0\1\0\0\0" /* file: */  \
	"\x44\0\0\0\0\0\0\0\0\0\x21\x4a\0\0\x20\0"                             \
	"eicar.com\0" /* data: */ "\0\0\0\0\x44\0\x44\0" EICAR

enum { SECTOR = 512 };

/* Writes the head of a file in a tar; its checksum follows from `size`. */
static inline void
tar_head(unsigned char *head, const char *name, size_t size)
{
	unsigned sum = 8 * ' ';
	char text[12];
	size_t i;

	memset(head, 0, SECTOR);
	memcpy(head, name, strlen(name));
	memcpy(head + 100, "0000644", 7);
	(void)snprintf(text, sizeof(text), "%011zo", size);
	memcpy(head + 124, text, 11);
	head[156] = '0';
	memcpy(head + 257, "ustar\00000", 8);
	for (i = 0; i < SECTOR; i++)
		sum += head[i];
	(void)snprintf(text, sizeof(text), "%06o", sum);
	memcpy(head + 148, text, 7);
	head[155] = ' ';
}

#endif
