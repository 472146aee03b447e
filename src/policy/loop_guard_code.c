/*
 * What the code of the loop guard is computed from. Servers add fields to a
 * head and may change line ends, so the code covers the fields that say what
 * a mail is and how it is read, and the body with line ends made equal.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loop_guard_priv.h"
#include "mem.h"
#include "text.h"

enum { BLOCK_SIZE = 65536 };

/* Fields whose names are, or for the first two begin with, one of these. */
static const char *const bound[] = {
    "content", "mime", "subject", "from", "message-id"};
enum { BOUND = sizeof(bound) / sizeof(bound[0]), BOUND_STARTS = 2 };

/* A body on its way into the code; line ends wait for what comes behind. */
struct body {
	struct sign_mac *mac;
	size_t line_ends; /* that were not added yet */
	bool cr;          /* the last byte was a CR */
};

static bool
is_bound(struct slice line)
{
	size_t i, n;

	for (i = 0; i < BOUND; i++) {
		n = strlen(bound[i]);
		if (line.len <= n || text_find(line.data, n, bound[i]) == NULL)
			continue;
		if (i < BOUND_STARTS)
			return true;
		while (n < line.len &&
		       (line.data[n] == ' ' || line.data[n] == '\t'))
			n++;
		if (n < line.len && line.data[n] == ':')
			return true;
	}
	return false;
}

/* Adds the head's fields in their order; returns where the body begins. */
static size_t
add_head(struct sign_mac *mac, struct slice text)
{
	struct slice line;
	size_t pos = 0;
	bool inside = false;

	while (loop_guard_line(text, &pos, &line)) {
		if (line.data[0] != ' ' && line.data[0] != '\t')
			inside = is_bound(line);
		if (inside)
			sign_mac_add_item(mac, line.data, line.len);
	}
	sign_mac_add_item(mac, "", 0);
	return pos;
}

static void
add_line_ends(struct body *b)
{
	for (; b->line_ends > 0; b->line_ends--)
		sign_mac_add(b->mac, "\n", 1);
}

/* Adds bytes that hold neither CR nor LF as they are, and counts line ends. */
static void
add_body(struct body *b, const char *s, size_t len)
{
	size_t i = 0, start;

	while (i < len) {
		if (b->cr && s[i] != '\n') {
			add_line_ends(b);
			sign_mac_add(b->mac, "\r", 1);
		}
		b->cr = s[i] == '\r';
		if (s[i] == '\n')
			b->line_ends++;
		if (s[i] == '\r' || s[i] == '\n') {
			i++;
			continue;
		}
		for (start = i; i < len && s[i] != '\r' && s[i] != '\n'; i++)
			continue;
		add_line_ends(b);
		sign_mac_add(b->mac, s + start, i - start);
	}
}

static int
add_rest(struct body *b, int fd, struct err *e)
{
	char *block = mem_zalloc(BLOCK_SIZE, 1);
	ssize_t n;
	int rc = 0;

	while (rc == 0 && (n = read(fd, block, BLOCK_SIZE)) != 0) {
		if (n == -1 && errno != EINTR)
			rc = err_sys(e, "the mail cannot be read");
		else if (n > 0)
			add_body(b, block, (size_t)n);
	}
	free(block);
	return rc;
}

/* By their letters, whatever their case, then by their length. */
static int
by_address(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;
	size_t i;
	int cx, cy;

	for (i = 0; i < x->len && i < y->len; i++) {
		cx = (unsigned char)x->data[i];
		cy = (unsigned char)y->data[i];
		cx += cx >= 'A' && cx <= 'Z' ? 32 : 0;
		cy += cy >= 'A' && cy <= 'Z' ? 32 : 0;
		if (cx != cy)
			return cx - cy;
	}
	return x->len < y->len ? -1 : x->len > y->len;
}

static void
add_address(struct sign_mac *mac, struct slice address)
{
	char *lower = mem_strndup(address.data, address.len);
	size_t i;

	for (i = 0; i < address.len; i++)
		if (lower[i] >= 'A' && lower[i] <= 'Z')
			lower[i] = (char)(lower[i] + 32);
	sign_mac_add_item(mac, lower, address.len);
	free(lower);
}

/* Sorted and each once: neither order nor repetition means anything. */
static int
add_recipients(
    struct sign_mac *mac, const struct loop_guard_mail *mail, struct err *e)
{
	const size_t n = mail->recipients_n;
	struct slice *sorted = calloc(n + 1, sizeof(*sorted));
	size_t i;

	if (sorted == NULL)
		return err_set(e, "there is no memory for %zu recipients", n);
	if (n > 0) {
		memcpy(sorted, mail->recipients, n * sizeof(*sorted));
		qsort(sorted, n, sizeof(*sorted), by_address);
	}
	for (i = 0; i < n; i++)
		if (i == 0 || by_address(&sorted[i], &sorted[i - 1]) != 0)
			add_address(mac, sorted[i]);
	sign_mac_add_item(mac, "", 0);
	free(sorted);
	return 0;
}

int
loop_guard_code(const struct loop_guard_mail *mail,
    const struct loop_guard_field *field,
    const unsigned char key[SIGN_MAC_KEY_SIZE],
    unsigned char code_r[SIGN_MAC_SIZE], struct err *e)
{
	static const char purpose[] = "cgpward loop guard 1";
	struct body body = {.mac = sign_mac_new(key)};
	char expires[24];
	size_t at;
	int rc;

	(void)snprintf(
	    expires, sizeof(expires), "%lld", (long long)field->expires_s);
	sign_mac_add_item(body.mac, purpose, strlen(purpose));
	sign_mac_add_item(body.mac, field->nonce, LOOP_GUARD_NONCE_LEN);
	sign_mac_add_item(body.mac, expires, strlen(expires));
	rc = add_recipients(body.mac, mail, e);
	at = add_head(body.mac, mail->text);
	add_body(&body, mail->text.data + at, mail->text.len - at);
	if (rc == 0 && mail->rest_fd != -1)
		rc = add_rest(&body, mail->rest_fd, e);
	if (body.cr) {
		add_line_ends(&body);
		sign_mac_add(body.mac, "\r", 1);
	}
	sign_mac_end(&body.mac, code_r);
	return rc;
}
