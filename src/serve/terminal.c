/*
 * The same protocol for a person: line editing, history, completion of paths,
 * and answers in words. libedit waits for keys through events_wait, so that
 * signals and reloads are dealt with meanwhile.
 */
#include <ctype.h>
#include <glob.h>
#include <histedit.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

#include "mem.h"
#include "server_priv.h"
#include "text.h"

enum { HISTORY_SIZE = 200, LOAD_POLL_MS = 50 };

static const char *const help[] = {
    "A number and a command, as the server sends them:",
    "  1 FILE test-msgs/eicar.msg    scans a message",
    "  2 INTF 4                      agrees on the protocol's version",
    "  3 QUIT                        ends the program",
    "Without a number, one is put in front. A path alone is scanned.",
    "Tab completes paths, the arrow keys bring back earlier lines.",
    "help shows this text, quit or Ctrl-D ends the program.",
};

static char *
prompt(EditLine *el)
{
	static char text[] = "cgpward> ";

	(void)el;
	return text;
}

/* One character for libedit, while the rest of the program goes on. */
static int
read_character(EditLine *el, wchar_t *c_r)
{
	struct server *s = NULL;
	mbstate_t state = {0};
	char byte;
	size_t n;

	(void)el_get(el, EL_CLIENTDATA, (void *)&s);
	do {
		if (!events_wait(s) || read(STDIN_FILENO, &byte, 1) != 1)
			return 0;
		n = mbrtowc(c_r, &byte, 1, &state);
		if (n == (size_t)-1)
			memset(&state, 0, sizeof(state));
	} while (n == (size_t)-2 || n == (size_t)-1);
	return 1;
}

/* Puts what all matches have in common behind the word at the cursor. */
static unsigned char
insert_common(EditLine *el, const glob_t *found, size_t typed)
{
	const char *first = found->gl_pathv[0];
	size_t common = strlen(first), i, k;
	struct stat st;
	char *rest;
	bool ends;

	for (i = 1; i < found->gl_pathc; i++) {
		for (k = 0; k < common && first[k] == found->gl_pathv[i][k];)
			k++;
		common = k;
	}
	if (common <= typed)
		return CC_REFRESH_BEEP;
	ends = found->gl_pathc == 1 && stat(first, &st) == 0 &&
	       !S_ISDIR(st.st_mode) && first[common - 1] != '/';
	rest = mem_printf(
	    "%.*s%s", (int)(common - typed), first + typed, ends ? " " : "");
	(void)el_insertstr(el, rest);
	free(rest);
	return CC_REFRESH;
}

static unsigned char
complete(EditLine *el, int key)
{
	const LineInfo *line = el_line(el);
	const char *word = line->cursor;
	unsigned char result = CC_REFRESH_BEEP;
	glob_t found;
	char *pattern;

	(void)key;
	while (word > line->buffer && word[-1] != ' ' && word[-1] != '"')
		word--;
	pattern = mem_printf("%.*s*", (int)(line->cursor - word), word);
	if (glob(pattern, GLOB_MARK, NULL, &found) == 0) {
		result =
		    insert_common(el, &found, (size_t)(line->cursor - word));
		globfree(&found);
	}
	free(pattern);
	return result;
}

static void
show_help(struct server *s)
{
	size_t i;

	for (i = 0; i < sizeof(help) / sizeof(help[0]); i++)
		writer_line(s->writer, help[i]);
}

static bool
starts_with_command(const char *line)
{
	return text_starts(line, "FILE ") || text_starts(line, "INTF ") ||
	       text_starts(line, "KEY ") || text_same(line, "QUIT");
}

/* Makes a request of what a person types. */
static void
take_line(struct server *s, const char *line)
{
	static unsigned next = 1;
	char *request;

	if (text_same(line, "help") || strcmp(line, "?") == 0) {
		show_help(s);
		return;
	}
	if (text_same(line, "quit") || text_same(line, "exit")) {
		s->done = true;
		return;
	}
	if (starts_with_command(line))
		request = mem_printf("%u %s", next++, line);
	else if (access(line, F_OK) == 0)
		request = mem_printf("%u FILE \"%s\"", next++, line);
	else
		request = mem_strdup(line);
	server_line(s, request, strlen(request), false);
	free(request);
}

/* The first prompt comes when requests can be answered. */
static void
wait_for_engine(struct server *s)
{
	struct held *engine;

	while ((engine = holder_get(&s->filter.engines)) == NULL && !s->done)
		(void)poll(NULL, 0, LOAD_POLL_MS);
	held_unref(engine);
	writer_line(s->writer, "Type help for help. Ctrl-D ends the program.");
	writer_flush(s->writer);
}

static void
edit_lines(struct server *s, EditLine *el, History *past)
{
	HistEvent event;
	const char *typed;
	char *line, *end;
	int count;

	while (!s->done && (typed = el_gets(el, &count)) != NULL && count > 0) {
		typed += strspn(typed, " \t\r\n");
		line = mem_strdup(typed);
		end = line + strlen(line);
		while (end > line && isspace((unsigned char)end[-1]))
			*--end = '\0';
		if (*line != '\0') {
			(void)history(past, &event, H_ENTER, line);
			take_line(s, line);
			events_settle(s);
		}
		free(line);
	}
}

void
terminal_run(struct server *s)
{
	EditLine *el = el_init("cgpward", stdin, stdout, stderr);
	History *past = history_init();
	HistEvent event;

	if (el == NULL || past == NULL)
		goto out;
	(void)history(past, &event, H_SETSIZE, HISTORY_SIZE);
	(void)el_set(el, EL_CLIENTDATA, s);
	(void)el_set(el, EL_GETCFN, read_character);
	(void)el_set(el, EL_PROMPT, prompt);
	(void)el_set(el, EL_EDITOR, "emacs");
	(void)el_set(el, EL_HIST, history, past);
	(void)el_set(el, EL_ADDFN, "complete", "Complete a path", complete);
	(void)el_set(el, EL_BIND, "^I", "complete", NULL);
	atomic_store(&s->filter.interface, PROTO_INTERFACE);
	wait_for_engine(s);
	edit_lines(s, el, past);
out:
	if (past != NULL)
		history_end(past);
	if (el != NULL)
		el_end(el);
}
