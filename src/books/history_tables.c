/*
 * The tables. What a report needs is added up while it is written, so that a
 * year of it is read in seconds; single findings are kept beside it, for
 * whoever looks for one.
 *
 * Times are UTC. A finding's id is its time, so that the table lies in the
 * order of time and needs no index; the view `findings` shows it as a date.
 */
#include "history_priv.h"

enum {
	OUR_ID = 0x43475764 /* "CGWd", in the file's header */
};

static const char settings[] = "PRAGMA journal_mode = WAL;"
			       "PRAGMA synchronous = NORMAL;"
			       "PRAGMA temp_store = MEMORY;"
			       "PRAGMA cache_size = -2000;"
			       "PRAGMA journal_size_limit = 67108864;";

static const char tables[] =
    "BEGIN IMMEDIATE;"
    /* Counted for each minute. */
    "CREATE TABLE minute ("
    " minute INTEGER NOT NULL," /* since 1970 */
    " class TEXT NOT NULL, action TEXT NOT NULL,"
    " messages INTEGER NOT NULL, bytes INTEGER NOT NULL,"
    " scan_ms INTEGER NOT NULL,"
    " slots INTEGER NOT NULL," /* of the quota that were taken */
    " wanted INTEGER NOT NULL, refused INTEGER NOT NULL,"
    " PRIMARY KEY (minute, class, action)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE latency ("
    " hour INTEGER NOT NULL, bucket INTEGER NOT NULL,"
    " messages INTEGER NOT NULL,"
    " PRIMARY KEY (hour, bucket)) WITHOUT ROWID, STRICT;"
    /* Messages with findings, by what is in them. */
    "CREATE TABLE top ("
    " kind INTEGER NOT NULL," /* name, sender, source, recipient */
    " day INTEGER NOT NULL, text TEXT NOT NULL,"
    " messages INTEGER NOT NULL,"
    " PRIMARY KEY (kind, day, text)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE finding ("
    " id INTEGER PRIMARY KEY,"   /* ms since 1970, times 2^20, and a number */
    " decided INTEGER NOT NULL," /* 1: the one that decided its message */
    " queue_id TEXT, message_id TEXT, sender TEXT,"
    " recipients TEXT," /* JSON */
    " ip TEXT, class TEXT, name TEXT, path TEXT, action TEXT) STRICT;"
    "CREATE VIEW findings AS SELECT"
    " strftime('%Y-%m-%d %H:%M:%f', (id >> 20) / 1000.0, 'unixepoch')"
    " AS time, queue_id, message_id, sender, recipients, ip, class, name,"
    " path, action FROM finding;"
    /* What was in force since when. */
    "CREATE TABLE definitions ("
    " time_s INTEGER PRIMARY KEY, version TEXT NOT NULL,"
    " built_s INTEGER NOT NULL, signatures INTEGER NOT NULL) STRICT;"
    "CREATE TABLE quota_limit ("
    " time_s INTEGER PRIMARY KEY, per_hour INTEGER NOT NULL) STRICT;"
    /* Messages that the tables above lack. */
    "CREATE TABLE loss ("
    " minute INTEGER PRIMARY KEY, messages INTEGER NOT NULL) STRICT;"
    "PRAGMA application_id = 1128748900;"
    "PRAGMA user_version = 1;"
    "COMMIT;";

enum history_result
history_failed(const struct store *s)
{
	switch (store_fault(s)) {
	case STORE_AGAIN:
		return HISTORY_AGAIN;
	case STORE_BROKEN:
		return HISTORY_BROKEN;
	default:
		return HISTORY_REFUSED;
	}
}

/* Another process may have made them a moment ago. */
static int
make(struct store *s, struct err *e)
{
	int64_t version = 0;

	if (store_run(s, tables, e) == 0)
		return 0;
	store_undo(s);
	if (store_number(s, "PRAGMA user_version", &version, e) == 0 &&
	    version == HISTORY_VERSION)
		return 0;
	return -1;
}

enum history_result
history_tables(struct store *s, struct err *e)
{
	int64_t id, version, pages;

	if (store_run(s, settings, e) == -1 ||
	    store_number(s, "PRAGMA application_id", &id, e) == -1 ||
	    store_number(s, "PRAGMA user_version", &version, e) == -1 ||
	    store_number(s, "SELECT count(*) FROM sqlite_schema", &pages, e) ==
		-1)
		return history_failed(s);
	if (id == 0 && version == 0 && pages == 0)
		return make(s, e) == 0 ? HISTORY_DONE : history_failed(s);
	if (id == OUR_ID && version == HISTORY_VERSION)
		return HISTORY_DONE;
	if (id == OUR_ID && version > HISTORY_VERSION) {
		(void)err_set(e, "a newer version of the program has made it");
		return HISTORY_REFUSED;
	}
	(void)err_set(e, "it is not a history");
	return HISTORY_BROKEN;
}
