/*
 * Where log lines go: the server's log (`* ` lines), syslog, or a file.
 */
#ifndef LOGSINK_H
#define LOGSINK_H

#include "err.h"
#include "writer.h"

/*
 * Sends log lines from now on to `to`: "server", "syslog" or a file's path.
 * A file is opened anew, so that it can be rotated. `writer` serves "server"
 * and must outlive the sink. On failure lines go to the server. Called by the
 * main thread.
 */
int logsink_set(const char *to, struct writer *writer, struct err *e);

/* No more lines anywhere. */
void logsink_close(void);

#endif
