/* Licenses: what is valid, and everything that a bad file can be. */
#include "license.h"
#include "license_sign_priv.h"
#include "license_text_priv.h"
#include "test.h"
#include "test_gate_priv.h"
#include "test_license_priv.h"

enum { DAY_S = 86400, DAY = 20778, NOW = DAY * DAY_S }; /* 2026-11-21 */

struct fixture {
	char *folder;
	char *key_file;
	char *file; /* a license */
	unsigned char key[LICENSE_KEY_SIZE];
	struct buf text; /* a valid license */
};

static void
issue(struct fixture *f, uint64_t per_hour, int64_t issued, int64_t expires)
{
	struct license l;
	struct err e;

	license_init(&l);
	memcpy(l.licensee, "Example KK", 11);
	memcpy(l.domain, "example.com", 12);
	l.per_hour = per_hour;
	l.issued_day = issued;
	l.expires_day = expires;
	buf_reset(&f->text);
	assert_int_equal(license_issue(f->key_file, &l, &f->text, &e), 0);
}

static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(1, sizeof(*f));
	char pub[256] = "";
	char *path;

	f->folder = scratch_new();
	f->key_file = mem_printf("%s/vendor.key", f->folder);
	f->file = mem_printf("%s/license.key", f->folder);
	assert_int_equal(license_keygen(f->folder, NULL), 0);
	path = mem_printf("%s/vendor.pub", f->folder);
	assert_true(file_read(path, pub, sizeof(pub) - 1) > 0);
	free(path);
	assert_true(license_sign_unhex(strstr(pub, "public: ") + 8, f->key));
	buf_init(&f->text, 4 * LICENSE_FILE_MAX);
	issue(f, 1000, DAY, DAY + 365);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	buf_fini(&f->text);
	scratch_free(f->folder);
	free(f->key_file);
	free(f->file);
	free(f);
	return 0;
}

/* Judges the text of the fixture and finds `words` in the reason. */
static void
assert_fault(struct fixture *f, int64_t now_s, enum license_fault want,
    const char *words)
{
	struct license l;
	struct err e = {""};
	enum license_fault got;

	got = license_parse(&f->text, f->key, now_s, &l, &e);
	assert_int_equal(got, want);
	if (want == LICENSE_GOOD)
		return;
	assert_non_null(strstr(e.text, words));
	assert_int_equal(l.per_hour, LICENSE_UNLICENSED);
	assert_string_equal(l.licensee, "");
}

/* Signs whatever is in the fixture's text, as a vendor might by mistake. */
static void
sign_lines(struct fixture *f, const char *lines)
{
	unsigned char secret[LICENSE_KEY_SIZE];
	char hex[512] = "", letters[LICENSE_SIGNATURE_LEN + 1];

	assert_true(file_read(f->key_file, hex, sizeof(hex) - 1) > 0);
	assert_true(license_sign_unhex(strstr(hex, "secret: ") + 8, secret));
	license_sign(lines, strlen(lines), secret, letters);
	buf_reset(&f->text);
	(void)buf_adds(&f->text, lines);
	(void)buf_addf(&f->text, "signature: %s\n", letters);
}

static void
a_license_is_read(void **state)
{
	struct fixture *f = *state;
	struct license l;
	struct err e;
	struct buf b;

	assert_int_equal(license_parse(&f->text, f->key, NOW, &l, &e), 0);
	assert_string_equal(l.licensee, "Example KK");
	assert_string_equal(l.domain, "example.com");
	assert_int_equal(strlen(l.id), 8);
	assert_int_equal(l.per_hour, 1000);
	assert_int_equal(l.issued_day, DAY);
	assert_int_equal(l.expires_day, DAY + 365);
	memcpy(l.id, "7f3c2a90", 9);
	buf_init(&b, 1000);
	license_describe(&l, &b);
	assert_string_equal(b.data,
	    "license 7f3c2a90 for Example KK (example.com): 1000 messages per "
	    "hour, valid to 2027-11-21");
	buf_fini(&b);
}

static void
unlimited_and_never_are_read(void **state)
{
	struct fixture *f = *state;
	struct license l;

	issue(f, LICENSE_UNLIMITED, DAY, LICENSE_NEVER);
	assert_int_equal(
	    license_parse(&f->text, f->key, INT64_C(4) * NOW, &l, NULL), 0);
	assert_true(l.per_hour == LICENSE_UNLIMITED);
	assert_true(license_days_left(&l, NOW) == LICENSE_NEVER);
}

static void
days_are_whole_and_in_utc(void **state)
{
	struct fixture *f = *state;

	issue(f, 10, DAY, DAY + 10);
	assert_fault(f, NOW - 1, LICENSE_NOT_YET, "not valid before 2026-11-2");
	assert_fault(f, NOW, LICENSE_GOOD, "");
	assert_fault(f, NOW + 11 * DAY_S - 1, LICENSE_GOOD, "");
	assert_fault(f, NOW + 11 * DAY_S, LICENSE_EXPIRED,
	    "expired at the end of 2026-12-01");
}

static void
the_end_is_announced(void **state)
{
	struct fixture *f = *state;
	struct license l;
	struct buf b;

	issue(f, 10, DAY, DAY + 20);
	buf_init(&b, 1000);
	assert_int_equal(license_parse(&f->text, f->key, NOW, &l, NULL), 0);
	license_remind(&l, NOW + 5 * DAY_S, &b);
	assert_int_equal(b.len, 0);
	license_remind(&l, NOW + 6 * DAY_S, &b);
	assert_non_null(strstr(b.data, "expires in 14 days"));
	buf_reset(&b);
	license_remind(&l, NOW + 20 * DAY_S, &b);
	assert_non_null(strstr(b.data, "at the end of this day, 2026-12-11"));
	assert_int_equal(license_days_left(&l, NOW + 21 * DAY_S), -1);
	buf_fini(&b);
}

static void
every_altered_byte_is_noticed(void **state)
{
	struct fixture *f = *state;
	struct license l;
	size_t i;
	unsigned bit;
	char was;

	for (i = 0; i < f->text.len; i++)
		for (bit = 0; bit < 8; bit++) {
			was = f->text.data[i];
			f->text.data[i] = (char)(was ^ (1 << bit));
			assert_int_not_equal(
			    license_parse(&f->text, f->key, NOW, &l, NULL),
			    LICENSE_GOOD);
			assert_int_equal(l.per_hour, LICENSE_UNLICENSED);
			f->text.data[i] = was;
		}
	assert_fault(f, NOW, LICENSE_GOOD, "");
}

static void
every_truncation_is_noticed(void **state)
{
	struct fixture *f = *state;
	struct buf part;
	struct license l;
	size_t len;

	buf_init(&part, LICENSE_FILE_MAX);
	/* All but the last line end is a whole license. */
	for (len = 0; len < f->text.len; len++) {
		buf_reset(&part);
		(void)buf_add(&part, f->text.data, len);
		assert_int_equal(
		    license_parse(&part, f->key, NOW, &l, NULL) == LICENSE_GOOD,
		    len == f->text.len - 1);
	}
	f->text.len -= 10;
	f->text.data[f->text.len] = '\0';
	assert_fault(f, NOW, LICENSE_TRUNCATED, "incomplete signature");
	*strstr(f->text.data, "signature") = '\0';
	f->text.len = strlen(f->text.data);
	assert_fault(f, NOW, LICENSE_TRUNCATED, "no signature");
	buf_fini(&part);
}

static void
another_key_is_refused(void **state)
{
	struct fixture *f = *state;

	f->key[0] ^= 1;
	assert_fault(f, NOW, LICENSE_FORGED, "does not match");
}

static void
what_is_behind_the_signature_is_refused(void **state)
{
	struct fixture *f = *state;

	(void)buf_adds(&f->text, "messages-per-hour: unlimited\n");
	assert_fault(f, NOW, LICENSE_FORGED, "does not match");
}

static void
what_is_no_license_is_said(void **state)
{
	struct fixture *f = *state;
	size_t i;

	buf_reset(&f->text);
	assert_fault(f, NOW, LICENSE_TRUNCATED, "is empty");
	(void)buf_adds(&f->text, "hello\n");
	assert_fault(f, NOW, LICENSE_STRANGE, "does not begin with");
	buf_reset(&f->text);
	(void)buf_add(&f->text, "cgpward-license 1\n\0\n", 20);
	assert_fault(f, NOW, LICENSE_BINARY, "is not text");
	buf_reset(&f->text);
	(void)buf_adds(&f->text, "cgpward-license 1\r\nid: 1\r\n");
	assert_fault(f, NOW, LICENSE_BINARY, "carriage return");
	buf_reset(&f->text);
	for (i = 0; i <= LICENSE_FILE_MAX; i++)
		(void)buf_addc(&f->text, 'a');
	assert_fault(f, NOW, LICENSE_TOO_LARGE, "larger than 8192 bytes");
}

static void
signed_mistakes_are_told_apart(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(signed_cases) / sizeof(signed_cases[0]); i++) {
		sign_lines(f, signed_cases[i].lines);
		assert_fault(
		    f, NOW, signed_cases[i].fault, signed_cases[i].words);
	}
}

static void
an_unsigned_mistake_is_not_believed(void **state)
{
	struct fixture *f = *state;

	/* The text says version 9, but nobody has signed that. */
	f->text.data[strlen("cgpward-license ")] = '9';
	assert_fault(f, NOW, LICENSE_FORGED, "does not match");
}

static void
a_bad_key_signs_nothing(void **state)
{
	struct fixture *f = *state;
	struct license l;
	struct err e;

	license_init(&l);
	memcpy(l.licensee, "A", 2);
	memcpy(l.domain, "b", 2);
	buf_reset(&f->text);
	assert_int_equal(chmod(f->key_file, 0640), 0);
	assert_int_equal(license_issue(f->key_file, &l, &f->text, &e), -1);
	assert_non_null(strstr(e.text, "other users"));
	file_write(f->key_file, "nonsense\n", 9);
	assert_int_equal(chmod(f->key_file, 0600), 0);
	assert_int_equal(license_issue(f->key_file, &l, &f->text, &e), -1);
	assert_non_null(strstr(e.text, "is not a vendor's secret key"));
	memcpy(l.licensee, "A\nB", 4);
	assert_int_equal(license_issue(f->key_file, &l, &f->text, &e), -1);
	assert_non_null(strstr(e.text, "unknown field"));
	assert_int_equal(f->text.len, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_license_is_read),
	    TEST(unlimited_and_never_are_read),
	    TEST(days_are_whole_and_in_utc),
	    TEST(the_end_is_announced),
	    TEST(every_altered_byte_is_noticed),
	    TEST(every_truncation_is_noticed),
	    TEST(another_key_is_refused),
	    TEST(what_is_behind_the_signature_is_refused),
	    TEST(what_is_no_license_is_said),
	    TEST(signed_mistakes_are_told_apart),
	    TEST(an_unsigned_mistake_is_not_believed),
	    TEST(a_bad_key_signs_nothing),
	};

	return RUN_TESTS(tests);
}
