/*
 * The vendor's side: pairs of keys and signed licenses. A key file is text:
 *
 *     cgpward-vendor-key 1
 *     secret: <64 hexadecimal digits>       or public: ...
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "license.h"
#include "license_sign_priv.h"
#include "license_text_priv.h"
#include "mem.h"

#define TITLE  "cgpward-vendor-key 1\n"
#define SECRET "secret: "
#define PUBLIC "public: "

enum { KEY_FILE_MAX = 256, ID_LEN = 8 };

static int
write_all(int fd, const struct buf *text)
{
	size_t done = 0;
	ssize_t n;

	while (done < text->len) {
		n = write(fd, text->data + done, text->len - done);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		done += (size_t)n;
	}
	return fsync(fd);
}

/* Writes a key file that must not exist yet. */
static int
write_key(const char *path, mode_t mode, const char *kind,
    const unsigned char *key, struct err *e)
{
	char hex[LICENSE_HEX_LEN + 1];
	struct buf text;
	int rc, fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);

	if (fd == -1 && errno == EEXIST)
		return err_set(
		    e, "%s: exists already and is not replaced", path);
	if (fd == -1)
		return err_sys(e, "%s: cannot be created", path);
	license_sign_hex(key, hex);
	buf_init(&text, KEY_FILE_MAX);
	(void)buf_addf(&text, TITLE "%s%s\n", kind, hex);
	rc = write_all(fd, &text);
	if (rc == -1) {
		(void)err_sys(e, "%s: cannot be written", path);
		(void)unlink(path);
	}
	license_sign_forget(hex, sizeof(hex));
	license_sign_forget(text.data, text.len);
	buf_fini(&text);
	(void)close(fd);
	return rc;
}

int
license_keygen(const char *folder, struct err *e)
{
	unsigned char secret[LICENSE_KEY_SIZE], public[LICENSE_KEY_SIZE];
	char *key = mem_printf("%s/vendor.key", folder);
	char *pub = mem_printf("%s/vendor.pub", folder);
	int rc = -1;

	license_sign_pair(secret, public);
	if (write_key(key, 0600, SECRET, secret, e) == 0) {
		rc = write_key(pub, 0644, PUBLIC, public, e);
		/* A refusal changes nothing. */
		if (rc == -1)
			(void)unlink(key);
	}
	license_sign_forget(secret, sizeof(secret));
	free(key);
	free(pub);
	return rc;
}

static int
open_secret(const char *path, struct err *e)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd == -1)
		return err_sys(e, "%s: cannot be opened", path);
	if (fstat(fd, &st) == 0 && (st.st_mode & (S_IRWXG | S_IRWXO)) == 0)
		return fd;
	(void)close(fd);
	return err_set(e,
	    "%s: other users may read or write it; only its owner should "
	    "(chmod 600)",
	    path);
}

static int
read_secret(const char *path, unsigned char *secret_r, struct err *e)
{
	char text[KEY_FILE_MAX] = "";
	const size_t want =
	    strlen(TITLE) + strlen(SECRET) + LICENSE_HEX_LEN + 1;
	ssize_t n;
	bool good;
	int fd = open_secret(path, e);

	if (fd == -1)
		return -1;
	do {
		n = read(fd, text, sizeof(text) - 1);
	} while (n == -1 && errno == EINTR);
	(void)close(fd);
	good = n == (ssize_t)want &&
	       strncmp(text, TITLE SECRET, strlen(TITLE SECRET)) == 0 &&
	       license_sign_unhex(text + strlen(TITLE SECRET), secret_r);
	license_sign_forget(text, sizeof(text));
	if (!good)
		return err_set(e, "%s: is not a vendor's secret key", path);
	return 0;
}

/* The text that was made must be one that the reader takes. */
static int
check_own(const struct buf *lines, struct err *e)
{
	struct license l;

	license_init(&l);
	if (lines->cut || lines->len > LICENSE_FILE_MAX / 2)
		return err_set(e, "the license is too long");
	if (license_text_parse(lines->data, lines->len, &l, e) != LICENSE_GOOD)
		return err_wrap(e, "the license");
	return 0;
}

int
license_issue(const char *key_file, struct license *license, struct buf *out,
    struct err *e)
{
	unsigned char secret[LICENSE_KEY_SIZE];
	char letters[LICENSE_SIGNATURE_LEN + 1];
	struct buf lines;
	int rc = -1;

	if (license->id[0] == '\0')
		license_sign_id(license->id, ID_LEN);
	buf_init(&lines, LICENSE_FILE_MAX);
	license_text_format(license, &lines);
	if (check_own(&lines, e) == 0 &&
	    read_secret(key_file, secret, e) == 0) {
		license_sign(lines.data, lines.len, secret, letters);
		license_sign_forget(secret, sizeof(secret));
		(void)buf_add(out, lines.data, lines.len);
		(void)buf_addf(out, LICENSE_SIGNATURE "%s\n", letters);
		rc = 0;
	}
	buf_fini(&lines);
	return rc;
}
