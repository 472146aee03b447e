/*
 * Candidates from a text. Its one idea: the same words are offered several
 * times, for what stands before them, around them and for themselves; the
 * store keeps each at its best place.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "password_priv.h"
#include "text.h"

enum {
	NEAR_WORDS = 8, /* looked at behind a keyword */
	NEAR_BYTES = 300,
	WORD_MIN = 3 /* bytes of a word that nothing points at */
};

/* A stretch of the text. */
struct span {
	const char *s, *end;
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

/* What may cling to a word without being part of it. */
static const char *const clinging[] = {"\"", "'", "`", ".", ",", ";", ":", "!",
    "?", "(", ")", "[", "]", "{", "}", "<", ">", "*", "_", "=", "«", "»", "„",
    "“", "”", "‘", "’", "‚", "「", "」", "『", "』", "【", "】", "《", "》",
    "：", "。", "、", "，"};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static size_t
left(const struct span *t)
{
	return (size_t)(t->end - t->s);
}

/* The bytes of a blank at the start: space, control, NBSP, wide space. */
static size_t
blank_len(const struct span *t)
{
	if (t->s == t->end)
		return 0;
	if ((unsigned char)*t->s <= ' ')
		return 1;
	if (left(t) >= 2 && memcmp(t->s, "\xc2\xa0", 2) == 0)
		return 2;
	if (left(t) >= 3 && memcmp(t->s, "\xe3\x80\x80", 3) == 0)
		return 3;
	return 0;
}

/* Takes the next word off the text; false at its end. */
static bool
next_word(struct span *t, struct span *word_r)
{
	size_t n;

	while ((n = blank_len(t)) > 0)
		t->s += n;
	word_r->s = t->s;
	while (t->s < t->end && blank_len(t) == 0)
		t->s++;
	word_r->end = t->s;
	return word_r->s < word_r->end;
}

static size_t
clings_before(const struct span *w)
{
	size_t i, n;

	for (i = 0; i < COUNT(clinging); i++) {
		n = strlen(clinging[i]);
		if (n <= left(w) && memcmp(w->s, clinging[i], n) == 0)
			return n;
	}
	return 0;
}

static size_t
clings_behind(const struct span *w)
{
	size_t i, n;

	for (i = 0; i < COUNT(clinging); i++) {
		n = strlen(clinging[i]);
		if (n <= left(w) && memcmp(w->end - n, clinging[i], n) == 0)
			return n;
	}
	return 0;
}

static struct span
trimmed(struct span w)
{
	size_t n;

	while ((n = clings_before(&w)) > 0)
		w.s += n;
	while ((n = clings_behind(&w)) > 0)
		w.end -= n;
	return w;
}

static void
add_span(struct passwords *p, enum password_rank rank, const struct span *w)
{
	password_add(p, rank, w->s, left(w));
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
		if (left(&run) > 0 && left(&run) < left(w)) {
			run = trimmed(run);
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
	struct span core = trimmed(*w), tail = {NULL, w->end};

	add_span(p, rank, &core);
	tail.s = core.s;
	add_span(p, rank, &tail); /* a password may end with a mark */
	add_span(p, rank, w);
	add_ascii_runs(p, rank, w);
	for (tail.s = w->end; tail.s > w->s; tail.s--)
		if (tail.s[-1] == ':' || tail.s[-1] == '=')
			break;
	if (tail.s > w->s && tail.s < w->end) {
		core = trimmed(tail);
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
		if (left(w) == strlen(links[i]) &&
		    text_find(w->s, left(w), links[i]) == w->s)
			return true;
	return false;
}

/* A password of several words: what is left of the line behind a colon. */
static void
add_rest_of_line(struct passwords *p, struct span rest)
{
	const char *eol = memchr(rest.s, '\n', left(&rest));

	if (eol != NULL)
		rest.end = eol;
	while (blank_len(&rest) > 0)
		rest.s += blank_len(&rest);
	while (left(&rest) > 0 && (unsigned char)rest.end[-1] <= ' ')
		rest.end--;
	add_span(p, RANK_NAMED, &rest);
}

/* The words behind a keyword. */
static void
read_behind(struct passwords *p, struct span t)
{
	struct span word;
	bool named = true; /* the word that follows is the password */
	unsigned n;

	if (left(&t) > NEAR_BYTES)
		t.end = t.s + NEAR_BYTES;
	for (n = 0; n < NEAR_WORDS && next_word(&t, &word); n++) {
		add_word(p, named ? RANK_NAMED : RANK_NEAR, &word);
		named = is_link(&word);
		if (named)
			add_rest_of_line(p, t);
	}
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

	while ((at = text_find(t.s, left(&t), keyword)) != NULL) {
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
	return memmem(t->s, left(t), what, strlen(what));
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
		in.end = left(&t) > PASSWORD_MAX + 4 ? t.s + PASSWORD_MAX + 4
						     : t.end;
		close = find_n(&in, pair->close);
		if (close == NULL)
			continue;
		in.end = close;
		add_span(p, RANK_MARKED, &in);
		in = trimmed(in);
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

	while (next_word(&t, &word)) {
		core = trimmed(word);
		if (left(&core) < WORD_MIN)
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

	if (!password_is_html(t.s, left(&t))) {
		read_plain(p, t, RANK_WORD);
		return;
	}
	plain = mem_zalloc(left(&t) + 1, 1);
	seen.s = plain;
	seen.end = plain + password_from_html(plain, t.s, left(&t));
	read_plain(p, seen, RANK_WORD);
	explicit_bzero(plain, left(&t));
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
		if (left(&part) >= WORD_MIN)
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
