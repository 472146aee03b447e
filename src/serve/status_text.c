/*
 * A status as text: "NAME VALUE" lines. Everything in it is escaped, so that
 * nothing can start a line of its own.
 */
#include "status_text_priv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

static void
add_text(struct buf *out, const char *name, const char *value)
{
	char clean[STATUS_VERSION_SIZE];

	(void)text_escape(clean, sizeof(clean), value);
	(void)buf_addf(out, "%s %s\n", name, clean);
}

static void
add_number(struct buf *out, const char *kind, const char *name, uint64_t value)
{
	if (value != VITAL_UNKNOWN)
		(void)buf_addf(
		    out, "%s.%s %llu\n", kind, name, (unsigned long long)value);
}

void
status_text_write(const struct status *s, struct buf *out)
{
	size_t i;

	(void)buf_addf(out, "when %lld\npid %ld\nended %d\n",
	    (long long)s->wall_ms, s->pid, s->ended);
	add_text(out, "program", s->program);
	add_text(out, "engine", s->engine);
	add_text(out, "definitions", s->definitions);
	for (i = 0; i < VITAL_COUNT; i++)
		add_number(
		    out, "vital", vital_info((enum vital)i)->name, s->value[i]);
	for (i = 0; i < RESPONSE_COUNT; i++)
		add_number(out, "answers",
		    vital_response_word((enum vital_response)i), s->answers[i]);
	for (i = 0; i < s->n; i++)
		(void)buf_addf(out, "log.%d %lld %s\n", (int)s->last[i].level,
		    (long long)s->last[i].wall_ms, s->last[i].text);
}

static uint64_t
number(const char *text)
{
	char *end;
	unsigned long long n;

	errno = 0;
	n = strtoull(text, &end, 10);
	return errno == 0 && end != text ? n : VITAL_UNKNOWN;
}

static void
copy(char *to, size_t size, const char *from)
{
	(void)text_escape(to, size, from);
}

static void
read_vital(struct status *s, const char *name, const char *value)
{
	size_t i;

	for (i = 0; i < VITAL_COUNT; i++)
		if (strcmp(vital_info((enum vital)i)->name, name) == 0)
			s->value[i] = number(value);
}

static void
read_answers(struct status *s, const char *word, const char *value)
{
	size_t i;

	for (i = 0; i < RESPONSE_COUNT; i++)
		if (strcmp(vital_response_word((enum vital_response)i), word) ==
		    0)
			s->answers[i] = number(value);
}

/* "LEVEL", "TIME TEXT" */
static void
read_log(struct status *s, const char *level, const char *value)
{
	struct logsink_line *line = &s->last[s->n];
	const char *text = value + strcspn(value, " ");

	if (s->n == LOGSINK_LAST || *text == '\0')
		return;
	line->level = *level == '0' ? LOG_LEVEL_ERROR : LOG_LEVEL_WARN;
	line->wall_ms = (int64_t)number(value);
	copy(line->text, sizeof(line->text), text + 1);
	s->n++;
}

static void
read_line(struct status *s, const char *name, const char *value)
{
	if (strncmp(name, "vital.", 6) == 0)
		read_vital(s, name + 6, value);
	else if (strncmp(name, "answers.", 8) == 0)
		read_answers(s, name + 8, value);
	else if (strncmp(name, "log.", 4) == 0)
		read_log(s, name + 4, value);
	else if (strcmp(name, "when") == 0)
		s->wall_ms = (int64_t)number(value);
	else if (strcmp(name, "pid") == 0)
		s->pid = (long)number(value);
	else if (strcmp(name, "ended") == 0)
		s->ended = *value == '1';
	else if (strcmp(name, "program") == 0)
		copy(s->program, sizeof(s->program), value);
	else if (strcmp(name, "engine") == 0)
		copy(s->engine, sizeof(s->engine), value);
	else if (strcmp(name, "definitions") == 0)
		copy(s->definitions, sizeof(s->definitions), value);
}

void
status_text_read(char *text, struct status *s)
{
	char *line = text, *end, *value;
	size_t i;

	*s = (struct status){0};
	for (i = 0; i < VITAL_COUNT; i++)
		s->value[i] = VITAL_UNKNOWN;
	for (; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		*end = '\0';
		value = strchr(line, ' ');
		if (value == NULL)
			continue;
		*value = '\0';
		read_line(s, line, value + 1);
	}
}
