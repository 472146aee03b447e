/*
 * Candidates from a text. Its one idea: the same words are offered several
 * times, for what stands before them, around them and for themselves; the
 * store keeps each at its best place.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "password_priv.h"
#include "password_span_priv.h"
#include "text.h"

enum {
	NEAR_WORDS = 8, /* looked at behind a keyword */
	NEAR_BYTES = 300,
	WORD_MIN = 3 /* bytes of a word that nothing points at */
};

/* What a password is called, in both cases where that is not ASCII. */
static const char *const keywords[] = {"password", "passwords", "passwort",
    "kennwort", "passcode", "passphrase", "passwd", "pass", "pwd", "pw", "psw",
    "pin", "code", "key", "mot de passe", "mdp", "contraseña", "contrasena",
    "clave", "senha", "parola", "password di", "wachtwoord", "hasło", "haslo",
    "heslo", "jelszó", "lösenord", "adgangskode", "passord", "salasana",
    "şifre", "parolă", "пароль", "Пароль", "ПАРОЛЬ", "код", "Код", "ключ",
    "パスワード", "ﾊﾟｽﾜｰﾄﾞ", "暗証番号", "解凍", "密码", "密碼", "解压码",
    "口令", "비밀번호", "암호", "κωδικός", "סיסמה", "كلمة المرور", "كلمة السر"};

/* What stands between the keyword and the password. */
static const char *const links[] = {"is", "ist", "est", "es", "é", "è", "er",
    "to", "lautet", "это", "は", "为", "是",
    "to:", "is:", "ist:", "est:", "es:", "=", "-", "–", "—", ":", "：", "->",
    "=>", "→"};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct pair {
	const char *open, *close;
};

static const struct pair pairs[] = {
    {"\"", "\""},
    {"'", "'"},
    {"`", "`"},
    {"«", "»"},
    {"„", "“"},
    {"“", "”"},
    {"‘", "’"},
    {"‚", "‘"},
    {"「", "」"},
    {"『", "』"},
    {"【", "】"},
    {"《", "》"},
    {"<", ">"},
    {"(", ")"},
    {"[", "]"},
    {"{", "}"},
    {"*", "*"},
    {"\x01", "\x02"},
};

static void
add_span(struct passwords *p, enum password_rank rank, const struct span *w)
{
	password_add(p, rank, w->s, span_len(w));
}

/* Runs of ASCII in a word of a script that is written without blanks. */
static void
add_ascii_runs(
    struct passwords *p, enum password_rank rank, const struct span *w)
{
	struct span run = {w->s, w->s};

	while (run.s < w->end) {
		run.end = run.s;
		while (run.end < w->end && (unsigned char)*run.end < 0x80)
			run.end++;
		if (span_len(&run) > 0 && span_len(&run) < span_len(w)) {
			run = span_trim(run);
			add_span(p, rank, &run);
		}
		run.s = run.end;
		while (run.s < w->end && (unsigned char)*run.s >= 0x80)
			run.s++;
		if (run.s == run.end)
			run.s++;
	}
}

/* The word without what clings to it, as it is, and its parts. */
static void
add_word(struct passwords *p, enum password_rank rank, const struct span *w)
{
	struct span core = span_trim(*w), tail = {NULL, w->end};

	add_span(p, rank, &core);
	tail.s = core.s;
	add_span(p, rank, &tail); /* a password may end with a mark */
	add_span(p, rank, w);
	add_ascii_runs(p, rank, w);
	for (tail.s = w->end; tail.s > w->s; tail.s--)
		if (tail.s[-1] == ':' || tail.s[-1] == '=')
			break;
	if (tail.s > w->s && tail.s < w->end) {
		core = span_trim(tail);
		add_span(p, rank, &core);
		add_span(p, rank, &tail);
	}
}

static bool
is_link(const struct span *w)
{
	size_t i;
	char last = w->end[-1];

	if (last == ':' || last == '=')
		return true;
	for (i = 0; i < COUNT(links); i++)
		if (span_len(w) == strlen(links[i]) &&
		    text_find(w->s, span_len(w), links[i]) == w->s)
			return true;
	return false;
}

/* A password of several words: what is left of the line behind a colon. */
static void
add_rest_of_line(struct passwords *p, struct span rest)
{
	const char *eol = memchr(rest.s, '\n', span_len(&rest));

	if (eol != NULL)
		rest.end = eol;
	while (span_blank(&rest) > 0)
		rest.s += span_blank(&rest);
	while (span_len(&rest) > 0 && (unsigned char)rest.end[-1] <= ' ')
		rest.end--;
	add_span(p, RANK_NAMED, &rest);
}

/* The words behind a keyword; first each, then what is left of the line. */
static void
read_behind(struct passwords *p, struct span t)
{
	struct span word, rest[NEAR_WORDS];
	bool named = true; /* the word that follows is the password */
	size_t n, rests = 0;

	if (span_len(&t) > NEAR_BYTES)
		t.end = t.s + NEAR_BYTES;
	for (n = 0; n < NEAR_WORDS && span_word(&t, &word); n++) {
		add_word(p, named ? RANK_NAMED : RANK_NEAR, &word);
		named = is_link(&word);
		if (named)
			rest[rests++] = t;
	}
	for (n = 0; n < rests; n++)
		add_rest_of_line(p, rest[n]);
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void
read_keyword(struct passwords *p, struct span t, const char *keyword)
{
	const char *from = t.s, *at;
	size_t n = strlen(keyword);
	bool ascii = is_letter(keyword[n - 1]);

	while ((at = text_find(t.s, span_len(&t), keyword)) != NULL) {
		t.s = at + n;
		if (ascii && is_letter(*keyword) && at > from &&
		    is_letter(at[-1]))
			continue;
		if (ascii && t.s < t.end && is_letter(*t.s))
			continue;
		read_behind(p, t);
	}
}

static const char *
find_n(const struct span *t, const char *what)
{
	return memmem(t->s, span_len(t), what, strlen(what));
}

/* What stands between two marks on one line. */
static void
read_marked(struct passwords *p, struct span t, const struct pair *pair)
{
	const char *open, *close;
	struct span in;

	while ((open = find_n(&t, pair->open)) != NULL) {
		t.s = open + strlen(pair->open);
		in.s = t.s;
		in.end = span_len(&t) > PASSWORD_MAX + 4
			     ? t.s + PASSWORD_MAX + 4
			     : t.end;
		close = find_n(&in, pair->close);
		if (close == NULL)
			continue;
		in.end = close;
		add_span(p, RANK_MARKED, &in);
		in = span_trim(in);
		add_span(p, RANK_MARKED, &in);
	}
}

/* Letters only, the first perhaps a capital: a word as any other. */
static bool
is_plain(const struct span *w)
{
	const char *s;

	for (s = w->s; s < w->end; s++)
		if (!is_letter(*s) || (s > w->s && *s <= 'Z'))
			return false;
	return true;
}

static void
read_words(struct passwords *p, struct span t, enum password_rank rank)
{
	struct span word, core;

	while (span_word(&t, &word)) {
		core = span_trim(word);
		if (span_len(&core) < WORD_MIN)
			continue;
		add_word(p,
		    rank == RANK_WORD && !is_plain(&core) ? RANK_ODD : rank,
		    &word);
	}
}

static void
read_plain(struct passwords *p, struct span t, enum password_rank rank)
{
	size_t i;

	for (i = 0; i < COUNT(keywords); i++)
		read_keyword(p, t, keywords[i]);
	for (i = 0; i < COUNT(pairs); i++)
		read_marked(p, t, &pairs[i]);
	read_words(p, t, rank);
}

static struct span
bounded(const char *text, size_t len)
{
	struct span t = {text, text};

	t.end += len < PASSWORD_TEXT_MAX ? len : PASSWORD_TEXT_MAX;
	return t;
}

void
password_add_text(struct passwords *p, const char *text, size_t len)
{
	struct span t = bounded(text, len), seen;
	char *plain;

	if (!password_is_html(t.s, span_len(&t))) {
		read_plain(p, t, RANK_WORD);
		return;
	}
	plain = mem_zalloc(span_len(&t) + 1, 1);
	seen.s = plain;
	seen.end = plain + password_from_html(plain, t.s, span_len(&t));
	read_plain(p, seen, RANK_WORD);
	explicit_bzero(plain, span_len(&t));
	free(plain);
}

/* Separators that a file name has where a text has blanks. */
static bool
is_joint(char c)
{
	return c == '_' || c == '-' || c == '.' || c == '(' || c == ')';
}

static void
read_title_parts(struct passwords *p, struct span t)
{
	struct span part;

	while (t.s < t.end) {
		part.s = t.s;
		while (t.s < t.end && !is_joint(*t.s))
			t.s++;
		part.end = t.s;
		if (span_len(&part) >= WORD_MIN)
			add_span(p, RANK_TITLE, &part);
		if (t.s < t.end)
			t.s++;
	}
}

void
password_add_words(struct passwords *p, const char *text, size_t len)
{
	struct span t = bounded(text, len), stem = t;

	read_plain(p, t, RANK_TITLE);
	add_span(p, RANK_TITLE, &t);
	while (stem.end > stem.s && stem.end[-1] != '.')
		stem.end--;
	if (stem.end > stem.s) {
		stem.end--;
		add_span(p, RANK_TITLE, &stem);
	}
	read_title_parts(p, t);
}
