/* What notices say, in every language that is shipped. */

#include "notice_priv.h"
#include "template.h"

enum { LANGUAGES = 2 };

struct words {
	const char *subject[NOTICE_KINDS];
	const char *text[NOTICE_KINDS];
	const char *outcome[ACTION_COUNT];
	const char *not_kept;
};

#define EN_FACTS                                                               \
	"What was found:\n%findings%\n"                                        \
	"What became of it: %outcome%\n"
#define EN_END                                                                 \
	"\nThis notice was written by a program. Answers to it are not "       \
	"read.\n"
#define JA_FACTS                                                               \
	"検出内容:\n%findings%\n"                                          \
	"処理: %outcome%\n"
#define JA_END                                                                                                  \
	"\nこの通知はプログラムが自動的に作成しました。返信はお読みできません" \
	"。\n"

/* In the order of the bits of [notices] language. */
static const struct words languages[LANGUAGES] = {
    {
	.subject =
	    {
		"Content filter: %name% in a message from %sender%",
		"Your message was not let through: %name%",
		"A message to you was not let through: %name%",
	    },
	.text =
	    {
		"The content filter found something in a message.\n\n" EN_FACTS
		"Quarantine: %quarantine%\n\n"
		"From: %sender%\n"
		"To: %recipients%\n"
		"Subject: %subject%\n"
		"Message-ID: %message_id%\n"
		"Came from: %ip%\n"
		"Queue ID: %queue_id%\n"
		"Time: %time%\n" EN_END,
		"The content filter found something in a message that came\n"
		"from your address.\n\n" EN_FACTS "\n"
		"To: %recipients%\n"
		"Subject: %subject%\n"
		"Message-ID: %message_id%\n"
		"Time: %time%\n\n"
		"If you did not send this message, your computer may be "
		"infected, or\nsomebody uses your address. Please tell your "
		"postmaster.\n" EN_END,
		"The content filter found something in a message that was "
		"sent to you.\n\n" EN_FACTS "\n"
		"From: %sender%\n"
		"Subject: %subject%\n"
		"Time: %time%\n\n"
		"If you expected this message, please ask your postmaster "
		"about the\nqueue ID %queue_id%.\n" EN_END,
	    },
	.outcome =
	    {
		[ACTION_PASS] = "it was delivered",
		[ACTION_TAG] = "it was delivered with headers that say so",
		[ACTION_DEFER] = "the server keeps it and tries again later",
		[ACTION_REJECT] = "it was refused",
		[ACTION_DISCARD] = "it was not delivered",
	    },
	.not_kept = "it is not kept",
    },
    {
	.subject =
	    {
		"コンテンツフィルター: %sender% からのメールに %name%",
		"お送りのメールは配送されませんでした: %name%",
		"あなた宛のメールは配送されませんでした: %name%",
	    },
	.text =
	    {
		"コンテンツフィルターがメールの中に問題を検出しました。\n"
		"\n" JA_FACTS "隔離: %quarantine%\n\n"
		"差出人: %sender%\n"
		"宛先: %recipients%\n"
		"件名: %subject%\n"
		"Message-ID: %message_id%\n"
		"送信元: %ip%\n"
		"キュー ID: %queue_id%\n"
		"日時: %time%\n" JA_END,
		"あなたのアドレスから送信されたメールの中に、\n"
		"コンテンツフィルターが問題を検出しました。\n\n" JA_FACTS "\n"
		"宛先: %recipients%\n"
		"件名: %subject%\n"
		"Message-ID: %message_id%\n"
		"日時: %time%\n\n"
		"このメールに心当たりがない場合は、お使いのコンピューターが\n"
		"感染しているか、アドレスが悪用されている可能性があります。\n"
		"管理者にご連絡ください。\n" JA_END,
		"あなた宛のメールの中に、コンテンツフィルターが問題を\n"
		"検出しました。\n\n" JA_FACTS "\n"
		"差出人: %sender%\n"
		"件名: %subject%\n"
		"日時: %time%\n\n"
		"このメールが必要な場合は、キュー ID %queue_id% を管理者に\n"
		"お知らせください。\n" JA_END,
	    },
	.outcome =
	    {
		[ACTION_PASS] = "配送しました",
		[ACTION_TAG] = "警告のヘッダーを付けて配送しました",
		[ACTION_DEFER] = "サーバーが保留し、後で再試行します",
		[ACTION_REJECT] = "受け取りを拒否しました",
		[ACTION_DISCARD] = "配送しませんでした",
	    },
	.not_kept = "保管していません",
    },
};

/* Where a text in another language begins. */
static const char between[] = "\n----\n\n";

static void
fill(const struct words *w, const char *text, const struct notice_facts *f,
    struct buf *out)
{
	const struct template_word words[] = {
	    {"name", f->name},
	    {"class", class_name(f->class)},
	    {"findings", f->findings},
	    {"outcome", w->outcome[f->action]},
	    {"sender", f->sender},
	    {"recipients", f->recipients},
	    {"subject", f->subject},
	    {"message_id", f->message_id},
	    {"queue_id", f->queue_id},
	    {"ip", f->ip},
	    {"time", f->time},
	    {"quarantine",
		f->quarantine_id[0] != '\0' ? f->quarantine_id : w->not_kept},
	};

	template_fill(text, words, sizeof(words) / sizeof(words[0]), out);
}

void
notice_text(const struct notice_facts *facts, enum notice_kind kind,
    unsigned mask, struct buf *subject, struct buf *text)
{
	const struct words *w;
	size_t i;

	if ((mask & ((1U << LANGUAGES) - 1)) == 0)
		mask = LANGUAGE_EN;
	for (i = 0; i < LANGUAGES; i++) {
		if ((mask & 1U << i) == 0)
			continue;
		w = &languages[i];
		(void)buf_adds(subject, subject->len > 0 ? " / " : "");
		(void)buf_adds(text, text->len > 0 ? between : "");
		fill(w, w->subject[kind], facts, subject);
		fill(w, w->text[kind], facts, text);
	}
}
