/*
 * Folders that only this program's user may write, such as the one for what
 * has to survive a restart: whoever else could write there could make the
 * program believe anything. Any thread may call.
 */
#ifndef FOLDER_H
#define FOLDER_H

#include "err.h"

enum folder_fault {
	FOLDER_GOOD,
	FOLDER_MISSING, /* it cannot be made or entered: may pass by itself */
	FOLDER_OPEN     /* others may write it: nothing in it is to be used */
};

/*
 * Makes the folder with mode 0700 when it is missing, and looks who may write
 * it: its owner must be this process's user or root, and no other users. The
 * text of a fault begins with the path and says what to do.
 */
enum folder_fault folder_private(const char *path, struct err *e);

#endif
