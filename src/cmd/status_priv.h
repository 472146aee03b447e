/* What `cgpward status` tells. Main thread only. */
#ifndef STATUS_PRIV_H
#define STATUS_PRIV_H

#include "license.h"
#include "quota.h"
#include "status_file.h"

/* Told longer ago than this, it hangs. */
enum { STATUS_FRESH_MS = 10000 };

/* What is known, from the files in the state folder and the license. */
struct status_view {
	const char *state_dir;
	int64_t now_ms; /* the time of day */
	enum status_seen seen;
	struct status filter;
	struct err filter_fault; /* with STATUS_UNKNOWN */
	struct license license;
	struct err license_fault; /* "" when it is good */
	struct quota_numbers quota;
	struct err quota_fault; /* "" when there are numbers */
};

/* Runs, but has told nothing for too long. */
bool status_hangs(const struct status_view *v);

void status_print_text(const struct status_view *v);
void status_print_json(const struct status_view *v);

#endif
