/*
 * Who is told about a message, and the sending. What is told is copied when
 * the message is answered, and the notice then lives on its own.
 */
#include "notice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loop_guard.h"
#include "mem.h"
#include "notice_priv.h"
#include "sign.h"
#include "submit.h"
#include "text.h"

enum { ID_RANDOM = 16 };

enum state { STATE_NEW, STATE_ADMITTED, STATE_WRITTEN, STATE_LEFT_OUT };

struct addressee {
	enum notice_kind kind;
	char *address;
	enum state state;
};

struct notice {
	struct notice_facts facts;
	char *from, *state_dir;
	unsigned language, per_hour;
	struct addressee to[NOTICE_ADDRESSEES_MAX];
	size_t to_n;
};

static void
add_addressee(struct notice *n, enum notice_kind kind, struct slice address)
{
	if (n->to_n == NOTICE_ADDRESSEES_MAX || !submit_is_address(address))
		return;
	n->to[n->to_n++] = (struct addressee){
	    .kind = kind, .address = mem_strndup(address.data, address.len)};
}

/* Whether the address has a domain that matches one of the globs. */
static bool
is_in(const char *domains, struct slice address)
{
	char *text = mem_strndup(address.data, address.len);
	const char *at = strrchr(text, '@');
	bool in = at != NULL && text_glob_list(domains, at + 1);

	free(text);
	return in;
}

static void
add_recipients(struct notice *n, const struct notice_case *c)
{
	const char *domains = c->config->notices_local_domains;
	struct slice address;
	size_t pos = 0;

	/* An address without a domain is one of the server's own. */
	while (envelope_next_recipient(&c->message->envelope, &pos, &address))
		if (domains[0] == '\0' || is_in(domains, address) ||
		    memchr(address.data, '@', address.len) == NULL)
			add_addressee(n, NOTICE_TO_RECIPIENT, address);
}

static void
add_addressees(struct notice *n, const struct notice_case *c)
{
	const struct config *conf = c->config;
	const char *postmaster = conf->notices_postmaster;
	struct slice sender = {0};

	if (conf->notices_to & NOTICES_POSTMASTER)
		add_addressee(n, NOTICE_TO_POSTMASTER,
		    (struct slice){postmaster, strlen(postmaster)});
	if (c->message == NULL)
		return;
	sender = c->message->envelope.sender;
	if (conf->notices_to & NOTICES_SENDER &&
	    is_in(conf->notices_local_domains, sender))
		add_addressee(n, NOTICE_TO_SENDER, sender);
	if (conf->notices_to & NOTICES_RECIPIENTS)
		add_recipients(n, c);
}

struct notice *
notice_new(const struct notice_case *c)
{
	const struct config *conf = c->config;
	const char *from = conf->notices_from[0] != '\0'
			       ? conf->notices_from
			       : conf->notices_postmaster;
	struct notice *n;

	if (c->findings->has[CLASS_worm])
		return NULL;
	n = mem_zalloc(1, sizeof(*n));
	add_addressees(n, c);
	notice_facts_take(&n->facts, c);
	n->from = mem_strdup(from);
	n->state_dir = mem_strdup(conf->server_state_dir);
	n->language = conf->notices_language;
	n->per_hour = conf->notices_per_hour;
	if (n->to_n == 0)
		notice_free(&n);
	return n;
}

void
notice_free(struct notice **notice)
{
	struct notice *n = *notice;
	size_t i;

	if (n == NULL)
		return;
	for (i = 0; i < n->to_n; i++)
		free(n->to[i].address);
	notice_facts_fini(&n->facts);
	free(n->from);
	free(n->state_dir);
	free(n);
	*notice = NULL;
}

/* "<digits@domain of the sender>" */
static char *
new_message_id(const char *from)
{
	const char *at = strrchr(from, '@');
	unsigned char random[ID_RANDOM];
	char digits[2 * ID_RANDOM + 1];
	size_t i;

	sign_mac_random(random, sizeof(random));
	for (i = 0; i < sizeof(random); i++)
		(void)snprintf(digits + 2 * i, 3, "%02x", (unsigned)random[i]);
	return mem_printf("<%s@%s>", digits, at != NULL ? at + 1 : "localhost");
}

/* The mail with its guard into Submitted/. */
static int
submit(const struct notice *n, const struct addressee *to, struct buf *mail,
    const struct notice_post *post, struct err *e)
{
	struct slice address = {to->address, strlen(to->address)};
	struct loop_guard_mail guard = {
	    .state_dir = n->state_dir,
	    .text = {mail->data, mail->len},
	    .rest_fd = -1,
	    .recipients = &address,
	    .recipients_n = 1,
	    .now_s = post->now_ms / 1000,
	};
	struct submit_mail m = {
	    .folder = post->folder, .recipients = &address, .recipients_n = 1};
	struct buf field;
	int rc;

	buf_init(&field, LOOP_GUARD_FIELD_MAX);
	rc = loop_guard_make(&guard, &field, e);
	if (rc == 0) {
		m.pieces[0] = (struct slice){field.data, field.len};
		m.pieces[1] = guard.text;
		rc = submit_mail(&m, e);
	}
	buf_fini(&field);
	return rc;
}

static int
write_one(const struct notice *n, const struct addressee *to,
    const struct notice_post *post, struct err *e)
{
	char *id = new_message_id(n->from);
	struct buf subject, text, mail;
	struct notice_letter letter = {
	    .from = n->from,
	    .to = to->address,
	    .message_id = id,
	    .now_ms = post->now_ms,
	};
	int rc;

	buf_init(&subject, NOTICE_SUBJECT_MAX);
	buf_init(&text, NOTICE_TEXT_MAX);
	buf_init(&mail, 4 * NOTICE_TEXT_MAX);
	notice_text(&n->facts, to->kind, n->language, &subject, &text);
	letter.subject = subject.data;
	letter.text = text.data;
	notice_mail(&letter, &mail);
	rc = submit(n, to, &mail, post, e);
	buf_fini(&subject);
	buf_fini(&text);
	buf_fini(&mail);
	free(id);
	return rc;
}

size_t
notice_send(struct notice *n, const struct notice_post *post, struct err *e)
{
	struct notice_request request = {.class = n->facts.class,
	    .per_hour = n->per_hour,
	    .now_ms = post->now_ms};
	struct addressee *to;
	size_t i, left = 0;

	for (i = 0; i < n->to_n; i++) {
		to = &n->to[i];
		request.address = to->address;
		if (to->state == STATE_NEW)
			to->state = notice_limit_admit(post->limit, &request)
					? STATE_ADMITTED
					: STATE_LEFT_OUT;
		if (to->state != STATE_ADMITTED)
			continue;
		if (write_one(n, to, post, e) == 0)
			to->state = STATE_WRITTEN;
		else
			left++;
	}
	return left;
}

static size_t
count(const struct notice *n, enum state state)
{
	size_t i, count = 0;

	for (i = 0; i < n->to_n; i++)
		count += n->to[i].state == state;
	return count;
}

size_t
notice_written(const struct notice *n)
{
	return count(n, STATE_WRITTEN);
}

size_t
notice_left_out(const struct notice *n)
{
	return count(n, STATE_LEFT_OUT);
}

const char *
notice_state_dir(const struct notice *n)
{
	return n->state_dir;
}
