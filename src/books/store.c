/* SQLite, in the only source that knows it. */
#include "store_priv.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "mem.h"

enum {
	BUSY_MS = 2000,      /* another process may be writing */
	LENGTH_MAX = 1000000 /* of a text */
};

struct store {
	sqlite3 *db;
	int code; /* of the last failure */
};

struct statement {
	struct store *store;
	sqlite3_stmt *stmt;
};

static int
fail(struct store *s, int code, struct err *e)
{
	s->code = code;
	return err_set(e, "%s", sqlite3_errmsg(s->db));
}

enum store_fault
store_fault(const struct store *s)
{
	switch (s->code & 0xff) { /* without the extended part */
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_FORMAT:
		return STORE_BROKEN;
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
	case SQLITE_NOMEM:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
		return STORE_AGAIN;
	default:
		return STORE_WRONG;
	}
}

/* What a damaged or strange file could do is turned off. */
static void
distrust(sqlite3 *db)
{
	(void)sqlite3_extended_result_codes(db, 1);
	(void)sqlite3_busy_timeout(db, BUSY_MS);
	(void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, LENGTH_MAX);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
}

int
store_open(const char *path, enum store_mode mode, struct store **store_r,
    struct err *e)
{
	struct store *s = mem_zalloc(1, sizeof(*s));
	int code, flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;

	flags |=
	    mode == STORE_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
	code = sqlite3_open_v2(path, &s->db, flags, NULL);
	if (code != SQLITE_OK) {
		(void)err_set(e, "%s cannot be opened: %s", path,
		    s->db != NULL ? sqlite3_errmsg(s->db)
				  : sqlite3_errstr(code));
		store_close(&s);
		return -1;
	}
	distrust(s->db);
	*store_r = s;
	return 0;
}

void
store_close(struct store **store)
{
	if (*store == NULL)
		return;
	(void)sqlite3_close_v2((*store)->db);
	free(*store);
	*store = NULL;
}

int
store_run(struct store *s, const char *sql, struct err *e)
{
	int code = sqlite3_exec(s->db, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? 0 : fail(s, code, e);
}

int
store_number(struct store *s, const char *sql, int64_t *number_r, struct err *e)
{
	struct statement *st;
	int result;

	if (statement_new(s, sql, &st, e) == -1)
		return -1;
	result = statement_step(st, e);
	if (result == 1)
		*number_r = statement_get_int(st, 0);
	else if (result == 0)
		(void)err_set(e, "there is no answer to \"%s\"", sql);
	statement_free(&st);
	return result == 1 ? 0 : -1;
}

int64_t
store_changes(const struct store *s)
{
	return sqlite3_changes64(s->db);
}

void
store_undo(struct store *s)
{
	if (sqlite3_get_autocommit(s->db) == 0)
		(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

int
statement_new(struct store *s, const char *sql, struct statement **statement_r,
    struct err *e)
{
	struct statement *st = mem_zalloc(1, sizeof(*st));
	int code = sqlite3_prepare_v3(
	    s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st->stmt, NULL);

	if (code != SQLITE_OK) {
		free(st);
		(void)fail(s, code, e);
		return -1;
	}
	st->store = s;
	*statement_r = st;
	return 0;
}

void
statement_free(struct statement **statement)
{
	if (*statement == NULL)
		return;
	(void)sqlite3_finalize((*statement)->stmt);
	free(*statement);
	*statement = NULL;
}

void
statement_int(struct statement *st, int at, int64_t value)
{
	(void)sqlite3_bind_int64(st->stmt, at, value);
}

void
statement_text(struct statement *st, int at, const char *value)
{
	(void)sqlite3_bind_text(st->stmt, at, value, -1, SQLITE_STATIC);
}

int
statement_step(struct statement *st, struct err *e)
{
	int code = sqlite3_step(st->stmt);

	if (code == SQLITE_ROW)
		return 1;
	return code == SQLITE_DONE ? 0 : fail(st->store, code, e);
}

int64_t
statement_get_int(struct statement *st, int column)
{
	return sqlite3_column_int64(st->stmt, column);
}

const char *
statement_get_text(struct statement *st, int column)
{
	const unsigned char *text = sqlite3_column_text(st->stmt, column);

	return text != NULL ? (const char *)text : "";
}

void
statement_reset(struct statement *st)
{
	(void)sqlite3_reset(st->stmt);
}

int
statement_run(struct statement *st, struct err *e)
{
	int result;

	do
		result = statement_step(st, e);
	while (result == 1);
	statement_reset(st);
	return result;
}
