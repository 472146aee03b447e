/* The program: which command, and its exit code. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "config.h"
#include "server.h"

struct command {
	const char *name;
	int (*run)(int argc, char **argv);
};

static const struct command commands[] = {
    {"check", cmd_check},
    {"scan", cmd_scan},
    {"version", cmd_version},
};

static const char usage[] =
    "usage: cgpward [-c FILE]                 the filter: requests on "
    "standard\n"
    "                                         input, answers on standard "
    "output\n"
    "       cgpward scan [-c FILE] [--json] PATH...   scan files and folders\n"
    "       cgpward check [-c FILE] [--dump]  check the configuration\n"
    "       cgpward version [-c FILE]         program, engine and definitions\n"
    "       cgpward --help | --version\n";

/* The filter itself. */
static int
run_filter(const char *given)
{
	struct err e;
	char *file = config_find(given, &e);
	int code;

	if (file == NULL) {
		(void)fprintf(stderr, "cgpward: %s\n", e.text);
		return 2;
	}
	code = server_run(file);
	free(file);
	return code;
}

int
main(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "";
	size_t i;

	/* Names of attachments and members are UTF-8, whatever the server set.
	 */
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		(void)setlocale(LC_CTYPE, "");
	if (argc == 1)
		return run_filter(NULL);
	if (strcmp(word, "-c") == 0 && argc == 3)
		return run_filter(argv[2]);
	if (strcmp(word, "--version") == 0)
		return puts("cgpward " CGPWARD_VERSION) == EOF;
	if (strcmp(word, "--help") == 0)
		return fputs(usage, stdout) == EOF;
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(word, commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	(void)fputs(usage, stderr);
	return 2;
}
