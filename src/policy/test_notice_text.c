/* Notices: what they say, and what does not get through into them. */
#include "base64.h"
#include "notice_fixture_priv.h"
#include "notice_priv.h"

/* The fields of a mail's head, checked line by line; returns its body. */
static char *
assert_head(char *mail)
{
	static const char *const names[] = {"Return-Path: <>", "Envelope-To: <",
	    "X-CGPWard-Guard: 1 ", " ", "Date: ", "From: <",
	    "To: ", "Subject: ", " ", "Message-ID: <", "Auto-Submitted: ",
	    "MIME-Version: ", "Content-Type: ", "Content-Transfer-Encoding: "};
	char *body = strstr(mail, "\n\n"), *line, *next;
	size_t i, len;

	assert_non_null(body);
	body += 2;
	for (line = mail; line < body - 1; line = next) {
		next = strchr(line, '\n') + 1;
		len = (size_t)(next - line);
		assert_in_range(len, 3, 200);
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (strncmp(line, names[i], strlen(names[i])) == 0)
				break;
		if (i == sizeof(names) / sizeof(names[0]))
			fail_msg("not a line of ours: %.*s", (int)len, line);
		for (i = 0; i + 1 < len; i++)
			assert_in_range(line[i], 0x20, 0x7e);
	}
	return body;
}

static int
value_of(char c)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = strchr(letters, c);

	assert_non_null(at);
	return (int)(at - letters);
}

/* Decodes in place; three bytes for four letters. */
static char *
decode(char *text)
{
	char *out = text, *s;
	unsigned bits = 0, have = 0;

	for (s = text; *s != '\0'; s++) {
		if (*s == '\n' || *s == '=')
			continue;
		bits = (bits << 6 | (unsigned)value_of(*s)) & 0xffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			*out++ = (char)(bits >> have);
		}
	}
	*out = '\0';
	return text;
}

static void
hostile_values_stay_inside(void **state)
{
	static const char mail[] =
	    "P I 02-03-2026 09:15:00 0000 ____ ____ "
	    "<a\rBcc: <v@x>\x1b[2J\xff\"@here.test>\n"
	    "R W 02-03-2026 09:15:00 0000 ____ _FY_ <b\rX: y@here.test>\n"
	    "R W 02-03-2026 09:15:00 0000 ____ _FY_ <c@here.test>\n\n"
	    "Subject: =?UTF-8?Q?a=0D=0ABcc:_<v@x>=0D=0A=0D=0Abody=1B[2J=00?=\n"
	    " \x1b\xff\xe2\x80\xae\xe6\x97\xa5\n"
	    "Message-ID: <1\r\nBcc:\x07@x>\n\nb\n";
	struct notice *n;
	unsigned count;
	char *all, *body, *s;

	(void)state;
	load_conf("[notices]\nto = postmaster, sender\nlocal_domains = *\n");
	findings_fini(&found);
	findings_add(&found, CLASS_banned,
	    "x\r\nBcc: <v@x>\r\n\r\nbody \x1b\"\xff\xe6\x97\xa5",
	    "mail/\r\n.\r\n");
	n = notice_of(mail);
	assert_int_equal(post(n, NOW_MS), 0);
	all = mails(&count);
	assert_int_equal(count, 1); /* such a sender cannot be written to */
	body = assert_head(all);
	assert_non_null(strstr(all, "\nContent-Transfer-Encoding: base64\n"));
	for (s = body; *s != '\0'; s += strcspn(s, "\n") + 1)
		assert_in_range(strcspn(s, "\n"), 1, BASE64_LINE_MAX);
	for (s = decode(body); *s != '\0'; s++)
		assert_true((unsigned char)*s >= 0x20 || *s == '\r' ||
			    (*s == '\n' && s[-1] == '\r'));
	assert_null(strstr(body, "\nBcc:"));
	assert_null(strstr(body, "\n.\r"));
	free(all);
	notice_free(&n);
}

static void
text_is_encoded(void **state)
{
	struct notice *n;
	unsigned count;
	char *all, *body, *s;

	(void)state;
	load_conf("[notices]\nlanguage = ja, en\n");
	n = notice_of(ENVELOPE(
	    "a@x", "b@y") "Subject: mixed =?ISO-2022-JP?B?GyRCRnxLXBsoQg==?= "
			  "text\n\nb\n");
	assert_int_equal(post(n, NOW_MS), 0);
	all = mails(&count);
	body = decode(assert_head(all));
	assert_non_null(
	    strstr(body, "\r\nSubject: mixed \xe6\x97\xa5\xe6\x9c\xac "
			 "text\r\n"));
	assert_non_null(strstr(body, "\r\n件名: mixed 日本 text\r\n"));
	assert_non_null(strstr(body, "\r\n----\r\n"));
	for (s = body; *s != '\0'; s++) {
		assert_true(*s != '\n' || s[-1] == '\r');
		assert_true(*s != '\r' || s[1] == '\n');
	}
	free(all);
	notice_free(&n);
	load_conf("");
	n = notice_of(ENVELOPE("a@x", "b@y") MAIL);
	assert_int_equal(post(n, NOW_MS + NOTICE_LIMIT_MS), 0);
	all = mails(&count);
	body = assert_head(all);
	assert_non_null(strstr(all, "\nContent-Transfer-Encoding: 7bit\n"));
	assert_null(strchr(all, '\r'));
	assert_non_null(strstr(body, "  banned: *.exe (mail/a.exe)\n"));
	assert_non_null(
	    strstr(body, "\nQuarantine: 20261120-0123456789abcdef\n"));
	assert_non_null(strstr(body, "\nTo: b@y, x@away.test\n"));
	free(all);
	notice_free(&n);
}

static void
every_text_is_whole(void **state)
{
	char many[] = "x";
	struct notice_facts f = {CLASS_banned, ACTION_PASS, many, many, many,
	    many, many, many, many, many, many, many};
	struct buf subject, text;
	unsigned mask, kind, action;

	(void)state;
	buf_init(&subject, NOTICE_SUBJECT_MAX);
	buf_init(&text, NOTICE_TEXT_MAX);
	for (mask = 0; mask < 4; mask++)
		for (kind = 0; kind < NOTICE_KINDS; kind++)
			for (action = 0; action < ACTION_COUNT; action++) {
				buf_reset(&subject);
				buf_reset(&text);
				f.action = (enum action_kind)action;
				notice_text(&f, (enum notice_kind)kind, mask,
				    &subject, &text);
				assert_true(subject.len > 10 && text.len > 50);
				assert_null(strchr(subject.data, '%'));
				assert_null(strchr(subject.data, '\n'));
				assert_null(strchr(text.data, '%'));
				assert_null(strstr(text.data, ": \n"));
			}
	buf_fini(&subject);
	buf_fini(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(hostile_values_stay_inside),
	    TEST(text_is_encoded),
	    TEST(every_text_is_whole),
	};

	return RUN_TESTS(tests);
}
