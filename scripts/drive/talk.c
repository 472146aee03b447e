/* The conversation: sorted input, counted output. */
#include "talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

enum { TALK_TICK_MS = 20, TALK_SHOWN_MAX = 400 };

void
strings_add(struct strings *s, const char *text)
{
	s->v = mem_resize(s->v, s->n + 1, sizeof(*s->v));
	s->v[s->n++] = mem_strdup(text);
}

void
strings_remove(struct strings *s, size_t i)
{
	free(s->v[i]);
	s->n--;
	memmove(s->v + i, s->v + i + 1, (s->n - i) * sizeof(*s->v));
}

void
strings_clear(struct strings *s)
{
	while (s->n > 0)
		free(s->v[--s->n]);
	free(s->v);
	s->v = NULL;
}

void
talk_init(struct talk *t, bool show)
{
	*t = (struct talk){.show = show};
	child_init(&t->child);
}

void
talk_fini(struct talk *t)
{
	strings_clear(&t->answers);
	strings_clear(&t->infos);
	child_fini(&t->child);
}

int
talk_start(struct talk *t, const char *base, char *const argv[], struct err *e)
{
	if (t->child.pid > 0)
		return err_set(e, "the filter runs already");
	t->ended = false;
	t->asked = t->answered = 0;
	t->version = 0;
	t->scan = TALK_BLANKS;
	return child_start(&t->child, base, argv, e);
}

static void
show(const struct talk *t, char mark, const char *data, size_t len)
{
	char clean[TALK_SHOWN_MAX];

	if (!t->show)
		return;
	(void)text_escape_n(clean, sizeof(clean), data, len);
	(void)printf("%c %s\n", mark, clean);
}

static enum talk_scan
scan_byte(enum talk_scan scan, char c)
{
	bool blank = c == ' ' || c == '\t' || c == '\r';

	switch (scan) {
	case TALK_BLANKS:
		if (blank)
			return TALK_BLANKS;
		return c >= '0' && c <= '9' ? TALK_NUMBER : TALK_OTHER;
	case TALK_NUMBER:
		if (blank)
			return TALK_ASKS;
		return c >= '0' && c <= '9' ? TALK_NUMBER : TALK_OTHER;
	default:
		return scan;
	}
}

void
talk_send(struct talk *t, const char *data, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (data[i] != '\n') {
			t->scan = scan_byte(t->scan, data[i]);
			continue;
		}
		if (t->scan == TALK_NUMBER || t->scan == TALK_ASKS)
			t->asked++;
		t->scan = TALK_BLANKS;
	}
	show(t, '>', data, len > 0 && data[len - 1] == '\n' ? len - 1 : len);
	child_send(&t->child, data, len);
}

static int
take(struct talk *t, const char *line, size_t len, bool whole, struct err *e)
{
	char clean[TALK_SHOWN_MAX];
	struct answer a;

	show(t, '<', line, len);
	(void)text_escape_n(clean, sizeof(clean), line, len);
	if (!whole)
		return err_set(e, "a line without its end came: %s", clean);
	if (answer_parse(line, len, t->version, &a, e) == -1)
		return err_wrap(e, "a malformed line came (%s)", clean);
	if (a.kind == ANSWER_INFO) {
		strings_add(&t->infos, line);
		return 0;
	}
	if (a.kind == ANSWER_INTF)
		t->version = a.version;
	t->answered++;
	strings_add(&t->answers, line);
	return 0;
}

int
talk_pump(struct talk *t, uint64_t end_us, struct err *e)
{
	const char *line;
	size_t len;
	bool whole;

	if (t->child.pid <= 0)
		return err_set(e, "the filter does not run");
	if (t->ended)
		return err_set(e, "the filter has ended its output");
	if (child_now_us() > end_us)
		return err_set(e, "the time is over");
	child_pump(&t->child, true, TALK_TICK_MS);
	while ((line = child_line(&t->child, &len, &whole)) != NULL)
		if (take(t, line, len, whole, e) == -1)
			return -1;
	t->ended = t->child.out == -1;
	return 0;
}

int
talk_close(struct talk *t, uint64_t end_us, struct err *e)
{
	while (child_unsent(&t->child) > 0 && t->child.in != -1)
		if (talk_pump(t, end_us, e) == -1)
			return -1;
	child_close_in(&t->child);
	return 0;
}

int
talk_finish(struct talk *t, uint64_t end_us, int *code_r, struct err *e)
{
	uint64_t now_us;

	while (!t->ended)
		if (talk_pump(t, end_us, e) == -1)
			return -1;
	now_us = child_now_us();
	if (child_wait(&t->child,
		end_us > now_us ? (int)((end_us - now_us) / 1000) : 0) == -1)
		return err_set(e, "the filter ended its output, not itself");
	*code_r = child_code(&t->child);
	return 0;
}
