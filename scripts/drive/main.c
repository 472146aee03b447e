/*
 * fake-server: plays a mail server for an external filter, in tests, soak
 * runs and benchmarks. Options are a table of numbers and a few switches.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drive.h"
#include "play.h"

struct options {
	struct drive_args drive;
	struct play_args play;
	const char *messages;
	const char *expect;
	bool by_folder;
	bool envelope;
	bool json;
};

static const char usage[] =
    "usage: fake-server [OPTION...] -- FILTER [ARG...]\n"
    "       fake-server --play DIALOGUE [-b DIR] -- FILTER [ARG...]\n"
    "\n"
    "Starts FILTER, sends requests and checks that each gets exactly one\n"
    "valid response. Exit code 0 when it was so, 1 when not, 2 when the run\n"
    "could not start.\n"
    "\n"
    "  -b, --base DIR       the filter's current directory (.)\n"
    "  -m, --messages PATH  a file or folder; without it, one path per line\n"
    "                       is read from stdin and sent as it is\n"
    "      --envelope       send copies in DIR/Queue, behind an envelope\n"
    "      --repeat N       the whole list N times (1)\n"
    "      --shuffle SEED   in another order each time\n"
    "      --pending N      at most N requests wait for an answer (8)\n"
    "      --interface V    version in the handshake (4)\n"
    "      --expect FILE    lines GLOB KIND: what a message must get\n"
    "      --timeout S      seconds until a missing answer fails (120)\n"
    "      --warm-up N      answer N requests first, outside of the figures\n"
    "      --mark N         look at the memory after N answers (10000)\n"
    "      --max-growth P   percent it may have grown at the end, and no\n"
    "                       open file more (not checked)\n"
    "      --eof            end by closing stdin instead of QUIT (--quit)\n"
    "      --early          end while requests are pending\n"
    "      --slow-read MS   read nothing for MS milliseconds, then read for\n"
    "                       MS, and so on; requests keep coming\n"
    "      --kill-every N   kill -9 after N answers, start again, send what\n"
    "                       was not answered\n"
    "      --restart N      the same when it ends by itself, N times (0)\n"
    "      --seconds S      send requests for S seconds at most\n"
    "      --hup-seconds S  kill -HUP after S seconds\n"
    "      --kill-seconds S kill -9 after S seconds, shortly after a second\n"
    "                       look at the memory, while nothing is pending\n"
    "      --mark-seconds S the first such look at each life, instead of\n"
    "                       --mark\n"
    "      --hup-every N    kill -HUP after N answers\n"
    "      --hup-file FILE  create FILE instead\n"
    "      --show           print the dialogue\n"
    "      --by-folder      print how the messages of each folder below PATH\n"
    "                       were answered, and why some were refused\n"
    "      --json           print the summary as one JSON object\n"
    "      --play DIALOGUE  play a dialogue file instead\n";

/* Long options that set a number, with their bounds. */
static const struct number {
	const char *name;
	size_t offset;
	long min, max;
} numbers[] = {
    {"repeat", offsetof(struct drive_args, repeat), 1, 100000000},
    {"shuffle", offsetof(struct drive_args, shuffle), 0, 1000000000},
    {"pending", offsetof(struct drive_args, pending_max), 1, 1000000},
    {"interface", offsetof(struct drive_args, interface), 1, 1000000},
    {"timeout", offsetof(struct drive_args, timeout_s), 1, 86400},
    {"warm-up", offsetof(struct drive_args, warm_up), 0, 1000000000},
    {"mark", offsetof(struct drive_args, mark), 1, 1000000000},
    {"max-growth", offsetof(struct drive_args, growth_max), 0, 1000000},
    {"slow-read", offsetof(struct drive_args, slow_read_ms), 1, 3600000},
    {"kill-every", offsetof(struct drive_args, kill_every), 1, 1000000000},
    {"restart", offsetof(struct drive_args, restarts), 0, 1000000},
    {"seconds", offsetof(struct drive_args, seconds), 1, 10000000},
    {"kill-seconds", offsetof(struct drive_args, kill_s), 1, 10000000},
    {"hup-seconds", offsetof(struct drive_args, hup_s), 1, 10000000},
    {"mark-seconds", offsetof(struct drive_args, mark_s), 1, 10000000},
    {"hup-every", offsetof(struct drive_args, hup_every), 1, 1000000000},
};

enum { NUMBERS = sizeof(numbers) / sizeof(numbers[0]) };

static const struct option words[] = {
    {"base", required_argument, NULL, 'b'},
    {"messages", required_argument, NULL, 'm'},
    {"expect", required_argument, NULL, 'x'},
    {"hup-file", required_argument, NULL, 'H'},
    {"play", required_argument, NULL, 'p'},
    {"envelope", no_argument, NULL, 'e'},
    {"eof", no_argument, NULL, 'E'},
    {"quit", no_argument, NULL, 'Q'},
    {"early", no_argument, NULL, 'y'},
    {"show", no_argument, NULL, 's'},
    {"by-folder", no_argument, NULL, 'f'},
    {"json", no_argument, NULL, 'j'},
    {"help", no_argument, NULL, 'h'},
};

enum { WORDS = sizeof(words) / sizeof(words[0]), FIRST_NUMBER = 256 };

static int
set_number(struct options *o, const struct number *number, const char *text)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (errno != 0 || *end != '\0' || end == text || value < number->min ||
	    value > number->max) {
		(void)fprintf(stderr,
		    "fake-server: --%s takes a number from %ld to %ld\n",
		    number->name, number->min, number->max);
		return -1;
	}
	*(long *)(void *)((char *)&o->drive + number->offset) = value;
	o->play.timeout_s = o->drive.timeout_s;
	return 0;
}

static int
set_word(struct options *o, int c, const char *text)
{
	switch (c) {
	case 'b':
		o->drive.base = o->play.base = text;
		return 0;
	case 'm':
		o->messages = text;
		return 0;
	case 'x':
		o->expect = text;
		return 0;
	case 'H':
		o->drive.hup_file = text;
		return 0;
	case 'p':
		o->play.path = text;
		return 0;
	case 'e':
		o->envelope = true;
		return 0;
	case 'E':
	case 'Q':
		o->drive.eof = c == 'E';
		return 0;
	case 'y':
		o->drive.early = true;
		return 0;
	case 's':
		o->drive.show = o->play.show = true;
		return 0;
	case 'f':
		o->by_folder = true;
		return 0;
	case 'j':
		o->json = true;
		return 0;
	default:
		return -1;
	}
}

static int
parse_options(struct options *o, int argc, char **argv)
{
	struct option all[WORDS + NUMBERS + 1] = {{0}};
	int c, i, rc = 0;

	for (i = 0; i < WORDS; i++)
		all[i] = words[i];
	for (i = 0; i < NUMBERS; i++)
		all[WORDS + i] = (struct option){
		    numbers[i].name, required_argument, NULL, FIRST_NUMBER + i};
	while (rc == 0 &&
	       (c = getopt_long(argc, argv, "+b:m:h", all, NULL)) != -1) {
		if (c >= FIRST_NUMBER)
			rc = set_number(o, &numbers[c - FIRST_NUMBER], optarg);
		else if (c == 'h')
			return fputs(usage, stdout) == EOF ? -1 : 1;
		else
			rc = set_word(o, c, optarg);
	}
	if (rc == 0 && optind == argc)
		rc = -1;
	if (rc == -1)
		(void)fputs(usage, stderr);
	o->drive.argv = o->play.argv = argv + optind;
	return rc;
}

static int
prepare(struct options *o, struct spool *spool, struct expect *x, struct err *e)
{
	if (o->expect != NULL && expect_load(x, o->expect, e) == -1)
		return -1;
	if (o->messages != NULL && spool_add(spool, o->messages, e) == -1)
		return -1;
	if (o->messages == NULL && spool_read(spool, stdin, e) == -1)
		return -1;
	if (spool->n == 0)
		return err_set(e, "there are no messages");
	return o->envelope ? spool_enqueue(spool, e) : 0;
}

static int
drive(struct options *o)
{
	struct census census = {0};
	struct expect expect = {0};
	struct spool spool = {0};
	struct err e = {0};
	struct drive d;
	int code = 2;

	if (spool_init(&spool, o->drive.base, &e) == -1 ||
	    prepare(o, &spool, &expect, &e) == -1)
		goto out;
	if (o->by_folder && o->messages != NULL) {
		census_init(&census, o->messages);
		o->drive.census = &census;
	}
	if (drive_run(&d, &o->drive, &spool, &expect, &e) == 0) {
		if (o->json)
			drive_print_json(&d);
		else
			drive_print(&d);
		if (o->drive.census != NULL)
			census_print(&census);
		code = tally_faults(&d.tally) == 0 ? 0 : 1;
	}
	drive_fini(&d);
out:
	if (code == 2)
		(void)fprintf(stderr, "fake-server: %s\n", e.text);
	spool_fini(&spool);
	expect_fini(&expect);
	o->drive.census = NULL;
	census_fini(&census);
	return code;
}

static void
interrupt(int sig)
{
	(void)sig;
	drive_interrupted = 1;
}

int
main(int argc, char **argv)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	struct sigaction stop = {.sa_handler = interrupt};
	struct options o = {.drive = {.base = ".",
				.repeat = 1,
				.pending_max = 8,
				.interface = 4,
				.shuffle = -1,
				.timeout_s = 120,
				.mark = 10000,
				.growth_max = -1},
	    .play = {.base = ".", .timeout_s = 60}};
	int rc;

	rc = parse_options(&o, argc, argv);
	if (rc != 0)
		return rc == 1 ? 0 : 2;
	(void)sigaction(SIGPIPE, &ignore, NULL);
	(void)sigaction(SIGINT, &stop, NULL);
	(void)sigaction(SIGTERM, &stop, NULL);
	return o.play.path != NULL ? play(&o.play) : drive(&o);
}
