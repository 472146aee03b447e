/*
 * The filter as the server runs it: requests on standard input, responses on
 * standard output, signals and the reload file in between.
 */
#ifndef SERVER_H
#define SERVER_H

#include <stdbool.h>

/* How the filter is to run. */
struct server_options {
	const char *config_file;
	const unsigned char *vendor_key; /* whose licenses count */
	bool count_only; /* scans nothing and counts what comes */
};

/*
 * Runs until QUIT, the end of standard input or SIGTERM. Returns the exit
 * code of the process.
 */
int server_run(const struct server_options *options);

#endif
