/* The program's own message. */
#include "probe_priv.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base64.h"
#include "buf.h"
#include "engine.h"
#include "mem.h"

enum { MESSAGE_MAX = 4096, SUFFIX_LEN = 4 };

static void
destroy(struct held *held)
{
	struct probe *p = (struct probe *)held;

	(void)unlink(p->path);
	free(p->path);
	free(p);
}

/* An envelope, and EICAR attached, as viruses come. */
static void
compose(struct buf *out)
{
	char eicar[ENGINE_EICAR_SIZE];

	engine_eicar(eicar);
	(void)buf_adds(out,
	    "P I 01-01-2026 00:00:00 0000 ____ ____ <>\n"
	    "R W 01-01-2026 00:00:00 0000 ____ ____ <postmaster>\n"
	    "\n"
	    "Subject: Self-test\n"
	    "MIME-Version: 1.0\n"
	    "Content-Type: multipart/mixed; boundary=\"part\"\n"
	    "\n"
	    "--part\n"
	    "Content-Type: text/plain\n"
	    "\n"
	    "The filter proves that it works.\n"
	    "--part\n"
	    "Content-Type: application/octet-stream\n"
	    "Content-Disposition: attachment; filename=\"eicar.com\"\n"
	    "Content-Transfer-Encoding: base64\n"
	    "\n");
	base64_add(out, eicar, strlen(eicar));
	(void)buf_adds(out, "\n--part--\n");
}

static int
write_message(char *path, struct err *e)
{
	int fd = mkostemps(path, SUFFIX_LEN, O_CLOEXEC);
	struct buf text;
	bool written;

	if (fd == -1)
		return err_sys(e, "%s cannot be made", path);
	buf_init(&text, MESSAGE_MAX);
	compose(&text);
	written = write(fd, text.data, text.len) == (ssize_t)text.len;
	if (!written)
		(void)err_sys(e, "%s cannot be written", path);
	buf_fini(&text);
	(void)close(fd);
	return written ? 0 : -1;
}

int
probe_new(const char *folder, struct probe **probe_r, struct err *e)
{
	struct probe *p = mem_zalloc(1, sizeof(*p));

	held_init(&p->held, destroy);
	p->path = mem_printf("%s/self-test-XXXXXX.msg", folder);
	if (write_message(p->path, e) == -1) {
		probe_unref(&p);
		return -1;
	}
	*probe_r = p;
	return 0;
}

void
probe_unref(struct probe **p)
{
	if (*p != NULL)
		held_unref(&(*p)->held);
	*p = NULL;
}

void
probe_finish(struct probe *p, const char *why, uint64_t took_ms)
{
	p->took_ms = took_ms;
	p->passed = why == NULL;
	if (why != NULL)
		(void)err_set(&p->why, "%s", why);
	atomic_store(&p->done, true);
}
