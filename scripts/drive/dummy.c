/*
 * A filter of a few lines that answers by the words in the path and can break
 * each rule of the protocol on demand. The tests of fake-server run it to see
 * that every fault is noticed.
 *
 * usage: dummy-filter [FAULT]
 */
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "mem.h"

static const char *fault = "";
static long requests;
static long version = 4;
static char *held; /* the number of a request that waits */

static bool
is_fault(const char *name)
{
	return strcmp(fault, name) == 0;
}

/* One line, one write. */
static void __attribute__((format(printf, 1, 2))) say(const char *fmt, ...)
{
	char line[8192];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (write(1, line, (size_t)n) != n)
		exit(9);
}

static void
leak(void)
{
	static char *volatile kept;

	kept = mem_zalloc(65536, 1);
	memset(kept, 1, 65536);
	(void)open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* Answers the request that waits. */
static void
release(void)
{
	say("%s OK\n", held);
	free(held);
	held = NULL;
}

/* True when the request was dealt with in a wrong way. */
static bool
answer_wrongly(const char *seq, const char *path)
{
	if (is_fault("missing") && requests == 3)
		return true;
	if (is_fault("twice") && requests == 3)
		say("%s OK\n", seq);
	if (is_fault("long") && requests == 3)
		say("* %05000d\n", 1);
	if (is_fault("longest"))
		say("* %04093d\n", 1);
	if (is_fault("unknown") && requests == 3)
		say("99999 OK\n");
	if (is_fault("reorder") && strcmp(seq, "5") == 0) {
		held = mem_strdup(seq);
		return true;
	}
	if (is_fault("reorder") && strcmp(seq, "25") == 0 && held != NULL)
		release();
	if (is_fault("leak"))
		leak();
	if (is_fault("crash") && strstr(path, "crash") != NULL)
		abort();
	if (is_fault("crash-once") && requests == 3 &&
	    access("crashed", F_OK) == -1) {
		(void)close(open("crashed", O_WRONLY | O_CREAT, 0600));
		abort();
	}
	if (is_fault("stderr") && requests == 3)
		(void)fputs("something\n", stderr);
	if (is_fault("stderr-full") && requests == 3)
		(void)fprintf(stderr, "%0200000d\n", 1);
	if ((is_fault("mixed") || is_fault("quit-first")) && requests == 3) {
		held = mem_strdup(seq);
		return true;
	}
	if (held != NULL && is_fault("mixed")) {
		say("%s O%s OK\nK\n", held, seq);
		free(held);
		held = NULL;
		return true;
	}
	return false;
}

static void
answer_file(const char *seq, const char *path)
{
	requests++;
	if (answer_wrongly(seq, path))
		return;
	if (strstr(path, "eicar") != NULL && !is_fault("wrong"))
		say("%s DISCARD\n", seq);
	else if (strstr(path, "tag") != NULL)
		say("%s ADDHEADER \"X-Virus-Status: a \\\"b\\\"\\e c\"%s\n",
		    seq, version >= 4 || is_fault("form") ? " OK" : "");
	else if (access(path, R_OK) == -1)
		say("%s REJECTED \"There is no such file.\"\n", seq);
	else if (strstr(path, "partial") != NULL)
		say("%s ERROR \"Not accepted.\"\n", seq);
	else
		say("%s OK\n", seq);
}

/* True when it is time to end. */
static bool
answer(char *line)
{
	size_t n = strspn(line, "0123456789");
	char *seq = line, *verb = line + n, *rest;

	if (n == 0 || line[n] != ' ') {
		say("* not a command\n");
		return false;
	}
	*verb++ = '\0';
	rest = verb + strcspn(verb, " ");
	if (*rest != '\0')
		*rest++ = '\0';
	if (strcasecmp(verb, "FILE") == 0) {
		answer_file(seq, rest);
	} else if (strcasecmp(verb, "INTF") == 0) {
		version = strtol(rest, NULL, 10) < 4 ? 3 : 4;
		say("%s INTF %ld\n", seq, is_fault("interface") ? 2 : version);
	} else if (strcasecmp(verb, "QUIT") == 0) {
		if (!is_fault("no-quit"))
			say("%s OK\n", seq);
		if (held != NULL)
			release();
		return true;
	} else {
		say("%s %s\n", seq,
		    strcasecmp(verb, "KEY") == 0 ? "OK" : "FAILURE");
	}
	return false;
}

int
main(int argc, char **argv)
{
	char *line = NULL;
	size_t size = 0;

	(void)signal(SIGHUP, SIG_IGN);
	fault = argc > 1 ? argv[1] : "";
	say("* dummy filter\n");
	while (getline(&line, &size, stdin) > 0) {
		line[strcspn(line, "\r\n")] = '\0';
		if (answer(line))
			break;
		if (is_fault("ends") && requests == 3)
			break;
	}
	free(held);
	free(line);
	if (is_fault("no-end"))
		(void)!write(1, "* cut", 5);
	return is_fault("code") ? 3 : 0;
}
