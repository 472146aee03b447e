/*
 * What the tests of this folder share: a configuration as it is without any
 * option, which a test then changes.
 */
#ifndef DEFAULTS_PRIV_H
#define DEFAULTS_PRIV_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "config.h"
#include "test.h"

static struct config *conf;

static int
set_up(void **state)
{
	char path[] = "/tmp/cgpward-test.XXXXXX";
	int fd = mkstemp(path), rc;
	struct buf errors;

	(void)state;
	if (fd == -1)
		return -1;
	(void)close(fd);
	buf_init(&errors, 4096);
	rc = config_load(path, &conf, &errors);
	buf_fini(&errors);
	return unlink(path) == 0 ? rc : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	config_free(&conf);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
