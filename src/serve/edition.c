/* What administrators are told of a set of definitions. */
#include "edition.h"

#include <string.h>
#include <time.h>

#include "clock.h"
#include "log.h"

enum { DAY_S = 24 * 3600 };

void
edition_describe(const struct engine_info *info, int64_t now_s, struct buf *out)
{
	char date[32] = "";
	time_t built = (time_t)info->built_s;
	struct tm day;
	int64_t age = (now_s - info->built_s) / DAY_S;

	if (info->test_only) {
		(void)buf_addf(
		    out, "test set only, %u signatures", info->signatures);
		return;
	}
	if (gmtime_r(&built, &day) != NULL)
		(void)strftime(date, sizeof(date), " of %Y-%m-%d", &day);
	if (strcmp(info->version, date + 4) == 0)
		date[0] = '\0'; /* the date is the version */
	(void)buf_addf(out, "version %s%s, %lld day%s old, %u signatures",
	    info->version, date, (long long)age, age == 1 ? "" : "s",
	    info->signatures);
}

void
edition_tell(const struct engine_info *info)
{
	int64_t now_s = clock_wall_ms() / 1000;
	struct buf text;

	buf_init(&text, LOG_LINE_MAX);
	edition_describe(info, now_s, &text);
	log_info("Definitions: %s.", text.data);
	buf_fini(&text);
	if (!info->test_only && info->problem[0] != '\0')
		log_warn("The test set is not loaded: %s. Install it again.",
		    info->problem);
	if (info->test_only)
		log_error(
		    "No virus definitions: %s. Messages are not scanned "
		    "and stay in the queue. Run update.sh, or correct [engine] "
		    "definitions.",
		    info->problem);
}
