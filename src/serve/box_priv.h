/*
 * What of the machine the program needs, as its configuration says: the paths
 * of the sandbox. Any thread may call.
 */
#ifndef BOX_PRIV_H
#define BOX_PRIV_H

#include "buf.h"
#include "config.h"
#include "sandbox.h"

/*
 * The box for a configuration and the server's base directory, whether the
 * configuration wants one or not. sandbox_free frees it.
 */
struct sandbox *box_new(const struct config *config, const char *base);

/*
 * Whether the program, locked into a box, could use another configuration.
 * What it could not is added to `errors`, a line each. NULL allows all.
 */
bool box_allows(const struct sandbox *box, const struct config *config,
    const char *base, struct buf *errors);

/*
 * Names what the configuration needs and the box does not reach any more, or
 * not yet, a line each with its remedy: a path that was made, replaced or
 * removed since the program entered the box.
 */
void box_lost(const struct sandbox *box, const struct config *config,
    const char *base, struct buf *lost);

#endif
