/*
 * Who may go. The quota counts; here the license tells it how far, and the
 * log hears of what changes.
 */
#include "admission.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "license.h"
#include "log.h"
#include "mem.h"
#include "quota.h"

enum {
	TEXT_MAX = 1024,
	CHECK_EVERY_MS = 1000,
	LICENSE_EVERY_MS = 60000,
	DAY_S = 24 * 3600
};

struct admission {
	const unsigned char *key;
	struct quota *quota;
	struct moment start; /* tells which start of the machine this is */

	/* The main thread's. */
	struct license license;
	enum license_fault fault;
	uint64_t check_due_ms, license_due_ms; /* on the monotonic clock */
	int64_t reminded_day;
};

static struct moment
moment_now(const struct admission *a)
{
	struct moment now = a->start;

	clock_again(&now);
	return now;
}

static int64_t
now_s(struct admission *a)
{
	struct moment now = moment_now(a);

	return (a->quota != NULL ? quota_wall_ms(a->quota, &now)
				 : now.wall_ms) /
	       1000;
}

static struct quota_settings
settings(const struct license *license, const struct config *config)
{
	struct quota_settings s = {.limit = license->per_hour};

	for (; s.percents < config->quota_warn_at.n &&
	       s.percents < QUOTA_PERCENTS_MAX;
	     s.percents++)
		s.percent[s.percents] = config->quota_warn_at.value[s.percents];
	return s;
}

/* Reads the license; says what it is when `tell` or when that has changed. */
static void
read_license(struct admission *a, const struct config *config, bool tell)
{
	struct license before = a->license;
	enum license_fault fault_before = a->fault;
	struct quota_settings s;
	struct buf text;
	struct err e = {{0}};

	a->fault = license_load(
	    config->license_file, a->key, now_s(a), &a->license, &e);
	if (!tell && a->fault == fault_before &&
	    memcmp(&before, &a->license, sizeof(before)) == 0)
		return;
	buf_init(&text, TEXT_MAX);
	license_describe(&a->license, &text);
	if (a->fault == LICENSE_GOOD)
		log_info("License: %s.", text.data);
	else
		log_warn("License: %s. Without a license one clean message "
			 "an hour may go.",
		    e.text);
	if (a->quota != NULL) {
		s = settings(&a->license, config);
		quota_set(a->quota, &s);
	}
	buf_fini(&text);
}

/* From two weeks before its end on, once a day. */
static void
remind(struct admission *a)
{
	int64_t now = now_s(a);
	struct buf text;

	if (now / DAY_S == a->reminded_day)
		return;
	a->reminded_day = now / DAY_S;
	buf_init(&text, TEXT_MAX);
	license_remind(&a->license, now, &text);
	if (text.len > 0)
		log_warn("%s", text.data);
	buf_fini(&text);
}

struct admission *
admission_open(const struct config *config, const unsigned char *key)
{
	struct admission *a = mem_zalloc(1, sizeof(*a));
	struct quota_settings s;
	struct err said = {{0}};

	a->key = key;
	clock_moment(&a->start);
	license_init(&a->license);
	s = settings(&a->license, config);
	a->quota = quota_open(config->server_state_dir, &s, &a->start, &said);
	if (said.text[0] != '\0')
		log_warn("Quota: %s", said.text);
	read_license(a, config, true);
	remind(a);
	return a;
}

void
admission_close(struct admission **a)
{
	if (*a == NULL)
		return;
	quota_close(&(*a)->quota);
	free(*a);
	*a = NULL;
}

void
admission_apply(struct admission *a, const struct config *config)
{
	struct quota_settings s;

	read_license(a, config, true);
	s = settings(&a->license, config);
	quota_set(a->quota, &s);
}

void
admission_tick(struct admission *a, const struct config *config)
{
	uint64_t mono_ms = clock_mono_ms();
	struct moment now = moment_now(a);
	struct err said = {{0}};

	if (mono_ms < a->check_due_ms)
		return;
	a->check_due_ms = mono_ms + CHECK_EVERY_MS;
	if (quota_check(a->quota, &now, &said))
		log_warn("Quota: %s", said.text);
	if (mono_ms < a->license_due_ms)
		return;
	a->license_due_ms = mono_ms + LICENSE_EVERY_MS;
	read_license(a, config, false);
	remind(a);
}

bool
admission_ask(struct admission *a, struct buf *refusal)
{
	struct moment now = moment_now(a);
	struct quota_answer answer;
	struct buf text;

	quota_admit(a->quota, &now, &answer);
	buf_init(&text, TEXT_MAX);
	quota_tell(&answer, &now, &text);
	if (text.len > 0)
		log_warn("%s", text.data);
	buf_fini(&text);
	if (!answer.admitted)
		quota_refuse(&answer, &now, refusal);
	return answer.admitted;
}

bool
admission_has_room(struct admission *a, struct buf *refusal)
{
	struct moment now = moment_now(a);
	struct quota_numbers numbers;
	struct quota_answer answer = {0};

	quota_look(a->quota, &now, &numbers);
	if (numbers.wait_ms == 0)
		return true;
	answer.used = numbers.used;
	answer.limit = numbers.limit;
	answer.wait_ms = numbers.wait_ms;
	quota_refuse(&answer, &now, refusal);
	return false;
}

void
admission_look(struct admission *a, struct quota_numbers *numbers_r)
{
	struct moment now = moment_now(a);

	quota_look(a->quota, &now, numbers_r);
}
