/*
 * What the tests of whole scans share: the rig of the engine's, and with it a
 * configuration, a temporary folder, and the findings of the last message.
 */
#ifndef SCAN_RIG_PRIV_H
#define SCAN_RIG_PRIV_H

#include "config.h"
#include "engine_rig_priv.h"
#include "scan.h"

enum { MESSAGE_MAX = 64 << 20 };

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

#endif
