/*
 * A database file: SQLite behind a handful of functions. A store and its
 * statements belong to one thread at a time. A failure is -1 with a text, and
 * store_fault says what it means for the file.
 */
#ifndef STORE_PRIV_H
#define STORE_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"

struct store;
struct statement;

enum store_mode {
	STORE_WRITE, /* the file is there */
	STORE_READ   /* beside a program that writes */
};

/* What the last failure was. */
enum store_fault {
	STORE_AGAIN,  /* disk full, locked, no memory: later it may work */
	STORE_BROKEN, /* the file is damaged, or is none of this kind */
	STORE_WRONG   /* anything else: the same would fail again */
};

int store_open(const char *path, enum store_mode mode, struct store **store_r,
    struct err *e);

/* Frees; its statements are gone already. Sets the pointer to NULL. */
void store_close(struct store **store);

enum store_fault store_fault(const struct store *s);

/* Runs statements that give no rows, separated by semicolons. */
int store_run(struct store *s, const char *sql, struct err *e);

/* The number that a statement without parameters gives, such as a PRAGMA. */
int store_number(
    struct store *s, const char *sql, int64_t *number_r, struct err *e);

/* How many rows the last statement has changed. */
int64_t store_changes(const struct store *s);

/* Undoes a transaction, when there is one. */
void store_undo(struct store *s);

int statement_new(struct store *s, const char *sql,
    struct statement **statement_r, struct err *e);
void statement_free(struct statement **statement);

/*
 * Parameters, from 1. A text has to live until the statement is reset; NULL
 * is no value.
 */
void statement_int(struct statement *st, int at, int64_t value);
void statement_text(struct statement *st, int at, const char *value);

/* The next row: 1, or 0 when there is none, or -1. */
int statement_step(struct statement *st, struct err *e);

/* Columns of the row, from 0; a text lives until the next step. */
int64_t statement_get_int(struct statement *st, int column);
const char *statement_get_text(struct statement *st, int column);

/* Makes it ready to be run again; the parameters stay. */
void statement_reset(struct statement *st);

/* Steps to its end and resets, for one that gives no rows. */
int statement_run(struct statement *st, struct err *e);

#endif
