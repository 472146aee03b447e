/* One message under every pair of eyes. */
#include "scan.h"

#include <string.h>

#include "budget.h"
#include "clock.h"
#include "mime.h"
#include "part.h"
#include "signature.h"
#include "text.h"

/* The scan of one message. */
struct look {
	const struct scan_tools *tools;
	const struct message *message;
	struct findings *findings;
	struct engine_looks looks;
	struct engine_sink sink;
	bool failed;    /* a part could not be scanned */
	struct err err; /* why */
};

static void
on_match(void *arg, const char *name, const char *where)
{
	struct look *l = arg;
	const struct config *c = l->tools->config;
	enum msg_class class = signature_class(name, c->names_worm);

	if (text_glob_list(c->names_ignore, name) ||
	    signature_is_tolerated(name))
		return;
	if (class == CLASS_phishing && !c->scan_phishing)
		return;
	/* The second look reads the whole mail, or says why not. */
	if (signature_is_mail_limit(name) && c->scan_second_look &&
	    strcmp(where, "mail") == 0)
		return;
	findings_add(l->findings, class, name, where);
}

/*
 * A file without an envelope may be any file that somebody wants to try, not
 * a mail: then it must not get a header in front.
 */
static bool
looks_like_mail(const struct message *m)
{
	const char *p = m->bare.data;
	size_t n = 0, len = m->bare.len;

	if (m->envelope.bytes.len > 0 || (len > 5 && text_starts(p, "From ")))
		return true;
	while (n < len && p[n] > 0x20 && p[n] < 0x7f && p[n] != ':')
		n++;
	return n > 0 && n < len && p[n] == ':';
}

static int
scan_whole(struct look *l, struct err *e)
{
	struct engine_bytes bytes = {.place = "mail"};

	if (looks_like_mail(l->message)) {
		bytes.data = message_with_received(l->message, &bytes.len);
	} else {
		bytes.data = l->message->bare.data;
		bytes.len = l->message->bare.len;
		bytes.place = "file";
	}
	return engine_scan(l->tools->engine, &bytes, &l->looks, &l->sink, e);
}

/* One part of the second look, under the engine's eye. */
static bool
on_leaf(void *arg, const struct part *part)
{
	struct look *l = arg;
	struct engine_bytes bytes = {part->data, part->len, part->where};

	l->failed = engine_scan(l->tools->engine, &bytes, &l->looks, &l->sink,
			&l->err) == -1;
	return !l->failed;
}

static void
on_fact(void *arg, enum msg_class class, const char *name, const char *where)
{
	struct look *l = arg;

	findings_add(l->findings, class, name, where);
}

static bool
skip_leaf(void *arg, const struct part *part)
{
	(void)arg;
	(void)part;
	return true;
}

/*
 * Parts and messages that are only pointed at are recognised even without a
 * second look; the walk is worth its time only when the words are there.
 */
static bool
may_be_partial(const struct message *m)
{
	return text_find(m->bare.data, m->bare.len, "partial") != NULL ||
	       text_find(m->bare.data, m->bare.len, "external-body") != NULL;
}

static int
look_again(struct look *l, struct err *e)
{
	const struct config *c = l->tools->config;
	const struct message *m = l->message;
	struct budget budget = {
	    .bytes_max = c->limits_scan_size,
	    .file_max = c->limits_file_size,
	    .files_max = c->limits_files,
	    .depth_max = c->limits_depth,
	    .deadline_ms = clock_mono_ms() + c->limits_scan_time,
	    .now_ms = clock_mono_ms,
	};
	struct part_sink sink = {
	    l, c->scan_second_look ? on_leaf : skip_leaf, on_fact};

	if (!looks_like_mail(m) || (!c->scan_second_look && !may_be_partial(m)))
		return 0;
	if (!mime_walk((const unsigned char *)m->bare.data, m->bare.len,
		&budget, &sink) &&
	    l->failed)
		return err_set(e, "%s", l->err.text);
	if (budget.exceeded != NULL)
		findings_add(
		    l->findings, CLASS_limits, budget.exceeded, "mail");
	return 0;
}

/* With the test set alone, finding nothing means nothing. */
static int
check_definitions(const struct look *l, struct err *e)
{
	const struct engine_info *info = engine_info(l->tools->engine);

	if (!info->test_only || l->findings->has[CLASS_infected] ||
	    l->findings->has[CLASS_worm])
		return 0;
	return err_set(e,
	    "there are no virus definitions (%s); run update.sh or correct "
	    "[engine] definitions",
	    info->problem);
}

int
scan_message(const struct scan_tools *tools, const struct message *message,
    struct findings *findings, struct err *e)
{
	const struct config *c = tools->config;
	struct look l = {
	    .tools = tools,
	    .message = message,
	    .findings = findings,
	    .looks = {c->scan_archives, c->scan_macros, c->scan_broken,
		c->scan_structured},
	    .sink = {&l, on_match},
	};

	if (message->exceeded != NULL)
		findings_add(findings, CLASS_limits, message->exceeded, "mail");
	if (!tempdir_usable(tools->temp))
		return err_set(e, "the temporary folder %s cannot be written",
		    tempdir_path(tools->temp));
	if (scan_whole(&l, e) == -1 || look_again(&l, e) == -1)
		return -1;
	return check_definitions(&l, e);
}
