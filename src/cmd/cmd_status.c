/* cgpward status: the license and how much of it is used. */
#include <stdlib.h>
#include <time.h>

#include "clock.h"
#include "cmd.h"
#include "config.h"
#include "json.h"
#include "license.h"
#include "options_priv.h"
#include "out_priv.h"
#include "quota.h"
#include "vendor_key.h"

enum { TEXT_MAX = 64 * 1024, MS = 1000, DAY_S = 86400 };

/* What is known, from the license file and the state of the quota. */
struct status {
	struct license license;
	struct err license_fault; /* "" when it is good */
	struct quota_numbers quota;
	struct err quota_fault; /* "" when there are numbers */
};

static void
look(const struct config *config, struct status *s)
{
	struct moment now;

	clock_moment(&now);
	if (license_load(config->license_file, vendor_key, now.wall_ms / MS,
		&s->license, &s->license_fault) == LICENSE_GOOD)
		s->license_fault.text[0] = '\0';
	(void)quota_peek(config->server_state_dir, &now, s->license.per_hour,
	    &s->quota, &s->quota_fault);
}

static void
print_text(const struct status *s)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	license_describe(&s->license, &text);
	out_line("License: %s", text.data);
	buf_fini(&text);
	if (s->license_fault.text[0] != '\0')
		out_line("         %s", s->license_fault.text);
	if (s->quota_fault.text[0] != '\0')
		out_line("Quota:   %s", s->quota_fault.text);
	else if (s->quota.limit == WINDOW_UNLIMITED)
		out_line("Quota:   %llu messages in the last 60 minutes",
		    (unsigned long long)s->quota.used);
	else
		out_line("Quota:   %llu of %llu messages in the last 60 "
			 "minutes (%u percent), next slot in %llu s",
		    (unsigned long long)s->quota.used,
		    (unsigned long long)s->quota.limit, s->quota.percent,
		    (unsigned long long)(s->quota.wait_ms + MS - 1) / MS);
}

/* "2027-11-21", or null for a license without an end. */
static void
add_day(struct buf *out, int64_t day)
{
	time_t at = day == LICENSE_NEVER ? 0 : (time_t)day * DAY_S;
	struct tm tm;
	char date[32];

	if (day == LICENSE_NEVER || gmtime_r(&at, &tm) == NULL ||
	    strftime(date, sizeof(date), "\"%Y-%m-%d\"", &tm) == 0)
		(void)buf_adds(out, "null");
	else
		(void)buf_adds(out, date);
}

static void
print_json(const struct status *s)
{
	bool limited = s->license.per_hour != LICENSE_UNLIMITED;
	struct buf out;

	buf_init(&out, TEXT_MAX);
	(void)buf_adds(&out, "{\"licensee\": ");
	json_string(&out, s->license.licensee);
	(void)buf_adds(&out, ", \"license_problem\": ");
	json_string(&out, s->license_fault.text);
	(void)buf_adds(&out, ", \"expires\": ");
	add_day(&out, s->license.expires_day);
	if (limited)
		(void)buf_addf(&out, ", \"limit\": %llu",
		    (unsigned long long)s->license.per_hour);
	else
		(void)buf_adds(&out, ", \"limit\": null");
	(void)buf_addf(&out,
	    ", \"used\": %llu, \"percent\": %u, "
	    "\"next_slot_ms\": %llu, \"quota_problem\": ",
	    (unsigned long long)s->quota.used, s->quota.percent,
	    (unsigned long long)s->quota.wait_ms);
	json_string(&out, s->quota_fault.text);
	(void)buf_addc(&out, '}');
	out_line("%s", out.data);
	buf_fini(&out);
}

int
cmd_status(int argc, char **argv)
{
	struct option_spec specs[] = {
	    {"-c", true, NULL}, {"--json", false, NULL}};
	struct config *config = NULL;
	struct status status = {0};
	struct buf errors;
	struct err e;
	char *file;
	int code = 2;

	if (options_take(&argc, argv, specs, 2, &e) == -1 ||
	    (argc > 1 && err_set(&e, "status takes no argument") == -1) ||
	    (file = config_find(specs[0].value, &e)) == NULL) {
		out_error("%s", e.text);
		return 2;
	}
	buf_init(&errors, TEXT_MAX);
	if (config_load(file, &config, &errors) == -1) {
		out_error("%s", errors.data);
	} else {
		look(config, &status);
		if (specs[1].value != NULL)
			print_json(&status);
		else
			print_text(&status);
		code = status.quota_fault.text[0] == '\0' ? 0 : 1;
	}
	config_free(&config);
	buf_fini(&errors);
	free(file);
	return code;
}
