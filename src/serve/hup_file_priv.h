/*
 * The file that asks for a reload: `hup.sig` in the configuration's folder.
 * For the main thread alone.
 */
#ifndef HUP_FILE_PRIV_H
#define HUP_FILE_PRIV_H

#include <stdbool.h>

struct hup_file {
	char *folder;
	char *path;
	int fd; /* readable when the folder changed; -1: nobody tells */
};

/* Before the sandbox, as the user who started the program. */
void hup_file_open(struct hup_file *h, const char *folder);

/* Fine for one that is all zeros, too. */
void hup_file_close(struct hup_file *h);

/* The descriptor can be read: true when that is because of the file. */
bool hup_file_told(struct hup_file *h);

/* From time to time: a folder that was made anew is watched again. */
void hup_file_watch(struct hup_file *h);

/* True when the file was there; it is deleted. */
bool hup_file_take(struct hup_file *h);

#endif
