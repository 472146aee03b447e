/* One message under every pair of eyes. */
#include "scan.h"

#include <string.h>

#include "look_priv.h"
#include "signature.h"
#include "text.h"

static bool
is_ignored(const struct look *l, enum msg_class class, const char *name,
    const char *where)
{
	const struct config *c = l->tools->config;

	if (text_glob_list(c->names_ignore, name) ||
	    signature_is_tolerated(name))
		return true;
	if (class == CLASS_phishing && !c->scan_phishing)
		return true;
	/* The second look reads the whole mail, or says why not. */
	return signature_is_mail_limit(name) && c->scan_second_look &&
	       strcmp(where, "mail") == 0;
}

static void
on_match(void *arg, const char *name, const char *where)
{
	struct look *l = arg;
	enum msg_class class =
	    signature_class(name, l->tools->config->names_worm);
	bool ignored = is_ignored(l, class, name, where);

	l->again |= ignored || strcmp(where, l->place) == 0;
	if (!ignored && !look_hold_locked(l, name, where))
		findings_add(l->findings, class, name, where);
}

static void
on_layer(void *arg, const void *data, size_t len)
{
	struct look *l = arg;

	if (data != l->whole) /* no part of it is as long */
		layer_set_add(l->layers, data, len);
}

static void
on_name(void *arg, const char *name, const char *where)
{
	const struct part part = {.kind = PART_MEMBER,
	    .where = where,
	    .name = name,
	    .data = (const unsigned char *)"",
	    .attachment = true};

	look_show_member(arg, &part);
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
	l->whole = bytes.data;
	l->place = bytes.place;
	if (engine_scan(
		l->tools->engine, &bytes, &l->looks, &l->engine_sink, e) == -1)
		return -1;
	l->by_engine = l->findings->n;
	return 0;
}

/*
 * Without a second look the parts are read only where the message may hold
 * what the engine does not tell: a part of a message, or a file.
 */
static bool
needs_parts(const struct look *l)
{
	const struct config *c = l->tools->config;
	const struct slice *m = &l->message->bare;

	return c->scan_second_look || l->locked.n > 0 ||
	       l->tools->observer != NULL ||
	       text_find(m->data, m->len, "partial") != NULL ||
	       text_find(m->data, m->len, "external-body") != NULL ||
	       (c->scan_archives && text_find(m->data, m->len, "name") != NULL);
}

static int
scan_parts(struct look *l, struct err *e)
{
	if (!looks_like_mail(l->message))
		return look_at_file(l, e);
	return needs_parts(l) ? look_at_mail(l, e) : 0;
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
	    "there are no virus definitions; run update.sh or correct "
	    "[engine] definitions (%s)",
	    info->problem);
}

static struct engine_looks
looks_of(const struct config *c)
{
	return (struct engine_looks){.archives = c->scan_archives,
	    .macros = c->scan_macros,
	    .broken = c->scan_broken,
	    .structured = c->scan_structured};
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
	    .looks = looks_of(c),
	    .engine_sink = {.arg = &l, .match = on_match, .layer = on_layer},
	    .layers = layer_set_new(),
	};
	int result = -1;

	/* A file that is no mail has no attachments. */
	if (tools->observer != NULL && looks_like_mail(message))
		l.engine_sink.name = on_name;
	if (message->exceeded != NULL)
		findings_add(findings, CLASS_limits, message->exceeded, "mail");
	if (!tempdir_usable(tools->temp))
		(void)err_set(e, "the temporary folder %s cannot be written",
		    tempdir_path(tools->temp));
	else if (scan_whole(&l, e) == 0 && scan_parts(&l, e) == 0)
		result = check_definitions(&l, e);
	findings_fini(&l.locked);
	layer_set_free(&l.layers);
	return result;
}
