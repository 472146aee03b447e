/*
 * What happens beside requests: signals, the file that asks for a reload, the
 * clock's ticks, and the end of whoever reads the answers. All of it in the
 * main thread.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "clock.h"
#include "historian.h"
#include "job.h"
#include "log.h"
#include "logsink.h"
#include "postman.h"
#include "ready_priv.h"
#include "server_priv.h"

enum {
	TICK_MS = 500, /* how soon a late answer is noticed */
	PROBE_EVERY_MS = 60000,
	SETTLE_MS = 2
};

/* Log lines go where the configuration says, from its reading on. */
void
events_apply_log(struct server *s)
{
	struct live_config *live = filter_config(&s->filter);
	struct logsink_settings settings = {
	    .to = live->config->log_to,
	    .format = (enum logsink_format)live->config->log_format,
	    .writer = s->writer,
	};
	struct err e;

	if (logsink_set(&settings, &e) == -1)
		log_error("[log] to: %s. Log lines go to the server.", e.text);
	held_unref(&live->held);
}

/* What may fail while running; the temporary folder more often then. */
static void
probe(struct server *s)
{
	uint64_t now_ms = clock_mono_ms();
	bool was_usable = tempdir_usable(s->filter.temp);
	struct err e;

	if (was_usable && now_ms < s->probe_due_ms)
		return;
	s->probe_due_ms = now_ms + PROBE_EVERY_MS;
	guard_probe(&s->guard, &s->filter);
	if (tempdir_probe(s->filter.temp, &e) == -1) {
		if (was_usable)
			log_error("The temporary folder failed: %s. Messages "
				  "are not scanned until it works again.",
			    e.text);
	} else if (!was_usable) {
		log_info("The temporary folder works again.");
	}
}

/* The license and what waits for it. */
static void
tend_quota(struct server *s, bool reloaded)
{
	struct live_config *live;

	if (s->filter.admission == NULL)
		return;
	live = filter_config(&s->filter);
	if (reloaded)
		admission_apply(s->filter.admission, live->config);
	admission_tick(s->filter.admission, live->config);
	job_release_held(&s->filter, s->done);
	held_unref(&live->held);
}

static void
reload(struct server *s)
{
	bool rebuild;

	s->probe_due_ms = 0;
	probe(s);
	guard_watch(&s->guard, &s->filter);
	rebuild = filter_reload(&s->filter);
	events_apply_log(s);
	tend_quota(s, true);
	if (s->loader != NULL)
		loader_check(s->loader, rebuild);
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

/*
 * Too many workers are stuck. What has no answer is deferred, and the server
 * starts the program again; the threads cannot be waited for.
 */
static void
abandon(struct server *s)
{
	static const char why[] = "cgpward: scans are stuck; the program ends "
				  "to be started again\n";

	log_error("%u workers are stuck: the program ends, and the server "
		  "starts it again.",
	    s->watchdog.stuck);
	watchdog_defer_all(&s->watchdog, "the filter has to start again");
	writer_flush(s->writer);
	postman_close(&s->filter.postman); /* what waits is written now */
	historian_stop(s->filter.historian);
	tempdir_abandon(s->filter.temp);
	if (write(STDERR_FILENO, why, sizeof(why) - 1) == -1)
		_exit(2);
	_exit(1);
}

static void
take_tick(struct server *s)
{
	uint64_t ticks;

	if (read(s->timer_fd, &ticks, sizeof(ticks)) != (ssize_t)sizeof(ticks))
		return;
	/* A network file system does not tell of the file. */
	hup_file_watch(&s->hup_file);
	if (hup_file_take(&s->hup_file))
		reload(s);
	probe(s);
	guard_watch(&s->guard, &s->filter);
	tend_quota(s, false);
	if (!watchdog_check(&s->watchdog, clock_mono_ms()))
		abandon(s);
}

bool
events_wait(struct server *s)
{
	struct pollfd fds[] = {
	    {.fd = STDIN_FILENO, .events = POLLIN},
	    {.fd = s->signal_fd, .events = POLLIN},
	    {.fd = s->timer_fd, .events = POLLIN},
	    {.fd = s->broken_fd, .events = POLLIN},
	    {.fd = s->hup_file.fd, .events = POLLIN},
	};

	while (!s->done) {
		if (ready_wait(fds, sizeof(fds) / sizeof(fds[0]), -1) == -1)
			continue;
		if (fds[1].revents != 0)
			take_signal(s);
		if (fds[2].revents != 0)
			take_tick(s);
		if (fds[3].revents != 0)
			s->done = true; /* nobody reads the answers */
		if (fds[4].revents != 0 && hup_file_told(&s->hup_file) &&
		    hup_file_take(&s->hup_file))
			reload(s);
		if (fds[0].revents != 0)
			return !s->done;
	}
	return false;
}

void
events_settle(struct server *s)
{
	struct pollfd fds[] = {
	    {.fd = s->signal_fd, .events = POLLIN},
	    {.fd = s->timer_fd, .events = POLLIN},
	};

	while (roster_unanswered(&s->filter.roster) > 0) {
		if (s->done)
			job_release_held(&s->filter, true);
		if (ready_wait(fds, 2, SETTLE_MS) <= 0)
			continue;
		if (fds[0].revents != 0)
			take_signal(s);
		if (fds[1].revents != 0)
			take_tick(s);
	}
	writer_flush(s->writer);
}

int
events_open(struct server *s, struct err *e)
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
	s->probe_due_ms = clock_mono_ms() + PROBE_EVERY_MS;
	if (s->signal_fd == -1 || s->timer_fd == -1 || s->broken_fd == -1 ||
	    timerfd_settime(s->timer_fd, 0, &tick, NULL) == -1)
		return err_sys(e, "cannot set up signals and timers");
	return 0;
}

void
events_close(struct server *s)
{
	(void)close(s->signal_fd);
	(void)close(s->timer_fd);
	(void)close(s->broken_fd);
}
