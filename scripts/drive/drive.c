/*
 * The run. One idea: a state machine around one poll(); the account of the
 * requests (tally) says what is pending, so that a filter that was killed can
 * be started again and gets exactly the unanswered requests once more.
 */
#include "drive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum { TICK_MS = 50 };

volatile sig_atomic_t drive_interrupted;

void
drive_enter(struct drive *d, enum drive_state state)
{
	d->state = state;
	d->state_us = child_now_us();
}

static void
say(struct drive *d, const char *line)
{
	child_send(&d->child, line, strlen(line));
	if (d->args->show)
		(void)printf("> %s", line);
}

static int
start(struct drive *d, struct err *e)
{
	char line[64];

	if (child_start(&d->child, d->args->base, d->args->argv, e) == -1)
		return -1;
	d->lives++;
	d->life_answers = 0;
	if (d->args->kill_s == 0)
		d->at_mark = (struct child_usage){0};
	d->next_hup = (size_t)d->args->hup_every;
	mischief_begin(d);
	d->version = 0;
	d->resend = tally_oldest(&d->tally);
	d->resend_end = d->tally.sent;
	(void)snprintf(line, sizeof(line), "1 INTF %ld\n", d->args->interface);
	say(d, line);
	drive_enter(d, DRIVE_HANDSHAKE);
	return 0;
}

/* xorshift64*: the same order for the same seed everywhere. */
static uint32_t
draw(struct drive *d, uint32_t below)
{
	d->random ^= d->random >> 12;
	d->random ^= d->random << 25;
	d->random ^= d->random >> 27;
	return (uint32_t)((d->random * 2685821657736338717ULL) >> 33) % below;
}

static uint32_t
pick_message(struct drive *d, size_t i)
{
	uint32_t n = (uint32_t)d->spool->n, k, other, swap;

	if (i % n == 0 && d->args->shuffle >= 0) {
		for (k = n; k > 1; k--) {
			other = draw(d, k);
			swap = d->order[k - 1];
			d->order[k - 1] = d->order[other];
			d->order[other] = swap;
		}
	}
	return d->order[i % n];
}

static void
send_request(struct drive *d, size_t i, uint64_t now_us)
{
	struct request *r = &d->tally.requests[i];
	char *line;

	line = mem_printf(
	    "%zu FILE %s\n", i + 2, d->spool->messages[r->message].path);
	say(d, line);
	free(line);
	r->sent_us = now_us;
}

/* While nothing is read, requests keep coming. */
static bool
is_paused(const struct drive *d)
{
	uint64_t ms = (uint64_t)d->args->slow_read_ms;

	if (ms == 0 || d->state != DRIVE_RUNNING)
		return false;
	return (child_now_us() - d->state_us) / 1000 / ms % 2 == 0;
}

static void
fill(struct drive *d, bool paused)
{
	size_t max = (size_t)d->args->pending_max;
	size_t warm = (size_t)d->args->warm_up;
	uint64_t now_us = child_now_us();
	struct tally *t = &d->tally;

	if (d->state != DRIVE_RUNNING || d->calm)
		return;
	if (paused && max < DRIVE_SLOW_PENDING_MAX)
		max = DRIVE_SLOW_PENDING_MAX;
	for (; d->resend < d->resend_end; d->resend++)
		if (!t->requests[d->resend].answered)
			send_request(d, d->resend, now_us);
	while (t->sent < t->total && t->sent - t->answered < max &&
	       (t->sent != warm || t->answered >= warm) &&
	       child_unsent(&d->child) < DRIVE_UNSENT_MAX) {
		if (t->sent == warm) {
			d->first_us = d->last_us = now_us;
			(void)child_usage(&d->child, &d->at_first);
		}
		t->requests[t->sent].message = pick_message(d, t->sent);
		send_request(d, t->sent++, now_us);
	}
}

/* Ends the filter when everything was sent and, unless early, answered. */
static void
end_it(struct drive *d)
{
	const struct tally *t = &d->tally;
	char line[64];

	if (d->state != DRIVE_RUNNING || t->sent < t->total ||
	    d->resend < d->resend_end)
		return;
	if (!d->args->early && t->answered < t->total)
		return;
	if (d->args->eof && child_unsent(&d->child) > 0)
		return;
	if (d->args->kill_s > 0 && !mischief_level(d))
		return;
	(void)child_usage(&d->child, &d->at_end);
	(void)snprintf(line, sizeof(line), "%zu QUIT\n", t->total + 2);
	if (d->args->eof)
		child_close_in(&d->child);
	else
		say(d, line);
	drive_enter(d, DRIVE_ENDING);
}

/* The output has ended: the end of the run, or the next life. */
static void
bury(struct drive *d)
{
	int wait_ms = (int)d->args->timeout_s * 1000;
	struct err e;

	if (child_wait(&d->child, wait_ms) == -1)
		tally_fault(&d->tally, TALLY_LATE,
		    "the filter closed its output and did not end");
	d->code = child_code(&d->child);
	if (d->state == DRIVE_ENDING) {
		if (!d->args->eof && !d->quit_answered)
			tally_fault(
			    &d->tally, TALLY_LIFE, "QUIT was not answered");
		if (d->code != 0)
			tally_fault(&d->tally, TALLY_LIFE,
			    "the filter ended with code %d", d->code);
		drive_enter(d, DRIVE_OVER);
		return;
	}
	if (d->state != DRIVE_DYING && d->crashes++ >= d->args->restarts) {
		tally_fault(&d->tally, TALLY_LIFE,
		    "the filter ended by itself with code %d", d->code);
		drive_enter(d, DRIVE_OVER);
	} else if (start(d, &e) == -1) {
		tally_fault(&d->tally, TALLY_LIFE, "%s", e.text);
		drive_enter(d, DRIVE_OVER);
	}
}

/* Since when the filter owes something. */
static uint64_t
owed_since_us(struct drive *d)
{
	struct tally *t = &d->tally;
	uint64_t us = d->state_us;

	if (d->state == DRIVE_HANDSHAKE || d->state == DRIVE_DYING)
		return us;
	if (tally_oldest(t) < t->sent)
		us = t->requests[t->oldest].sent_us;
	else if (d->state == DRIVE_RUNNING)
		us = child_now_us();
	return us > d->pause_us ? us : d->pause_us;
}

static void
check_time(struct drive *d)
{
	uint64_t now_us = child_now_us();
	uint64_t limit_us = (uint64_t)d->args->timeout_s * 1000000;
	uint64_t since_us = owed_since_us(d);

	if (!drive_interrupted &&
	    (now_us <= since_us || now_us - since_us < limit_us))
		return;
	if (drive_interrupted)
		tally_fault(&d->tally, TALLY_LIFE, "interrupted");
	else if (tally_oldest(&d->tally) < d->tally.sent)
		tally_fault(&d->tally, TALLY_LATE,
		    "request %zu has no answer after %ld s",
		    d->tally.oldest + 2, d->args->timeout_s);
	else
		tally_fault(&d->tally, TALLY_LATE,
		    "the filter did not %s within %ld s",
		    d->state == DRIVE_HANDSHAKE ? "answer INTF" : "end",
		    d->args->timeout_s);
	(void)kill(-d->child.pid, SIGKILL);
	(void)child_wait(&d->child, 10000);
	d->code = child_code(&d->child);
	drive_enter(d, DRIVE_OVER);
}

static void
step(struct drive *d)
{
	const char *line;
	bool paused = is_paused(d), whole;
	size_t len;

	fill(d, paused);
	child_pump(&d->child, !paused, TICK_MS);
	if (paused)
		d->pause_us = child_now_us();
	while ((line = child_line(&d->child, &len, &whole)) != NULL)
		drive_receive(d, line, len, whole);
	mischief_look(d);
	if (d->child.out == -1) {
		bury(d);
		return;
	}
	end_it(d);
	mischief(d);
	check_time(d);
}

static void
settle(struct drive *d)
{
	struct tally *t = &d->tally;
	size_t i;

	for (i = 0; i < t->total; i++)
		if (!t->requests[i].answered)
			tally_fault(t, TALLY_MISSING,
			    i < t->sent ? "request %zu was never answered"
					: "request %zu was never sent",
			    i + 2);
	/* Who ends by itself may say why; --restart forgives that end. */
	if (d->child.said.len > 0 && d->crashes == 0)
		tally_fault(
		    t, TALLY_LIFE, "%zu bytes on stderr", d->child.said.len);
	if (d->args->kill_s == 0)
		mischief_growth(d, &d->at_end, true);
}

int
drive_run(struct drive *d, const struct drive_args *args,
    const struct spool *spool, const struct expect *expect, struct err *e)
{
	uint32_t i;

	*d = (struct drive){.args = args, .spool = spool, .expect = expect};
	d->random = (uint64_t)args->shuffle * 2 + 88172645463325253ULL;
	tally_init(&d->tally, spool->n * (size_t)args->repeat);
	child_init(&d->child);
	d->order = mem_zalloc(spool->n, sizeof(*d->order));
	for (i = 0; i < spool->n; i++)
		d->order[i] = i;
	if (start(d, e) == -1)
		return -1;
	while (d->state != DRIVE_OVER)
		step(d);
	settle(d);
	return 0;
}

void
drive_fini(struct drive *d)
{
	tally_fini(&d->tally);
	child_fini(&d->child);
	free(d->order);
	d->order = NULL;
}
