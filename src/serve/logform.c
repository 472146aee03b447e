/* Log lines as text for the server and for files, and as JSON. */
#include "logform_priv.h"

#include <string.h>
#include <time.h>

#include "json.h"
#include "proto.h"

enum { MS = 1000 };

static const char *const level_names[] = {"error", "warn", "info", "debug"};

/* Where to break a line: behind so many bytes, at a blank if there is one. */
static size_t
break_at(const char *line, size_t len)
{
	size_t n = PROTO_LOG_COLUMNS - 2;

	if (len <= n)
		return len;
	while (n > PROTO_LOG_COLUMNS / 2 && line[n] != ' ')
		n--;
	if (line[n] != ' ')
		n = PROTO_LOG_COLUMNS - 2;
	while (((unsigned char)line[n] & 0xc0) == 0x80)
		n--;
	return n;
}

void
logform_server(const char *line, struct buf *out)
{
	size_t len = strlen(line), n;

	while (len > 0) {
		n = break_at(line, len);
		(void)buf_addf(
		    out, "%s* %.*s", out->len > 0 ? "\n" : "", (int)n, line);
		while (line[n] == ' ')
			n++;
		line += n;
		len -= n;
	}
}

static void
add_time(int64_t wall_ms, struct buf *out)
{
	time_t now = (time_t)(wall_ms / MS);
	char stamp[32];
	struct tm day;

	if (gmtime_r(&now, &day) == NULL ||
	    strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S", &day) == 0)
		return;
	(void)buf_addf(out, "%s.%03dZ", stamp, (int)(wall_ms % MS));
}

void
logform_text(const struct log_record *record, int64_t wall_ms, struct buf *out)
{
	add_time(wall_ms, out);
	(void)buf_addf(out, " %s %s", level_names[record->level], record->line);
}

void
logform_json(const struct log_record *record, int64_t wall_ms, struct buf *out)
{
	size_t n = record->fields != NULL ? record->n : 0, i;

	(void)buf_adds(out, "{\"time\":\"");
	add_time(wall_ms, out);
	(void)buf_addf(out, "\",\"level\":\"%s\"", level_names[record->level]);
	if (record->fields == NULL) {
		(void)buf_adds(out, ",\"event\":\"log\",\"text\":");
		json_string(out, record->line);
	} else {
		(void)buf_adds(out, ",\"event\":\"message\"");
	}
	for (i = 0; i < n; i++) {
		(void)buf_addf(out, ",\"%s\":", record->fields[i].name);
		if (record->fields[i].kind == LOG_NUMBER)
			(void)buf_adds(out, record->fields[i].value);
		else
			json_string(out, record->fields[i].value);
	}
	(void)buf_addc(out, '}');
}
