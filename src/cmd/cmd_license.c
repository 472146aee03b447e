/*
 * cgpward license: a table of its words. The vendor makes pairs and licenses,
 * the administrator looks at the license in use.
 */
#include "cmd_license.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "config.h"
#include "license.h"
#include "options_priv.h"
#include "out_priv.h"
#include "tally.h"
#include "vendor_key.h"
#include "window.h"

enum { TEXT_MAX = 64 * 1024, DAY_S = 86400 };

static const char usage[] =
    "usage: cgpward license keygen DIR\n"
    "       cgpward license issue --key FILE --licensee NAME --domain DOMAIN\n"
    "               --messages-per-hour N|unlimited --expires DATE|never\n"
    "               [--issued DATE]\n"
    "       cgpward license verify FILE\n"
    "       cgpward license show [-c FILE]\n"
    "       cgpward license advise [-c FILE]";

static int
wrong_usage(const char *why)
{
	out_error("license: %s\n%s", why, usage);
	return 2;
}

static int
keygen(int argc, char **argv)
{
	struct err e;

	if (options_take(&argc, argv, NULL, 0, &e) == -1)
		return wrong_usage(e.text);
	if (argc != 2)
		return wrong_usage("keygen takes one folder");
	if (license_keygen(argv[1], &e) == -1) {
		out_error("%s", e.text);
		return 1;
	}
	out_line(
	    "%s/vendor.key signs licenses: keep it secret and safe.", argv[1]);
	out_line("%s/vendor.pub is built into the program: "
		 "make VENDOR_KEY=%s/vendor.pub",
	    argv[1], argv[1]);
	return 0;
}

/* The options of issue, in the order of their places here. */
enum { KEY, LICENSEE, DOMAIN, NUMBER, EXPIRES, ISSUED, ISSUE_OPTIONS };

/* Takes the values into a license; texts are checked where it is signed. */
static int
fill(struct license *l, const struct option_spec *o, struct err *e)
{
	struct moment now;
	int i;

	for (i = 0; i < ISSUED; i++)
		if (o[i].value == NULL)
			return err_set(e, "issue needs %s", o[i].name);
	license_init(l);
	if (strlen(o[LICENSEE].value) >= sizeof(l->licensee))
		return err_set(e, "--licensee: at most %zu bytes",
		    sizeof(l->licensee) - 1);
	if (strlen(o[DOMAIN].value) >= sizeof(l->domain))
		return err_set(
		    e, "--domain: at most %zu bytes", sizeof(l->domain) - 1);
	memcpy(l->licensee, o[LICENSEE].value, strlen(o[LICENSEE].value) + 1);
	memcpy(l->domain, o[DOMAIN].value, strlen(o[DOMAIN].value) + 1);
	if (license_number_parse(o[NUMBER].value, &l->per_hour) == -1)
		return err_set(e,
		    "--messages-per-hour: a number from 1 to %d, or "
		    "unlimited",
		    LICENSE_PER_HOUR_MAX);
	if (license_day_parse(o[EXPIRES].value, &l->expires_day) == -1)
		return err_set(
		    e, "--expires: a date such as 2027-11-21, or never");
	clock_moment(&now);
	l->issued_day = now.wall_ms / 1000 / DAY_S;
	if (o[ISSUED].value != NULL &&
	    (license_day_parse(o[ISSUED].value, &l->issued_day) == -1 ||
		l->issued_day == LICENSE_NEVER))
		return err_set(e, "--issued: a date such as 2026-11-21");
	return 0;
}

static int
issue(int argc, char **argv)
{
	struct option_spec o[ISSUE_OPTIONS] = {[KEY] = {"--key", true, NULL},
	    [LICENSEE] = {"--licensee", true, NULL},
	    [DOMAIN] = {"--domain", true, NULL},
	    [NUMBER] = {"--messages-per-hour", true, NULL},
	    [EXPIRES] = {"--expires", true, NULL},
	    [ISSUED] = {"--issued", true, NULL}};
	struct license l;
	struct buf text;
	struct err e;
	int rc;

	if (options_take(&argc, argv, o, ISSUE_OPTIONS, &e) == -1)
		return wrong_usage(e.text);
	if (argc != 1)
		return wrong_usage("issue takes options only");
	if (fill(&l, o, &e) == -1)
		return wrong_usage(e.text);
	buf_init(&text, LICENSE_FILE_MAX);
	rc = license_issue(o[KEY].value, &l, &text, &e);
	if (rc == 0)
		out_text(text.data);
	else
		out_error("%s", e.text);
	buf_fini(&text);
	return rc == 0 ? 0 : 1;
}

/*
 * Says what a license is worth at the time `now_s`. Without a valid one
 * *license_r is the unlicensed default and false is returned.
 */
static bool
tell(const char *path, int64_t now_s, struct license *license_r)
{
	struct buf text;
	struct err e;
	bool good = license_load(path, vendor_key, now_s, license_r, &e) ==
		    LICENSE_GOOD;

	if (!good)
		out_line("%s", e.text);
	buf_init(&text, TEXT_MAX);
	license_describe(license_r, &text);
	out_line("%s", text.data);
	buf_reset(&text);
	license_remind(license_r, now_s, &text);
	if (text.len > 0)
		out_line("%s", text.data);
	buf_fini(&text);
	return good;
}

static int
verify(int argc, char **argv)
{
	struct license l;
	struct moment now;
	struct err e;

	if (options_take(&argc, argv, NULL, 0, &e) == -1)
		return wrong_usage(e.text);
	if (argc != 2)
		return wrong_usage("verify takes one file or folder");
	clock_moment(&now);
	return tell(argv[1], now.wall_ms / 1000, &l) ? 0 : 1;
}

/* The configuration that -c names, or NULL after saying what is wrong. */
static struct config *
take_config(int argc, char **argv, int *code_r)
{
	struct option_spec o[] = {{"-c", true, NULL}};
	struct config *config = NULL;
	struct buf text;
	struct err e;
	char *file;

	*code_r = 2;
	if (options_take(&argc, argv, o, 1, &e) == -1) {
		(void)wrong_usage(e.text);
		return NULL;
	}
	if (argc > 1) {
		(void)wrong_usage("only -c is taken here");
		return NULL;
	}
	*code_r = 1;
	file = config_find(o[0].value, &e);
	if (file == NULL) {
		out_error("%s", e.text);
		return NULL;
	}
	buf_init(&text, TEXT_MAX);
	if (config_load(file, &config, &text) == -1)
		out_error("the configuration is not valid:\n%s", text.data);
	buf_fini(&text);
	free(file);
	return config;
}

static void
tell_use(const struct window_use *use, uint64_t limit)
{
	const unsigned long long used = use->used;

	if (limit == LICENSE_UNLIMITED)
		out_line("delivered in the last 60 minutes: %llu", used);
	else
		out_line("delivered in the last 60 minutes: %llu of %llu%s",
		    used, (unsigned long long)limit,
		    use->assumed ? " (assumed, the count was lost)" : "");
	if (use->wait_ms > 0)
		out_line("the next message can be delivered in %llu seconds",
		    (unsigned long long)(use->wait_ms + 999) / 1000);
}

static int
show(int argc, char **argv)
{
	struct config *config;
	struct license l;
	struct window_use use;
	struct moment now;
	struct err e;
	bool counted, good;
	int64_t now_ms;
	int code;

	config = take_config(argc, argv, &code);
	if (config == NULL)
		return code;
	clock_moment(&now);
	counted = window_peek(config->server_state_dir, &now, LICENSE_UNLIMITED,
		      &use, &e) == 0;
	/* The filter goes by the newest time it has seen, and so do we. */
	now_ms = now.wall_ms;
	if (counted && use.wall_ms > now_ms)
		now_ms = use.wall_ms;
	good = tell(config->license_file, now_ms / 1000, &l);
	if (counted && window_peek(config->server_state_dir, &now, l.per_hour,
			   &use, &e) == 0)
		tell_use(&use, l.per_hour);
	else
		out_line("no count: %s", e.text);
	config_free(&config);
	return good ? 0 : 1;
}

static int
advise(int argc, char **argv)
{
	struct tally_advice a;
	struct config *config;
	struct moment now;
	struct buf text;
	struct err e;
	int code;

	config = take_config(argc, argv, &code);
	if (config == NULL)
		return code;
	clock_moment(&now);
	buf_init(&text, TEXT_MAX);
	code = 1;
	if (tally_advise(config->server_state_dir, now.wall_ms, &a, &e) == -1) {
		out_error("%s", e.text);
	} else {
		tally_tell(&a, &text);
		out_text(text.data);
		code = 0;
	}
	buf_fini(&text);
	config_free(&config);
	return code;
}

struct word {
	const char *name;
	int (*run)(int argc, char **argv);
};

static const struct word words[] = {
    {"keygen", keygen},
    {"issue", issue},
    {"verify", verify},
    {"show", show},
    {"advise", advise},
};

int
cmd_license(int argc, char **argv)
{
	size_t i;

	if (argc < 2)
		return wrong_usage("a word is missing");
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(argv[1], words[i].name) == 0)
			return words[i].run(argc - 1, argv + 1);
	return wrong_usage("there is no such word");
}
