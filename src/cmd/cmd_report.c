/* cgpward report: the history of a time, as text, page, JSON or table. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "cmd.h"
#include "config.h"
#include "mem.h"
#include "newfile.h"
#include "options_priv.h"
#include "out_priv.h"
#include "report.h"

enum {
	TEXT_MAX = 64 * 1024,
	MS = 1000,
	DIGITS_MAX = 6,
	HOST_MAX = 256,
	SINCE_MAX_S = 3650 * 86400
};

/* The options, in the order of their places here. */
enum { CONFIG, SINCE, TEXT, HTML, JSON, CSV, REPORT_OPTIONS };

/* "7d": a number with h, d or w; 0 when it is none. */
static int64_t
since_s(const char *text)
{
	static const struct {
		char letter;
		int64_t s;
	} units[] = {{'h', 3600}, {'d', 86400}, {'w', 604800}};
	const size_t digits = strspn(text, "0123456789");
	int64_t n;
	size_t i;

	if (digits == 0 || digits > DIGITS_MAX || text[digits] == '\0' ||
	    text[digits + 1] != '\0')
		return 0;
	n = strtoll(text, NULL, 10);
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (units[i].letter == text[digits] &&
		    n * units[i].s <= SINCE_MAX_S)
			return n * units[i].s;
	return 0;
}

/* A file that appears whole or not at all, and is its owner's alone. */
static int
write_file(const char *path, const struct buf *text, struct err *e)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	char *folder = slash == NULL ? mem_strdup(".")
		       : slash == path
			   ? mem_strdup("/")
			   : mem_strndup(path, (size_t)(slash - path));
	char *temp = mem_printf(".%s.%ld", name, (long)getpid());
	struct newfile_whole whole = {
	    .dir_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
	    .temp = temp,
	    .name = name,
	    .data = text->data,
	    .len = text->len,
	};
	int result = -1;

	if (whole.dir_fd == -1) {
		(void)err_sys(e, "%s cannot be opened", folder);
	} else {
		result = newfile_write(&whole, e);
		(void)close(whole.dir_fd);
	}
	free(temp);
	free(folder);
	return result == 0 ? 0 : err_wrap(e, "%s", path);
}

static int
show(const struct report *r, const struct option_spec *o, struct err *e)
{
	struct buf out;
	int result = 0;

	buf_init(&out, REPORT_SIZE_MAX);
	report_write(r,
	    o[HTML].value != NULL   ? REPORT_HTML
	    : o[JSON].value != NULL ? REPORT_JSON
	    : o[CSV].value != NULL  ? REPORT_CSV
				    : REPORT_TEXT,
	    &out);
	if (out.cut)
		result = err_set(e, "the report is too large");
	else if (o[HTML].value != NULL && strcmp(o[HTML].value, "-") != 0)
		result = write_file(o[HTML].value, &out, e);
	else
		out_bytes(out.data, out.len);
	buf_fini(&out);
	return result;
}

static int
make(const struct config *config, const struct option_spec *o, struct err *e)
{
	const int64_t now_s = clock_wall_ms() / MS;
	const char *since = o[SINCE].value != NULL ? o[SINCE].value : "7d";
	char host[HOST_MAX] = "";
	struct report_order order = {
	    .state_dir = config->server_state_dir,
	    .host = host,
	    .from_s = now_s - since_s(since),
	    .to_s = now_s + 1,
	    .now_s = now_s,
	};
	struct report *r = NULL;
	int result;

	if (gethostname(host, sizeof(host) - 1) == -1 || host[0] == '\0')
		order.host = NULL;
	if (report_new(&order, &r, e) == -1)
		return -1;
	result = show(r, o, e);
	report_free(&r);
	return result;
}

static int
check_options(int argc, const struct option_spec *o, struct err *e)
{
	int forms = 0, i;

	for (i = TEXT; i <= CSV; i++)
		forms += o[i].value != NULL;
	if (argc > 1)
		return err_set(e, "report takes options only");
	if (forms > 1)
		return err_set(e, "report takes one of --text, --html, --json "
				  "and --csv");
	if (o[SINCE].value != NULL && since_s(o[SINCE].value) == 0)
		return err_set(e, "--since: a time such as 24h, 7d or 4w, at "
				  "most 3650d");
	return 0;
}

int
cmd_report(int argc, char **argv)
{
	struct option_spec o[REPORT_OPTIONS] = {[CONFIG] = {"-c", true, NULL},
	    [SINCE] = {"--since", true, NULL},
	    [TEXT] = {"--text", false, NULL},
	    [HTML] = {"--html", true, NULL},
	    [JSON] = {"--json", false, NULL},
	    [CSV] = {"--csv", false, NULL}};
	struct config *config = NULL;
	struct buf errors;
	struct err e;
	char *file;
	int code = 2;

	if (options_take(&argc, argv, o, REPORT_OPTIONS, &e) == -1 ||
	    check_options(argc, o, &e) == -1 ||
	    (file = config_find(o[CONFIG].value, &e)) == NULL) {
		out_error("%s", e.text);
		return 2;
	}
	buf_init(&errors, TEXT_MAX);
	if (config_load(file, &config, &errors) == -1) {
		out_error("%s", errors.data);
	} else if (make(config, o, &e) == -1) {
		out_error("%s", e.text);
		code = 1;
	} else {
		code = 0;
	}
	config_free(&config);
	buf_fini(&errors);
	free(file);
	return code;
}
