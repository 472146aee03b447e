/* Message files: what is kept of them, and how much. */
#include <malloc.h>

#include "scratch_priv.h"

#define RECEIVED "Received: from cgpward by localhost"

static void
assert_received(const char *want)
{
	struct slice all;

	all.data = message_with_received(msg, &all.len);
	assert_slice(all, want);
}

static void
a_message_is_taken_apart(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(
	    open_text(ENVELOPE "Subject: one\n  two \nmessage-id : <1@x>\n\n"
			       "Subject: no\n"),
	    0);
	assert_slice(msg->envelope.bytes, ENVELOPE);
	assert_slice(msg->envelope.sender, "from@x");
	assert_int_equal(msg->envelope.recipients, 1);
	assert_slice(msg->subject, "one\n  two");
	assert_slice(msg->message_id, "<1@x>");
	assert_string_equal(msg->queue_id, "123");
	assert_false(msg->truncated);
	assert_null(msg->exceeded);
	assert_false(msg->crlf);
	assert_int_equal(stat(path, &st), 0);
	assert_true(msg->device == st.st_dev && msg->inode == st.st_ino);
	assert_int_equal(msg->file_size, st.st_size);
	assert_int_equal(msg->mtime.tv_nsec, st.st_mtim.tv_nsec);
	assert_int_equal(msg->ctime.tv_sec, st.st_ctim.tv_sec);
}

static void
a_received_line_stands_in_front(void **state)
{
	(void)state;
	assert_int_equal(open_text(ENVELOPE "From: x\n\ny\n"), 0);
	assert_received(RECEIVED "\nFrom: x\n\ny\n");
	/* It spoils neither envelope nor message. */
	assert_slice(msg->envelope.bytes, ENVELOPE);
	assert_slice(msg->bare, "From: x\n\ny\n");
	assert_int_equal(open_text("From: x\r\n\r\ny\n"), 0);
	assert_true(msg->crlf);
	assert_received(RECEIVED "\r\nFrom: x\r\n\r\ny\n");
	assert_slice(msg->bare, "From: x\r\n\r\ny\n");
	assert_int_equal(msg->envelope.bytes.len, 0);
	/* An envelope shorter than the line, and a message of one byte. */
	assert_int_equal(open_text("O \n\nx"), 0);
	assert_received(RECEIVED "\nx");
	assert_slice(msg->envelope.bytes, "O \n\n");
	assert_int_equal(open_text("\n"), 0);
	assert_received(RECEIVED "\n\n");
}

static void
headers_are_found_within_bounds(void **state)
{
	(void)state;
	assert_int_equal(open_text("X-Subject: a\nSubjects: b\n Subject: c\n"
				   "SUBJECT:\t\r\n d\r\n\te \r\n\r\n"
				   "Message-ID: <no@x>\r\n"),
	    0);
	assert_slice(msg->subject, "d\r\n\te");
	assert_slice(msg->message_id, "");
	assert_int_equal(open_text("Subject:"), 0);
	assert_slice(msg->subject, "");
	assert_int_equal(open_text("Subject"), 0);
	assert_slice(msg->subject, "");
	assert_int_equal(open_text("From x Mon\nSubject: a\nSubject: b"), 0);
	assert_slice(msg->subject, "a");
}

/* A subject of `n` bytes behind `before` bytes of other headers. */
static void
open_far_subject(size_t before, size_t n)
{
	struct message_source s = {
	    .path = path, .envelope_max = SMALL, .message_max = 1 << 20};
	size_t len = before + n + 9;
	char *text = malloc(len);

	assert_non_null(text);
	memset(text, 'x', len);
	text[before - 1] = '\n';
	memcpy(text + before, "Subject: ", 9);
	write_n(text, len);
	free(text);
	message_free(&msg);
	assert_int_equal(message_open(&s, &msg, &err), 0);
}

static void
long_headers_are_cut(void **state)
{
	(void)state;
	open_far_subject(10, MESSAGE_VALUE_MAX);
	assert_int_equal(msg->subject.len, MESSAGE_VALUE_MAX);
	open_far_subject(10, MESSAGE_VALUE_MAX + 1);
	assert_int_equal(msg->subject.len, MESSAGE_VALUE_MAX);
	open_far_subject(MESSAGE_HEADERS_MAX - 19, 100);
	assert_int_equal(msg->subject.len, 10);
	open_far_subject(MESSAGE_HEADERS_MAX, 100);
	assert_int_equal(msg->subject.len, 0);
}

static void
a_file_without_a_message_is_refused(void **state)
{
	(void)state;
	refused(open_text(""), ": is empty");
	refused(
	    open_text(ENVELOPE), ": has an envelope but no message behind it");
	refused(open_text("P I <a>\nR W <b>"),
	    ": has an envelope but no message behind it");
}

static void
what_is_too_large_is_cut(void **state)
{
	char text[3 * SMALL];
	size_t i;

	(void)state;
	memset(text, 'x', sizeof(text));
	write_n(text, SMALL);
	assert_int_equal(open_with((struct message_source){0}), 0);
	assert_false(msg->truncated);
	assert_int_equal(msg->bare.len, SMALL);
	for (i = SMALL + 1; i < sizeof(text); i += SMALL - 1) {
		write_n(text, i);
		assert_int_equal(open_with((struct message_source){0}), 0);
		assert_true(msg->truncated);
		assert_string_equal(msg->exceeded, "message_size");
		assert_int_equal(msg->bare.len, SMALL);
		assert_int_equal(msg->file_size, i);
	}
	memcpy(text, ENVELOPE, strlen(ENVELOPE));
	write_n(text, sizeof(text));
	assert_int_equal(open_with((struct message_source){0}), 0);
	assert_string_equal(msg->exceeded, "message_size");
	assert_int_equal(msg->bare.len, SMALL);
}

static void
a_large_envelope_is_told(void **state)
{
	char text[3 * SMALL];

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "P I x <a@x>\nX ", 14);
	memcpy(text + SMALL - 2, "\n\n", 2);
	write_n(text, SMALL + 10);
	assert_int_equal(open_with((struct message_source){0}), 0);
	assert_false(msg->truncated);
	memcpy(text + SMALL - 2, "x\n\n", 3);
	write_n(text, SMALL + 10);
	assert_int_equal(open_with((struct message_source){0}), 0);
	assert_true(msg->truncated);
	assert_string_equal(msg->exceeded, "envelope_size");
	assert_int_equal(msg->bare.len, 9);
	/* Nothing of the message was reached: that is not a scan. */
	memset(text + 14, 'x', sizeof(text) - 14);
	write_n(text, sizeof(text));
	refused(open_with((struct message_source){0}),
	    ": its envelope alone exceeds the limits envelope_size and "
	    "message_size");
}

static void
a_sparse_file_costs_its_bound_only(void **state)
{
	(void)state;
	write_n("From: x\n\n", 9);
	assert_int_equal(truncate(path, (off_t)100 << 30), 0);
	assert_int_equal(open_with((struct message_source){0}), 0);
	assert_true(malloc_usable_size(msg->memory) < 4 * SMALL);
	assert_true(msg->truncated);
	assert_int_equal(msg->bare.len, SMALL);
	assert_true(msg->file_size == (uint64_t)100 << 30);
}

static void
queue_ids_are_base_names(void **state)
{
	const char *const cases[][2] = {{"/00012.msg", "00012"},
	    {"/a.eml", "a.eml"}, {"/.msg", ".msg"}, {"/x.msg.msg", "x.msg"}};
	struct message_source s = {
	    .path = path, .envelope_max = SMALL, .message_max = SMALL};
	char kept[PATH_SIZE];
	size_t i;

	(void)state;
	memcpy(kept, path, sizeof(kept));
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)snprintf(path, sizeof(path), "%s%s", dir, cases[i][0]);
		write_n("x", 1);
		message_free(&msg);
		assert_int_equal(message_open(&s, &msg, &err), 0);
		assert_string_equal(msg->queue_id, cases[i][1]);
		assert_int_equal(unlink(path), 0);
	}
	memcpy(path, kept, sizeof(path));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_message_is_taken_apart),
	    TEST(a_received_line_stands_in_front),
	    TEST(headers_are_found_within_bounds),
	    TEST(long_headers_are_cut),
	    TEST(a_file_without_a_message_is_refused),
	    TEST(what_is_too_large_is_cut),
	    TEST(a_large_envelope_is_told),
	    TEST(a_sparse_file_costs_its_bound_only),
	    TEST(queue_ids_are_base_names),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
