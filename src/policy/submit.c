/* Mails for the server, written so that it never sees half of one. */
#include "submit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "newfile.h"
#include "sign.h"
#include "text.h"

enum { NAME_RANDOM = 16, SHOWN_MAX = 120, LINE_ROOM = 32 };

bool
submit_is_address(struct slice a)
{
	bool quoted = false;
	size_t i, n;

	if (a.len == 0 || a.len > SUBMIT_ADDRESS_MAX)
		return false;
	for (i = 0; i < a.len; i += n) {
		unsigned char c = (unsigned char)a.data[i];

		n = text_utf8_len(a.data + i, a.len - i);
		if (n == 0 || c < 0x20 || c == 0x7f ||
		    (n == 2 && c == 0xc2 &&
			(unsigned char)a.data[i + 1] < 0xa0))
			return false;
		if (c == '"')
			quoted = !quoted;
		else if (quoted && c == '\\' && i + 1 < a.len)
			n +=
			    text_utf8_len(a.data + i + 1, a.len - i - 1) == 1 &&
			    (unsigned char)a.data[i + 1] >= 0x20 &&
			    a.data[i + 1] != 0x7f;
		else if (!quoted && strchr(" <>,", c) != NULL)
			return false;
	}
	return !quoted;
}

static int
refuse(const char *what, struct slice address, struct err *e)
{
	char shown[SHOWN_MAX];

	(void)text_escape_n(shown, sizeof(shown), address.data, address.len);
	return err_set(
	    e, "the %s <%s> is no address that can be written to", what, shown);
}

static int
add_line(
    struct newfile *f, const char *name, struct slice address, struct err *e)
{
	char *line =
	    mem_printf("%s: <%.*s>\n", name, (int)address.len, address.data);
	int rc = newfile_add(f, line, strlen(line), e);

	free(line);
	return rc;
}

static int
add_all(struct newfile *f, const struct submit_mail *mail, struct err *e)
{
	size_t i;

	if (add_line(f, "Return-Path", mail->sender, e) == -1)
		return -1;
	for (i = 0; i < mail->recipients_n; i++)
		if (add_line(f, "Envelope-To", mail->recipients[i], e) == -1)
			return -1;
	for (i = 0; i < SUBMIT_PIECES_MAX; i++)
		if (newfile_add(
			f, mail->pieces[i].data, mail->pieces[i].len, e) == -1)
			return -1;
	return 0;
}

static int
check(const struct submit_mail *mail, struct err *e)
{
	size_t i;

	if (mail->recipients_n == 0)
		return err_set(e, "the mail has no recipients");
	if (mail->sender.len > 0 && !submit_is_address(mail->sender))
		return refuse("sender", mail->sender, e);
	for (i = 0; i < mail->recipients_n; i++)
		if (!submit_is_address(mail->recipients[i]))
			return refuse("recipient", mail->recipients[i], e);
	return 0;
}

/* "cgpward-" and so many random digits that no two are ever the same. */
static char *
new_name(void)
{
	unsigned char random[NAME_RANDOM];
	char digits[2 * NAME_RANDOM + 1];
	size_t i;

	sign_mac_random(random, sizeof(random));
	for (i = 0; i < sizeof(random); i++)
		(void)snprintf(digits + 2 * i, 3, "%02x", (unsigned)random[i]);
	return mem_printf("cgpward-%s", digits);
}

static int
write_mail(int dir_fd, const struct submit_mail *mail, struct err *e)
{
	char *base = new_name();
	char *temp = mem_printf("%s.tmp", base);
	char *name = mem_printf("%s.sub", base);
	struct newfile f;
	int rc = -1;

	if (newfile_open(&f, dir_fd, temp, name, e) == 0) {
		if (add_all(&f, mail, e) == 0)
			rc = newfile_commit(&f, true, e);
		newfile_drop(&f);
	}
	free(base);
	free(temp);
	free(name);
	return rc;
}

int
submit_mail(const struct submit_mail *mail, struct err *e)
{
	int dir_fd, rc;

	if (check(mail, e) == -1)
		return -1;
	/* The folder is the server's, and so are its rights. */
	dir_fd = open(mail->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir_fd == -1)
		return err_sys(e, "%s: cannot be opened", mail->folder);
	rc = write_mail(dir_fd, mail, e);
	(void)close(dir_fd);
	return rc == -1 ? err_wrap(e, "%s", mail->folder) : 0;
}
