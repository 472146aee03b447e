/* What the tests of the loop guard share: a mail and its guard. */
#ifndef LOOP_GUARD_FIXTURE_PRIV_H
#define LOOP_GUARD_FIXTURE_PRIV_H

#include "loop_guard.h"
#include "mail_fixture_priv.h"

#define HEAD                                                                   \
	"From: <a@example.com>\nMessage-ID: <1@x>\nSubject: s\n folded\n"      \
	"MIME-Version: 1.0\nContent-Type: text/plain\n"
#define BODY "first\nsecond\n"

static const int64_t NOW_S = 1795208172;

static __attribute__((unused)) struct slice
slice_of(const char *s)
{
	return (struct slice){s, strlen(s)};
}

static __attribute__((unused)) struct loop_guard_mail
mail_of(const char *text, const struct slice *recipients, size_t n)
{
	return (struct loop_guard_mail){
	    .state_dir = conf->server_state_dir,
	    .text = slice_of(text),
	    .rest_fd = -1,
	    .recipients = recipients,
	    .recipients_n = n,
	    .now_s = NOW_S,
	};
}

/* The field for HEAD and BODY and two recipients; to be freed. */
static __attribute__((unused)) char *
made_field(void)
{
	struct slice to[] = {slice_of("b@Example.com"), slice_of("c@x")};
	struct loop_guard_mail mail = mail_of(HEAD "\n" BODY, to, 2);
	struct err e = {{0}};
	struct buf out;
	char *field;

	buf_init(&out, LOOP_GUARD_FIELD_MAX);
	if (loop_guard_make(&mail, &out, &e) == -1)
		fail_msg("%s", e.text);
	assert_false(out.cut);
	field = mem_strdup(out.data);
	buf_fini(&out);
	return field;
}

static __attribute__((unused)) enum loop_guard_result
check_text(const char *text)
{
	struct slice to[] = {slice_of("C@X"), slice_of("b@example.com")};
	struct loop_guard_mail mail = mail_of(text, to, 2);
	struct err why;

	return loop_guard_check(&mail, &why);
}

/* Checks the field in a mail; the format has one %s for it. */
static __attribute__((unused)) enum loop_guard_result
check_with(const char *field, const char *head, const char *rest)
{
	char *text = mem_printf("%s%s%s", head, field, rest);
	enum loop_guard_result result = check_text(text);

	free(text);
	return result;
}

#endif
