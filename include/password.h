/*
 * Candidates for the password of an encrypted archive: words of the message
 * that carries it, the likeliest first, and the bound on how many are tried.
 *
 * One message's, used by one thread at a time. No candidate is ever logged or
 * printed by this module; whoever gets one must not do so either. All memory
 * that held one is wiped before it is given back.
 */
#ifndef PASSWORD_H
#define PASSWORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PASSWORDS_MAX = 1000,      /* candidates of one message */
	PASSWORD_TRIES_MAX = 1000, /* tries of one message */
	PASSWORD_TIME_MAX_MS = 2000,
	PASSWORD_MIN = 2,  /* bytes of one that is not listed by the admin */
	PASSWORD_MAX = 64, /* bytes of one */
	PASSWORD_TEXT_MAX = 64 * 1024 /* bytes of one text that are read */
};

struct passwords;

/* `now_ms` is clock_mono_ms, or a test's own. Freed by passwords_free. */
struct passwords *passwords_new(uint64_t (*now_ms)(void));

/* Wipes and frees; NULL and a pointer to NULL are fine. */
void passwords_free(struct passwords **p);

/*
 * Reads the words of a text in UTF-8, plain or HTML: those behind "password",
 * "Passwort", "пароль", "パスワード" and the like first, then quoted and
 * bold ones, then every word that could be one.
 */
void password_add_text(struct passwords *p, const char *text, size_t len);

/* The same for a subject or a file name, whose words are likelier. */
void password_add_words(struct passwords *p, const char *text, size_t len);

/* The administrator's list: separated by commas or line ends, spaces kept
 * inside an item. */
void password_add_list(struct passwords *p, const char *text, size_t len);

size_t passwords_count(const struct passwords *p);

/* The i-th likeliest, valid until the next is added or passwords_worked. */
const char *passwords_get(const struct passwords *p, size_t i);

/* Remembers that the i-th opened something; it moves to the front. */
void password_worked(struct passwords *p, size_t i);

/* How many of the first ones have opened something. */
size_t passwords_worked(const struct passwords *p);

/* Time passes only between these two. */
void password_clock_start(struct passwords *p);
void password_clock_stop(struct passwords *p);

/* False when the time is up. */
bool password_in_time(const struct passwords *p);

/* Counts one more try; false when it may not be made. */
bool password_try(struct passwords *p);

#endif
