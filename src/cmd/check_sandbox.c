/* cgpward check --sandbox: what must fail, tried inside the box. */
#include <stdlib.h>
#include <unistd.h>

#include "check_sandbox_priv.h"
#include "out_priv.h"
#include "sandbox.h"
#include "sandbox_trial.h"

enum { LINE_MAX_LEN = 256 };

/* Why something may not hold. */
static void
explain(void)
{
	struct sandbox_state state;

	sandbox_look(&state);
	if (state.off)
		out_line("The sandbox is off: the program was built with a "
			 "sanitizer or to record coverage.");
	else if (state.files == 0)
		out_line("Files are not guarded: this kernel has no Landlock "
			 "(%s).",
		    state.why_files);
	if (!state.off && !state.calls)
		out_line("System calls are not guarded: this kernel has no "
			 "seccomp (%s).",
		    state.why_calls);
}

int
check_sandbox(const struct config *config)
{
	char *base = getcwd(NULL, 0);
	struct buf line;
	unsigned i, bad = 0;

	if (base == NULL) {
		out_error("the current directory has no name");
		return 2;
	}
	out_line("Tried inside the sandbox of %s, in %s:", config->file, base);
	buf_init(&line, LINE_MAX_LEN);
	for (i = 0; i < sandbox_trials(); i++) {
		buf_reset(&line);
		if (!sandbox_try(i, config, base, &line))
			bad++;
		out_text(line.data);
	}
	buf_fini(&line);
	free(base);
	explain();
	if (!config->server_sandbox)
		out_line("[server] sandbox = no: the filter runs without it.");
	if (bad > 0)
		out_line("%u of %u are not as they should be.", bad,
		    sandbox_trials());
	else if (config->server_sandbox)
		out_line("All is as it should be.");
	return bad == 0 && config->server_sandbox ? 0 : 1;
}
