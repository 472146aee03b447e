/*
 * The main loop. It never does work that may take long: lines become jobs for
 * the pool, answers go to the writer, definitions to the loader.
 */
#include "server.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "crash.h"
#include "historian.h"
#include "job.h"
#include "log.h"
#include "logsink.h"
#include "mem.h"
#include "memory.h"
#include "mime.h"
#include "postman.h"
#include "server_priv.h"
#include "text.h"
#include "window.h"

enum { INPUT_LINE_MAX = 64 * 1024, ERRORS_MAX = 64 * 1024 };

static void
respond(struct server *s, const char *seq, const char *response)
{
	char *line = mem_printf("%s %s", seq, response);

	writer_line(s->writer, line);
	free(line);
}

static void
take_interface(struct server *s, const struct request *r)
{
	unsigned version = proto_interface(r->version);
	char response[32];

	atomic_store(&s->filter.interface, version);
	(void)snprintf(response, sizeof(response), "INTF %u", version);
	respond(s, r->seq, response);
}

/* The trial before buying: everything goes on, and is counted. */
static void
count(struct server *s, const struct request *r)
{
	char response[64];
	struct err e;

	s->counted++;
	if (s->tally != NULL && tally_add(s->tally, clock_wall_ms(), &e) == -1)
		log_warn("Counting: %s", e.text);
	(void)snprintf(
	    response, sizeof(response), "OK %lu messages scanned.", s->counted);
	respond(s, r->seq, response);
}

void
server_line(void *arg, const char *line, size_t len, bool cut)
{
	struct server *s = arg;
	struct request r;
	char shown[64];

	if (s->done)
		return;
	proto_parse(line, len, &r);
	if (cut)
		r.path[0] = '\0';
	switch (r.verb) {
	case VERB_INTF:
		take_interface(s, &r);
		break;
	case VERB_FILE:
		if (s->options->count_only)
			count(s, &r);
		else
			pool_put(s->pool, job_new(&s->filter, &r));
		break;
	case VERB_KEY:
		respond(s, r.seq, "OK");
		break;
	case VERB_QUIT:
		memcpy(s->quit_seq, r.seq, sizeof(s->quit_seq));
		s->done = true;
		break;
	case VERB_UNKNOWN:
		respond(s, r.seq, "FAILURE");
		break;
	case VERB_NONE:
		(void)text_escape_n(shown, sizeof(shown), line, len);
		log_warn("This line does not start with a request number: %s",
		    shown);
		break;
	}
}

static void
read_lines(struct server *s)
{
	static char block[65536];
	ssize_t n;

	while (events_wait(s)) {
		n = read(STDIN_FILENO, block, sizeof(block));
		if (n > 0)
			lines_feed(s->lines, block, (size_t)n);
		else if (n == 0 || (errno != EINTR && errno != EAGAIN))
			break;
	}
	if (!s->done)
		lines_end(s->lines);
}

static void
start_counting(struct server *s)
{
	struct live_config *live = filter_config(&s->filter);
	struct err e = {{0}};

	s->tally = tally_open(live->config->server_state_dir, &e);
	if (e.text[0] != '\0')
		log_warn("Counting: %s", e.text);
	log_warn("Messages are counted and not scanned (--count-only).");
	held_unref(&live->held);
}

static void
start_quota(struct server *s)
{
	struct live_config *live = filter_config(&s->filter);

	crash_on_bus(window_fault);
	s->filter.recall = recall_new(RECALL_ENTRIES_MAX);
	s->filter.admission =
	    admission_open(live->config, s->options->vendor_key);
	held_unref(&live->held);
}

static int
start(struct server *s, struct err *e)
{
	struct live_config *live = filter_config(&s->filter);
	unsigned workers = live->config->server_workers;

	memory_tune();
	hup_file_open(&s->hup_file, live->config->folder);
	held_unref(&live->held);
	if (guard_open(&s->guard, &s->filter, e) == -1 ||
	    filter_make_temp(&s->filter, e) == -1 || events_open(s, e) == -1 ||
	    engine_init(e) == -1)
		return -1;
	mime_init();
	if (guard_enter(&s->guard, &s->filter, e) == -1 ||
	    writer_open(STDOUT_FILENO, s->broken_fd, &s->writer, e) == -1)
		return -1;
	s->filter.writer = s->writer;
	events_apply_log(s);
	if (postman_open(&s->filter, &s->filter.postman, e) == -1 ||
	    pool_open(workers, job_run, NULL, &s->pool, e) == -1)
		return -1;
	s->watchdog = (struct watchdog){&s->filter, s->pool, 0};
	server_banner(s);
	guard_tell(&s->guard, &s->filter);
	if (s->options->count_only)
		start_counting(s);
	else
		start_quota(s);
	if (pulse_open(&s->filter, s->pool, &s->pulse, e) == -1)
		return -1;
	if (s->options->count_only)
		return 0;
	if (historian_open(&s->filter, &s->filter.historian, e) == -1)
		return -1;
	return loader_open(&s->filter, &s->loader, e);
}

/* Without waiting for threads that are stuck or load definitions. */
static void
leave(struct server *s)
{
	postman_close(&s->filter.postman);
	historian_stop(s->filter.historian);
	logsink_close(); /* what the loader misses now is nobody's concern */
	writer_flush(s->writer);
	journal_clear(s->filter.journal);
	tempdir_abandon(s->filter.temp);
	_exit(0);
}

/* Everything pending is answered, then the server hears the last word. */
static void
finish(struct server *s)
{
	s->done = true;
	if (s->loader != NULL)
		events_settle(s);
	if (s->quit_seq[0] != '\0')
		respond(s, s->quit_seq, "OK");
	pulse_close(&s->pulse);
	/* Workers have notices and history to hand over behind the answer. */
	if (s->watchdog.stuck == 0)
		pool_close(&s->pool);
	if (s->watchdog.stuck > 0 ||
	    (s->loader != NULL && loader_is_busy(s->loader)))
		leave(s);
	postman_close(&s->filter.postman);
	loader_close(&s->loader);
	historian_close(&s->filter.historian);
	logsink_close();
	writer_close(&s->writer);
	guard_close(&s->filter);
}

int
server_run(const struct server_options *options)
{
	struct server s = {.options = options,
	    .signal_fd = -1,
	    .timer_fd = -1,
	    .broken_fd = -1};
	struct buf errors;
	struct err e;
	int code = 1;

	buf_init(&errors, ERRORS_MAX);
	s.lines = lines_new(INPUT_LINE_MAX, server_line, &s);
	if (filter_configure(&s.filter, options->config_file, &errors) == -1) {
		(void)fputs(errors.data, stderr);
		code = 2;
	} else if (start(&s, &e) == -1) {
		(void)fprintf(stderr, "cgpward: %s\n", e.text);
		holder_close(&s.filter.engines);
		finish(&s);
	} else {
		s.filter.on_terminal =
		    isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
		if (s.filter.on_terminal)
			terminal_run(&s);
		else
			read_lines(&s);
		finish(&s);
		code = 0;
	}
	events_close(&s);
	filter_close(&s.filter);
	tally_close(&s.tally);
	lines_free(&s.lines);
	hup_file_close(&s.hup_file);
	buf_fini(&errors);
	return code;
}
