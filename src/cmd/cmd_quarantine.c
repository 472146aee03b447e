/* cgpward quarantine: the messages that were put aside. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "cmd.h"
#include "config.h"
#include "mem.h"
#include "options_priv.h"
#include "out_priv.h"
#include "quarantine.h"
#include "text.h"

enum { TEXT_MAX = 1024 * 1024, SHOWN_MAX = 4096, BLOCK_SIZE = 65536 };

enum { OPTION_FILE, OPTION_MESSAGE, OPTION_JSON, OPTION_AGAIN, OPTIONS };

struct command {
	const struct config *config;
	const struct option_spec *options;
	unsigned long failed; /* messages */
};

static const char *
shown(const char *text, char out[SHOWN_MAX])
{
	(void)text_escape(out, SHOWN_MAX, text);
	return out;
}

static void
list_one(void *arg, const char *id, const struct record *r, const char *why)
{
	struct command *c = arg;
	char sender[SHOWN_MAX], name[SHOWN_MAX], class[SHOWN_MAX];
	char when[SHOWN_MAX];

	if (r == NULL) {
		out_error("%s: %s", id, why);
		c->failed++;
		return;
	}
	out_line("%s  %s  %-10s  %8" PRIu64 "  <%s>  %s%s", id,
	    shown(r->when, when), shown(r->class, class), r->size,
	    shown(r->sender, sender),
	    r->findings_n > 0 ? shown(r->findings[0].name, name) : "",
	    r->released[0] != '\0' ? "  (released)" : "");
}

static int
list(struct command *c)
{
	struct quarantine_visit visit = {c, list_one};
	struct err e;

	if (quarantine_list(c->config->quarantine_path, &visit, &e) == -1) {
		out_error("%s", e.text);
		return 2;
	}
	return c->failed > 0 ? 2 : 0;
}

static void
show_text(const char *what, const char *value)
{
	char text[SHOWN_MAX];

	if (value[0] != '\0')
		out_line("%-12s %s", what, shown(value, text));
}

static void
show_record(const struct record *r)
{
	size_t i;

	show_text("ID:", r->id);
	show_text("When:", r->when);
	show_text("Released:", r->released);
	show_text("Class:", r->class);
	show_text("Action:", r->action);
	for (i = 0; i < r->findings_n; i++) {
		show_text("Found:", r->findings[i].name);
		show_text("  class:", r->findings[i].class);
		show_text("  where:", r->findings[i].where);
	}
	show_text("From:", r->sender);
	for (i = 0; i < r->recipients_n; i++)
		show_text("To:", r->recipients[i]);
	if (r->recipient_count > r->recipients_n)
		out_line("%-12s and %" PRIu64 " more", "",
		    r->recipient_count - r->recipients_n);
	show_text("Subject:", r->subject);
	show_text("Message-ID:", r->message_id);
	show_text("Queue ID:", r->queue_id);
	show_text("Source:", r->source);
	show_text("IP:", r->ip);
	show_text("Account:", r->account);
	out_line("%-12s %" PRIu64 " bytes", "Size:", r->size);
	show_text("Program:", r->program);
	show_text("Engine:", r->engine);
	show_text("Definitions:", r->definitions);
}

/* The queue file, byte by byte. */
static int
show_message(const char *path, const char *id, struct err *e)
{
	char *file, *block;
	FILE *f;
	size_t n;
	int rc = 0;

	if (out_is_terminal())
		return err_set(e,
		    "--message writes the bytes of the message as they are, "
		    "which is not for a terminal; write them to a file");
	file = quarantine_message_path(path, id);
	block = mem_zalloc(BLOCK_SIZE, 1);
	f = fopen(file, "re");
	if (f == NULL)
		rc = err_sys(e, "%s: cannot be opened", file);
	while (rc == 0 && (n = fread(block, 1, BLOCK_SIZE, f)) > 0)
		out_bytes(block, n);
	if (f != NULL && ferror(f))
		rc = err_set(e, "%s: cannot be read", file);
	if (f != NULL)
		(void)fclose(f);
	free(block);
	free(file);
	return rc;
}

static int
show(struct command *c, const char *id, struct err *e)
{
	const char *path = c->config->quarantine_path;
	struct record *record = NULL;
	struct buf json;

	if (quarantine_read(path, id, &record, e) == -1)
		return -1;
	if (c->options[OPTION_MESSAGE].value != NULL) {
		record_free(&record);
		return show_message(path, id, e);
	}
	if (c->options[OPTION_JSON].value != NULL) {
		buf_init(&json, RECORD_SIZE_MAX);
		record_write(record, &json);
		out_text(json.data);
		buf_fini(&json);
	} else {
		show_record(record);
	}
	record_free(&record);
	return 0;
}

/*
 * Submitted/ of the server's base directory: the current one, or the one
 * above the configuration's folder, where `make install` puts it.
 */
static char *
submitted(const struct config *config, struct err *e)
{
	char *folder = mem_printf("%s/../Submitted", config->folder);

	if (access("Submitted", X_OK) == 0) {
		free(folder);
		return mem_strdup("Submitted");
	}
	if (access(folder, X_OK) == 0)
		return folder;
	(void)err_set(e,
	    "there is no folder Submitted here and no %s; change to the "
	    "server's base directory",
	    folder);
	free(folder);
	return NULL;
}

static int
release(struct command *c, const char *id, struct err *e)
{
	struct quarantine_release r = {
	    .path = c->config->quarantine_path,
	    .id = id,
	    .state_dir = c->config->server_state_dir,
	    .again = c->options[OPTION_AGAIN].value != NULL,
	    .now_ms = clock_wall_ms(),
	};
	char *folder = submitted(c->config, e);
	int rc;

	if (folder == NULL)
		return -1;
	r.folder = folder;
	rc = quarantine_release(&r, e);
	if (rc == 0)
		out_line("%s: released", id);
	free(folder);
	return rc;
}

static int
delete_one(struct command *c, const char *id, struct err *e)
{
	if (quarantine_delete(c->config->quarantine_path, id, e) == -1)
		return -1;
	out_line("%s: deleted", id);
	return 0;
}

static int
purge(struct command *c)
{
	struct quarantine *q = quarantine_new();
	unsigned long removed = 0;
	struct err e;
	int code = 0;

	if (quarantine_sweep(q, c->config, clock_wall_ms(), &removed, &e) ==
	    -1) {
		out_error("%s", e.text);
		code = 2;
	}
	out_line("%lu messages were removed.", removed);
	quarantine_free(&q);
	return code;
}

struct verb {
	const char *name;
	int (*all)(struct command *c);
	int (*one)(struct command *c, const char *id, struct err *e);
};

static const struct verb verbs[] = {
    {"list", list, NULL},
    {"show", NULL, show},
    {"release", NULL, release},
    {"delete", NULL, delete_one},
    {"purge", purge, NULL},
};

static const struct verb *
find_verb(int argc, char **argv)
{
	size_t i;

	for (i = 0; argc >= 2 && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(argv[1], verbs[i].name) == 0 &&
		    (verbs[i].one != NULL ? argc > 2 : argc == 2))
			return &verbs[i];
	return NULL;
}

static int
run(struct command *c, const struct verb *verb, char **ids)
{
	struct err e = {{0}};
	int code = 0;

	if (verb->all != NULL)
		return verb->all(c);
	for (; *ids != NULL; ids++)
		if (verb->one(c, *ids, &e) == -1) {
			out_error("%s", e.text);
			code = 2;
		}
	return code;
}

int
cmd_quarantine(int argc, char **argv)
{
	struct option_spec options[OPTIONS] = {{"-c", true, NULL},
	    {"--message", false, NULL}, {"--json", false, NULL},
	    {"--again", false, NULL}};
	struct command c = {.options = options};
	const struct verb *verb = NULL;
	struct config *config = NULL;
	struct buf errors;
	struct err e;
	char *file = NULL;
	int code = 2;

	buf_init(&errors, TEXT_MAX);
	if (options_take(&argc, argv, options, OPTIONS, &e) == 0) {
		verb = find_verb(argc, argv);
		(void)err_set(&e,
		    "quarantine needs list, show [--message | --json] ID, "
		    "release [--again] ID, delete ID or purge");
	}
	if (verb == NULL ||
	    (file = config_find(options[OPTION_FILE].value, &e)) == NULL) {
		out_error("%s", e.text);
	} else if (config_load(file, &config, &errors) == -1) {
		out_error("the configuration is not valid:\n%s", errors.data);
	} else {
		c.config = config;
		code = run(&c, verb, argv + 2);
	}
	config_free(&config);
	buf_fini(&errors);
	free(file);
	return code;
}
