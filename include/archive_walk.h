/*
 * The archive reader: hands every member of an archive that the engine cannot
 * open itself to a sink, however deep it lies, also inside archives that the
 * engine does open. It knows no policy and no engine, starts no program,
 * writes no file and changes nothing of the process.
 *
 * Which archives are whose was measured; the table is in archive_sniff.c.
 *
 * Facts told to the sink, beside the members:
 *
 *   class      name                          what it means
 *   encrypted  encrypted archive member      no candidate password opened it
 *   encrypted  encrypted archive             even its list is encrypted
 *   broken     unreadable archive member     damaged, cut off, or packed by a
 *                                            method that nobody here knows
 *   broken     unreadable archive            so damaged that the rest of it
 *                                            could not be listed
 *   broken     one volume of several         the others are needed to read it
 *   limits     unsupported archive           a known kind that nobody opens
 *   limits     ratio                         grows more than ARCHIVE_RATIO_MAX
 *   limits     memory                        no memory for a member
 *   limits     XML depth                     a document with more elements
 *                                            inside each other than are read
 *   limits     XML declarations              a document that declares
 *                                            entities or attributes
 *   broken     unreadable document           a file at or behind a fault in
 *                                            XML, or one within another
 *   limits     files, depth, ...             budget.exceeded, told once
 *
 * So a member that was not read always leaves a fact. What was read of it
 * before is handed out all the same. The reverse does not hold: a member with
 * a wrong checksum was handed out whole and still has its fact.
 */
#ifndef ARCHIVE_WALK_H
#define ARCHIVE_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "budget.h"
#include "part.h"
#include "password.h"

enum {
	/*
	 * A member may grow to this many times the bytes it is packed in;
	 * smaller ones than ARCHIVE_RATIO_FREE packed bytes count as that.
	 */
	ARCHIVE_RATIO_MAX = 250,
	ARCHIVE_RATIO_FREE = 64 * 1024,
	/* Longer names keep their start and their end. */
	ARCHIVE_NAME_MAX = 1024
};

enum archive_kind {
	ARCHIVE_NONE,   /* not an archive that anybody here knows */
	ARCHIVE_ENGINE, /* the engine opens it; it may hold one of ours */
	ARCHIVE_OURS,   /* the engine opens nothing or not all of it */
	ARCHIVE_CLOSED  /* an archive that neither side can open */
};

/*
 * Tells by content alone whose archive this is. Pure; costs one pass over the
 * data at the speed of memmem, and much less for what is no zip.
 */
enum archive_kind archive_sniff(const unsigned char *data, size_t len);

/* Bytes that may be an archive. All of it stays the caller's. */
struct archive_in {
	const unsigned char *data;
	size_t len;
	const char *where; /* its own place: "mail/report.zip" */
	const char *name;  /* of the file, for bare compressed ones; or NULL */
	unsigned depth;    /* containers above it: 1 for a mail's attachment */
};

/* What the walk works with: one message's, used by one thread at a time. */
struct archive_env {
	struct budget *budget;
	const struct part_sink *sink;
	/*
	 * Asked at the first locked member of each archive, so that nobody
	 * has to read a mail for passwords before one is needed. What it
	 * returns stays the caller's; NULL, as for the function itself, means
	 * that none are tried.
	 */
	struct passwords *(*passwords)(void *arg);
	void *passwords_arg;
	bool all; /* hand out the members of every archive */
};

/*
 * Walks the archive, if it is one, or a document that has files in it. Members
 * of kind ARCHIVE_OURS and such files, or all, are handed out as PART_MEMBER;
 * what the engine opens is only looked through for them, and of its own members
 * the sink's `member` is told, if there is one, as of those that cannot be
 * read. A part lives until the sink returns; one member and the containers it
 * lies in are in memory at a time, all of them counted by the budget.
 *
 * Returns false when the sink asked to stop or the budget is exceeded.
 * Different threads may walk at the same time. No locale is needed: the
 * calling thread's is switched to C.UTF-8 and back where names are read.
 */
bool archive_walk(const struct archive_in *in, const struct archive_env *env);

#endif
