/*
 * What the tests of whole scans share: the rig of the engine's, and with it a
 * configuration, a temporary folder, and the findings of the last message.
 */
#ifndef SCAN_RIG_PRIV_H
#define SCAN_RIG_PRIV_H

#include "base64.h"
#include "config.h"
#include "engine_rig_priv.h"
#include "scan.h"
#include "text.h"

enum { MESSAGE_MAX = 64 << 20, LIMIT_MAX = 64 };

static struct config *conf;
static struct tempdir *folder;
static struct message *message;
static struct findings findings;

static inline int
set_up(void **state)
{
	struct engine_settings s = generous();
	char path[RIG_PATH_MAX];
	struct buf errors;
	int rc;

	if (rig_set_up(state) == -1)
		return -1;
	write_file(scratch, "cgpward.cfg", "");
	(void)snprintf(path, sizeof(path), "%s/cgpward.cfg", scratch);
	buf_init(&errors, 4096);
	rc = config_load(path, &conf, &errors);
	buf_fini(&errors);
	if (rc == -1 || tempdir_open(temp, &folder, &err) == -1)
		return -1;
	return load(&s);
}

static inline int
tear_down(void **state)
{
	findings_fini(&findings);
	message_free(&message);
	tempdir_close(&folder);
	config_free(&conf);
	return rig_tear_down(state);
}

static inline int
scan_path(const char *path, uint64_t max)
{
	const struct message_source source = {
	    .path = path, .envelope_max = 1 << 20, .message_max = max};
	const struct scan_tools tools = {
	    .config = conf, .engine = engine, .temp = folder};

	findings_fini(&findings);
	message_free(&message);
	err.text[0] = '\0';
	assert_int_equal(message_open(&source, &message, &err), 0);
	return scan_message(&tools, message, &findings, &err);
}

static inline int
scan_mail_up_to(uint64_t max)
{
	char path[RIG_PATH_MAX];

	write_file(scratch, "1.msg", mail.data);
	(void)snprintf(path, sizeof(path), "%s/1.msg", scratch);
	return scan_path(path, max);
}

static inline bool
found(enum msg_class class, const char *name, const char *where)
{
	size_t i;

	for (i = 0; i < findings.n; i++)
		if (findings.list[i].class == class &&
		    strncmp(findings.list[i].name, name, strlen(name)) == 0 &&
		    strcmp(findings.list[i].where, where) == 0)
			return true;
	return false;
}

static inline void
mail_base64_part(const char *name, const void *data, size_t len)
{
	(void)buf_addf(&mail,
	    "\n--limit\nContent-Type: application/octet-stream; name=\"%s\"\n"
	    "Content-Transfer-Encoding: base64\n\n",
	    name);
	base64_add_lines(&mail, data, len);
}

/* Scans a mail with one attachment. */
static inline void
scan_attached(const char *name, const void *data, size_t len)
{
	mail_begin();
	mail_base64_part(name, data, len);
	mail_end();
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
}

/* Loads definitions from a folder that holds one file of them. */
static inline void
load_definitions(const char *name, const char *text)
{
	struct engine_settings s = generous();

	s.definitions = defs;
	s.test_set = TEST_SET;
	write_file(defs, name, text);
	assert_int_equal(load(&s), 0);
}

static inline void
note_limit(void *arg, const char *name, const char *where)
{
	(void)where;
	if (text_starts(name, "Heuristics.Limits.Exceeded."))
		(void)snprintf(arg, LIMIT_MAX, "%s", strrchr(name, '.') + 1);
}

/* Scans a file as if it were alone; the limit that was told of, or "". */
static inline const char *
limit_of(const void *data, size_t len)
{
	static char limit[LIMIT_MAX];
	const struct engine_looks looks = {.archives = true};
	const struct engine_bytes bytes = {data, len, "file"};
	const struct engine_sink sink = {.arg = limit, .match = note_limit};

	limit[0] = '\0';
	assert_int_equal(engine_scan(engine, &bytes, &looks, &sink, &err), 0);
	return limit;
}

#endif
