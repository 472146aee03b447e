/*
 * The metrics file. All of it is written each time, also what is zero, so
 * that no series comes and goes.
 */
#include "metrics_priv.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"

enum { FILE_MODE = 0644, MS = 1000 };

static void
add_head(
    struct buf *out, const char *metric, const char *type, const char *help)
{
	(void)buf_addf(out,
	    "# HELP cgpward_%s %s\n"
	    "# TYPE cgpward_%s %s\n",
	    metric, help, metric, type);
}

static void
add_seconds(struct buf *out, uint64_t ms)
{
	(void)buf_addf(out, "%llu.%03u", (unsigned long long)(ms / MS),
	    (unsigned)(ms % MS));
}

static void
add_value(struct buf *out, enum vital_kind kind, uint64_t value)
{
	if (kind != VITAL_IS_COUNTER && value == VITAL_UNKNOWN)
		(void)buf_adds(out, "NaN");
	else if (kind != VITAL_IS_COUNTER && value == VITAL_UNLIMITED)
		(void)buf_adds(out, "+Inf");
	else if (kind == VITAL_IS_SECONDS)
		add_seconds(out, value);
	else
		(void)buf_addf(out, "%llu", (unsigned long long)value);
	(void)buf_addc(out, '\n');
}

static void
add_vitals(struct buf *out, const struct vitals *v)
{
	const struct vital_info *info;
	const char *last = "";
	size_t i;

	for (i = 0; i < VITAL_COUNT; i++) {
		info = vital_info((enum vital)i);
		if (strcmp(info->metric, last) != 0)
			add_head(out, info->metric,
			    info->kind == VITAL_IS_COUNTER ? "counter"
							   : "gauge",
			    info->help);
		last = info->metric;
		(void)buf_addf(out, "cgpward_%s", info->metric);
		if (info->labels[0] != '\0')
			(void)buf_addf(out, "{%s}", info->labels);
		(void)buf_addc(out, ' ');
		add_value(out, info->kind, vitals_get(v, (enum vital)i));
	}
}

static void
add_answers(struct buf *out, const struct vitals *v)
{
	size_t r, c;

	add_head(out, "answers_total", "counter",
	    "Answers by their word and by the class of the message.");
	for (r = 0; r < RESPONSE_COUNT; r++)
		for (c = 0; c < CLASS_COUNT; c++)
			(void)buf_addf(out,
			    "cgpward_answers_total{response=\"%s\","
			    "class=\"%s\"} %llu\n",
			    vital_response_word((enum vital_response)r),
			    class_name((enum msg_class)c),
			    (unsigned long long)atomic_load(&v->answers[r][c]));
}

/* Each bucket holds what is in those before it. */
static void
add_latency(struct buf *out, const struct vitals *v)
{
	unsigned long long count = 0;
	size_t i;

	add_head(out, "answer_duration_seconds", "histogram",
	    "Time from a request to its answer.");
	for (i = 0; i < BUCKET_COUNT; i++) {
		count += atomic_load(&v->latency[i]);
		(void)buf_addf(out,
		    "cgpward_answer_duration_seconds_bucket{le=\"%s\"} %llu\n",
		    vital_bucket_bound((enum vital_bucket)i), count);
	}
	(void)buf_adds(out, "cgpward_answer_duration_seconds_sum ");
	add_seconds(out, atomic_load(&v->latency_ms));
	(void)buf_addf(
	    out, "\ncgpward_answer_duration_seconds_count %llu\n", count);
}

/* A label's value: backslash, quote and line end are escaped. */
static void
add_label(struct buf *out, const char *name, const char *value)
{
	(void)buf_addf(out, "%s=\"", name);
	for (; *value != '\0'; value++)
		if (*value == '\n')
			(void)buf_adds(out, "\\n");
		else if (*value == '\\' || *value == '"')
			(void)buf_addf(out, "\\%c", *value);
		else
			(void)buf_addc(out, *value);
	(void)buf_addc(out, '"');
}

static void
add_about(struct buf *out, const struct metrics_about *about)
{
	add_head(out, "build_info", "gauge",
	    "The versions of the program, the engine and the definitions.");
	(void)buf_adds(out, "cgpward_build_info{");
	add_label(out, "version", about->program);
	(void)buf_addc(out, ',');
	add_label(out, "engine", about->engine);
	(void)buf_addc(out, ',');
	add_label(out, "definitions", about->definitions);
	(void)buf_adds(out, "} 1\n");
}

void
metrics_text(
    const struct vitals *v, const struct metrics_about *about, struct buf *out)
{
	add_about(out, about);
	add_vitals(out, v);
	add_answers(out, v);
	add_latency(out, v);
}

static int
write_all(int fd, const struct buf *text)
{
	size_t done;
	ssize_t n;

	for (done = 0; done < text->len; done += (size_t)n) {
		n = write(fd, text->data + done, text->len - done);
		if (n == -1)
			return -1;
	}
	return fchmod(fd, FILE_MODE); /* whatever the umask says */
}

int
metrics_write(const char *path, const struct buf *text, struct err *e)
{
	char *fresh = mem_printf("%s.new", path);
	int fd, result;

	(void)unlink(fresh); /* left behind, or somebody's link */
	fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
	    FILE_MODE);
	result = fd == -1 ? -1 : write_all(fd, text);
	if (fd != -1 && close(fd) == -1)
		result = -1;
	if (result == 0)
		result = rename(fresh, path);
	if (result == -1) {
		(void)err_sys(e, "%s cannot be written", path);
		(void)unlink(fresh);
	}
	free(fresh);
	return result;
}
