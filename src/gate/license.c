/*
 * Judging a license. Everything that can be told about a text without
 * believing a word of it comes first; then the signature; only then are its
 * fields read.
 */
#include "license.h"

#include <string.h>

#include "license_sign_priv.h"
#include "license_text_priv.h"
#include "text.h"

enum { DAY_S = 86400 };

void
license_init(struct license *license_r)
{
	memset(license_r, 0, sizeof(*license_r));
	license_r->per_hour = LICENSE_UNLICENSED;
	license_r->expires_day = LICENSE_NEVER;
}

/* Text: well-formed UTF-8 without controls other than LF. */
static enum license_fault
check_text(const struct buf *b, struct err *e)
{
	size_t i = 0, n;

	if (memchr(b->data, '\r', b->len) != NULL) {
		(void)err_set(e,
		    "has line ends with a carriage return; save it "
		    "exactly as it was received");
		return LICENSE_BINARY;
	}
	while (i < b->len) {
		n = text_utf8_len(b->data + i, b->len - i);
		if (n == 0 || (n == 1 && b->data[i] != '\n' &&
				  (unsigned char)b->data[i] < ' ')) {
			(void)err_set(e, "is not text, so it is no license");
			return LICENSE_BINARY;
		}
		i += n;
	}
	return LICENSE_GOOD;
}

/* Finds the signature and verifies it; *signed_r bytes are then genuine. */
static enum license_fault
check_signature(const struct buf *text, const unsigned char *key,
    size_t *signed_r, struct err *e)
{
	const char *end = strstr(text->data, "\n" LICENSE_SIGNATURE);
	const char *letters;
	size_t len;

	if (end == NULL) {
		(void)err_set(e, "has no signature: its end is missing");
		return LICENSE_TRUNCATED;
	}
	*signed_r = (size_t)(end + 1 - text->data);
	letters = end + strlen("\n" LICENSE_SIGNATURE);
	len = strcspn(letters, "\n");
	if (len < LICENSE_SIGNATURE_LEN) {
		(void)err_set(e, "has an incomplete signature: its end is "
				 "missing");
		return LICENSE_TRUNCATED;
	}
	/* One line end behind the signature may be missing. */
	if (len > LICENSE_SIGNATURE_LEN ||
	    (letters[len] == '\n' && letters[len + 1] != '\0') ||
	    !license_sign_verify(text->data, *signed_r, key, letters)) {
		(void)err_set(e,
		    "has a signature that does not match: it was altered or "
		    "was not issued for this program");
		return LICENSE_FORGED;
	}
	return LICENSE_GOOD;
}

static enum license_fault
check_days(const struct license *l, int64_t now_s, struct err *e)
{
	char day[LICENSE_DAY_SIZE];

	if (l->issued_day > now_s / DAY_S) {
		(void)err_set(e,
		    "is not valid before %s (UTC); check the clock",
		    license_day_format(l->issued_day, day, sizeof(day)));
		return LICENSE_NOT_YET;
	}
	if (license_days_left(l, now_s) < 0) {
		(void)err_set(e, "has expired at the end of %s (UTC)",
		    license_day_format(l->expires_day, day, sizeof(day)));
		return LICENSE_EXPIRED;
	}
	return LICENSE_GOOD;
}

static enum license_fault
judge(const struct buf *text, const unsigned char *key, int64_t now_s,
    struct license *l, struct err *e)
{
	size_t len = 0;
	enum license_fault fault;

	if (text->len > LICENSE_FILE_MAX) {
		(void)err_set(e, "is larger than %d bytes, so it is no license",
		    LICENSE_FILE_MAX);
		return LICENSE_TOO_LARGE;
	}
	if (text->len == 0) {
		(void)err_set(e, "is empty");
		return LICENSE_TRUNCATED;
	}
	fault = check_text(text, e);
	if (fault != LICENSE_GOOD)
		return fault;
	if (strncmp(text->data, LICENSE_TITLE, strlen(LICENSE_TITLE)) != 0) {
		(void)err_set(e,
		    "does not begin with \"%s\", so it is no "
		    "license",
		    LICENSE_TITLE LICENSE_VERSION);
		return LICENSE_STRANGE;
	}
	fault = check_signature(text, key, &len, e);
	if (fault == LICENSE_GOOD)
		fault = license_text_parse(text->data, len, l, e);
	if (fault == LICENSE_GOOD)
		fault = check_days(l, now_s, e);
	return fault;
}

enum license_fault
license_parse(const struct buf *text, const unsigned char *key, int64_t now_s,
    struct license *license_r, struct err *e)
{
	enum license_fault fault;
	struct err why;

	license_init(license_r);
	fault = judge(text, key, now_s, license_r, &why);
	if (fault != LICENSE_GOOD) {
		license_init(license_r);
		(void)err_set(e, "%s", why.text);
	}
	return fault;
}
