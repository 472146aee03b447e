/*
 * The proof of an engine: EICAR has to be found. Its text is put together at
 * run time, so that the program's own file is not found by a scanner.
 */
#include <stdio.h>

#include "engine.h"

static void
count_match(void *arg, const char *name, const char *where)
{
	(void)name;
	(void)where;
	++*(unsigned *)arg;
}

void
engine_eicar(char text[ENGINE_EICAR_SIZE])
{
	(void)snprintf(text, ENGINE_EICAR_SIZE, "%s%s%s",
	    "X5O!P%@AP[4\\PZX54(P^)7", "CC)7}$EICAR-STANDARD-ANTI",
	    "VIRUS-TEST-FILE!$H+H*");
}

int
engine_prove(struct engine *engine, struct err *e)
{
	char text[ENGINE_EICAR_SIZE];
	unsigned matches = 0;
	struct engine_sink sink = {.arg = &matches, .match = count_match};
	struct engine_looks looks = {0};
	struct engine_bytes bytes = {text, ENGINE_EICAR_SIZE - 1, "proof"};

	engine_eicar(text);
	if (engine_scan(engine, &bytes, &looks, &sink, e) == -1)
		return err_wrap(e, "the proof with EICAR failed");
	if (matches == 0)
		return err_set(e,
		    "the definitions do not find EICAR, as every sound set "
		    "does");
	return 0;
}
