/*
 * Writing. Messages come in batches; what is only counted is added up in
 * memory first, so that a batch of clean messages costs a handful of rows.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "history_priv.h"
#include "json.h"
#include "mem.h"

enum {
	CELLS_MAX = 64, /* minutes, classes and actions in a batch */
	RECIPIENTS_TEXT_MAX = HISTORY_RECIPIENTS_MAX * HISTORY_TEXT_MAX * 2,
	ID_TRIES = 8,
	LINEAR = 4 /* buckets for each doubling */
};

/* A row of `minute` that is not written yet. */
struct cell {
	int64_t minute;
	const char *class, *action;
	uint64_t messages, bytes, scan_ms, slots, wanted, refused;
};

/* A batch that is being written. */
struct sums {
	const struct history_batch *batch;
	struct cell cell[CELLS_MAX];
	size_t cells;
	int64_t hour; /* of `latency` */
	uint64_t latency[HISTORY_BUCKETS];
};

unsigned
history_bucket(uint64_t answer_ms)
{
	unsigned octave, bucket;

	if (answer_ms == 0)
		return 0;
	octave = 63 - (unsigned)__builtin_clzll(answer_ms);
	if (octave >= HISTORY_BUCKETS / LINEAR - 1)
		return HISTORY_BUCKETS - 1;
	bucket = (unsigned)((answer_ms * LINEAR) >> octave) % LINEAR;
	return 1 + octave * LINEAR + bucket;
}

uint64_t
history_bucket_from(unsigned bucket)
{
	unsigned octave, place;

	if (bucket == 0)
		return 0;
	octave = (bucket - 1) / LINEAR;
	place = (bucket - 1) % LINEAR;
	/* Rounded up: the first whole number in it. */
	return (((uint64_t)(LINEAR + place) << octave) + LINEAR - 1) / LINEAR;
}

void
history_message_free(struct history_message **message)
{
	struct history_message *m = *message;
	size_t i;

	if (m == NULL)
		return;
	for (i = 0; i < m->findings_n; i++) {
		free(m->findings[i].name);
		free(m->findings[i].path);
	}
	for (i = 0; i < m->recipients_n; i++)
		free(m->recipients[i]);
	free(m->findings);
	free(m->recipients);
	free(m->queue_id);
	free(m->message_id);
	free(m->sender);
	free(m->ip);
	free(m);
	*message = NULL;
}

static size_t
text_size(const char *text)
{
	return text != NULL ? strlen(text) + 2 * sizeof(void *) : 0;
}

size_t
history_message_size(const struct history_message *m)
{
	size_t size = sizeof(*m) + 2 * sizeof(void *), i;

	for (i = 0; i < m->findings_n; i++)
		size += sizeof(m->findings[i]) +
			text_size(m->findings[i].name) +
			text_size(m->findings[i].path);
	for (i = 0; i < m->recipients_n; i++)
		size += sizeof(char *) + text_size(m->recipients[i]);
	return size + text_size(m->queue_id) + text_size(m->message_id) +
	       text_size(m->sender) + text_size(m->ip);
}

static int
write_cells(struct history *h, struct sums *s, struct err *e)
{
	struct statement *st = h->st[ADD_MINUTE];
	const struct cell *c;

	for (; s->cells > 0; s->cells--) {
		c = &s->cell[s->cells - 1];
		statement_int(st, 1, c->minute);
		statement_text(st, 2, c->class);
		statement_text(st, 3, c->action);
		statement_int(st, 4, (int64_t)c->messages);
		statement_int(st, 5, (int64_t)c->bytes);
		statement_int(st, 6, (int64_t)c->scan_ms);
		statement_int(st, 7, (int64_t)c->slots);
		statement_int(st, 8, (int64_t)c->wanted);
		statement_int(st, 9, (int64_t)c->refused);
		if (statement_run(st, e) == -1)
			return -1;
	}
	return 0;
}

static int
write_latency(struct history *h, struct sums *s, struct err *e)
{
	struct statement *st = h->st[ADD_LATENCY];
	int i;

	for (i = 0; i < HISTORY_BUCKETS; i++) {
		if (s->latency[i] == 0)
			continue;
		statement_int(st, 1, s->hour);
		statement_int(st, 2, i);
		statement_int(st, 3, (int64_t)s->latency[i]);
		if (statement_run(st, e) == -1)
			return -1;
		s->latency[i] = 0;
	}
	return 0;
}

static bool
is_of(const struct cell *c, const struct history_message *m)
{
	return c->minute == m->time_ms / 1000 / MINUTE_S &&
	       strcmp(c->class, m->class) == 0 &&
	       strcmp(c->action, m->action) == 0;
}

/* The newest cells are looked at first: most messages are of their minute. */
static struct cell *
cell_of(struct sums *s, const struct history_message *m)
{
	size_t i;

	for (i = s->cells; i-- > 0;)
		if (is_of(&s->cell[i], m))
			return &s->cell[i];
	s->cell[s->cells] = (struct cell){
	    .minute = m->time_ms / 1000 / MINUTE_S,
	    .class = m->class,
	    .action = m->action,
	};
	return &s->cell[s->cells++];
}

static int
add_up(struct history *h, struct sums *s, const struct history_message *m,
    struct err *e)
{
	const int64_t hour = m->time_ms / 1000 / HOUR_S;
	struct cell *c;

	if ((s->cells == CELLS_MAX && write_cells(h, s, e) == -1) ||
	    (s->hour != hour && write_latency(h, s, e) == -1))
		return -1;
	c = cell_of(s, m);
	c->messages++;
	c->bytes += m->bytes;
	c->scan_ms += m->scan_ms;
	c->slots += m->slot;
	c->wanted += m->wanted;
	c->refused += m->refused;
	s->hour = hour;
	s->latency[history_bucket(m->answer_ms)]++;
	return 0;
}

static int
add_top(struct history *h, enum history_kind kind, int64_t day,
    const char *text, struct err *e)
{
	struct statement *st = h->st[ADD_TOP];

	if (text == NULL)
		return 0;
	statement_int(st, 1, kind);
	statement_int(st, 2, day);
	statement_text(st, 3, text);
	return statement_run(st, e);
}

static int
add_tops(struct history *h, const struct history_message *m, struct err *e)
{
	const int64_t day = m->time_ms / 1000 / DAY_S;
	size_t i;

	if ((!m->sentence &&
		add_top(h, HISTORY_NAMES, day, m->findings[0].name, e) == -1) ||
	    add_top(h, HISTORY_SENDERS, day, m->sender, e) == -1 ||
	    add_top(h, HISTORY_SOURCES, day, m->ip, e) == -1)
		return -1;
	for (i = 0; i < m->recipients_n; i++)
		if (add_top(h, HISTORY_RECIPIENTS, day, m->recipients[i], e) ==
		    -1)
			return -1;
	return 0;
}

static void
list_recipients(const struct history_message *m, struct buf *out)
{
	size_t i;

	(void)buf_addc(out, '[');
	for (i = 0; i < m->recipients_n; i++) {
		if (i > 0)
			(void)buf_addc(out, ',');
		json_string(out, m->recipients[i]);
	}
	(void)buf_addc(out, ']');
}

/* The bound texts stay where they are; only id, class, name, path change. */
static int
add_finding(struct history *h, const struct history_message *m, size_t place,
    struct err *e)
{
	const int64_t mask = (1 << TIME_SHIFT) - 1;
	const struct history_finding *f = &m->findings[place];
	struct statement *st = h->st[ADD_FINDING];
	int tries;

	statement_int(st, 2, place == 0);
	statement_text(st, 8, f->class);
	statement_text(st, 9, f->name);
	statement_text(st, 10, f->path);
	for (tries = 0; tries < ID_TRIES; tries++) {
		statement_int(
		    st, 1, m->time_ms << TIME_SHIFT | (h->number++ & mask));
		if (statement_run(st, e) == -1)
			return -1;
		if (store_changes(h->store) > 0)
			break;
	}
	return 0;
}

static int
add_findings(struct history *h, const struct history_message *m, struct err *e)
{
	struct statement *st = h->st[ADD_FINDING];
	struct buf recipients;
	int result = 0;
	size_t i;

	buf_init(&recipients, RECIPIENTS_TEXT_MAX);
	list_recipients(m, &recipients);
	statement_text(st, 3, m->queue_id);
	statement_text(st, 4, m->message_id);
	statement_text(st, 5, m->sender);
	statement_text(st, 6, recipients.cut ? "[]" : recipients.data);
	statement_text(st, 7, m->ip);
	statement_text(st, 11, m->action);
	for (i = 0; i < m->findings_n && result == 0; i++)
		result = add_finding(h, m, i, e);
	statement_text(st, 6, NULL);
	buf_fini(&recipients);
	return result == 0 ? add_tops(h, m, e) : -1;
}

static int
add_loss(struct history *h, const struct history_batch *b, struct err *e)
{
	struct statement *st = h->st[ADD_LOSS];

	if (b->lost == 0 || b->n == 0)
		return 0;
	statement_int(st, 1, b->messages[b->n - 1]->time_ms / 1000 / MINUTE_S);
	statement_int(st, 2, (int64_t)b->lost);
	return statement_run(st, e);
}

static int
add_all(struct history *h, void *arg, struct err *e)
{
	struct sums *s = arg;
	const struct history_message *m;
	size_t i;

	for (i = 0; i < s->batch->n; i++) {
		m = s->batch->messages[i];
		if (add_up(h, s, m, e) == -1 ||
		    (m->findings_n > 0 && add_findings(h, m, e) == -1))
			return -1;
	}
	if (write_cells(h, s, e) == -1 || write_latency(h, s, e) == -1)
		return -1;
	return add_loss(h, s->batch, e);
}

enum history_result
history_transaction(struct history *h,
    int (*body)(struct history *h, void *arg, struct err *e), void *arg,
    struct err *e)
{
	enum history_result result = HISTORY_DONE;
	int i;

	if (store_run(h->store, "BEGIN IMMEDIATE", e) == -1 ||
	    body(h, arg, e) == -1 || store_run(h->store, "COMMIT", e) == -1) {
		result = history_failed(h->store);
		for (i = 0; i < STATEMENT_COUNT; i++)
			statement_reset(h->st[i]);
		store_undo(h->store);
	}
	return result;
}

enum history_result
history_write(
    struct history *h, const struct history_batch *batch, struct err *e)
{
	struct sums sums = {.batch = batch};

	if (batch->n == 0)
		return HISTORY_DONE;
	return history_transaction(h, add_all, &sums, e);
}
