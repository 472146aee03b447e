/*
 * The filter as the server runs it: requests on standard input, responses on
 * standard output, signals and the reload file in between.
 */
#ifndef SERVER_H
#define SERVER_H

/*
 * Runs until QUIT, the end of standard input or SIGTERM. `config_file` is the
 * configuration to use. Returns the exit code of the process.
 */
int server_run(const char *config_file);

#endif
