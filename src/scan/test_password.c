/* Candidates: which words are found, in which order, and the bounds. */
#include <stdio.h>
#include <string.h>

#include "password.h"
#include "test.h"

static uint64_t fake_ms;

static uint64_t
now_ms(void)
{
	return fake_ms;
}

/* The place of a candidate, or -1. */
static int
place(const struct passwords *p, const char *want)
{
	size_t i;

	for (i = 0; i < passwords_count(p); i++)
		if (strcmp(passwords_get(p, i), want) == 0)
			return (int)i;
	return -1;
}

struct sentence {
	const char *text;
	const char *password;
};

/* How people write it; each has to be among the first few. */
static const struct sentence sentences[] = {
    {"Hi,\n\nthe password is Secret12.\n\nBye", "Secret12"},
    {"Password: Secret12!", "Secret12!"},
    {"PASSWORD=Secret12", "Secret12"},
    {"pw:1234", "1234"},
    {"The attached file is protected. Use code 4711 to open it.", "4711"},
    {"Das Passwort lautet: Geheim-42", "Geheim-42"},
    {"Das Passwort fuer das Archiv ist \"mein Hund\".", "mein Hund"},
    {"Le mot de passe est: bonjour9", "bonjour9"},
    {"La contraseña es «hola»", "hola"},
    {"Пароль: привет1", "привет1"},
    {"пароль к архиву - 12345", "12345"},
    {"パスワードは「abc123」です", "abc123"},
    {"パスワード：abc123", "abc123"},
    {"パスワードはabc123です", "abc123"},
    {"解压密码：xyz789", "xyz789"},
    {"密码是xyz789", "xyz789"},
    {"비밀번호: k0rea", "k0rea"},
    {"Password for the archive:\n\n  q1w2e3\n", "q1w2e3"},
    {"password (without quotes): 'in fected'", "in fected"},
    {"<p>Password:&nbsp;<b>a&amp;b7</b></p>", "a&b7"},
    {"<html><body>pass:<br>Zulu&#33;9</body></html>", "Zulu!9"},
    {"Archive pass - infected", "infected"},
};

static void
sentences_name_their_password(void **state)
{
	size_t i;
	struct passwords *p;
	int at;

	(void)state;
	for (i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		p = passwords_new(now_ms);
		password_add_text(
		    p, sentences[i].text, strlen(sentences[i].text));
		at = place(p, sentences[i].password);
		if (at < 0 || at > 24)
			fail_msg("\"%s\": at %d", sentences[i].text, at);
		passwords_free(&p);
	}
}

static void
likelier_words_come_first(void **state)
{
	static const char text[] = "Some words before 77x and \"quoted\" ones, "
				   "then the password: target here";
	struct passwords *p = passwords_new(now_ms);

	(void)state;
	password_add_text(p, text, strlen(text));
	password_add_list(p, "listed", 6);
	password_add_words(p, "Invoice_0815.zip", 16);
	assert_int_equal(place(p, "target"), 0);
	assert_true(place(p, "target") < place(p, "listed"));
	assert_true(place(p, "listed") < place(p, "quoted"));
	assert_true(place(p, "quoted") < place(p, "0815"));
	assert_true(place(p, "0815") < place(p, "77x"));
	assert_true(place(p, "77x") < place(p, "before"));
	assert_true(place(p, "Invoice_0815") >= 0);
	passwords_free(&p);
	assert_null(p);
	passwords_free(&p);
}

static void
bold_text_is_marked(void **state)
{
	static const char text[] = "<html><body>one two <strong>three</strong> "
				   "four</body></html>";
	struct passwords *p = passwords_new(now_ms);

	(void)state;
	password_add_text(p, text, strlen(text));
	assert_int_equal(place(p, "three"), 0);
	assert_true(place(p, "two") > 0);
	assert_int_equal(place(p, "strong"), -1);
	passwords_free(&p);
}

static void
unseen_html_is_left_out(void **state)
{
	static const char text[] =
	    "<html><head><title>headline</title></head><style>p {color1: x}"
	    "</style><!-- comment1 --><p class=\"classy\">word1</p></html>";
	struct passwords *p = passwords_new(now_ms);

	(void)state;
	password_add_text(p, text, strlen(text));
	assert_true(place(p, "word1") >= 0);
	assert_int_equal(place(p, "comment1"), -1);
	assert_int_equal(place(p, "color1"), -1);
	assert_int_equal(place(p, "classy"), -1);
	passwords_free(&p);
}

static void
a_list_keeps_blanks_inside(void **state)
{
	static const char list[] = " infected , two words,\n\tx\r\n,,last";
	struct passwords *p = passwords_new(now_ms);

	(void)state;
	password_add_list(p, list, strlen(list));
	assert_int_equal(passwords_count(p), 4);
	assert_string_equal(passwords_get(p, 0), "infected");
	assert_string_equal(passwords_get(p, 1), "two words");
	assert_string_equal(passwords_get(p, 2), "x");
	assert_string_equal(passwords_get(p, 3), "last");
	passwords_free(&p);
}

static void
a_full_store_takes_likelier_ones(void **state)
{
	struct passwords *p = passwords_new(now_ms);
	char word[40];
	unsigned i;

	(void)state;
	for (i = 0; i < PASSWORDS_MAX + 500; i++) {
		(void)snprintf(word, sizeof(word), "word%u ", i);
		password_add_text(p, word, strlen(word));
		password_add_text(p, word, strlen(word));
	}
	assert_int_equal(passwords_count(p), PASSWORDS_MAX);
	password_add_text(p, "pass: winner", 12);
	assert_int_equal(passwords_count(p), PASSWORDS_MAX);
	assert_int_equal(place(p, "winner"), 0);
	password_add_text(p, "loser7", 6);
	assert_int_equal(place(p, "loser7"), -1);
	passwords_free(&p);
}

static void
what_worked_moves_to_the_front(void **state)
{
	struct passwords *p = passwords_new(now_ms);

	(void)state;
	password_add_list(p, "a,b,c,d", 7);
	password_worked(p, 2);
	password_worked(p, 3);
	assert_int_equal(passwords_worked(p), 2);
	assert_string_equal(passwords_get(p, 0), "c");
	assert_string_equal(passwords_get(p, 1), "d");
	assert_string_equal(passwords_get(p, 2), "a");
	password_add_text(p, "password: c", 11);
	assert_string_equal(passwords_get(p, 0), "c");
	passwords_free(&p);
}

static void
tries_and_time_are_bounded(void **state)
{
	struct passwords *p = passwords_new(now_ms);
	unsigned i;

	(void)state;
	for (i = 0; i < PASSWORD_TRIES_MAX; i++)
		assert_true(password_try(p));
	assert_false(password_try(p));
	passwords_free(&p);

	p = passwords_new(now_ms);
	password_clock_start(p);
	fake_ms += 1500;
	assert_true(password_in_time(p));
	password_clock_stop(p);
	fake_ms += 5000; /* others are at work */
	assert_true(password_in_time(p));
	password_clock_start(p);
	fake_ms += 499;
	assert_true(password_in_time(p));
	fake_ms += 1;
	assert_false(password_in_time(p));
	password_clock_stop(p);
	assert_false(password_in_time(p));
	passwords_free(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sentences_name_their_password),
	    cmocka_unit_test(likelier_words_come_first),
	    cmocka_unit_test(bold_text_is_marked),
	    cmocka_unit_test(unseen_html_is_left_out),
	    cmocka_unit_test(a_list_keeps_blanks_inside),
	    cmocka_unit_test(a_full_store_takes_likelier_ones),
	    cmocka_unit_test(what_worked_moves_to_the_front),
	    cmocka_unit_test(tries_and_time_are_bounded),
	};

	return RUN_TESTS(tests);
}
