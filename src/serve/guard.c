/* What protects the program. */
#include "guard_priv.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "box_priv.h"
#include "clock.h"
#include "crash.h"
#include "folder.h"
#include "log.h"
#include "user_priv.h"

static void
open_journal(struct guard *g, struct filter *f, const char *state_dir)
{
	struct err e;

	g->journal_fault.text[0] = '\0';
	if (journal_open(state_dir, clock_wall_ms() / 1000, &f->journal, &e) ==
	    -1)
		g->journal_fault = e;
	crash_arm(f->journal);
	crash_on_bus(journal_survive);
	crash_call_names(sandbox_call_name);
}

int
guard_open(struct guard *g, struct filter *f, struct err *e)
{
	struct live_config *live = filter_config(f);
	const struct config *c = live->config;
	int result = user_become(c, e);

	if (result == 0 &&
	    folder_private(c->server_state_dir, e) == FOLDER_OPEN)
		result = err_wrap(e, "[server] state_dir");
	if (result == 0)
		open_journal(g, f, c->server_state_dir);
	held_unref(&live->held);
	return result;
}

int
guard_enter(struct guard *g, struct filter *f, struct err *e)
{
	struct live_config *live = filter_config(f);
	int result = 0;

	if (live->config->server_sandbox) {
		/* What does not exist cannot be let in. */
		(void)mkdir(live->config->quarantine_path, 0700);
		f->box = box_new(live->config, f->base);
		result = sandbox_enter(f->box, &g->state, e);
	}
	held_unref(&live->held);
	return result;
}

static void
tell_fault(const struct guard *g)
{
	log_error("[server] state_dir: %s. Until that is corrected, what ends "
		  "the program is not remembered.",
	    g->journal_fault.text);
}

static void
tell_box(const struct guard *g, const struct filter *f)
{
	const struct sandbox_state *s = &g->state;

	if (f->box == NULL)
		log_info("[server] sandbox = no: the program keeps rights "
			 "that it does not need.");
	else if (s->off)
		log_warn("The sandbox is off: the program was built with a "
			 "sanitizer or to record coverage.");
	else if (s->files > 0 && s->calls)
		log_info("Sandbox: files (Landlock %d) and system calls "
			 "(seccomp) are guarded.",
		    s->files);
	if (f->box == NULL || s->off)
		return;
	if (s->files == 0)
		log_warn("The sandbox does not guard files: this kernel has "
			 "no Landlock (%s). The rest of it holds.",
		    s->why_files);
	if (!s->calls)
		log_warn("The sandbox does not guard system calls: this "
			 "kernel has no seccomp (%s). The rest of it holds.",
		    s->why_calls);
}

void
guard_tell(const struct guard *g, struct filter *f)
{
	struct live_config *live = filter_config(f);
	const char *found = journal_found(f->journal);
	struct stat st;

	tell_box(g, f);
	if (g->journal_fault.text[0] != '\0')
		tell_fault(g);
	if (found[0] != '\0')
		log_warn(
		    "The program had ended abruptly. In work were: %s.", found);
	if (stat(f->config_file, &st) == 0 && (st.st_mode & S_IWOTH) != 0)
		log_warn("%s may be written by every user. Take that right "
			 "away with \"chmod o-w\".",
		    f->config_file);
	user_tell(live->config);
	held_unref(&live->held);
}

void
guard_probe(struct guard *g, struct filter *f)
{
	bool was_well = g->journal_fault.text[0] == '\0';
	struct err e;

	if (journal_probe(f->journal, &e) == -1) {
		g->journal_fault = e;
		if (was_well)
			tell_fault(g);
	} else if (!was_well) {
		g->journal_fault.text[0] = '\0';
		log_info("What ends the program is remembered again.");
	}
}

void
guard_watch(struct guard *g, struct filter *f)
{
	struct live_config *live;
	struct buf lost;
	char *line, *next;

	if (f->box == NULL)
		return;
	live = filter_config(f);
	buf_init(&lost, GUARD_LOST_MAX);
	box_lost(f->box, live->config, f->base, &lost);
	held_unref(&live->held);
	if (lost.data == NULL || strcmp(lost.data, g->lost) == 0)
		goto out;
	(void)snprintf(g->lost, sizeof(g->lost), "%s", lost.data);
	for (line = lost.data; *line != '\0'; line = next) {
		next = line + strcspn(line, "\n");
		if (*next != '\0')
			*next++ = '\0';
		log_error("%s", line);
	}
	if (g->lost[0] == '\0')
		log_info("All folders are again those that the sandbox knows.");
out:
	buf_fini(&lost);
}

void
guard_close(struct filter *f)
{
	crash_disarm();
	journal_close(&f->journal);
	sandbox_free(&f->box);
}
