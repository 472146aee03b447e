/* What the sources of notices share. */
#ifndef NOTICE_PRIV_H
#define NOTICE_PRIV_H

#include "buf.h"
#include "notice.h"

enum notice_kind {
	NOTICE_TO_POSTMASTER,
	NOTICE_TO_SENDER,
	NOTICE_TO_RECIPIENT,
	NOTICE_KINDS
};

/* Texts are UTF-8 without control characters, except for "\n" in lists. */
struct notice_facts {
	enum msg_class class;
	enum action_kind action;
	char *name;
	char *findings; /* a line each */
	char *sender, *recipients, *subject, *message_id, *queue_id, *ip;
	char *quarantine_id;
	char *time;
};

enum { NOTICE_SUBJECT_MAX = 600, NOTICE_TEXT_MAX = 128 * 1024 };

void notice_facts_take(struct notice_facts *facts, const struct notice_case *c);
void notice_facts_fini(struct notice_facts *facts);

/* Writes subject and text in the languages of `mask`, with "\n". */
void notice_text(const struct notice_facts *facts, enum notice_kind kind,
    unsigned mask, struct buf *subject, struct buf *text);

/* A letter: who writes to whom. */
struct notice_letter {
	const char *from, *to;
	const char *subject, *text; /* UTF-8 */
	const char *message_id;     /* with its < and > */
	int64_t now_ms;
};

/* Writes the whole mail but the guard, RFC 5322 with "\n". */
void notice_mail(const struct notice_letter *letter, struct buf *out);

#endif
