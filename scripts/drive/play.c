/*
 * The player: each line of a dialogue is a statement, found in a table by its
 * first characters and carried out at once. What comes from the filter waits
 * in the conversation (talk) until a statement expects it; at the end nothing
 * may be left over.
 */
#include "play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"
#include "play_priv.h"
#include "text.h"

enum { FILL_MAX = 1 << 26, GROUP_MAX = 64, UNTIL_TICK_US = 10000 };

uint64_t
play_deadline(const struct play *p)
{
	return child_now_us() + (uint64_t)p->args->timeout_s * 1000000;
}

static int
do_send(struct play *p, const char *arg, struct err *e)
{
	char *line = mem_printf("%s\n", arg);

	(void)e;
	talk_send(&p->talk, line, strlen(line));
	free(line);
	return 0;
}

/* One escape of >raw; the length that was read, 0 when it is none. */
static size_t
read_raw(const char *s, char *c_r)
{
	static const char from[] = "nrt\\";
	static const char to[] = "\n\r\t\\";
	const char *at;
	char hex[3];

	*c_r = s[0];
	if (s[0] != '\\')
		return 1;
	at = s[1] != '\0' ? strchr(from, s[1]) : NULL;
	if (at != NULL) {
		*c_r = to[at - from];
		return 2;
	}
	if (s[1] != 'x' || s[2] == '\0' || s[3] == '\0')
		return 0;
	(void)snprintf(hex, sizeof(hex), "%.2s", s + 2);
	if (strspn(hex, "0123456789abcdefABCDEF") != 2)
		return 0;
	*c_r = (char)strtoul(hex, NULL, 16);
	return 4;
}

static int
do_raw(struct play *p, const char *arg, struct err *e)
{
	char *bytes = mem_zalloc(strlen(arg) + 1, 1);
	size_t len = 0, n;

	for (; *arg != '\0'; arg += n) {
		n = read_raw(arg, &bytes[len++]);
		if (n == 0) {
			free(bytes);
			return err_set(e, "unknown escape: %s", arg);
		}
	}
	talk_send(&p->talk, bytes, len);
	free(bytes);
	return 0;
}

static int
do_fill(struct play *p, const char *arg, struct err *e)
{
	char *end, *bytes;
	unsigned long n = strtoul(arg, &end, 10);

	if (n == 0 || n > FILL_MAX || end[0] != ' ' || end[1] == '\0')
		return err_set(e, ">fill takes a number and a character");
	bytes = mem_zalloc(n, 1);
	memset(bytes, end[1], n);
	talk_send(&p->talk, bytes, n);
	free(bytes);
	return 0;
}

static int
run_shell(struct play *p, const char *command)
{
	char *line, *base, pid[32] = "";
	int status;

	if (p->talk.child.pid > 0)
		(void)snprintf(
		    pid, sizeof(pid), "%ld", (long)p->talk.child.pid);
	base = realpath(p->args->base, NULL);
	(void)setenv("BASE", base != NULL ? base : ".", 1);
	(void)setenv("HELPER_PID", pid, 1);
	free(base);
	line = mem_printf("cd \"$BASE\" && { %s\n}", command);
	(void)fflush(stdout);
	status = system(line);
	free(line);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int
do_shell(struct play *p, const char *arg, struct err *e)
{
	int code;

	/* What was said before the command is no answer to it. */
	strings_clear(&p->talk.infos);
	code = run_shell(p, arg);
	return code == 0 ? 0 : err_set(e, "exit code %d of: %s", code, arg);
}

static int
do_until(struct play *p, const char *arg, struct err *e)
{
	uint64_t end_us = play_deadline(p);

	while (run_shell(p, arg) != 0) {
		if (child_now_us() > end_us)
			return err_set(e, "never true: %s", arg);
		(void)usleep(UNTIL_TICK_US);
	}
	return 0;
}

static int
do_close(struct play *p, const char *arg, struct err *e)
{
	(void)arg;
	return talk_close(&p->talk, play_deadline(p), e);
}

static int
do_start(struct play *p, const char *arg, struct err *e)
{
	(void)arg;
	p->over = false;
	return talk_start(&p->talk, p->args->base, p->args->argv, e);
}

static int
do_exit(struct play *p, const char *arg, struct err *e)
{
	int want = (int)strtol(arg, NULL, 10), code;

	if (talk_finish(&p->talk, play_deadline(p), &code, e) == -1)
		return -1;
	p->over = true;
	if (code != want)
		return err_set(e, "exit code %d", code);
	/* A filter that was made to end badly owes nothing more. */
	return code == 0 ? play_nothing_left(p, e) : 0;
}

static int
do_stderr(struct play *p, const char *arg, struct err *e)
{
	struct buf *said = &p->talk.child.said;

	if (!p->over)
		return err_set(e, "stderr is known after exit only");
	p->stderr_checked = true;
	if (said->len > 0 && said->data[said->len - 1] == '\n')
		said->data[--said->len] = '\0';
	if (strcmp(arg, "empty") == 0 ? said->len == 0
				      : text_glob(arg, said->data))
		return 0;
	return err_set(e, "on stderr: %s", said->data);
}

/* By the first characters; the longer of two with the same start first. */
static const struct statement {
	const char *word;
	int (*run)(struct play *, const char *, struct err *);
	bool needs_filter; /* starts it when it was never started */
} statements[] = {
    {">raw ", do_raw, true},
    {">fill ", do_fill, true},
    {"> ", do_send, true},
    {"<", play_expect, true},
    {"* ", play_expect_info, true},
    {"-", play_expect_nothing, true},
    {"! ", do_shell, false},
    {"until ", do_until, false},
    {"start", do_start, false},
    {"close", do_close, true},
    {"exit ", do_exit, true},
    {"stderr ", do_stderr, false},
};

/* Lines for whoever prepares the base directory. */
static bool
is_preparation(const char *line)
{
	return strncmp(line, "config:", 7) == 0 ||
	       strncmp(line, "args:", 5) == 0 ||
	       strncmp(line, "user:", 5) == 0 ||
	       strncmp(line, "program:", 8) == 0;
}

static int
carry_out(struct play *p, const char *line, struct err *e)
{
	size_t i, n;

	if (line[0] == '\0' || line[0] == '#' || is_preparation(line))
		return 0;
	for (i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
		n = strlen(statements[i].word);
		if (strncmp(line, statements[i].word, n) == 0)
			break;
	}
	if (i == sizeof(statements) / sizeof(statements[0]))
		return err_set(e, "not a statement");
	if (statements[i].needs_filter && !p->started &&
	    do_start(p, "", e) == -1)
		return -1;
	if (statements[i].needs_filter || statements[i].run == do_start)
		p->started = true;
	return statements[i].run(p, line + n, e);
}

/* The end of every dialogue, written or not. */
static int
finish(struct play *p, struct err *e)
{
	if (!p->over && p->started) {
		if (do_close(p, "", e) == -1 || do_exit(p, "0", e) == -1)
			return -1;
	}
	return p->stderr_checked || !p->over ? 0 : do_stderr(p, "empty", e);
}

static void
complain(struct play *p, const char *line, const struct err *e)
{
	struct talk *t = &p->talk;
	size_t i;

	(void)printf(
	    "%s:%zu: %s\n    %s\n", p->args->path, p->at, line, e->text);
	for (i = 0; i < t->answers.n; i++)
		(void)printf("    came: %.400s\n", t->answers.v[i]);
	for (i = t->infos.n > 10 ? t->infos.n - 10 : 0; i < t->infos.n; i++)
		(void)printf("    came: %.400s\n", t->infos.v[i]);
	if (t->child.pid > 0) {
		(void)kill(-t->child.pid, SIGKILL);
		(void)child_wait(&t->child, 10000);
	}
	if (t->child.said.len > 0)
		(void)printf("    stderr: %s\n", t->child.said.data);
}

static int
play_lines(struct play *p)
{
	struct err e = {0};

	for (p->at = 1; p->at <= p->lines.n; p->at++) {
		p->line = p->lines.v[p->at - 1];
		if (carry_out(p, p->line, &e) == -1) {
			complain(p, p->line, &e);
			return 1;
		}
	}
	if (finish(p, &e) == -1) {
		complain(p, "the end of the dialogue", &e);
		return 1;
	}
	return 0;
}

int
play(const struct play_args *args)
{
	struct play p = {.args = args};
	struct err e = {0};
	int code = 2;

	talk_init(&p.talk, args->show);
	if (play_load(&p, &e) == 0)
		code = play_lines(&p);
	else
		(void)printf("%s\n", e.text);
	strings_clear(&p.lines);
	talk_fini(&p.talk);
	return code;
}
