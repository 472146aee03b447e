/*
 * The main loop. It never does work that may take long: lines become jobs for
 * the pool, answers go to the writer, definitions to the loader.
 */
#include "server.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "clock.h"
#include "job.h"
#include "log.h"
#include "logsink.h"
#include "mem.h"
#include "mime.h"
#include "server_priv.h"
#include "text.h"

enum {
	TICK_MS = 500, /* how soon a reload file is noticed */
	PROBE_EVERY_MS = 60000,
	SETTLE_MS = 2,
	INPUT_LINE_MAX = 64 * 1024,
	ERRORS_MAX = 64 * 1024
};

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

/* Log lines go where the configuration says, from its reading on. */
static void
apply_log(struct server *s)
{
	struct live_config *live = filter_config(&s->filter);
	struct err e;

	if (logsink_set(live->config->log_to, s->writer, &e) == -1)
		log_error("[log] to: %s. Log lines go to the server.", e.text);
	held_unref(&live->held);
}

static void
reload(struct server *s)
{
	bool rebuild = filter_reload(&s->filter);

	apply_log(s);
	loader_check(s->loader, rebuild);
}

/* The file is deleted first: a second one asks for a second reload. */
static void
check_reload_file(struct server *s)
{
	if (access(s->reload_file, F_OK) == -1)
		return;
	if (unlink(s->reload_file) == -1) {
		log_error("%s cannot be deleted (%s), so the configuration is "
			  "not read again.",
		    s->reload_file, strerror(errno));
		return;
	}
	reload(s);
}

/* The temporary folder, more often while it fails. */
static void
probe(struct server *s)
{
	uint64_t now_ms = clock_mono_ms();
	bool was_usable = tempdir_usable(s->filter.temp);
	struct err e;

	if (was_usable && now_ms < s->probe_due_ms)
		return;
	s->probe_due_ms = now_ms + PROBE_EVERY_MS;
	if (tempdir_probe(s->filter.temp, &e) == -1) {
		if (was_usable)
			log_error("The temporary folder failed: %s. Messages "
				  "are not scanned until it works again.",
			    e.text);
	} else if (!was_usable) {
		log_info("The temporary folder works again.");
	}
}

static void
take_signal(struct server *s)
{
	struct signalfd_siginfo info;

	if (read(s->signal_fd, &info, sizeof(info)) != (ssize_t)sizeof(info))
		return;
	if (info.ssi_signo == SIGHUP) {
		reload(s);
		return;
	}
	atomic_store(&s->filter.stopping, true);
	holder_close(&s->filter.engines);
	s->done = true;
}

static void
take_tick(struct server *s)
{
	uint64_t ticks;

	if (read(s->timer_fd, &ticks, sizeof(ticks)) != (ssize_t)sizeof(ticks))
		return;
	check_reload_file(s);
	probe(s);
}

bool
server_wait(struct server *s)
{
	struct pollfd fds[] = {
	    {.fd = STDIN_FILENO, .events = POLLIN},
	    {.fd = s->signal_fd, .events = POLLIN},
	    {.fd = s->timer_fd, .events = POLLIN},
	    {.fd = s->broken_fd, .events = POLLIN},
	};

	while (!s->done) {
		if (poll(fds, sizeof(fds) / sizeof(fds[0]), -1) == -1)
			continue;
		if (fds[1].revents != 0)
			take_signal(s);
		if (fds[2].revents != 0)
			take_tick(s);
		if (fds[3].revents != 0)
			s->done = true; /* nobody reads the answers */
		if (fds[0].revents != 0)
			return !s->done;
	}
	return false;
}

void
server_settle(struct server *s)
{
	struct pollfd fds = {.fd = s->signal_fd, .events = POLLIN};

	while (atomic_load(&s->filter.answers) <
	       atomic_load(&s->filter.requests)) {
		if (poll(&fds, 1, SETTLE_MS) > 0)
			take_signal(s);
	}
	writer_flush(s->writer);
}

static void
read_lines(struct server *s)
{
	static char block[65536];
	ssize_t n;

	while (server_wait(s)) {
		n = read(STDIN_FILENO, block, sizeof(block));
		if (n > 0)
			lines_feed(s->lines, block, (size_t)n);
		else if (n == 0 || (errno != EINTR && errno != EAGAIN))
			break;
	}
	if (!s->done)
		lines_end(s->lines);
}

static int
open_events(struct server *s, struct err *e)
{
	const struct itimerspec tick = {
	    .it_interval = {.tv_nsec = TICK_MS * 1000000L},
	    .it_value = {.tv_nsec = TICK_MS * 1000000L},
	};
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGHUP);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);
	s->signal_fd = signalfd(-1, &set, SFD_CLOEXEC);
	s->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	s->broken_fd = eventfd(0, EFD_CLOEXEC);
	if (s->signal_fd == -1 || s->timer_fd == -1 || s->broken_fd == -1 ||
	    timerfd_settime(s->timer_fd, 0, &tick, NULL) == -1)
		return err_sys(e, "cannot set up signals and timers");
	return 0;
}

static void
close_events(struct server *s)
{
	(void)close(s->signal_fd);
	(void)close(s->timer_fd);
	(void)close(s->broken_fd);
}

static int
start(struct server *s, struct err *e)
{
	struct live_config *live = filter_config(&s->filter);
	unsigned workers = live->config->server_workers;

	s->reload_file = mem_printf("%s/hup.sig", live->config->folder);
	held_unref(&live->held);
	if (open_events(s, e) == -1 || engine_init(e) == -1 ||
	    writer_open(STDOUT_FILENO, s->broken_fd, &s->writer, e) == -1)
		return -1;
	mime_init();
	s->filter.writer = s->writer;
	apply_log(s);
	if (pool_open(workers, job_run, NULL, &s->pool, e) == -1)
		return -1;
	server_banner(s);
	return loader_open(&s->filter, &s->loader, e);
}

/* Everything pending is answered, then the server hears the last word. */
static void
finish(struct server *s)
{
	pool_close(&s->pool);
	loader_close(&s->loader);
	if (s->quit_seq[0] != '\0')
		respond(s, s->quit_seq, "OK");
	logsink_close();
	writer_close(&s->writer);
}

int
server_run(const char *config_file)
{
	struct server s = {.signal_fd = -1, .timer_fd = -1, .broken_fd = -1};
	struct buf errors;
	struct err e;
	int code = 1;

	buf_init(&errors, ERRORS_MAX);
	s.lines = lines_new(INPUT_LINE_MAX, server_line, &s);
	if (filter_open(&s.filter, config_file, &errors) == -1) {
		(void)fputs(errors.data, stderr);
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
	close_events(&s);
	filter_close(&s.filter);
	lines_free(&s.lines);
	free(s.reload_file);
	buf_fini(&errors);
	return code;
}
