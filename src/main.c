/* The program: which command, and its exit code. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "cmd_license.h"
#include "config.h"
#include "server.h"
#include "vendor_key.h"

struct command {
	const char *name;
	int (*run)(int argc, char **argv);
};

static const struct command commands[] = {
    {"check", cmd_check},
    {"license", cmd_license},
    {"quarantine", cmd_quarantine},
    {"report", cmd_report},
    {"scan", cmd_scan},
    {"status", cmd_status},
    {"version", cmd_version},
};

static const char usage[] =
    "usage: cgpward [-c FILE] [--count-only]  the filter: requests on "
    "standard\n"
    "                                         input, answers on standard "
    "output\n"
    "       cgpward scan [-c FILE] [--json] PATH...   scan files and folders\n"
    "       cgpward check [-c FILE] [--dump | --sandbox]\n"
    "                                         check the configuration, or "
    "the sandbox\n"
    "       cgpward status [-c FILE] [--json] what the filter does, license "
    "and "
    "quota\n"
    "       cgpward report [-c FILE] [--since 7d] [--text | --html FILE | "
    "--json | --csv]\n"
    "                                         what came and what was found\n"
    "       cgpward license keygen | issue | verify | show | advise ...\n"
    "       cgpward version [-c FILE]         program, engine and definitions\n"
    "       cgpward quarantine [-c FILE] list | show ID | release ID | "
    "delete ID | purge\n"
    "                                         messages that were put aside\n"
    "       cgpward --help | --version\n";

/* The filter itself: everything but -c FILE and --count-only is wrong. */
static int
run_filter(int argc, char **argv)
{
	struct server_options options = {.vendor_key = vendor_key};
	const char *given = NULL;
	struct err e;
	char *file;
	int code, i;

	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--count-only") == 0) {
			options.count_only = true;
		} else if (strcmp(argv[i], "-c") == 0 && i + 1 < argc) {
			given = argv[++i];
		} else {
			(void)fputs(usage, stderr);
			return 2;
		}
	}
	file = config_find(given, &e);
	if (file == NULL) {
		(void)fprintf(stderr, "cgpward: %s\n", e.text);
		return 2;
	}
	options.config_file = file;
	code = server_run(&options);
	free(file);
	return code;
}

int
main(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "";
	size_t i;

	/* Names of attachments are UTF-8, whatever the server has set. */
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		(void)setlocale(LC_CTYPE, "");
	if (strcmp(word, "--version") == 0)
		return puts("cgpward " CGPWARD_VERSION) == EOF;
	if (strcmp(word, "--help") == 0)
		return fputs(usage, stdout) == EOF;
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(word, commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	return run_filter(argc, argv);
}
