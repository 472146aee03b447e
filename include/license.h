/*
 * The license: a signed text that says how many clean messages per 60 minutes
 * may be delivered.
 *
 *     cgpward-license 1
 *     id: 7f3c2a90
 *     licensee: Example KK
 *     domain: example.com
 *     messages-per-hour: 1000          (or unlimited)
 *     issued: 2026-11-21
 *     expires: 2027-11-21              (or never)
 *     signature: <base64 of 64 bytes>
 *
 * The signature is Ed25519 over the bytes before the line "signature:"; until
 * it has been verified nothing in the text is believed. Each field stands
 * there exactly once, lines end with LF. Dates are days in UTC; a license is
 * valid from the beginning of the day `issued` to the end of the day
 * `expires`.
 *
 * Nothing here keeps state; any thread may call.
 */
#ifndef LICENSE_H
#define LICENSE_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "err.h"

enum {
	LICENSE_FILE_MAX = 8192, /* bytes; a larger file is refused */
	LICENSE_FILES_MAX = 256, /* in a folder */
	LICENSE_KEY_SIZE = 32,
	LICENSE_WARN_DAYS = 14,          /* before the end */
	LICENSE_PER_HOUR_MAX = 100000000 /* the highest limited license */
};

#define LICENSE_UNLIMITED  UINT64_MAX /* as a number of messages */
#define LICENSE_UNLICENSED 1          /* messages per hour without one */
#define LICENSE_NEVER      INT64_MAX  /* as a day */

struct license {
	char id[17];
	char licensee[129]; /* empty: this is the unlicensed default */
	char domain[254];
	uint64_t per_hour;   /* or LICENSE_UNLIMITED */
	int64_t issued_day;  /* days since 1970-01-01 */
	int64_t expires_day; /* the last valid one, or LICENSE_NEVER */
};

enum license_fault {
	LICENSE_GOOD,
	LICENSE_MISSING,     /* no such file, or an empty folder */
	LICENSE_UNREADABLE,  /* or not a file at all */
	LICENSE_WRITABLE,    /* by users other than its owner and group */
	LICENSE_TOO_LARGE,   /* more than LICENSE_FILE_MAX bytes */
	LICENSE_BINARY,      /* not text */
	LICENSE_STRANGE,     /* text, but not a license */
	LICENSE_TRUNCATED,   /* no signature, or not all of it */
	LICENSE_FORGED,      /* the signature does not belong to the text */
	LICENSE_BAD_VERSION, /* the rest only of signed texts */
	LICENSE_BAD_FIELD,   /* unknown, missing or without a sound value */
	LICENSE_REPEATED,    /* two fields the same */
	LICENSE_BAD_NUMBER,
	LICENSE_BAD_DATE,
	LICENSE_NOT_YET,
	LICENSE_EXPIRED
};

/* The default: one message per hour, for nobody, without an end. */
void license_init(struct license *license_r);

/*
 * Judges the `len` bytes of a license at the time `now_s` (seconds since 1970
 * UTC). `key` is the vendor's public key of LICENSE_KEY_SIZE bytes. With a
 * fault *license_r is the unlicensed default and e says why, in words that
 * begin in lower case and fit behind a file name and ": ".
 */
enum license_fault license_parse(const struct buf *text,
    const unsigned char *key, int64_t now_s, struct license *license_r,
    struct err *e);

/*
 * The same for the file or folder `path`. Of a folder the best valid license
 * counts: unlimited before limited, then the higher limit, then the later
 * end; files whose names begin with a dot are not looked at. e then begins
 * with the path.
 */
enum license_fault license_load(const char *path, const unsigned char *key,
    int64_t now_s, struct license *license_r, struct err *e);

/*
 * Whole days that are left after the day of `now_s`: 0 on the last day, -1 or
 * less when it has expired, LICENSE_NEVER for one without an end. From
 * LICENSE_WARN_DAYS on the administrator should be reminded.
 */
int64_t license_days_left(const struct license *license, int64_t now_s);

/*
 * Adds one line without its end, such as "license 7f3c2a90 for Example KK
 * (example.com): 1000 messages per hour, valid to 2027-11-21".
 */
void license_describe(const struct license *license, struct buf *out);

/* The reminder ("... expires in 9 days, ..."), or nothing when it is early. */
void license_remind(
    const struct license *license, int64_t now_s, struct buf *out);

/*
 * The vendor's side. license_keygen writes folder/vendor.key (mode 0600) and
 * folder/vendor.pub and refuses to replace either. license_issue gives the
 * license an id where it has none and adds the signed text to `out`; the
 * texts and days of the license are checked first. Return 0, or -1 with e.
 */
int license_keygen(const char *folder, struct err *e);
int license_issue(const char *key_file, struct license *license,
    struct buf *out, struct err *e);

/* "2026-11-21" or "never" to a day; 0, or -1 when it is neither. */
int license_day_parse(const char *text, int64_t *day_r);

/* A number from 1 to LICENSE_PER_HOUR_MAX or "unlimited"; 0 or -1. */
int license_number_parse(const char *text, uint64_t *per_hour_r);

#endif
