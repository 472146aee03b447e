/*
 * What the tests of notices share: findings, the limit, a folder Submitted/,
 * and what is in it.
 */
#ifndef NOTICE_FIXTURE_PRIV_H
#define NOTICE_FIXTURE_PRIV_H

#include <dirent.h>

#include "mail_fixture_priv.h"
#include "notice.h"

#define ENVELOPE(from, to)                                                     \
	"P I 02-03-2026 09:15:00 0000 ____ ____ <" from ">\n"                  \
	"R W 02-03-2026 09:15:00 0000 ____ _FY_ <" to ">\n"                    \
	"R W 02-03-2026 09:15:00 0000 ____ _FY_ <x@away.test>\n\n"
#define MAIL "Subject: s\nMessage-ID: <1@x>\n\nb\n"

static const int64_t NOW_MS = 1795208172000;

static struct findings found;
static struct notice_limit *limit;
static char *folder;

static __attribute__((unused)) int
start(void **state)
{
	int rc = set_up(state);

	folder = inside("Submitted");
	limit = notice_limit_new();
	found = (struct findings){0};
	findings_add(&found, CLASS_banned, "*.exe", "mail/a.exe");
	return rc == 0 ? mkdir(folder, 0755) : rc;
}

static __attribute__((unused)) int
stop(void **state)
{
	findings_fini(&found);
	notice_limit_free(&limit);
	free(folder);
	return tear_down(state);
}

static __attribute__((unused)) struct notice *
notice_of(const char *text)
{
	struct message *m = text != NULL ? open_message("1.msg", text) : NULL;
	struct verdict v;
	struct notice_case c = {
	    .config = conf,
	    .message = m,
	    .findings = &found,
	    .verdict = &v,
	    .quarantine_id = "20261120-0123456789abcdef",
	    .now_ms = NOW_MS,
	};
	struct notice *n;

	verdict_decide(conf, &found, &v);
	n = notice_new(&c);
	message_free(&m);
	return n;
}

static __attribute__((unused)) size_t
post(struct notice *n, int64_t now_ms)
{
	struct notice_post p = {folder, limit, now_ms};
	struct err e;

	return notice_send(n, &p, &e);
}

static __attribute__((unused)) int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static __attribute__((unused)) int
is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* All mails in Submitted/, one behind the other; they are removed. */
static __attribute__((unused)) char *
mails(unsigned *n_r)
{
	struct dirent **names;
	int n = scandir(folder, &names, is_visible, by_name), i;
	char *all = mem_strdup(""), *path, *text, *more;

	assert_int_not_equal(n, -1);
	for (i = 0; i < n; i++) {
		path = mem_printf("%s/%s", folder, names[i]->d_name);
		text = read_path(path, NULL);
		more = mem_printf("%s%s", all, text);
		assert_int_equal(unlink(path), 0);
		free(all);
		all = more;
		free(text);
		free(path);
		free(names[i]);
	}
	free(names);
	*n_r = (unsigned)n;
	return all;
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

#endif
