/* Folding, globs, networks, patterns and their needles. */
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "globs.h"
#include "mem.h"
#include "needles.h"
#include "network.h"
#include "pattern.h"
#include "test.h"

static void
assert_fold(const char *text, const char *want)
{
	struct buf out;

	buf_init(&out, 10000);
	fold_text(text, strlen(text), &out);
	assert_string_equal(out.data, want);
	buf_fini(&out);
}

static void
texts_have_one_form(void **state)
{
	char *name;

	(void)state;
	assert_fold("", "");
	assert_fold("plain Text", "plain Text");
	assert_fold("日本語 ＡＢＣ　１", "日本語 ABC 1");
	assert_fold("ｶﾞｷﾞﾌﾟ", "ガギプ");
	assert_fold("か\xe3\x82\x99x", "がx"); /* a voiced mark apart */
	assert_fold("cafe\xcc\x81!", "café!"); /* an accent apart */
	assert_fold("v\xe2\x80\x8bi\xc2\xad"
		    "agra",
	    "viagra");
	assert_fold("\xe2\x84\xaa\xc5\xbf", "Ks");
	assert_fold("a\xff\xfe"
		    "b\xc3",
	    "a\xef\xbf\xbd\xef\xbf\xbd"
	    "b\xef\xbf\xbd");
	assert_fold("\xe2\x80\x8b", "");
	name = fold_name("STRASSE ＥＸＥ ÄÖ ЖЖ");
	assert_string_equal(name, "strasse exe äö жж");
	free(name);
	name = fold_pattern("（a）|ＢＣ[㈱]…\\d");
	assert_string_equal(name, "\\(a\\)|BC[\\(株\\)]\\.\\.\\.\\d");
	free(name);
}

static void
globs_find_what_they_mean(void **state)
{
	struct globs *g =
	    globs_new("*.exe, JS, .lnk, read?e.txt, *virus*, 請求書.pdf, "
		      "*.tar.gz, secret.doc",
		GLOBS_FILES);

	(void)state;
	assert_string_equal(globs_find(g, "a.exe"), "*.exe");
	assert_string_equal(globs_find(g, ".exe"), "*.exe");
	assert_string_equal(globs_find(g, "x.js"), "*.JS");
	assert_string_equal(globs_find(g, "x.lnk"), "*.lnk");
	assert_string_equal(globs_find(g, "readme.txt"), "read?e.txt");
	assert_string_equal(globs_find(g, "readäe.txt"), "read?e.txt");
	assert_string_equal(globs_find(g, "my virus!"), "*virus*");
	assert_string_equal(globs_find(g, "請求書.pdf"), "請求書.pdf");
	assert_string_equal(globs_find(g, "b.tar.gz"), "*.tar.gz");
	assert_string_equal(globs_find(g, "secret.doc"), "secret.doc");
	assert_null(globs_find(g, "secret.docx"));
	assert_null(globs_find(g, "a.exe.txt"));
	assert_null(globs_find(g, "aexe"));
	assert_null(globs_find(g, "js"));
	assert_null(globs_find(g, "readmme.txt"));
	assert_null(globs_find(g, ""));
	globs_free(&g);
	assert_null(globs_new(" , ,", GLOBS_FILES));
	assert_null(globs_find(NULL, "x"));
	g = globs_new("<A@x.example>, *@y.example, <>", GLOBS_ADDRESSES);
	assert_non_null(globs_find(g, "a@x.example"));
	assert_non_null(globs_find(g, "b@y.example"));
	assert_non_null(globs_find(g, ""));
	assert_null(globs_find(g, "b@x.example"));
	assert_null(globs_find(g, "b@z.y.example"));
	globs_free(&g);
}

static bool
within(const struct networks *n, const char *ip)
{
	return networks_have(n, ip, strlen(ip));
}

static void
networks_are_compared_by_bits(void **state)
{
	static const char *const wrong[] = {"x", "10.0.0.0/33", "10.0.0/8",
	    "::/129", "10.0.0.0/", "10.0.0.0/-1", "1.2.3.4/8/8", "/8"};
	struct networks *n = NULL;
	struct err e;
	size_t i;

	(void)state;
	assert_int_equal(networks_new("10.1.0.0/15, 192.0.2.7, 2001:db8::/33,"
				      " fe80::1",
			     &n, &e),
	    0);
	assert_true(within(n, "10.0.255.1"));
	assert_true(within(n, "10.1.2.3"));
	assert_false(within(n, "10.2.0.0"));
	assert_true(within(n, "192.0.2.7"));
	assert_false(within(n, "192.0.2.6"));
	assert_true(within(n, "::ffff:192.0.2.7"));
	assert_true(within(n, "2001:DB8:7fff::1"));
	assert_false(within(n, "2001:db8:8000::1"));
	assert_true(within(n, "fe80::1"));
	assert_false(within(n, ""));
	assert_false(within(n, "10.0.0.1 "));
	networks_free(&n);
	assert_false(within(NULL, "10.0.0.1"));
	assert_int_equal(networks_new("0.0.0.0/0", &n, &e), 0);
	assert_true(within(n, "8.8.8.8"));
	assert_false(within(n, "2001:db8::1"));
	networks_free(&n);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(networks_new(wrong[i], &n, &e), -1);
	assert_int_equal(networks_new("", &n, &e), 0);
	assert_null(n);
}

static enum pattern_result
match(const char *pattern, bool exact, const char *text)
{
	struct pattern_room *room = pattern_room_new();
	struct pattern *p = NULL;
	struct pattern_text subject = {text, strlen(text), false};
	enum pattern_result result;
	size_t i;

	assert_int_equal(pattern_new(pattern, exact, &p, NULL), 0);
	result = pattern_match(p, room, &subject);
	for (i = 0; i < subject.len && (text[i] & 0x80) == 0; i++)
		continue;
	/* The code for ASCII has to agree. */
	subject.ascii = i == subject.len;
	assert_int_equal(pattern_match(p, room, &subject), result);
	pattern_free(&p);
	pattern_room_free(&room);
	return result;
}

static void
patterns_match_characters(void **state)
{
	char many[4001];

	(void)state;
	assert_int_equal(match("B.D", false, "abÄd"), PATTERN_FOUND);
	assert_int_equal(match("bäd", false, "BÄD"), PATTERN_FOUND);
	assert_int_equal(match("bäd", true, "BÄD"), PATTERN_ABSENT);
	assert_int_equal(match("^\\w{3}$", false, "日本語"), PATTERN_FOUND);
	assert_int_equal(match("（株）", false, "(株)"), PATTERN_FOUND);
	/* One that explodes is given up. */
	memset(many, 'a', sizeof(many) - 1);
	many[sizeof(many) - 2] = '!';
	many[sizeof(many) - 1] = '\0';
	assert_int_equal(match("^(a+)+$", false, many), PATTERN_COSTLY);
	assert_int_equal(match("(a|aa)+$", false, many), PATTERN_COSTLY);
	assert_int_equal(match("a.*z", false, many), PATTERN_ABSENT);
	assert_int_equal(match("\\ba\\d\\W$", false, "x A1!"), PATTERN_FOUND);
	assert_int_equal(match("\\d\\b", false, "x a1b"), PATTERN_ABSENT);
}

static void
assert_needle(const char *pattern, const char *want)
{
	char needle[NEEDLE_MAX + 1];
	bool high;
	size_t n = needle_of(pattern, needle, &high);

	needle[n] = '\0';
	assert_string_equal(needle, want);
}

static void
needles_are_what_every_match_contains(void **state)
{
	(void)state;
	assert_needle("ViAgra", "viagra");
	assert_needle("\\bcheap\\s+meds\\b", "cheap");
	assert_needle("a(b|c)defg", "defg");
	assert_needle("(?:x|y)(?<n>z)?abc", "abc");
	assert_needle("abcd?ef", "abc");
	assert_needle("abcd*", "abc");
	assert_needle("abcd+xyz", "abcd");
	assert_needle("abcd{0,3}ef", "abc");
	assert_needle("100\\%\\.com", "100%.com");
	assert_needle("[abc]+def[]x]ghijk", "ghijk");
	assert_needle("日本語？", "日本語");
	assert_needle("日本語?", "日本");
	assert_needle("ab\\ndef", "def");
	assert_needle("\\x41bcdef", "");
	assert_needle("abc|def", "");
	assert_needle("(?i)abc", "");
	assert_needle("(?|abc)def", "");
	assert_needle("(*UCP)abc", "");
	assert_needle("a{b|c}defgh", "");
	assert_needle("\\Qabc|\\Edef", "");
	assert_needle("äbcdef", "bcdef");
	assert_needle("жжжж", "");
	assert_needle("ab", "");
	assert_needle("abcdefghijklmnopqrstuvwxyz0123456789",
	    "abcdefghijklmnopqrstuvwxyz012345");
	assert_needle("abcdefghijklmnopqrstuvwxyz0123456789?",
	    "abcdefghijklmnopqrstuvwxyz012345");
	assert_needle("[[:alpha:]]abc", "");
}

static void
assert_high(const char *pattern, bool want)
{
	char needle[NEEDLE_MAX];
	bool high;

	(void)needle_of(pattern, needle, &high);
	assert_int_equal(high, want);
}

static void
patterns_that_need_more_than_ascii_are_told(void **state)
{
	(void)state;
	assert_high("дешево", true);
	assert_high("ж+", true);
	assert_high("ж*", false);
	assert_high("ж?a", false);
	assert_high("ж{0,2}", false);
	assert_high("жжa*", true);
	assert_high("ж\\d?", true);
	assert_high("[ж]", false);
	assert_high("(ж)", false);
	assert_high("ж|a", false);
	assert_high("(?i)ж", false);
	assert_high("abc", false);
}

static void
the_sieve_lets_candidates_through(void **state)
{
	struct needles *n = needles_new();
	bool hit[6] = {false};

	(void)state;
	needles_add(n, 0, "viagra");
	needles_add(n, 1, "a|b");
	needles_add(n, 2, "viable");
	needles_add(n, 3, "日本語");
	needles_add(n, 4, "end$");
	needles_add(n, 5, "жж");
	needles_close(n);
	assert_true(needles_look(n, "My VIAgra", 9, hit));
	assert_false(hit[5]);
	assert_true(hit[0]);
	assert_true(hit[1]);
	assert_false(hit[2]);
	assert_false(hit[3]);
	assert_false(needles_look(n, "x日本語", 10, hit));
	assert_true(hit[5]);
	assert_true(hit[3]);
	(void)needles_look(n, "en", 2, hit);
	assert_false(hit[4]);
	(void)needles_look(n, "end", 3, hit);
	assert_true(hit[4]);
	(void)needles_look(n, "viabl", 5, hit);
	assert_false(hit[2]);
	needles_free(&n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts_have_one_form),
	    cmocka_unit_test(globs_find_what_they_mean),
	    cmocka_unit_test(networks_are_compared_by_bits),
	    cmocka_unit_test(patterns_match_characters),
	    cmocka_unit_test(needles_are_what_every_match_contains),
	    cmocka_unit_test(patterns_that_need_more_than_ascii_are_told),
	    cmocka_unit_test(the_sieve_lets_candidates_through),
	};

	return RUN_TESTS(tests);
}
