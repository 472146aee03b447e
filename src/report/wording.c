/* Numbers and times as people read them, and text made harmless. */
#include "wording_priv.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "history.h"
#include "text.h"

enum {
	TEXT_MAX = 8192,
	THOUSAND = 1000,
	MINUTE_S = 60,
	HOUR_S = 3600,
	DAY_S = 86400
};

void
wording_number(struct buf *out, uint64_t n)
{
	if (n >= THOUSAND) {
		wording_number(out, n / THOUSAND);
		(void)buf_addf(out, ",%03u", (unsigned)(n % THOUSAND));
	} else {
		(void)buf_addf(out, "%u", (unsigned)n);
	}
}

void
wording_bytes(struct buf *out, uint64_t n)
{
	static const char *const units[] = {
	    "bytes", "KB", "MB", "GB", "TB", "PB", "EB"};
	const double unit = 1024;
	double value = (double)n;
	size_t i = 0;

	while (value >= unit && i + 1 < sizeof(units) / sizeof(units[0])) {
		value /= unit;
		i++;
	}
	(void)buf_addf(
	    out, "%.*f %s", i > 0 && value < 100 ? 1 : 0, value, units[i]);
}

void
wording_percent(struct buf *out, uint64_t part, uint64_t all)
{
	const double hundred = 100;
	double value = all > 0 ? (double)part * hundred / (double)all : 0;

	/* What is there is not nothing, and what is missing not all. */
	if (part > 0 && value < 0.1)
		(void)buf_adds(out, "< 0.1 %");
	else if (part < all && value > 99.9)
		(void)buf_adds(out, "> 99.9 %");
	else
		(void)buf_addf(out, "%.1f %%", value);
}

void
wording_ms(struct buf *out, uint64_t ms)
{
	if (ms < THOUSAND)
		(void)buf_addf(out, "%u ms", (unsigned)ms);
	else if (ms < (uint64_t)MINUTE_S * THOUSAND)
		(void)buf_addf(out, "%.1f s", (double)ms / THOUSAND);
	else
		(void)buf_addf(out, "%.1f min",
		    (double)ms / ((double)MINUTE_S * THOUSAND));
}

static void
add_units(struct buf *out, int64_t n, const char *unit)
{
	(void)buf_addf(out, "%lld %s%s", (long long)n, unit, n == 1 ? "" : "s");
}

void
wording_age(struct buf *out, int64_t s)
{
	if (s < 0)
		(void)buf_adds(out, "unknown");
	else if (s < 2 * HOUR_S)
		add_units(out, s / MINUTE_S, "minute");
	else if (s < 2 * DAY_S)
		add_units(out, s / HOUR_S, "hour");
	else
		add_units(out, s / DAY_S, "day");
}

void
wording_limit(struct buf *out, int64_t per_hour)
{
	if (per_hour == HISTORY_UNLIMITED)
		(void)buf_adds(out, "unlimited");
	else if (per_hour <= 0)
		(void)buf_adds(out, "unknown");
	else
		wording_number(out, (uint64_t)per_hour);
}

/* The attribute of wording_time has its callers' formats checked. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
void
wording_time(struct buf *out, int64_t time_s, const char *format)
{
	const time_t t = (time_t)time_s;
	char text[64];
	struct tm tm;

	if (gmtime_r(&t, &tm) != NULL &&
	    strftime(text, sizeof(text), format, &tm) > 0)
		(void)buf_adds(out, text);
	else
		(void)buf_adds(out, "?");
}
#pragma GCC diagnostic pop

void
wording_plain(struct buf *out, const char *text)
{
	char shown[TEXT_MAX];

	(void)text_escape(shown, sizeof(shown), text);
	(void)buf_adds(out, shown);
}

void
wording_html(struct buf *out, const char *text)
{
	static const char special[] = "&<>\"'";
	char shown[TEXT_MAX];
	const char *s = shown;
	size_t n;

	(void)text_escape(shown, sizeof(shown), text);
	while (*s != '\0') {
		n = strcspn(s, special);
		(void)buf_add(out, s, n);
		s += n;
		if (*s != '\0')
			(void)buf_addf(out, "&#%d;", *s++);
	}
}

/* Spreadsheets take these for the beginning of a formula, wide ones too. */
static bool
begins_formula(const char *s)
{
	static const char *const wide[] = {
	    "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};
	size_t i;

	s += strspn(s, " ");
	for (i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (strncmp(s, wide[i], strlen(wide[i])) == 0)
			return true;
	return *s != '\0' && strchr("=+-@|%", *s) != NULL;
}

void
wording_cell(struct buf *out, const char *text)
{
	char shown[TEXT_MAX];
	const char *s = shown;

	(void)text_escape(shown, sizeof(shown), text);
	(void)buf_addc(out, '"');
	if (begins_formula(s))
		(void)buf_addc(out, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			(void)buf_addc(out, '"');
		(void)buf_addc(out, *s);
	}
	(void)buf_addc(out, '"');
}
