/* A scratch state folder and messages for the tests of the history. */
#ifndef HISTORY_RIG_PRIV_H
#define HISTORY_RIG_PRIV_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "history_priv.h"
#include "history_view.h"
#include "mem.h"
#include "test.h"

enum { RIG_DAY = 20000 };

static char rig_folder[64], rig_state[80];
static struct history *rig_history;

/* A whole hour. */
static const int64_t rig_s = (int64_t)RIG_DAY * DAY_S;

static void
rig_open(void)
{
	struct err e = {{0}};

	assert_int_equal(
	    history_open(rig_state, &rig_history, &e), HISTORY_DONE);
}

static int
rig_start(void **state)
{
	(void)state;
	(void)snprintf(rig_folder, sizeof(rig_folder), "/tmp/history-XXXXXX");
	assert_non_null(mkdtemp(rig_folder));
	(void)snprintf(rig_state, sizeof(rig_state), "%s/run", rig_folder);
	rig_open();
	return 0;
}

static int
rig_remove(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static int
rig_stop(void **state)
{
	(void)state;
	history_close(&rig_history);
	return nftw(rig_folder, rig_remove, 8, FTW_DEPTH | FTW_PHYS);
}

static inline struct history_message *
rig_clean(int64_t time_s)
{
	struct history_message *m = mem_zalloc(1, sizeof(*m));

	m->time_ms = time_s * 1000;
	m->class = HISTORY_CLEAN;
	m->action = "pass";
	m->bytes = 1000;
	m->answer_ms = 10;
	m->scan_ms = 8;
	m->slot = m->wanted = true;
	return m;
}

static inline struct history_message *
rig_infected(int64_t time_s, const char *name, const char *sender)
{
	struct history_message *m = mem_zalloc(1, sizeof(*m));

	m->time_ms = time_s * 1000 + 123;
	m->class = "infected";
	m->action = "discard";
	m->bytes = 2000;
	m->answer_ms = 30;
	m->scan_ms = 25;
	m->findings = mem_zalloc(1, sizeof(m->findings[0]));
	m->findings[0] = (struct history_finding){
	    "infected", mem_strdup(name), mem_strdup("mail/a.exe")};
	m->findings_n = 1;
	m->queue_id = mem_strdup("100");
	m->message_id = mem_strdup("<id@example.com>");
	m->sender = mem_strdup(sender);
	m->ip = mem_strdup("192.0.2.1");
	m->recipients = mem_zalloc(1, sizeof(char *));
	m->recipients[0] = mem_strdup("to@example.com");
	m->recipients_n = 1;
	return m;
}

/* Writes messages and frees them. */
static inline enum history_result
rig_write(struct history_message **messages, size_t n)
{
	const struct history_batch batch = {.messages = messages, .n = n};
	enum history_result result;
	struct err e;
	size_t i;

	result = history_write(rig_history, &batch, &e);
	for (i = 0; i < n; i++)
		history_message_free(&messages[i]);
	return result;
}

static inline void
rig_one(struct history_message *m)
{
	assert_int_equal(rig_write(&m, 1), HISTORY_DONE);
}

static inline struct history_view *
rig_view(int64_t from_s, int64_t to_s)
{
	const struct history_period period = {from_s, to_s};
	struct history_view *view = NULL;
	struct err e = {{0}};

	if (history_view_read(rig_state, &period, &view, &e) == -1)
		fail_msg("%s", e.text);
	return view;
}

#endif
