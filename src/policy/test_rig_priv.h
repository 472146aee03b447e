/*
 * For tests: whole messages and a judge. The reader hands the parts to the
 * judge, as in a scan, without an engine.
 */
#ifndef TEST_RIG_PRIV_H
#define TEST_RIG_PRIV_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "budget.h"
#include "clock.h"
#include "judge.h"
#include "log.h"
#include "mem.h"
#include "mime.h"
#include "test.h"

enum { ERRORS_MAX = 1 << 16 };

static struct config *config;
static struct judge *judge;
static struct message message;
static struct findings findings;
static struct verdict verdict;
static const struct config *chosen;

static inline void
load(const char *text)
{
	char path[] = "/tmp/cgpward-test.XXXXXX";
	int fd = mkstemp(path);
	struct buf errors;

	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	(void)close(fd);
	buf_init(&errors, ERRORS_MAX);
	config_free(&config);
	(void)config_load(path, &config, &errors);
	(void)unlink(path);
	assert_string_equal(errors.data, "");
	buf_fini(&errors);
}

/* A judge for a message file: envelope, empty line, mail. */
static inline void
begin(const char *file)
{
	size_t len = strlen(file), n;

	judge_free(&judge);
	findings_fini(&findings);
	n = envelope_parse(file, len, &message.envelope);
	message.bare = (struct slice){file + n, len - n};
	judge = judge_new(config, &message);
}

static inline void
walk(void)
{
	struct budget budget = {.bytes_max = 1 << 24,
	    .file_max = 1 << 24,
	    .files_max = 1000,
	    .depth_max = 17,
	    .now_ms = clock_mono_ms};
	const struct part_sink *observer = judge_observer(judge);

	if (observer != NULL)
		assert_true(mime_walk((const unsigned char *)message.bare.data,
		    message.bare.len, &budget, observer));
}

static inline void
decide(void)
{
	judge_decide(judge, &findings, &verdict, &chosen);
}

static inline void
judge_file(const char *file)
{
	begin(file);
	walk();
	decide();
}

/* "class: name in where" of each finding, a line each. */
static inline void
assert_found(const char *want)
{
	struct buf all;
	size_t i;

	buf_init(&all, ERRORS_MAX);
	for (i = 0; i < findings.n; i++)
		(void)buf_addf(&all, "%s: %s in %s\n",
		    class_name(findings.list[i].class), findings.list[i].name,
		    findings.list[i].where);
	assert_string_equal(all.data, want);
	buf_fini(&all);
}

#define ENVELOPE(sender, recipients)                                           \
	"P I 26-04-2019 15:57:14 0000 ____ ____ <" sender ">\n" recipients     \
	"S SMTP [10.4.0.159]\nA local.example [10.0.0.1]\n\n"
#define TO(address) "R W 26-04-2019 15:57:14 0000 ____ _FY_ <" address ">\n"
#define MAIL        "From: a@x.example\nSubject: s\n\nhello\n"
#define ATTACHED(disposition)                                                  \
	"From: a@x.example\nMIME-Version: 1.0\n"                               \
	"Content-Type: application/octet-stream\n"                             \
	"Content-Disposition: attachment; " disposition "\n\ndata\n"

static int
tear_down(void **state)
{
	(void)state;
	judge_free(&judge);
	findings_fini(&findings);
	config_free(&config);
	return 0;
}

#endif
