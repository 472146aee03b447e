/* What protects the program. */
#include "guard_priv.h"

#include <string.h>

#include "clock.h"
#include "crash.h"
#include "folder.h"
#include "log.h"

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
}

int
guard_open(struct guard *g, struct filter *f, struct err *e)
{
	struct live_config *live = filter_config(f);
	const char *state_dir = live->config->server_state_dir;
	int result = 0;

	if (folder_private(state_dir, e) == FOLDER_OPEN)
		result = err_wrap(e, "[server] state_dir");
	else
		open_journal(g, f, state_dir);
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

void
guard_tell(const struct guard *g, const struct filter *f)
{
	const char *found = journal_found(f->journal);

	if (g->journal_fault.text[0] != '\0')
		tell_fault(g);
	if (found[0] != '\0')
		log_warn(
		    "The program had ended abruptly. In work were: %s.", found);
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
guard_close(struct filter *f)
{
	crash_disarm();
	journal_close(&f->journal);
}
