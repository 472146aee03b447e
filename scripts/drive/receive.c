/* What the filter says: each line is checked and entered into the account. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drive.h"
#include "text.h"

static void
show(const struct drive *d, const char *line, size_t len)
{
	char clean[ANSWER_LINE_MAX];

	if (!d->args->show)
		return;
	(void)text_escape_n(clean, sizeof(clean), line, len);
	(void)printf("< %s\n", clean);
}

/* The number of a request; SIZE_MAX when it is not written as it was sent. */
static size_t
to_number(const struct answer *a)
{
	if (a->seq_len > 18 || a->seq[0] == '0')
		return SIZE_MAX;
	return (size_t)strtoull(a->seq, NULL, 10);
}

static void
take_handshake(struct drive *d, const struct answer *a, uint64_t now_us)
{
	long want = d->args->interface;

	if (want > DRIVE_INTERFACE_MAX)
		want = DRIVE_INTERFACE_MAX;
	if (d->state != DRIVE_HANDSHAKE) {
		tally_fault(&d->tally, TALLY_TWICE, "INTF answered again");
		return;
	}
	if (a->kind != ANSWER_INTF || a->version != want)
		tally_fault(&d->tally, TALLY_UNEXPECTED,
		    "INTF %ld was not answered by INTF %ld", d->args->interface,
		    want);
	if (now_us - d->state_us > d->handshake_us)
		d->handshake_us = now_us - d->state_us;
	d->version = want;
	d->state = DRIVE_RUNNING;
	d->state_us = d->pause_us = now_us;
}

static void
take_quit(struct drive *d, const struct answer *a)
{
	if (d->state != DRIVE_ENDING || d->quit_answered ||
	    a->kind != ANSWER_OK)
		tally_fault(&d->tally, TALLY_UNEXPECTED,
		    "%s with the number of QUIT", answer_name(a->kind));
	else if (d->tally.answered < d->tally.sent)
		tally_fault(&d->tally, TALLY_LIFE,
		    "QUIT was answered before %zu requests",
		    d->tally.sent - d->tally.answered);
	d->quit_answered = true;
}

static void
take_answer(struct drive *d, size_t i, const struct answer *a, uint64_t now_us)
{
	const struct spool_message *m;
	const char *want;

	m = &d->spool->messages[d->tally.requests[i].message];
	if (a->kind == ANSWER_INTF) {
		tally_fault(&d->tally, TALLY_UNEXPECTED,
		    "request %zu was answered by INTF", i + 2);
		return;
	}
	if (!tally_answer(&d->tally, i, a->kind, now_us)) {
		tally_fault(&d->tally, TALLY_TWICE,
		    "request %zu was answered again: %s", i + 2, a->seq);
		return;
	}
	d->last_us = now_us;
	d->life_answers++;
	if (d->args->census != NULL)
		census_enter(d->args->census, m->source, m->path, a->kind,
		    a->seq + a->seq_len + 1);
	want = expect_of(d->expect, m->source);
	if (want != NULL && !text_glob_list(want, answer_name(a->kind)))
		tally_fault(&d->tally, TALLY_UNEXPECTED, "%s: %s, not %s",
		    m->source, answer_name(a->kind), want);
}

void
drive_receive(struct drive *d, const char *line, size_t len, bool whole)
{
	uint64_t now_us = child_now_us();
	char clean[160];
	struct answer a;
	struct err e;
	size_t number;

	show(d, line, len);
	(void)text_escape_n(clean, sizeof(clean), line, len);
	if (!whole) {
		tally_fault(&d->tally, TALLY_MALFORMED,
		    "a line without its end: %s", clean);
		return;
	}
	if (answer_parse(line, len, d->version, &a, &e) == -1) {
		tally_fault(
		    &d->tally, TALLY_MALFORMED, "%s: %s", e.text, clean);
		return;
	}
	if (a.kind == ANSWER_INFO) {
		d->tally.kinds[ANSWER_INFO]++;
		return;
	}
	number = to_number(&a);
	if (number == 1)
		take_handshake(d, &a, now_us);
	else if (number == d->tally.total + 2)
		take_quit(d, &a);
	else if (number >= 2 && number - 2 < d->tally.sent)
		take_answer(d, number - 2, &a, now_us);
	else
		tally_fault(&d->tally, TALLY_UNKNOWN,
		    "no request has this number: %s", clean);
}
