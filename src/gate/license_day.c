/*
 * Days, numbers and the sentences made of them. A day is the number of days
 * since 1970-01-01 UTC; there are no leap seconds in it.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "license.h"
#include "license_text_priv.h"

enum { DAY_S = 86400, DATE_LEN = 10 };

/* The number made of `n` digits, or -1. */
static int
digits(const char *s, size_t n)
{
	int value = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		value = value * 10 + (s[i] - '0');
	}
	return value;
}

int
license_day_parse(const char *text, int64_t *day_r)
{
	struct tm tm = {0}, back;
	time_t t;
	int year, month, day;

	if (strcmp(text, "never") == 0) {
		*day_r = LICENSE_NEVER;
		return 0;
	}
	if (strlen(text) != DATE_LEN || text[4] != '-' || text[7] != '-')
		return -1;
	year = digits(text, 4);
	month = digits(text + 5, 2);
	day = digits(text + 8, 2);
	if (year < 1970 || month < 1 || day < 1)
		return -1;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	tm.tm_mday = day;
	t = timegm(&tm);
	/* A day that the month does not have has become another one. */
	if (gmtime_r(&t, &back) == NULL || back.tm_mon != month - 1 ||
	    back.tm_mday != day)
		return -1;
	*day_r = t / DAY_S;
	return 0;
}

const char *
license_day_format(int64_t day, char *text, size_t size)
{
	time_t t;
	struct tm tm;

	if (day == LICENSE_NEVER) {
		(void)snprintf(text, size, "never");
		return text;
	}
	t = day * DAY_S;
	if (gmtime_r(&t, &tm) == NULL || strftime(text, size, "%F", &tm) == 0)
		(void)snprintf(text, size, "day %lld", (long long)day);
	return text;
}

int
license_number_parse(const char *text, uint64_t *per_hour_r)
{
	size_t len = strlen(text);
	int n;

	if (strcmp(text, "unlimited") == 0) {
		*per_hour_r = LICENSE_UNLIMITED;
		return 0;
	}
	/* Nine digits fit an int; there is one way to write a number. */
	if (len == 0 || len > 9 || text[0] == '0')
		return -1;
	n = digits(text, len);
	if (n < 1 || n > LICENSE_PER_HOUR_MAX)
		return -1;
	*per_hour_r = (uint64_t)n;
	return 0;
}

void
license_number_format(uint64_t per_hour, struct buf *out)
{
	if (per_hour == LICENSE_UNLIMITED)
		(void)buf_adds(out, "any number of messages");
	else
		(void)buf_addf(out, "%llu message%s per hour",
		    (unsigned long long)per_hour, per_hour == 1 ? "" : "s");
}

int64_t
license_days_left(const struct license *license, int64_t now_s)
{
	if (license->expires_day == LICENSE_NEVER)
		return LICENSE_NEVER;
	return license->expires_day - now_s / DAY_S;
}

void
license_describe(const struct license *license, struct buf *out)
{
	char day[LICENSE_DAY_SIZE];

	if (license->licensee[0] == '\0') {
		(void)buf_adds(out, "no license: ");
		license_number_format(license->per_hour, out);
		return;
	}
	(void)buf_addf(out, "license %s for %s (%s): ", license->id,
	    license->licensee, license->domain);
	license_number_format(license->per_hour, out);
	if (license->expires_day == LICENSE_NEVER) {
		(void)buf_adds(out, ", without an end");
		return;
	}
	(void)license_day_format(license->expires_day, day, sizeof(day));
	(void)buf_addf(out, ", valid to %s", day);
}

void
license_remind(const struct license *license, int64_t now_s, struct buf *out)
{
	int64_t left = license_days_left(license, now_s);
	char day[LICENSE_DAY_SIZE];

	if (left > LICENSE_WARN_DAYS || left < 0)
		return;
	(void)license_day_format(license->expires_day, day, sizeof(day));
	(void)buf_addf(
	    out, "license %s for %s expires ", license->id, license->licensee);
	if (left == 0)
		(void)buf_addf(out, "at the end of this day, %s (UTC)", day);
	else
		(void)buf_addf(out, "in %lld day%s, at the end of %s (UTC)",
		    (long long)left, left == 1 ? "" : "s", day);
	(void)buf_addf(out, "; afterwards %d message per hour is delivered",
	    LICENSE_UNLICENSED);
}
