/*
 * cgpward scan: files and folders, with all workers. Workers scan; this
 * thread lists the files before and prints the results as they come.
 */
#include <fts.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "cmd.h"
#include "filter.h"
#include "json.h"
#include "judge.h"
#include "loader.h"
#include "mem.h"
#include "message.h"
#include "mime.h"
#include "options_priv.h"
#include "out_priv.h"
#include "pool.h"
#include "scan.h"
#include "text.h"

enum { TEXT_MAX = 1024 * 1024, PATH_SHOWN_MAX = 4096 };

/* One file, from listing to printing. */
struct file {
	struct queue_item item; /* first: queues hold files */
	char *path;
	struct findings findings;
	uint64_t size, took_ms;
};

struct run {
	struct filter filter;
	struct live_config *live;
	struct engine *engine;
	struct pool *pool;
	struct queue results;
	bool json;
	unsigned long files, found, failed;
};

/* Scans a message as the filter would, with the rules for it. */
static int
scan_one(struct run *r, const struct message *m, struct findings *findings,
    struct err *e)
{
	struct judge *judge = judge_new(r->live->config, m);
	struct scan_tools tools = {
	    .config = judge_config(judge),
	    .engine = r->engine,
	    .temp = r->filter.temp,
	    .observer = judge_observer(judge),
	};
	const struct config *ignored;
	struct verdict verdict;
	int rc = 0;

	if (tools.config != NULL)
		rc = scan_message(&tools, m, findings, e);
	judge_decide(judge, findings, &verdict, &ignored);
	judge_free(&judge);
	return rc;
}

static enum pool_outcome
scan_file(void *arg, struct queue_item *item, bool heavy)
{
	struct run *r = arg;
	struct file *file = (struct file *)item;
	const struct config *c = r->live->config;
	struct message_source source = {
	    .path = file->path,
	    .envelope_max = c->limits_envelope_size,
	    .message_max = c->limits_message_size,
	};
	struct message *m = NULL;
	uint64_t start_ms = clock_mono_ms();
	struct err e;

	(void)heavy;
	if (message_open(&source, &m, &e) == -1 ||
	    scan_one(r, m, &file->findings, &e) == -1)
		findings_add(&file->findings, CLASS_error, e.text, "");
	file->size = m != NULL ? m->file_size : 0;
	file->took_ms = clock_mono_ms() - start_ms;
	message_free(&m);
	queue_put(&r->results, &file->item);
	return POOL_DONE;
}

static void
print_json(const struct file *file)
{
	struct buf out;
	size_t i;

	buf_init(&out, TEXT_MAX);
	(void)buf_adds(&out, "{\"path\": ");
	json_string(&out, file->path);
	(void)buf_addf(&out, ", \"size\": %llu, \"ms\": %llu, \"findings\": [",
	    (unsigned long long)file->size, (unsigned long long)file->took_ms);
	for (i = 0; i < file->findings.n; i++) {
		(void)buf_addf(&out,
		    "%s{\"class\": \"%s\", \"name\": ", i > 0 ? ", " : "",
		    class_name(file->findings.list[i].class));
		json_string(&out, file->findings.list[i].name);
		(void)buf_adds(&out, ", \"where\": ");
		json_string(&out, file->findings.list[i].where);
		(void)buf_addc(&out, '}');
	}
	(void)buf_adds(&out, "]}");
	out_line("%s", out.data);
	buf_fini(&out);
}

static void
print_text(const struct file *file)
{
	const struct finding *f = file->findings.list;
	char path[PATH_SHOWN_MAX];
	size_t i;

	(void)text_escape(path, sizeof(path), file->path);
	for (i = 0; i < file->findings.n; i++, f++)
		out_line("%s: %s: %s%s%s", path, class_name(f->class), f->name,
		    f->where[0] != '\0' ? " in " : "", f->where);
	if (i == 0)
		out_line("%s: clean", path);
}

static void
take_result(struct run *r, struct file *file)
{
	char *progress;

	r->files++;
	if (file->findings.has[CLASS_error])
		r->failed++;
	if (file->findings.n > (file->findings.has[CLASS_error] ? 1U : 0U))
		r->found++;
	out_progress("");
	if (r->json)
		print_json(file);
	else
		print_text(file);
	progress = mem_printf("%lu files, %lu with findings, %lu errors",
	    r->files, r->found, r->failed);
	out_progress(progress);
	free(progress);
	findings_fini(&file->findings);
	free(file->path);
	free(file);
}

/* Hands every file below the paths to the workers; how many there are. */
static unsigned long
list_files(struct run *r, char **paths)
{
	FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	unsigned long count = 0;
	struct file *file;
	FTSENT *entry;

	while (tree != NULL && (entry = fts_read(tree)) != NULL) {
		if (entry->fts_info == FTS_D || entry->fts_info == FTS_DP ||
		    (entry->fts_info == FTS_SL && entry->fts_level > 0))
			continue;
		file = mem_zalloc(1, sizeof(*file));
		file->path = mem_strdup(entry->fts_path);
		pool_put(r->pool, &file->item);
		count++;
	}
	if (tree != NULL)
		(void)fts_close(tree);
	return count;
}

/* Configuration, engine and workers. */
static int
run_open(struct run *r, const char *given)
{
	struct engine_settings settings;
	struct buf errors;
	struct err e;
	char *file = config_find(given, &e), *test_set = NULL;
	int result = -1;

	buf_init(&errors, TEXT_MAX);
	if (file == NULL) {
		out_error("%s", e.text);
		goto out;
	}
	if (filter_open(&r->filter, file, &errors) == -1) {
		out_error("%s", errors.data);
		goto out;
	}
	r->live = filter_config(&r->filter);
	loader_settings(r->live->config, tempdir_path(r->filter.temp),
	    &test_set, &settings);
	settings.never_fail = true;
	mime_init();
	if (engine_init(&e) == -1 ||
	    engine_load(&settings, &r->engine, &e) == -1 ||
	    pool_open(r->live->config->server_workers, scan_file, r, &r->pool,
		&e) == -1) {
		out_error("%s", e.text);
		goto out;
	}
	result = 0;
out:
	free(test_set);
	buf_fini(&errors);
	free(file);
	return result;
}

static void
run_close(struct run *r)
{
	pool_close(&r->pool);
	held_unref((struct held *)r->engine);
	held_unref(r->live != NULL ? &r->live->held : NULL);
	filter_close(&r->filter);
}

static void
print_sum(const struct run *r, uint64_t start_ms)
{
	uint64_t ms = clock_mono_ms() - start_ms;

	out_progress("");
	if (!r->json)
		out_line("%lu files scanned, %lu with findings, %lu could not "
			 "be scanned, %llu.%03llu s",
		    r->files, r->found, r->failed,
		    (unsigned long long)(ms / 1000),
		    (unsigned long long)(ms % 1000));
}

int
cmd_scan(int argc, char **argv)
{
	struct option_spec specs[] = {
	    {"-c", true, NULL}, {"--json", false, NULL}};
	struct run r = {0};
	struct err e;
	unsigned long left;
	uint64_t start_ms;
	int code = 2;

	if (options_take(&argc, argv, specs, 2, &e) == -1 ||
	    (argc < 2 && err_set(&e, "scan needs a file or a folder") == -1)) {
		out_error("%s", e.text);
		return 2;
	}
	r.json = specs[1].value != NULL;
	queue_init(&r.results);
	if (run_open(&r, specs[0].value) == 0) {
		start_ms = clock_mono_ms();
		for (left = list_files(&r, argv + 1); left > 0; left--)
			take_result(&r, (struct file *)queue_take(&r.results));
		print_sum(&r, start_ms);
		code = r.found > 0 ? 1 : r.failed > 0 ? 2 : 0;
	}
	run_close(&r);
	queue_fini(&r.results);
	return code;
}
